package plain

import (
	"slices"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// contain offers the limits that the vendor has for the key now, each with how it is undone.
func (t *Talk) contain() (runbook.Choice, bool) {
	a, ok := t.find(runbook.Contain, "")
	if !ok || a.Off != "" {
		return t.again(placeHub)
	}
	t.say(t.l.ReadingLimits())
	done := t.reading(incident.StepContain)
	offers, err := t.engine.Limits(t.ctx, t.key().Cred)
	done()
	if t.ctx.Err() != nil {
		return runbook.Choice{}, true
	}
	if err != nil {
		t.trouble(incident.StepContain, err)
		return t.again(placeHub)
	}
	q := question{step: incident.StepContain, back: t.goes(placeHub)}
	for _, o := range offers {
		c := choice{text: t.l.LimitLine(o), do: func() (runbook.Choice, bool) { return t.limit(a, o) }}
		if o.Off != "" {
			c.off = t.l.Reason(o.Off)
		}
		q.choices = append(q.choices, c)
	}
	q.choices = append(q.choices, choice{text: t.l.NoLimit(), do: t.goes(placeHub)})
	return t.ask(q)
}

// limit shows exactly what would be sent, and sends it after a y.
func (t *Talk) limit(a runbook.Action, o providers.Containment) (runbook.Choice, bool) {
	in := runbook.Input{Text: o.ID, Approved: a.Approvals}
	t.at = placeHub
	return t.reversible(a, in, placeContain, t.l.LimitLine(o))
}

// reading has a read that is made for a question tell that it goes on. done ends that.
func (t *Talk) reading(step incident.Step) (done func()) {
	t.out.work(runbook.Choice{Action: &runbook.Action{Step: step}})
	return t.out.rest
}

// reversible shows an action's statement behind what else there is to know of it, and returns it once
// a y says so; else the questions go on at a place.
func (t *Talk) reversible(a runbook.Action, in runbook.Input, otherwise place, also ...string) (runbook.Choice, bool) {
	done := t.reading(a.Step)
	sends, err := t.engine.Statements(t.ctx, a, in)
	done()
	switch {
	case t.ctx.Err() != nil:
		return runbook.Choice{}, true
	case err != nil:
		t.trouble(a.Step, err)
		return t.again(otherwise)
	}
	about := slices.Concat([]string{""}, also, t.l.Statements(sends), t.dry())
	sure, how := t.confirm(t.l.ConfirmUndoable(t.isDry()), about...)
	switch {
	case how == gotOver:
		return runbook.Choice{}, true
	case !sure:
		t.say(t.l.NothingSent())
		return t.again(otherwise)
	}
	return act(a, in)
}

func (t *Talk) isDry() bool { return t.state.Opening.Mode == incident.DryRun }

// dry reminds that nothing leaves, where nothing does.
func (t *Talk) dry() []string {
	if !t.isDry() {
		return nil
	}
	return []string{t.l.ModeSentence(incident.DryRun)}
}

// trouble tells of a read that was made for a question.
func (t *Talk) trouble(step incident.Step, err error) {
	failed := incident.Explain(err)
	said := t.l.Trouble(step, failed, t.vendor())
	t.say(said[:]...)
	if answer := t.l.Answered(failed.Fail); answer != "" {
		t.say(answer)
	}
}

// lift asks what becomes of a limit of ours: taken back, or kept for good with a reason.
func (t *Talk) lift() (runbook.Choice, bool) {
	for _, op := range t.key().Limits() {
		id := op.Intent.Limit.ID
		return t.ask(question{step: incident.StepLift, back: t.goes(placeHub), choices: []choice{
			{text: t.l.Action(string(runbook.Lift), t.l.Containment(id, op.Intent.Limit.Target)), do: func() (runbook.Choice, bool) {
				a, ok := t.find(runbook.Lift, id)
				if !ok || a.Off != "" {
					return t.try(runbook.Lift, id, runbook.Input{})
				}
				return t.reversible(a, runbook.Input{Approved: a.Approvals}, placeHub,
					t.l.Containment(id, op.Intent.Limit.Target)+"; "+t.l.ContainmentReach(op.Intent.Limit.WholeOf, op.Intent.Limit.ExactUndo))
			}},
			{text: t.l.Action(string(runbook.KeepLimit), t.l.Containment(id, op.Intent.Limit.Target)), do: func() (runbook.Choice, bool) {
				text, how := t.note(t.l.WhyKept())
				if how != gotLine {
					return t.back(placeHub)
				}
				return t.try(runbook.KeepLimit, id, runbook.Input{Text: text})
			}},
			{text: t.l.Later(), do: t.goes(placeHub)},
		}})
	}
	return t.again(placeHub)
}
