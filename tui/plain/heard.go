package plain

import (
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// news is the notice of an event, and what changed outside with it.
func (t *Talk) news(before, after incident.State, e incident.Event) []string {
	lines := t.notice(before, after, e)
	if len(after.Order) > 1 && e.Cred != "" && len(lines) > 0 { // which of several it is about
		lines[0] = t.l.Ending(after.Keys[e.Cred].Identity.Last4) + ": " + lines[0]
	}
	if t.cfg.Beside == nil {
		return lines
	}
	for _, said := range t.cfg.Beside() {
		lines = append(lines, t.l.Clock(e.At)+"  "+said)
	}
	return lines
}

// notice says what an event means for the person, or nothing: the journal keeps everything,
// the conversation tells changes. Where the key was found stands in the question that follows.
func (t *Talk) notice(before, after incident.State, e incident.Event) []string {
	switch e.Type {
	case incident.Validated, incident.Located, incident.ForecastSaved, incident.Intended, incident.Concluded, incident.Uncertain,
		incident.StateSeen, incident.UsageFetched, incident.Parked, incident.Created, incident.Written, incident.Verified,
		incident.ReportWritten, incident.Closed, incident.StepSkipped, incident.StepManual:
		return []string{t.l.ShortLine(e)}
	case incident.Identified:
		if k := after.Keys[e.Cred]; k.Identity.Because != nil && len(before.Order) < len(after.Order) {
			return []string{t.l.OpenedHere(k)}
		}
	case incident.Related:
		var d incident.RelatedData
		if e.Decode(&d) == nil && d.Unlisted != "" {
			return []string{t.l.ShortLine(e)}
		}
	case incident.StepFailed:
		return t.failed(after, e)
	case incident.StepDone:
		if e.Step == incident.StepInvestigate {
			return []string{t.l.ShortLine(e)}
		}
	case incident.StepStarted:
		var d incident.ProveData
		if e.Step == incident.StepProve && e.Decode(&d) == nil {
			return t.begun(d)
		}
	case incident.Probed:
		return t.probed(before, e)
	}
	return nil
}

// failed tells what happened, what it means for the key and what to do, with the vendor's own
// words where there were some.
func (t *Talk) failed(s incident.State, e incident.Event) []string {
	var d incident.FailData
	if e.Decode(&d) != nil {
		return []string{t.l.ShortLine(e)}
	}
	said := t.l.Trouble(e.Step, d, t.l.Vendor(s.Keys[e.Cred].Identity.Kind.Provider()))
	lines := said[:]
	if answer := t.l.Answered(d.Fail); answer != "" {
		lines = append(lines[:1:1], append([]string{answer}, lines[1:]...)...)
	}
	return lines
}

// begun tells of a run of the watch: how long refusals must last, and why it began again.
func (t *Talk) begun(d incident.ProveData) []string {
	lines := []string{t.l.WatchBegins(d)}
	if d.Why != "" {
		lines = append([]string{t.l.Why(d.Why, "")}, lines...)
	}
	return lines
}

// probed tells the first answer of a run and every change: an acceptance after a refusal as
// much as the first refusal.
func (t *Talk) probed(before incident.State, e incident.Event) []string {
	var d incident.ProbeData
	if e.Decode(&d) != nil {
		return nil
	}
	k := before.Keys[e.Cred]
	newRun := e.Step == incident.StepProve && !d.Control && d.Run != t.run
	if newRun {
		t.run = d.Run
	}
	switch {
	case d.Control:
		if d.Life == providers.Dead && k.Proof.ControlOK {
			return nil
		}
		return []string{t.l.Clock(d.At) + "  " + t.l.ControlProbe(d.Verdict)}
	case e.Step != incident.StepProve:
	case newRun, k.Latest == nil, k.Latest.Life != d.Life:
	default:
		return nil
	}
	return []string{t.l.ShortLine(e)}
}

// busy is the line for an operation that takes its time.
func (t *Talk) busy(step incident.Step, p providers.Progress, took time.Duration) string {
	if step == incident.StepProve {
		k := t.worked(t.engine.State())
		sit := t.engine.Situation()
		if !sit.Runs(k.Cred, incident.StepProve) && k.Retiring() {
			return t.watchedUse(p)
		}
		return t.l.Watch(k.Proof, sit.Now)
	}
	leave := t.l.HowToCancel()
	if _, sent := t.engine.State().InFlight(); sent {
		leave = t.l.AnswerAwaits()
	}
	if p.What == "" {
		p.What = string(step)
		return t.l.StepGoesOn(step, took) + "; " + t.l.EachRequest(runbook.MostPerCall) + "; " + leave
	}
	return t.l.Heartbeat(p, took, 0) + "; " + leave
}

// idle reminds of a key that lives while a question is open, and what that costs.
func (t *Talk) idle(since time.Duration) string {
	k, _ := t.engine.State().Worst()
	if c, _ := k.Condition(); c != incident.IsAlive && c != incident.IsLimited && c != incident.IsAliveAgain && c != incident.IsAccepted {
		return t.l.StillHere()
	}
	return t.l.Waiting(since, k.Forecast)
}
