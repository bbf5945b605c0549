package postmortem

import (
	"slices"

	"firebreak/runbook/incident"
)

// skipped are the steps that were left out with a reason. What a step left behind before counts:
// one that took effect is not among them.
func (w *writer) skipped() []incident.Step {
	steps := append(slices.Clone(incident.Steps), incident.StepRelated)
	return slices.DeleteFunc(steps, func(s incident.Step) bool {
		if s == incident.StepRelated && len(w.key.Related) == 0 { // an empty list is no list that was settled
			return !w.key.Marks[s].Skipped
		}
		return w.key.Status(s) != incident.StatusSkipped
	})
}

// unsure are the ops that were sent, or may have been, and of whose end nothing is known.
func (w *writer) unsure() []incident.Op {
	return slices.DeleteFunc(slices.Clone(w.key.Ops), func(o incident.Op) bool { return !o.Open() })
}

// unsureText says what an op without a known end may have left behind.
func (w *writer) unsureText(o incident.Op) text {
	if o.Intent.Act == incident.ActCreate {
		return fill(w.say("A new key may exist that nobody knows: name {}.", "Mungkin ada kunci baru yang tidak diketahui siapa pun: nama {}."), w.target(o))
	}
	return fill(w.say("Outcome unknown: {}, {}.", "Hasil tidak diketahui: {}, {}."), said(w.Lang.Act(o.Intent.Act)), w.target(o))
}

// unsureItems are the open items that such ops leave: what to do about each, with its events.
func (w *writer) unsureItems() []block {
	l := list{key: "unknown_outcomes", class: auto}
	for _, o := range w.unsure() {
		do := w.own("Read at the provider whether it took place.", "Baca di penyedia apakah ini terjadi.")
		switch {
		case o.Intent.Act == incident.ActCreate:
			do = w.own("Look for it at the provider, and delete it unless it is in use by us.", "Cari di penyedia, dan hapus kecuali kita memakainya.")
		case o.Intent.Place != nil:
			do = w.own("Read the place, and see which key stands there.", "Baca tempat itu, dan lihat kunci mana yang ada di sana.")
		}
		l.items = append(l.items, join(" ", w.unsureText(o), do, w.trail.cite(w.trail.op(o.ID, incident.Intended), w.trail.op(o.ID, incident.Uncertain))))
	}
	if len(l.items) == 0 {
		return nil
	}
	return []block{alert{kind: "CAUTION", text: w.own("Requests whose answer was lost are open items.", "Permintaan yang jawabannya hilang adalah hal yang masih terbuka.")}, l}
}
