package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// consent asks for the yes to one act that was chosen before it, with what exactly would be sent
// in view: y sends it, enter and esc lead back and send nothing. It is opened above the screen
// that the act was chosen on, and leads back there once the act ended.
type consent struct {
	in
	act    runbook.Action
	input  runbook.Input
	title  func(*view) (title, right string)
	verb   string            // of y
	about  func(*view) []row // above what is sent: it stays in view; nil for nothing
	beside func(*view) []row // below it: what the same y does later; nil for nothing
	agreed func()            // called before the act is sent; nil for nothing
	proposal
}

// Update implements screen.
func (s *consent) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		return stay(), s.rehearse(v)
	case answerMsg:
		s.heard(m)
	case doneMsg:
		if m.id == s.sending {
			v.say("") // that its answer is awaited is over
			return pop(), nil
		}
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

// rehearse makes the statement, where it was not made for this key before.
func (s *consent) rehearse(v *view) tea.Cmd {
	if _, made := v.rehearsed(s.act, s.input); made || s.sending != 0 {
		return nil
	}
	return s.proposal.rehearse(v, s.act, s.input)
}

func (s *consent) key(k keyMsg, v *view) (nav, tea.Cmd) {
	switch {
	case k.is(keyEnter):
		v.say(v.lang.TakesYes())
		return pop(), nil
	case k.is(keyAgain):
		return stay(), s.rehearse(v)
	case k.is(keyYes):
		if s.agreed != nil {
			s.agreed()
		}
		in := s.input
		in.Approved = s.act.Approvals
		var cmd tea.Cmd
		s.sending, cmd = v.do(s.act, in)
		return stay(), cmd
	}
	return stay(), nil
}

// off says why y does nothing now.
func (s *consent) off(v *view) string {
	_, made := v.rehearsed(s.act, s.input)
	switch {
	case s.failed == nil && !made:
		return v.lang.ReadingStatement()
	case s.failed != nil:
		return v.lang.NothingToSend()
	}
	return v.off(s.act.Name, s.act.About)
}

// Title implements screen.
func (s *consent) Title(v *view) (string, string) { return s.title(v) }

// Body implements screen. What was sent stays in view until its answer is there.
func (s *consent) Body(v *view) []row {
	var rows []row
	if s.about != nil {
		rows = append(s.about(v), blank())
	}
	if s.failed != nil {
		said := incident.Explain(s.failed)
		return append(rows, v.three(v.lang.Trouble(s.act.Step, said, v.vendor()), v.lang.Answered(said.Fail))...)
	}
	rows = append(rows, statements(v, s.act, s.input)...)
	if s.beside != nil {
		rows = append(rows, s.beside(v)...)
	}
	return rows
}

// statements lay out what an act that can be undone would send, with its undo.
func statements(v *view, a runbook.Action, in runbook.Input) []row {
	list, ok := v.rehearsed(a, in)
	if !ok {
		return []row{text(v.lang.ReadingStatement()).inked(dimInk)}
	}
	var rows []row
	if len(list) > 1 {
		rows = append(rows, must(v.lang.Requests(int64(len(list)))))
	}
	for _, one := range list {
		parts := v.parts(v.lang.StatementParts(one))
		parts[len(parts)-1].keep = !v.small() // the undo
		rows = append(rows, parts...)
	}
	if v.state.Opening.Mode == incident.DryRun {
		rows = append(rows, must(v.lang.ModeSentence(incident.DryRun)).inked(warnInk))
	}
	return rows
}

// Status, Keys and Input implement screen.
func (s *consent) Status(v *view) lower { return v.status() }

func (s *consent) Keys(v *view) []bind {
	if s.sending != 0 {
		off := v.lang.AlreadySent()
		return []bind{{key: keyEnter, verb: v.lang.VerbAwaits(), off: off}, {key: keyYes, verb: s.verb, off: off}, {key: keyEsc, off: off}}
	}
	list := []bind{{key: keyEnter, verb: v.lang.VerbStop()}, {key: keyYes, verb: s.verb, off: s.off(v)}}
	if s.failed != nil {
		list = append(list, bind{key: keyAgain})
	}
	return list
}

func (s *consent) Input() inputMode { return list }
