package tui

import (
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/incident"
)

const (
	// second is how often the screen moves while something is awaited: by whole seconds.
	second = time.Second
	// slowly is how often a waiting person's minutes are brought up to date.
	slowly = 20 * time.Second
	// atMost bounds how often events alone redraw: a stream of them never starves the keys.
	atMost = 50 * time.Millisecond
)

// beatMsg is a tick with the state at its time. Its number tells an old one from the newest.
type beatMsg struct {
	n    int
	snap *snapshot
}

// pump waits for the mailbox and takes a snapshot: one command at a time, so that the events of
// a busy moment come as one message.
func (r *root) pump(s *Session) tea.Cmd {
	if r.manual {
		return nil
	}
	ctx, pause := r.view.ops.ctx, r.timer(atMost, func(time.Time) tea.Msg { return nil })
	return func() tea.Msg {
		pause()
		if s.Feed.wait(ctx) != nil {
			return nil
		}
		return snapMsg{s.snap()}
	}
}

// adopt takes a snapshot that is newer than the one at hand and tells every screen.
func (r *root) adopt(s snapshot, cmds *[]tea.Cmd) {
	if s.session != r.view.session || s.n <= r.shot {
		return
	}
	if s.crashed {
		r.stop(endCrashed, cmds)
	}
	events := r.take(s)
	if len(events) == 0 {
		return
	}
	if t := r.view.host.Term; t != nil && slices.ContainsFunc(events, endsWatch) {
		*cmds = append(*cmds, func() tea.Msg { t.Bell(); return nil })
	}
	for _, one := range append(r.stack[:len(r.stack):len(r.stack)], r.over) {
		if one != nil && r.has(one) {
			r.give(one, changedMsg{events}, false, cmds)
		}
	}
}

// endsWatch reports whether the watch over a key came to its end: who went away is called back.
func endsWatch(e incident.Event) bool {
	return e.Step == incident.StepProve && (e.Type == incident.StepDone || e.Type == incident.StepFailed)
}

// take puts a snapshot into the view and returns what is new in it.
func (r *root) take(s snapshot) []incident.Event {
	v := &r.view
	if v.session != s.session {
		r.events, r.noted = 0, 0
		v.earlier = incident.Earlier(s.events)
	}
	if s.noted > r.noted {
		r.noted = s.noted
		v.say(s.note)
	}
	r.shot = s.n
	v.session, v.state, v.sit, v.actions, v.now = s.session, s.state, s.sit, s.actions, s.sit.Now
	if s.sentAll != v.sentAll {
		v.sentAt = v.at
	}
	v.progress, v.sent, v.sentAll, v.burnRate, v.burnt, v.down = s.progress, s.sent, s.sentAll, s.rate, s.burnt, s.down
	fresh := s.events[min(r.events, len(s.events)):]
	r.events = len(s.events)
	return fresh
}

// tick has the next tick come, where something is awaited and none is under way.
func (r *root) tick(cmds *[]tea.Cmd) {
	every := r.pace()
	if every == 0 || r.ticking != 0 {
		return
	}
	r.ticks++
	n := r.ticks
	r.ticking = n
	s := r.view.session
	*cmds = append(*cmds, r.timer(every, func(time.Time) tea.Msg {
		if s == nil {
			return beatMsg{n: n}
		}
		snap := s.snap()
		return beatMsg{n, &snap}
	}))
}

// pace is how often the screen has to move: not at all where nothing is awaited.
func (r *root) pace() time.Duration {
	v := &r.view
	k := v.key()
	_, ink := glyphOf(condition(k))
	switch {
	case len(v.ops.list) > 0, len(v.sit.Running) > 0, r.fresh.holding, len(v.sent) > 0 && v.at.Sub(v.sentAt) < sentFor:
		return second
	case v.burnRate > 0 && v.session != nil && !v.session.OneHand:
		return second
	case k.Cred != "" && ink == dangerInk:
		return slowly
	}
	return 0
}

// beat takes a tick; an old one changes nothing.
func (r *root) beat(m beatMsg, cmds *[]tea.Cmd) {
	if m.n != r.ticking {
		return
	}
	r.ticking = 0
	if m.snap != nil {
		r.adopt(*m.snap, cmds)
	}
	r.give(r.top(), tickMsg{r.view.at}, false, cmds)
}
