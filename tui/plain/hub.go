package plain

import (
	"context"
	"errors"
	"time"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/tui/term"
)

// hub is the question between the steps: what next. The first thing that is still open is what
// Enter takes; the order is free.
func (t *Talk) hub() (runbook.Choice, bool) {
	k := t.key()
	q := question{step: t.here(k), title: t.l.WhatNow(), body: t.tried(k), back: t.goes(placeHub)}
	add := func(text string, open bool, do turn) {
		q.choices = append(q.choices, choice{text: text, do: do})
		if open && q.usual == 0 {
			q.usual = len(q.choices)
		}
	}
	if len(t.state.Order) > 1 {
		_, danger := t.state.Beside(k.Cred)
		add(t.l.AnotherKeyOf(t.state), t.handled(incident.StepRevoke) && danger, t.goes(placeKeys))
	}
	stop := k.Status(incident.StepRevoke) != incident.StatusDone && (k.Accepted().IsZero() || k.Survived())
	if stop {
		add(t.l.StopTheKey(k.Decided == nil), !t.handled(incident.StepRevoke), t.stop)
	}
	if (!stop || k.Survived()) && (k.Status(incident.StepProve) != incident.StatusDone || len(k.DueLooks()) > 0 || k.Marks[incident.StepRevoke].Manual) {
		running := t.sit.Runs(k.Cred, incident.StepProve)
		add(t.l.HubLine(incident.StepProve, k.Standing(incident.StepProve), t.watched(k)), !running && !t.handled(incident.StepProve), t.goes(placeProof))
	}
	for _, row := range []struct {
		step incident.Step
		to   place
	}{{incident.StepRotate, placeRotate}, {incident.StepReview, placeReview}, {incident.StepInvestigate, placeTrace}} {
		add(t.l.HubLine(row.step, k.Standing(row.step), t.left(row.step)), !t.handled(row.step) && !t.memo.passed[row.step], t.goes(row.to))
	}
	if !t.handled(incident.StepLift) {
		add(t.l.HubLine(incident.StepLift, incident.StatusOpen, ""), k.Proof.Proven(), t.lift)
	}
	written := incident.StatusOpen
	if len(t.state.Reports) > 0 {
		written = incident.StatusDone
	}
	add(t.l.HubLine(incident.StepReport, written, ""), written == incident.StatusOpen, t.goes(placeReport))
	add(t.l.HubLine(incident.StepClose, incident.StatusOpen, ""), true, t.goes(placeClose))
	if a, ok := t.find(runbook.Restore, ""); ok && a.Off == "" {
		add(t.l.Action(string(runbook.Restore), ""), false, func() (runbook.Choice, bool) { return t.bringBack(a) })
	}
	if d := k.Decided; stop && !k.Survived() && d != nil && d.Choice != incident.NotNow {
		add(t.l.AnotherOrder(d.Choice), false, t.goes(placeDecide))
	}
	return t.ask(q)
}

// tried says which kills were asked for and did not take place, when, and what was answered.
func (t *Talk) tried(k incident.Key) []string {
	var lines []string
	for _, op := range k.NotTaken() {
		label, said, _ := t.l.Tried(op)
		lines = append(lines, label+": "+said)
	}
	return lines
}

// here is the step whose phase stands above the hub: the first that is not done.
func (t *Talk) here(k incident.Key) incident.Step {
	if open := t.state.Undone(k.Cred); len(open) > 0 {
		return open[0]
	}
	return incident.StepClose
}

// left says what of a step only a person can decide.
func (t *Talk) left(step incident.Step) string {
	k := t.key()
	n := 0
	switch step {
	case incident.StepReview:
		if k.Usage != nil {
			for _, g := range k.Usage.Groups {
				if k.Verdicts[g.ID] == "" {
					n++
				}
			}
		}
	case incident.StepRotate:
		n = len(undecided(k))
	}
	return t.l.Undecided(n)
}

// stop leads to the kill: to the choice of an order, where none was made.
func (t *Talk) stop() (runbook.Choice, bool) {
	k := t.key()
	t.memo.noKey = false
	t.memo.again[incident.StepRevoke] = true
	switch {
	case k.Status(incident.StepValidate) != incident.StatusDone && !t.memo.passed[incident.StepValidate],
		k.Status(incident.StepLocate) != incident.StatusDone && !t.memo.passed[incident.StepLocate]:
		return t.lookAgain()
	case k.Decided == nil || k.Decided.Choice == incident.NotNow:
		return t.again(placeDecide)
	}
	return t.again(placeRevoke)
}

// proof is the question about the watch: how it stands, and to wait for it.
func (t *Talk) proof() (runbook.Choice, bool) {
	k := t.key()
	q := question{step: incident.StepProve, back: t.goes(placeHub), usual: 1}
	q.body = append([]string{t.watched(k)}, t.recordSaid(k)...)
	q.body = append(q.body, t.l.LooksDue(k.DueLooks(), t.sit.Now)...)
	if t.sit.Runs(k.Cred, incident.StepProve) {
		q.choices = append(q.choices, choice{text: t.l.WaitForProof(), do: func() (runbook.Choice, bool) { return t.wait(placeHub) }})
	} else if a, ok := t.find(runbook.Prove, ""); ok && a.Off != incident.WhyEndingOnly {
		q.choices = append(q.choices, choice{text: t.l.Action(string(runbook.Prove), ""), do: t.watchAgain})
	}
	if a, ok := t.find(runbook.ReadRecord, ""); ok {
		q.choices = append(q.choices, choice{text: t.l.Action(string(a.Name), ""), do: func() (runbook.Choice, bool) { return act(a, runbook.Input{}) }})
	}
	if _, ok := t.find(runbook.Look, ""); ok {
		q.choices = append(q.choices, choice{text: t.l.Action(string(runbook.Look), ""), do: func() (runbook.Choice, bool) {
			return t.needingKey(runbook.Look)
		}})
	}
	if k.Marks[incident.StepRevoke].Manual && !k.Proof.Proven() {
		q.choices = append(q.choices, choice{text: t.l.StopAnotherWay(), do: t.goes(placeWho)})
	}
	if !t.handled(incident.StepProve) && !t.sit.Runs(k.Cred, incident.StepProve) {
		q.choices = append(q.choices, t.self(incident.StepProve, placeHub)[1])
	}
	if runbook.EndingOnly(k) {
		q.usual = len(q.choices) + 1
	}
	return t.ask(q.with(choice{text: t.l.OtherSteps(), do: t.goes(placeHub)}))
}

// watched says how the proof stands. Where nothing probes the key, nothing is claimed of now.
func (t *Talk) watched(k incident.Key) string {
	if k.Proof.Proven() || t.sit.Runs(k.Cred, incident.StepProve) {
		return t.l.Watch(k.Proof, t.sit.Now)
	}
	if runbook.EndingOnly(k) {
		return t.l.Why(incident.WhyEndingOnly, t.vendor())
	}
	return t.l.Unwatched(k, t.sit.Have[k.Cred])
}

// recordSaid is what the record of a key that no probe tells of said last.
func (t *Talk) recordSaid(k incident.Key) []string {
	if k.Read == nil || !k.Unprovable() {
		return nil
	}
	return []string{t.l.RecordSaid(*k.Read)}
}

func (t *Talk) watchAgain() (runbook.Choice, bool) {
	t.memo.watched = true
	t.at = placeProof
	return t.needingKey(runbook.Prove)
}

// needingKey takes an action that needs the leaked key, which is asked for where it is not in
// memory.
func (t *Talk) needingKey(name runbook.Name) (runbook.Choice, bool) {
	if !t.mayUse() {
		return t.again(placeBait)
	}
	if !t.withKey() {
		return t.back(placeHub)
	}
	if c, ok := t.try(name, "", runbook.Input{Approved: using}); ok {
		return c, ok
	}
	return t.again(placeHub)
}

// wait waits for what goes on beside the questions, which go on at a place then. On the real clock
// an Enter leads back to them, while the watch goes on; on a simulated one time moves only while
// nobody is asked.
func (t *Talk) wait(then place) (runbook.Choice, bool) {
	t.at = then
	if t.sit.Mode == incident.Drill {
		return runbook.Choice{Wait: true}, true
	}
	t.out.work(runbook.Choice{Wait: true})
	ctx, stop := context.WithCancel(t.ctx)
	defer stop()
	go t.untilEnded(ctx, stop)
	t.say(t.l.EnterLeavesWait())
	t.cfg.In.Drop()
	_, err := t.cfg.In.Line(ctx, t.field(nothing))
	t.out.rest()
	if errors.Is(err, term.ErrUnshown) {
		err = nil
	}
	if err != nil && (t.ctx.Err() != nil || ctx.Err() == nil) && !t.heardOut(err) {
		return runbook.Choice{}, true
	}
	return runbook.Choice{}, false
}

// endPoll is how often it is seen whether background work has ended.
const endPoll = 100 * time.Millisecond

// untilEnded calls stop once no background work runs any more.
func (t *Talk) untilEnded(ctx context.Context, stop func()) {
	defer term.ReleaseInPanic()
	ticker := time.NewTicker(endPoll)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if len(t.engine.Situation().Running) == 0 {
				stop()
				return
			}
		}
	}
}
