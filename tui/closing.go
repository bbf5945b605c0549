package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// closing asks whether the incident ends: what is looked at once more, what is signed, what
// stays open, and why. y closes it with the selected reason.
type closing struct {
	in
	cursor cursor
	doing  opID
	failed *incident.FailData
}

func newClose(*view) screen { return &closing{in: in(words.PhaseReport)} }

// Update implements screen.
func (s *closing) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case changedMsg:
		for _, e := range m.events {
			var f incident.FailData
			if e.Type == incident.StepFailed && e.Step == incident.StepClose && e.Decode(&f) == nil {
				s.failed = &f
			}
		}
	case doneMsg:
		if m.id == s.doing {
			s.doing = 0
		}
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

func (s *closing) key(k keyMsg, v *view) (nav, tea.Cmd) {
	switch {
	case k.is(keyEnter) && v.state.Closing != nil:
		if v.drill() && v.session.Exercise != nil {
			return goTo(placeDebrief), nil
		}
		return quit(), nil
	case k.is(keyEnter):
		return goTo(placeNext), nil
	case k.is(keyYes):
		return s.end(v)
	}
	s.cursor.take(k, reasonsToClose)
	return stay(), nil
}

// reasonsToClose is how many reasons are offered: all done, or another.
const reasonsToClose = 2

// end closes with the selected reason.
func (s *closing) end(v *view) (nav, tea.Cmd) {
	a, ok := v.action(runbook.Close, "")
	if !ok || s.doing != 0 {
		return stay(), nil
	}
	s.failed = nil
	if s.cursor.on(reasonsToClose) > 0 {
		return push(newReason(words.PhaseReport, a)), nil
	}
	var cmd tea.Cmd
	s.doing, cmd = v.do(a, runbook.Input{})
	return stay(), cmd
}

// Title implements screen.
func (s *closing) Title(v *view) (string, string) {
	if v.state.Closing != nil {
		return v.lang.ClosedTitle(), ""
	}
	return v.lang.StepQuestion(incident.StepClose), ""
}

// Body implements screen.
func (s *closing) Body(v *view) []row {
	k := v.key()
	if v.state.Closing != nil {
		var rows []row
		for _, line := range v.lang.Summary(v.state, lastReport(v).Path) {
			rows = append(rows, must(line))
		}
		return rows
	}
	look, signature, open := v.lang.CloseLabels()
	rows := []row{must(v.lang.OutcomeSentence(k))}
	if s.failed != nil {
		rows = append(v.three(v.lang.Trouble(incident.StepClose, *s.failed, v.vendor()), ""), blank())
	}
	rows = append(rows, fact(look, "", v.lang.LastLook(v.sit.Have[k.Cred], k.Proof.Proven()), 8),
		fact(signature, "", v.lang.SignsHead(), 4))
	steps, alive := v.state.OpenSteps(k.Cred), v.otherAlive()
	if len(steps) > 0 {
		rows = append(rows, fact(open, "", v.lang.Steps(steps), 9).kept().inked(warnInk))
	}
	if alive > 0 {
		rows = append(rows, fact(v.lang.OtherKeys(), "", v.lang.AliveOf(alive, len(v.state.Order)), 9).kept().inked(dangerInk))
	}
	for _, line := range v.lang.ClosingLines(len(k.DueLooks())) {
		rows = append(rows, text(line))
	}
	rows = append(rows, blank())
	done, other := v.lang.CloseReasons(len(steps) > 0 || alive > 0)
	at := s.cursor.on(reasonsToClose)
	return append(rows, choice(done, "", at == 0, ""), choice(other, "", at == 1, ""))
}

// Status, Keys and Input implement screen.
func (s *closing) Status(v *view) lower { return v.status() }

func (s *closing) Keys(v *view) []bind {
	switch {
	case v.state.Closing == nil:
		return []bind{{key: keyEnter, verb: v.lang.VerbNotYet()}, {key: keyYes, verb: v.lang.VerbCloseIt(), off: v.off(runbook.Close, "")}}
	case v.drill() && v.session.Exercise != nil:
		return binds(v.lang.VerbDebrief())
	}
	return binds(v.lang.Verb(words.VerbLeave))
}

func (s *closing) Input() inputMode { return list }
