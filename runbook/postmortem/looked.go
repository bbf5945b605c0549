package postmortem

import (
	"fmt"
	"slices"
	"strings"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// unseen are traces that no audit log of administration shows. They are listed all the same, in
// one row, since a reader would look for them.
var unseen = [][2]string{
	{"fine-tuned models", "model hasil penyetelan"},
	{"stored files that were read", "berkas tersimpan yang dibaca"},
	{"webhooks and connected apps", "webhook dan aplikasi terhubung"},
	{"other projects and regions", "proyek dan wilayah lain"},
}

// unseenInCode are those of a vendor that keeps code: its log tells of hooks, and not of reading.
var unseenInCode = [][2]string{
	{"clones and pushes", "klon dan push"},
	{"workflow runs and what they printed", "jalannya workflow dan cetakannya"},
}

func (w *writer) unseen() [][2]string {
	if slices.ContainsFunc(w.key.Usage.Looked, func(l incident.Looked) bool { return l.For == string(providers.TraceHooks) }) {
		return unseenInCode
	}
	return unseen
}

// lookedFor answers each kind of thing that an intruder may have left behind; one that was
// not looked for says so.
func (w *writer) lookedFor() *table {
	t := &table{key: "looked_for", class: auto, title: w.say("Looked for", "Yang dicari"), cols: []column{
		{"for", w.say("Looked for", "Yang dicari")}, {"answer", w.say("Answer", "Jawaban")}, {"evidence", w.say("Evidence", "Bukti")},
	}}
	seq := w.trail.cite(w.trail.latest(incident.UsageFetched))
	for _, l := range w.key.Usage.Looked {
		name, _, _ := strings.Cut(w.Lang.LookedFor(incident.Looked{For: l.For}, w.Vendor), ": ")
		answer := w.own("looked for, not found", "dicari, tidak ditemukan")
		found, logins := w.apart(l)
		switch {
		case len(found) > 0:
			answer = fill(w.say("FOUND: {}", "DITEMUKAN: {}"), w.foundActs(found))
		case logins > 0:
			answer = own(fmt.Sprintf(w.say("%s that succeeded, not judged", "%s yang berhasil, tidak dinilai"), w.Lang.Count(int64(logins))))
		case l.Why != "":
			answer = w.because(Absence{Code: notLooked, Reason: l.Why})
		}
		t.add(said(name), answer, seq)
	}
	var others []string
	for _, name := range w.unseen() {
		others = append(others, w.say(name[0], name[1]))
	}
	t.add(own(strings.Join(others, "; ")), w.unknown(notLookedFor), w.own("none", "tidak ada"))
	return t
}

// apart parts what was found of one kind from the logins that succeeded, which are counted.
func (w *writer) apart(l incident.Looked) (found []string, logins int) {
	u := *w.key.Usage
	for _, id := range l.Found {
		i := slices.IndexFunc(u.Audit, func(a incident.Admin) bool { return a.ID == id })
		if i >= 0 && ordinary(u, u.Audit[i]) {
			logins++
			continue
		}
		found = append(found, id)
	}
	return found, logins
}

// mostFound is how many acts one cell names; the others stand in the table of acts.
const mostFound = 5

func (w *writer) foundActs(ids []string) text {
	var list []text
	for i, id := range ids {
		if i == mostFound {
			list = append(list, own(fmt.Sprintf(w.say("and %d more", "dan %d lainnya"), len(ids)-mostFound)))
			break
		}
		one := named(id)
		if j := slices.IndexFunc(w.key.Usage.Audit, func(a incident.Admin) bool { return a.ID == id }); j >= 0 && w.ourAct(w.key.Usage.Audit[j]) {
			one = fill(w.say("{} (ours)", "{} (milik kita)"), one)
		}
		list = append(list, one)
	}
	return join(", ", list...)
}

// ourAct tells our own acts of this incident by what they were done to.
func (w *writer) ourAct(a incident.Admin) bool {
	if a.Ours {
		return true
	}
	if r := w.key.Successor.Record; r != nil && a.Target != "" && a.Target == r.ID {
		return true
	}
	for _, o := range w.key.Ops {
		// a replacement that was deleted as an orphan was created by us too, some time before
		near := o.Applied() && (a.At.Sub(o.At).Abs() < actSlack || o.Intent.Act == incident.ActOrphan)
		if near && o.Intent.Record != nil && a.Target != "" && a.Target == o.Intent.Record.ID {
			return true
		}
	}
	return false
}

// relatedSearched reports whether anybody looked for related credentials.
func (w *writer) relatedSearched() bool {
	m := w.key.Marks[incident.StepRelated]
	return len(w.key.Related) > 0 || len(w.key.Unlisted) > 0 || !m.Done.IsZero() && !m.Skipped
}

// relatedAbsent is why nothing is known of related credentials.
func (w *writer) relatedAbsent() Absence {
	if w.key.Marks[incident.StepRelated].Skipped {
		return Absence{Code: stepSkipped, Step: incident.StepRelated}
	}
	return Absence{Code: notLookedFor}
}

// relatedCredentials lists what else is at risk. Every row ends in a decision, or says loudly
// that there is none.
func (w *writer) relatedCredentials() section {
	s := section{id: "related-credentials", title: w.say("Related credentials", "Kredensial terkait")}
	t := &table{key: "related", class: confirmed, title: w.say("Related credentials", "Kredensial terkait"), cols: []column{
		{"credential", w.say("Credential", "Kredensial")}, {"relation", w.say("Relation", "Hubungan")}, {"found", w.say("How found", "Cara ditemukan")},
		{"exposed", w.say("Exposed?", "Terpajan?")}, {"action", w.say("Action", "Tindakan")}, {"new_id", w.say("New id", "Id baru")},
		{"verified", w.say("Verified", "Dipastikan")}, {"consumers", w.say("Consumers moved", "Pemakai dipindah")},
	}}
	open := 0
	for _, r := range w.key.Related {
		if r.Decision == incident.Undecided {
			open++
		}
		t.add(w.relatedRow(r)...)
	}
	if open > 0 {
		s.add(alert{kind: "CAUTION", text: fill(w.say("{}. One forgotten credential is enough.", "{}. Satu yang terlupa sudah cukup."),
			own(words.Number(w.Lang, open, "related credential has no decision yet", "related credentials have no decision yet", "kredensial terkait belum diputuskan")))})
	}
	switch {
	case len(t.rows) > 0:
		s.add(t)
	case w.relatedSearched():
		s.add(paragraph{key: "related", text: w.own("Looked for; none was found.", "Dicari; tidak ada yang ditemukan.")})
	default:
		s.add(paragraph{key: "related", text: w.because(w.relatedAbsent())})
	}
	if len(w.key.Unlisted) > 0 {
		var missing []text
		for _, u := range w.key.Unlisted {
			missing = append(missing, said(w.Lang.Unlisted(u)))
		}
		s.add(alert{kind: "WARNING", text: fill(w.say("Could not be listed: {}. There may be more.", "Tidak dapat didaftar: {}. Mungkin masih ada yang lain."), join(", ", missing...))})
	}
	return s
}

func (w *writer) relatedRow(r incident.RelatedRow) []text {
	name := named(r.ID)
	if r.Record != nil {
		name = or(join(" ", named(r.Record.ID), called(r.Record.Name)), name)
	}
	exposed := w.own("not known to be", "tidak diketahui")
	if r.Relation == providers.SameFile || r.Relation == providers.MintedByIt {
		exposed = own("yes")
	}
	none := w.own("none", "tidak ada")
	newID, verified, moved := none, none, none
	if r.Decision == incident.RotatedD {
		newID, moved = w.unknown(notRecorded), w.unknown(notRecorded)
	}
	if r.Decision == incident.RotatedD || r.Decision == incident.RevokedD || w.State.Keys[r.Chain].Proof.Proven() {
		verified = w.relatedProof(r)
	}
	return []text{name, said(w.Lang.Relation(r.Relation)), or(term(r.Found), w.unknown(notRecorded)), exposed,
		w.decision(r), newID, verified, moved}
}

// decision keeps the words of the format: rotated, revoked, kept (reason, approver), open.
func (w *writer) decision(r incident.RelatedRow) text {
	seq := w.trail.cite(w.trail.related(r.ID))
	switch r.Decision {
	case incident.RotatedD, incident.RevokedD:
		return join(" ", own(string(r.Decision)), own(stamp(r.DecidedAt)), seq)
	case incident.WorkedD:
		return join(" ", w.worked(r), seq)
	case incident.KeptD:
		return join(" ", fill("kept ({}, {})", or(quote(r.Reason), w.unknown(notStated)), or(quote(r.Approver), w.unknown(notStated))), seq)
	}
	return join(" ", w.own("**open: no decision yet**", "**open: belum ada keputusan**"), seq)
}

// relatedProof is the other credential's own proof of death where this incident worked on it.
func (w *writer) relatedProof(r incident.RelatedRow) text {
	if k := w.State.Keys[r.Chain]; k.Proof.Proven() {
		return fill(w.say("proven dead {}", "terbukti mati {}"), own(stamp(k.Proof.ProvenAt)))
	}
	return fill(w.say("told by a person at {}, not probed", "menurut keterangan pada {}, tidak diuji"), w.at(r.DecidedAt, notRecorded))
}
