package plain

import (
	"slices"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// revoke asks for the phrase after everything that it rests on is in view. After a refusal it
// asks how to go on instead.
func (t *Talk) revoke() (runbook.Choice, bool) {
	k := t.key()
	a, ok := t.find(runbook.Revoke, "")
	switch {
	case !ok: // the kill was accepted
		return t.again(placeHub)
	case a.Off == incident.WhyNeedsKey: // by whose value it is ended
		if !t.withKey() {
			return t.again(placeHub)
		}
		return t.back(placeRevoke)
	case !t.sit.Reaches(k):
		t.memo.passed[incident.StepLocate] = true
		return t.again(placeWho)
	case a.Off == incident.WhyNotOffered:
		return t.again(placeWho)
	case a.Off == incident.WhyNeedsRecord:
		return t.snapshot()
	}
	if op, tried := k.KillOp(); tried && op.Outcome != nil && !op.Applied() && !t.memo.passed[incident.StepRevoke] {
		return t.revokeAgain(k)
	}
	delete(t.memo.passed, incident.StepRevoke)
	if k.Retiring() {
		return t.retire(k, a)
	}
	return t.final(a, placeHub)
}

// snapshot saves record and usage before the phrase is asked for: a deletion may erase them.
func (t *Talk) snapshot() (runbook.Choice, bool) {
	if t.memo.tried[runbook.Forecast] {
		return t.unclear(runbook.Forecast, incident.StepForecast)
	}
	if c, ok := t.try(runbook.Forecast, "", runbook.Input{}); ok {
		return c, ok
	}
	return t.again(placeHub)
}

// final shows the statement of an act that cannot be undone and takes its phrase. It goes on
// at a place in either case.
func (t *Talk) final(a runbook.Action, then place) (runbook.Choice, bool) {
	k := t.key()
	done := t.reading(a.Step)
	sends, err := t.engine.Statements(t.ctx, a, runbook.Input{})
	done()
	if t.ctx.Err() != nil {
		return runbook.Choice{}, true
	}
	if err != nil {
		t.trouble(a.Step, err)
		return t.again(then)
	}
	t.head(a.Step, t.l.FinalTitle(string(a.Name), t.sit.ComesBack(k)))
	t.say(t.l.AboutToKill(k, t.figures(k))...)
	if a.Name == runbook.RevokeOwner && !t.ownersKeys(k) {
		return t.back(then)
	}
	told := slices.Concat(t.l.Statements(sends), t.dry())
	t.say(told...)
	fits := t.phrase(a, k, told)
	t.at = then
	if !fits {
		return runbook.Choice{}, t.over
	}
	return act(a, runbook.Input{Approved: a.Approvals})
}

// ownersKeys lists everything that dies with the owner. Where that cannot be read nothing is
// offered.
func (t *Talk) ownersKeys(k incident.Key) bool {
	done := t.reading(incident.StepRevoke)
	keys, err := runbook.OwnersKeys(t.ctx, t.engine.Vendor(k.Cred), k)
	done()
	if err != nil {
		t.trouble(incident.StepRevoke, err)
		return false
	}
	t.say(t.l.AlsoDies(len(keys)))
	for _, one := range keys {
		t.say("  " + t.l.Name(one.Name, 40) + ", " + providers.FromOutside(one.ID).Line(60))
	}
	return true
}

// revokeAgain is the question after a revocation that did not take place.
func (t *Talk) revokeAgain(k incident.Key) (runbook.Choice, bool) {
	if k.Outcome() == incident.WithheldOutcome {
		return t.again(placeHub)
	}
	q := question{step: incident.StepRevoke, title: t.l.NotRevoked(), body: append([]string{t.l.OutcomeSentence(k)}, t.tried(k)...), back: t.goes(placeHub)}
	q.choices = append(q.choices, choice{text: t.l.RevokeOnceMore(), do: func() (runbook.Choice, bool) {
		t.memo.passed[incident.StepRevoke] = true
		return t.again(placeRevoke)
	}})
	if owner, ok := t.find(runbook.RevokeOwner, ""); ok {
		c := choice{text: t.l.Action(string(runbook.RevokeOwner), ""), do: func() (runbook.Choice, bool) { return t.final(owner, placeHub) }}
		if owner.Off != "" {
			c.off = t.l.Why(owner.Off, t.vendor())
		}
		q.choices = append(q.choices, c)
	}
	return t.ask(q.with(
		choice{text: t.l.IDeleteIt(), do: t.byConsole},
		choice{text: t.l.WhoElse(), do: t.goes(placeWho)},
		choice{text: t.l.WhatElse(), do: t.goes(placeHub)}))
}

// settle finds out how a request ended of which nothing is known: by reading first, and by a
// question only where reading did not tell. It is never sent again before.
func (t *Talk) settle(op incident.Op) (runbook.Choice, bool) {
	a, ok := t.find(runbook.Settle, op.ID)
	if !ok {
		return runbook.Choice{}, false
	}
	if a.Off == incident.WhyNeedsKey && !t.memo.noKey {
		t.head(op.Step, t.l.SettleTitle(op.Intent.Act))
		t.withKey()
		return t.back(t.at)
	}
	if !t.memo.settled[op.ID] && a.Off == "" {
		t.memo.settled[op.ID] = true
		t.head(op.Step, t.l.SettleTitle(op.Intent.Act))
		t.say(t.l.Unsettled(op)...)
		return act(a, runbook.Input{})
	}
	read := choice{text: t.l.ReadAgain(), do: func() (runbook.Choice, bool) { return act(a, runbook.Input{}) }}
	if a.Off != "" {
		read.off = t.l.Why(a.Off, t.vendor())
	}
	q := question{step: op.Step, title: t.l.SettleTitle(op.Intent.Act), body: t.l.Unsettled(op), choices: append(t.sealed(t.key(), read.do), read),
		back: func() (runbook.Choice, bool) { return t.settle(op) }}
	if f := t.key().Marks[op.Step].Failed; f != nil && f.Reason == incident.WhyStray {
		said := t.l.Trouble(op.Step, *f, t.vendor())
		q.body = append(q.body, said[:]...)
		q.choices = []choice{{text: t.l.DeleteStray(), do: func() (runbook.Choice, bool) {
			return t.reversible(a, runbook.Input{Approved: []string{runbook.ApproveRotate}}, placeHub)
		}}, read}
	}
	kills := slices.Contains([]incident.Act{incident.ActRevoke, incident.ActRevokeOwner}, op.Intent.Act)
	if k := t.key(); kills && !k.Marks[incident.StepRevoke].Manual {
		q.choices = append(q.choices, choice{text: t.l.IDeleteIt(), do: t.byConsole})
	}
	if t.cfg.AddAdmin != nil {
		q.choices = append(q.choices, choice{text: t.l.IHaveAdmin(), do: func() (runbook.Choice, bool) {
			delete(t.memo.settled, op.ID)
			return t.admin()
		}})
	}
	q.choices = append(q.choices, choice{text: t.l.LeaveForNow(), do: func() (runbook.Choice, bool) {
		t.over = true
		return runbook.Choice{}, true
	}})
	return t.ask(q)
}
