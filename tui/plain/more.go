package plain

import (
	"firebreak/runbook/incident"
)

// mostCalls is how many of the last requests are shown at once.
const mostCalls = 12

// more shows what is behind every question: the letters, the facts, where each step stands,
// what was sent.
func (t *Talk) more() {
	t.say("")
	t.say(t.l.Letters()...)
	t.say(t.facts()...)
	t.say(t.steps()...)
	t.say(t.sent()...)
}

func (t *Talk) facts() []string {
	k := t.key()
	if k.Cred == "" {
		return nil
	}
	return append([]string{t.l.ModeSentence(t.state.Opening.Mode), t.l.OutcomeSentence(k)}, t.l.Facts(k, t.vendor())...)
}

// steps lists all with their state, and what was said of those that are not plainly
// done.
func (t *Talk) steps() []string {
	k := t.key()
	if k.Cred == "" {
		return nil
	}
	var lines []string
	for _, step := range k.Listed() {
		status := k.Standing(step)
		switch {
		case step == incident.StepReport && len(t.state.Reports) > 0, step == incident.StepClose && t.state.Closing != nil:
			status = incident.StatusDone
		}
		lines = append(lines, t.l.StepLine(step, status, k.Marks[step], t.vendor()))
	}
	return lines
}

func (t *Talk) sent() []string {
	lines := t.sentBefore()
	if t.cfg.Calls == nil {
		return lines
	}
	all := t.cfg.Calls()
	lines = append(lines, t.l.Sent(len(all), mostCalls))
	for _, x := range all[max(0, len(all)-mostCalls):] {
		lines = append(lines, t.l.Exchange(x))
	}
	return lines
}

// sentBefore is what earlier runs sent, as far as the journal tells.
func (t *Talk) sentBefore() []string {
	if t.engine == nil { // only a reason is asked for
		return nil
	}
	all := incident.Earlier(t.engine.Events())
	if len(all) == 0 {
		return nil
	}
	lines := []string{t.l.SentEarlier(len(all), mostCalls)}
	for _, e := range all[max(0, len(all)-mostCalls):] {
		at, what := t.l.SentBefore(e, t.sit.Now)
		lines = append(lines, at+"  "+what)
	}
	return lines
}
