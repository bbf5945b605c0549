package plain

import (
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// related lists what else is at risk, then asks for a decision on each.
func (t *Talk) related() (runbook.Choice, bool) {
	k := t.key()
	if k.Marks[incident.StepRelated].Done.IsZero() && !t.memo.tried[runbook.ListRelated] {
		if c, ok := t.try(runbook.ListRelated, "", runbook.Input{}); ok {
			return c, ok
		}
		return t.again(placeHub)
	}
	open := undecided(k)
	if len(open) == 0 {
		t.memo.keepRest = nil
		return t.again(placeHub)
	}
	row := open[0]
	if t.memo.keepRest != nil {
		in := *t.memo.keepRest
		return t.try(runbook.DecideOn, row.ID, in)
	}
	body := t.l.RelatedLines(row)
	if t.cfg.Console != nil { // a drill's
		body = append(body, t.l.DrillColleague())
	}
	return t.ask(question{step: incident.StepRelated, title: t.l.RelatedTitle(len(open)), body: body, back: t.goes(placeHub), choices: []choice{
		{text: t.l.DecideTo(incident.RotatedD), do: t.decideOn(row.ID, incident.RotatedD, false)},
		{text: t.l.DecideTo(incident.RevokedD), do: t.decideOn(row.ID, incident.RevokedD, false)},
		{text: t.l.DecideTo(incident.KeptD), do: t.decideOn(row.ID, incident.KeptD, false)},
		{text: t.l.KeepAll(len(open)), do: t.decideOn(row.ID, incident.KeptD, true)},
		{text: t.l.OpenHere(!t.opens(row)), do: t.openHere(row)},
		{text: t.l.Later(), do: t.goes(placeHub)},
	}})
}

// opens reports whether a related credential can be opened without its value.
func (t *Talk) opens(row incident.RelatedRow) bool {
	a, ok := t.find(runbook.Open, row.ID)
	return ok && a.Off == ""
}

// relatedDecided reports whether everything at risk was listed and decided on.
func (t *Talk) relatedDecided(k incident.Key) bool {
	return !k.Marks[incident.StepRelated].Done.IsZero() && len(undecided(k)) == 0
}

func undecided(k incident.Key) []incident.RelatedRow {
	var open []incident.RelatedRow
	for _, r := range k.Related {
		if r.Decision == incident.Undecided {
			open = append(open, r)
		}
	}
	return open
}

// decideOn records a decision. What is kept needs a reason and the role that approved it.
func (t *Talk) decideOn(id string, d incident.Decision, all bool) turn {
	return func() (runbook.Choice, bool) {
		in := runbook.Input{Decision: d}
		ask := t.l.WhatWasDone()
		if d == incident.KeptD {
			ask = t.l.WhyKept()
		}
		var how got
		if in.Text, how = t.note(ask); how != gotLine {
			return t.back(placeRelated)
		}
		if d == incident.KeptD {
			if in.Approver, how = t.note(t.l.WhoApproved()); how != gotLine {
				return t.back(placeRelated)
			}
		}
		if all {
			t.memo.keepRest = &in
		}
		return t.try(runbook.DecideOn, id, in)
	}
}
