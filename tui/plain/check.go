package plain

import (
	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// reads are the steps that are made without a question once the person has agreed to reads.
var reads = []struct {
	name runbook.Name
	step incident.Step
}{{runbook.Validate, incident.StepValidate}, {runbook.Locate, incident.StepLocate}, {runbook.Forecast, incident.StepForecast}}

// check asks the provider about the key, finds its record and saves what a deletion could
// erase. Each stops with a question of its own only where it is unclear.
func (t *Talk) check() (runbook.Choice, bool) {
	k := t.key()
	if !t.mayUse() {
		return t.again(placeBait)
	}
	for _, r := range reads {
		if t.handled(r.step) || t.memo.passed[r.step] {
			continue
		}
		a, ok := t.find(r.name, "")
		switch {
		case !ok:
			continue
		case a.Off == incident.WhyNeedsKey && !t.memo.noKey:
			t.withKey()
			return t.back(placeCheck)
		case a.Off != "":
			t.memo.passed[r.step] = true
			continue
		case !t.memo.tried[r.name]:
			t.memo.tried[r.name] = true
			return act(a, runbook.Input{Approved: using})
		}
		return t.unclear(r.name, r.step)
	}
	return t.again(t.afterCheck(k))
}

// afterCheck is where the answers lead.
func (t *Talk) afterCheck(k incident.Key) place {
	killed := !k.Accepted().IsZero()
	switch {
	case killed, k.Outcome() == incident.AlreadyDead, t.handled(incident.StepRevoke):
		return placeHub
	case k.First != nil && k.First.Life == providers.Dead && k.Decided == nil:
		return placeRefused
	case k.Decided == nil:
		return placeDecide
	}
	return placeHub
}

// handled reports whether a step needs nobody any more.
func (t *Talk) handled(step incident.Step) bool {
	return t.key().Status(step) == incident.StatusDone || t.setAside(step)
}

// setAside reports whether a step was left out or done by hand, and not taken up again in this
// run. It stays so in the record until something is done about it.
func (t *Talk) setAside(step incident.Step) bool {
	switch t.key().Status(step) {
	case incident.StatusManual, incident.StatusSkipped:
		return !t.memo.again[step]
	}
	return false
}

// aside is the question about a step that was left out or done by hand.
func (t *Talk) aside(step incident.Step, to place) (runbook.Choice, bool) {
	k := t.key()
	return t.ask(question{step: step, title: t.l.SetAside(k.Status(step)), body: []string{t.l.StepLine(step, k.Status(step), k.Marks[step], t.vendor())},
		usual: 1, back: t.goes(placeHub), choices: []choice{
			{text: t.l.OtherSteps(), do: t.goes(placeHub)},
			{text: t.l.TakeUpAgain(), do: func() (runbook.Choice, bool) {
				t.memo.again[step] = true
				delete(t.memo.passed, step)
				return t.again(to)
			}},
		}})
}

// unclear is the question after a read that gave no answer.
func (t *Talk) unclear(name runbook.Name, step incident.Step) (runbook.Choice, bool) {
	k := t.key()
	if step == incident.StepLocate {
		t.memo.passed[step] = true
		if k.Located != nil && len(k.Located.Candidates) > 1 && !k.Identity.Masked {
			return t.again(placeWhich)
		}
		if k.First != nil && k.First.Life == providers.Dead {
			return t.again(placeCheck) // that it was refused is the question, with or without a record
		}
		return t.again(placeWho)
	}
	pass := func() (runbook.Choice, bool) {
		t.memo.passed[step] = true
		return t.again(placeCheck)
	}
	return t.ask(question{step: step, usual: 1, back: pass, choices: append([]choice{
		{text: t.l.TryAgain(), do: func() (runbook.Choice, bool) { return t.try(name, "", runbook.Input{Approved: using}) }},
		{text: t.l.GoOnWithout(), do: pass},
	}, t.self(step, placeCheck)...)})
}

// self are the two ways past a step that everybody has: done by hand, and left out.
func (t *Talk) self(step incident.Step, then place) []choice {
	by := func(name runbook.Name, ask string) turn {
		return func() (runbook.Choice, bool) {
			a, ok := t.step(name, step)
			if !ok {
				return t.again(then)
			}
			if name == runbook.DoneByHand {
				t.say(t.guide(step)...)
				t.say(t.l.Manual(step))
			}
			text, how := t.note(ask)
			if how == gotOver {
				return runbook.Choice{}, true
			}
			t.at = then
			if how != gotLine {
				return runbook.Choice{}, false
			}
			return act(a, runbook.Input{Text: text})
		}
	}
	return []choice{
		{text: t.l.Action(string(runbook.DoneByHand), ""), do: by(runbook.DoneByHand, t.l.WhatWasDone())},
		{text: t.l.Action(string(runbook.LeaveOut), ""), do: by(runbook.LeaveOut, t.l.WhyLeftOut())},
	}
}

// guides names the console's page for a step.
var guides = map[incident.Step]string{incident.StepRevoke: "revoke", incident.StepRotate: "create", incident.StepReview: "usage"}

// guide gives the manual steps at the vendor's console, where there are some.
func (t *Talk) guide(step incident.Step) []string {
	k := t.key()
	console, ok := t.engine.Vendor(k.Cred).Adapter.(providers.Console)
	do := guides[step]
	if !ok || do == "" {
		return nil
	}
	g, ok := console.Guide(do, k.Identity.Kind)
	if !ok {
		return nil
	}
	return t.l.Guide(do, k.Identity.Kind, g, k.Identity.Last4)
}
