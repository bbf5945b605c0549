package postmortem

import (
	"firebreak/runbook/incident"
)

// keys lists every credential of an incident on several, the most dangerous first: what led to it,
// how it stands and what is open for it. The report is written about the first of them.
func (w *writer) keys() []block {
	if len(w.State.Order) < 2 {
		return nil
	}
	title := w.say("All credentials of this incident", "Semua kredensial insiden ini")
	t := &table{key: "keys", class: auto, title: title, cols: []column{
		{"credential", w.say("Credential", "Kredensial")}, {"type", w.say("Type", "Jenis")}, {"because", w.say("Led to by", "Berasal dari")},
		{"state", w.say("State", "Keadaan")}, {"outcome", w.say("Revocation", "Pencabutan")}, {"open", w.say("Open", "Terbuka")},
	}}
	for _, k := range w.State.ByDanger() {
		led, open := w.own("the start", "awalnya"), w.own("nothing", "tidak ada")
		if b := k.Identity.Because; b != nil {
			led = join(", ", w.keyName(w.State.Keys[b.Cred]), said(w.Lang.Relation(b.Relation)))
		}
		if steps := w.State.OpenSteps(k.Cred); len(steps) > 0 {
			open = said(w.Lang.Steps(steps))
		}
		t.add(w.keyName(k), term(string(k.Identity.Kind)), led, said(w.Lang.Condition(k.Condition())), said(w.Lang.Outcome(k.Outcome())), open)
	}
	return append([]block{heading(title), t}, w.keyFigures()...)
}

// keyFigures are the milestones and metrics that differ from one credential to the next; those at the
// report's head are of the one that it is about.
func (w *writer) keyFigures() []block {
	title := w.say("Figures of each credential", "Angka tiap kredensial")
	t := &table{key: "key_figures", class: derived, title: title, cols: []column{
		{"credential", w.say("Credential", "Kredensial")}, {"first_abuse", w.say("T1 first abuse", "T1 penyalahgunaan pertama")},
		{"revoke_requested", w.say("T4 revocation accepted", "T4 pencabutan diterima")}, {"verified_dead", w.say("T5 verified dead", "T5 terverifikasi mati")},
		{"rotated", w.say("T6 rotated", "T6 kunci diganti")}, {"exposure_window", w.say("Exposure window", "Jendela pajanan")},
		{"abuse_time", w.say("Abuse time", "Lama penyalahgunaan")}, {"time_to_contain", w.say("Time to contain", "Waktu pengendalian")},
		{"revocation_tail", w.say("Revocation tail", "Ekor pencabutan")}, {"cost_attacker", w.say("Cost, attacker", "Biaya, penyerang")},
		{"cost_total", w.say("Cost, total", "Biaya, total")},
	}}
	for _, k := range w.State.ByDanger() {
		of := w.of(k)
		m := of.figures.Milestones
		t.add(w.keyName(k), of.moment(m.FirstAbuse), of.moment(m.RevokeRequested), of.moment(m.VerifiedDead), of.moment(m.Rotated), of.span(of.figures.ExposureWindow),
			of.abused(), of.containedIn(), of.tail(), of.figure(of.figures.Money.Attacker, of.money), of.figure(of.figures.Money.Total, of.money))
	}
	return []block{heading(title), t}
}

// of writes about another credential of the incident.
func (w *writer) of(k incident.Key) *writer {
	other := *w
	other.key, other.figures = k, Metrics(w.State, k.Cred)
	if p := k.Identity.Kind.Provider(); p != w.key.Identity.Kind.Provider() {
		other.Vendor = w.Lang.Vendor(p)
	}
	return &other
}

// keyName is a credential as its masked form shows it.
func (w *writer) keyName(k incident.Key) text {
	return join(" ", term(k.Cred), or(mask(k.Identity), w.unknown(notRecorded)))
}

// worked says how a related credential stands that has steps of its own in this incident.
func (w *writer) worked(r incident.RelatedRow) text {
	k := w.State.Keys[r.Chain]
	switch {
	case k.Proof.Proven():
		return join(" ", own(string(incident.RevokedD)), own(stamp(k.Proof.ProvenAt)), w.own("in this incident", "dalam insiden ini"))
	case !k.Accepted().IsZero():
		return join(" ", own(string(incident.RevokedD)), own(stamp(k.Accepted())), w.own("in this incident, not proven dead", "dalam insiden ini, belum terbukti mati"))
	}
	return w.own("**open: worked in this incident, not revoked**", "**open: ditangani dalam insiden ini, belum dicabut**")
}
