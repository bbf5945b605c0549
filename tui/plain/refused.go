package plain

import (
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// refused is the question about a key that the vendor refused before anything was done: dead,
// cut off or foreign look alike.
func (t *Talk) refused() (runbook.Choice, bool) {
	k := t.key()
	anyway := choice{text: t.l.RevokeAnyway(k.Record() == nil && t.sit.Reaches(k)), do: func() (runbook.Choice, bool) { return t.again(placeRevoke) }}
	if !t.sit.Reaches(k) {
		anyway.off = t.l.Why(incident.WhyNeedsRecord, t.vendor())
	}
	return t.ask(question{step: incident.StepValidate, title: t.l.RefusedTitle(), body: t.l.RefusedFacts(k, t.vendor()), choices: []choice{
		{text: t.l.PasteAgain(), do: t.pasteAgain},
		anyway,
		{text: t.l.TakeAsDead(), do: t.takeAsDead},
		{text: t.l.FalseAlarm(), do: t.falseAlarm(placeRefused)},
		{text: t.l.WhatElse(), do: t.goes(placeHub)},
	}})
}

func (t *Talk) pasteAgain() (runbook.Choice, bool) {
	if !t.pasteSame() {
		return t.again(placeRefused)
	}
	t.look()
	if c, ok := t.try(runbook.Validate, "", runbook.Input{Approved: using}); ok {
		return c, ok
	}
	return t.again(placeRefused)
}

// takeAsDead watches the refused key over the window, as after a revocation.
func (t *Talk) takeAsDead() (runbook.Choice, bool) {
	if !t.withKey() {
		return t.again(placeRefused)
	}
	t.at = placeHub
	if c, ok := t.try(runbook.Prove, "", runbook.Input{Approved: using}); ok {
		t.memo.watched = true
		t.say(t.l.WatchGoesOn())
		return c, ok
	}
	return t.again(placeHub)
}

// falseAlarm closes the incident where that is confirmed.
func (t *Talk) falseAlarm(from place) turn {
	return func() (runbook.Choice, bool) {
		sure, how := t.confirm(t.l.FalseAlarmSure())
		switch {
		case how == gotOver:
			return runbook.Choice{}, true
		case !sure:
			return t.again(from)
		}
		return t.try(runbook.Close, "", runbook.Input{Text: "false-alarm"})
	}
}

// which puts several fitting records side by side. None is the default, and nothing is revoked
// before one was named.
func (t *Talk) which() (runbook.Choice, bool) {
	k := t.key()
	if k.Located == nil || k.Record() != nil {
		return t.again(placeCheck)
	}
	q := question{step: incident.StepLocate, body: []string{t.l.Located(*k.Located), t.l.Compare()}}
	for _, r := range k.Located.Candidates {
		q.choices = append(q.choices, choice{text: t.l.Candidate(r), do: func() (runbook.Choice, bool) {
			t.at = placeCheck
			return t.try(runbook.Keep, r.ID, runbook.Input{Approved: []string{runbook.ApproveMask}})
		}})
	}
	q.choices = append(q.choices, choice{text: t.l.NoneOfThem(), do: t.goes(placeWho)})
	return t.ask(q)
}
