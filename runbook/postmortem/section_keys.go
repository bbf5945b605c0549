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
	return []block{heading(title), t}
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
