package plain

import (
	"slices"

	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// keys asks which key of the incident is worked on, the most dangerous first. Those that nobody asked
// about yet are asked about before, so that the order is known.
func (t *Talk) keys() (runbook.Choice, bool) {
	list := t.state.ByDanger()
	for _, k := range list {
		if a, ok := t.unasked(k); ok {
			t.listed[k.Cred] = true
			return act(a, runbook.Input{})
		}
	}
	q := question{step: incident.StepIdentify, title: t.l.KeysTitle(len(list)), usual: 1, back: t.stays}
	for _, k := range list {
		q.choices = append(q.choices, choice{text: t.l.KeyStands(t.state, k), do: func() (runbook.Choice, bool) { return t.workOn(k.Cred) }})
	}
	if slices.ContainsFunc(t.actions, func(a runbook.Action) bool { return a.Name == runbook.LeaveKey }) {
		q.choices = append(q.choices, choice{text: t.l.Action(string(runbook.LeaveKey), ""), do: t.goes(placeLeave)})
	}
	return t.ask(q)
}

// leave asks which key is left out, and why.
func (t *Talk) leave() (runbook.Choice, bool) {
	q := question{step: incident.StepIdentify, title: t.l.Action(string(runbook.LeaveKey), ""), back: t.goes(placeKeys)}
	for _, a := range t.actions {
		if a.Name != runbook.LeaveKey || a.Off != "" {
			continue
		}
		q.choices = append(q.choices, choice{text: t.l.KeyStands(t.state, t.state.Keys[a.Cred]), do: func() (runbook.Choice, bool) {
			text, how := t.note(t.l.WhyLeftOut())
			if t.at = placeKeys; how != gotLine {
				return runbook.Choice{}, how == gotOver
			}
			return act(a, runbook.Input{Text: text})
		}})
	}
	if len(q.choices) == 0 {
		return t.again(placeKeys)
	}
	return t.ask(q)
}

// unasked gives the question whether a key is alive, where nobody asked it and it is no bait.
func (t *Talk) unasked(k incident.Key) (runbook.Action, bool) {
	i := slices.IndexFunc(t.actions, func(a runbook.Action) bool { return a.Name == runbook.Validate && a.Cred == k.Cred && a.Off == "" })
	if i < 0 || k.First != nil || k.Identity.Decoy() || t.listed[k.Cred] {
		return runbook.Action{}, false
	}
	return t.actions[i], true
}

// stays goes back to the key at hand; where none was chosen, to the most dangerous one.
func (t *Talk) stays() (runbook.Choice, bool) {
	if t.cred.Load() == nil {
		k, _ := t.state.Worst()
		return t.workOn(k.Cred)
	}
	return t.again(placeHub)
}

// workOn has the questions go on about a key: where they stood, or from the beginning.
func (t *Talk) workOn(cred string) (runbook.Choice, bool) {
	switch old := t.cred.Load(); {
	case old != nil && *old == cred:
		return t.again(placeHub)
	case old != nil:
		t.memos[*old] = t.memo
	}
	to := placeHub
	kept, known := t.memos[cred]
	if !known {
		kept, to = newMemo(t.memo.asked, t.memo.folders), placeCheck
		kept.noKey = t.state.Keys[cred].Identity.ByRecord() // nobody here has its value
	}
	kept.reported = t.memo.reported
	t.memo = kept
	t.cred.Store(&cred)
	return t.again(to)
}

// openHere opens a related credential in the incident, and says so; its value is asked for where
// nothing else leads to it.
func (t *Talk) openHere(row incident.RelatedRow) turn {
	return func() (runbook.Choice, bool) {
		if a, ok := t.find(runbook.Open, row.ID); ok && a.Off == "" {
			return act(a, runbook.Input{})
		}
		a, ok := t.find(runbook.OpenWith, row.ID)
		in, given := t.pasteRelated(row)
		if !ok || !given {
			return t.back(placeRelated)
		}
		return act(a, in)
	}
}

// pasteRelated asks for the value of a related credential, unseen. given is false where the person
// goes on without it.
func (t *Talk) pasteRelated(row incident.RelatedRow) (in runbook.Input, given bool) {
	for {
		text, how := t.unseen(t.l.PasteRelated(t.l.RelatedName(row))...)
		if how == gotMore {
			continue
		}
		if how != gotLine || text == nil {
			return in, false
		}
		found, shape := t.cfg.Find(text)
		clear(text)
		if len(found) != 1 {
			t.say(t.l.NothingTaken(shape.Look, shape.Vendor, shape.Report)...)
			continue
		}
		return runbook.Input{Found: found[0].Finding()}, true
	}
}
