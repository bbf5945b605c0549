package postmortem

import (
	"fmt"
	"strings"
	"time"

	"firebreak/runbook/incident"
)

// action is one row of the plan.
type action struct {
	proposal
	owner   text
	due     string
	factors []string // ids: "F2"
}

// propose takes the library's actions and gives each an owner, a date and a factor.
func (w *writer) propose() []action {
	var list []action
	for _, p := range proposals(w.channel().name, w.controls()) {
		a := action{proposal: p, owner: w.actionOwner(p.id), due: w.actionDue(p), factors: w.factorsFor(p)}
		list = append(list, a)
	}
	return list
}

// actionOwner is whom a person named for it, else for all, else who owns the incident.
func (w *writer) actionOwner(id string) text {
	for _, about := range []string{id, ""} {
		if a, ok := w.State.Answer(incident.AskOwners, about); ok && !a.Value.IsEmpty() {
			return quote(a.Value)
		}
	}
	return or(w.role(w.Owner), w.silent(incident.AskOwners))
}

func (w *writer) actionDue(p proposal) string {
	for _, about := range []string{p.id, ""} {
		if a, ok := w.State.Answer(incident.AskOwners, about); ok && !a.Time.IsZero() {
			return a.Time.UTC().Format(time.DateOnly)
		}
	}
	return w.State.OpenedAt.UTC().Add(dueIn[p.kind]).Format(time.DateOnly)
}

// factorsFor are the factors that an action answers: those of its settings, else that of the
// channel.
func (w *writer) factorsFor(p proposal) []string {
	var ids []string
	for _, f := range w.factors {
		if p.control != "" && f.control != "" && (f.control == p.control || f.control == p.also) || p.control == "" && f.channel {
			ids = append(ids, f.id)
		}
	}
	return ids
}

func (w *writer) actionText(p proposal) text {
	if p.text == [2]string{} {
		return said(w.Lang.ControlAction(p.control))
	}
	return w.own(p.text[0], p.text[1])
}

// actionItems proposes; people decide.
func (w *writer) actionItems() section {
	s := section{id: "actions", title: w.say("Actions", "Tindak lanjut")}
	t := &table{key: "actions", class: derived, cols: []column{
		{"n", "#"}, {"action", w.say("Action", "Tindakan")}, {"type", w.say("Type", "Jenis")}, {"owner", w.say("Owner", "Penanggung jawab")},
		{"due", w.say("Due", "Tenggat")}, {"done_when", w.say("Done when", "Selesai bila")}, {"link", w.say("Link", "Tautan")}, {"factor", w.say("Factor", "Faktor")},
	}}
	for i, a := range w.actions {
		link := join(" ", own("local:"+a.id), atPlace(a.where))
		t.add(own(fmt.Sprint(i+1)), w.actionText(a.proposal), own(a.kind), a.owner, own(a.due), w.own(a.done[0], a.done[1]), link,
			or(own(strings.Join(a.factors, ", ")), w.unknown(noFactor)))
	}
	s.add(w.unsureItems()...)
	s.add(paragraph{text: w.own("Proposed from the channel of the leak and from the settings that were read as absent. Nobody has confirmed them yet.",
		"Diusulkan dari saluran kebocoran dan dari pengaturan yang terbaca tidak ada. Belum ada yang mengesahkannya.")}, t)
	return s
}
