package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// closing asks whether the incident ends: what stays open, and for which reason. Then it says
// what a close does, and y closes.
type closing struct {
	in
	cursor cursor
	asks   bool // for the yes
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
			s.doing, s.asks = 0, false
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
	case v.state.Closing != nil:
		return stay(), nil
	case !s.asks:
		return s.options(v).take(&s.cursor, k, v)
	case k.is(keyEnter), k.is(keyEsc):
		s.asks = false
	case k.is(keyYes):
		return s.end(v)
	}
	return stay(), nil
}

// options are the reasons to close, and none.
func (s *closing) options(v *view) options {
	off := v.off(runbook.Close, "")
	why := func() (nav, tea.Cmd) {
		a, _ := v.action(runbook.Close, "")
		s.failed = nil
		return push(newReason(words.PhaseReport, a)), nil
	}
	later := optionOf(v.lang.Later(), "", goes(placeNext))
	if _, i := glyphOf(condition(v.key())); v.state.NeedsReason() && i == dangerInk { // it can be abused: enter does not close
		return options{later, optionOf(v.lang.CloseWithOpen(), off, why)}
	}
	if v.state.NeedsReason() {
		return options{optionOf(v.lang.CloseWithOpen(), off, why), later}
	}
	done, other := v.lang.CloseReasons()
	return options{
		optionOf(done, off, func() (nav, tea.Cmd) { s.asks = true; return stay(), nil }),
		optionOf(other, off, why),
		later,
	}
}

// end closes with all done, or with as much as there will be.
func (s *closing) end(v *view) (nav, tea.Cmd) {
	a, ok := v.action(runbook.Close, "")
	if !ok || s.doing != 0 {
		return stay(), nil
	}
	s.failed = nil
	var cmd tea.Cmd
	s.doing, cmd = v.do(a, runbook.Input{})
	return stay(), cmd
}

// Title implements screen.
func (s *closing) Title(v *view) (string, string) {
	if v.state.Closing != nil {
		return v.lang.ClosedTitle(), ""
	}
	if s.asks {
		return v.lang.CloseTitle(), ""
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
	if s.asks {
		return closes(v)
	}
	rows := []row{must(v.lang.OutcomeSentence(k))}
	if s.failed != nil {
		rows = v.three(v.lang.Trouble(incident.StepClose, *s.failed, v.vendor()), "")
	}
	rows = append(append(rows, stays(v)...), blank())
	return append(rows, s.options(v).rows(s.cursor)...)
}

// closes says what a close does, and what it leaves.
func closes(v *view) []row {
	k := v.key()
	look, signature, _ := v.lang.CloseLabels()
	rows := []row{fact(look, "", v.lang.LastLook(v.sit.Have[k.Cred], k.Proof.Proven()), 8), fact(signature, "", v.lang.SignsHead(), 4)}
	return append(append(rows, stays(v)...), texts(v.lang.ClosingLines(len(k.DueLooks())))...)
}

// stays are the steps that stay open, what nobody decided, and the keys that stay alive.
func stays(v *view) []row {
	var rows []row
	_, _, label := v.lang.CloseLabels()
	if steps := v.state.OpenSteps(v.key().Cred); len(steps) > 0 {
		rows = append(rows, fact(label, "", v.lang.Steps(steps), 9).kept().inked(warnInk))
	}
	if undecided := v.lang.NotDecided(v.key()); undecided != "" {
		rows = append(rows, text(undecided).kept().inked(warnInk))
	}
	if others := v.lang.OthersOpen(v.state, v.key().Cred); others != "" {
		rows = append(rows, text(others).kept().inked(warnInk))
	}
	if alive := v.otherAlive(); alive > 0 {
		rows = append(rows, fact(v.lang.OtherKeys(), "", v.lang.AliveOf(alive, len(v.state.Order)-1), 9).kept().inked(dangerInk))
	}
	return rows
}

// Status, Keys and Input implement screen.
func (s *closing) Status(v *view) lower { return v.status() }

func (s *closing) Keys(v *view) []bind {
	switch {
	case v.state.Closing == nil && !s.asks:
		return binds(v.lang.Verb(words.VerbChoose))
	case v.state.Closing == nil:
		return []bind{{key: keyEnter, verb: v.lang.VerbNotYet()}, {key: keyYes, verb: v.lang.VerbCloseIt(), off: v.off(runbook.Close, "")}, {key: keyEsc}}
	case v.drill() && v.session.Exercise != nil:
		return binds(v.lang.VerbDebrief())
	}
	return binds(v.lang.Verb(words.VerbLeave))
}

func (s *closing) Input() inputMode { return list }
