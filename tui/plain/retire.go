package plain

import (
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// retire is the question about an old key that lives on beside its replacement: it dies once
// nobody uses it, or now for a reason. Until then a place can still go back.
func (t *Talk) retire(k incident.Key, kill runbook.Action) (runbook.Choice, bool) {
	q := question{step: incident.StepRotate, title: t.l.RetireTitle(), body: t.uses(k), back: t.goes(placeHub), usual: 1}
	if kill.Off == "" {
		q.choices = append(q.choices, choice{text: t.l.RevokeOld(), do: func() (runbook.Choice, bool) { return t.final(kill, placeHub) }})
	}
	if t.sit.Runs(k.Cred, incident.StepRotate) {
		q.choices = append(q.choices, choice{text: t.l.WaitForProof(), do: func() (runbook.Choice, bool) { return t.wait(placeRevoke) }})
	} else if a, ok := t.find(runbook.WatchUse, ""); ok && a.Off == "" {
		q.choices = append(q.choices, choice{text: t.l.Action(string(runbook.WatchUse), ""), do: func() (runbook.Choice, bool) { return act(a, runbook.Input{}) }})
	}
	if a, ok := t.find(runbook.RetireNow, ""); ok && a.Off == "" {
		q.choices = append(q.choices, choice{text: t.l.Action(string(runbook.RetireNow), ""), do: func() (runbook.Choice, bool) { return t.retireNow(a) }})
	}
	return t.ask(q.with(t.takeBack(k)...).with(choice{text: t.l.OtherSteps(), do: t.goes(placeHub)}))
}

// retireNow takes the reason for which the old key may die although it is used, or may be.
func (t *Talk) retireNow(a runbook.Action) (runbook.Choice, bool) {
	why, how := t.note(t.l.WhyWhileUsed())
	if how != gotLine {
		return t.back(placeRevoke)
	}
	return act(a, runbook.Input{Text: why, Approved: a.Approvals})
}

// uses says when both keys were last used, and for how long the old one was not.
func (t *Talk) uses(k incident.Key) []string {
	if k.Retire != nil {
		return []string{t.l.Retire(*k.Retire)}
	}
	said := []string{t.l.UnusedFor(k.Unused(), t.sit.QuietOf(k))}
	if k.Use != nil {
		said = append([]string{t.l.LastUses(*k.Use, t.sit.Now)}, said...)
	}
	if k.Unused() < t.sit.QuietOf(k) {
		said = append(said, t.l.WaitMayNotEnd())
	}
	return said
}

// watchedUse is the line of the wait for an old key that nobody uses any more.
func (t *Talk) watchedUse(p providers.Progress) string {
	if p.What != runbook.UnusedProgress {
		return t.l.UnusedFor(-1, 0)
	}
	return t.l.UnusedFor(time.Duration(p.Done)*time.Second, time.Duration(p.Total)*time.Second)
}

// inPlace is the question about a rotation that is done while the old key lives, when it is come
// back to.
func (t *Talk) inPlace(k incident.Key, back []choice) (runbook.Choice, bool) {
	return t.ask(question{step: incident.StepRotate, title: t.l.InPlace() + ".", body: t.l.PlanLines(k), usual: 1, back: t.goes(placeHub),
		choices: append([]choice{{text: t.l.OtherSteps(), do: t.goes(placeRelated)}}, back...)})
}
