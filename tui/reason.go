package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/words"
)

// reason asks for the one line that an action is recorded with: why something is left out or
// kept, or what was done by hand. It goes back where it came from.
type reason struct {
	in
	action runbook.Action
	title  string                              // in place of the action's
	about  string                              // beside that title: what it is about, "" for what goes without saying
	keep   func(*view, string) (opID, tea.Cmd) // in place of the action
	noted
	doing opID
}

func newReason(p words.Phase, a runbook.Action) *reason { return &reason{in: in(p), action: a} }

// newRemark asks in its own words, and has what was said kept by a function: an action or a
// note, under the operation that it returns.
func newRemark(p words.Phase, title string, keep func(*view, string) (opID, tea.Cmd)) *reason {
	return &reason{in: in(p), title: title, keep: keep}
}

// Update implements screen.
func (s *reason) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case answerMsg:
		if m.id == s.doing {
			return pop(), nil
		}
		return stay(), s.record(m, v)
	case doneMsg:
		if m.id == s.doing {
			return pop(), nil
		}
	case keyMsg:
		if s.asking != 0 || s.doing != 0 {
			return stay(), nil
		}
		if !m.is(keyEnter) {
			s.line.take(m)
			return stay(), nil
		}
		if strings.TrimSpace(s.line.String()) != "" {
			return stay(), s.check(v)
		}
	}
	return stay(), nil
}

// record keeps what was typed.
func (s *reason) record(m answerMsg, v *view) tea.Cmd {
	typed, ok := s.checked(m)
	if !ok {
		return nil
	}
	var cmd tea.Cmd
	if s.keep != nil {
		s.doing, cmd = s.keep(v, typed)
		return cmd
	}
	s.doing, cmd = v.do(s.action, runbook.Input{Text: typed, Approved: s.action.Approvals})
	return cmd
}

// Title implements screen.
func (s *reason) Title(v *view) (string, string) {
	if s.title != "" {
		return s.title, s.about
	}
	return v.lang.ReasonTitle(string(s.action.Name), s.action.Step), ""
}

// Body implements screen.
func (s *reason) Body(v *view) []row {
	var rows []row
	if s.action.Name == runbook.DoneByHand {
		rows = append(rows, text(v.lang.Manual(s.action.Step)))
	}
	rows = append(append(rows, text(v.lang.ReasonKept())), s.rows(v)...)
	if s.action.Name == runbook.Close {
		rows = append(append(rows, blank()), closes(v)...)
	}
	return rows
}

// Status, Keys and Input implement screen.
func (s *reason) Status(v *view) lower { return v.status() }

func (s *reason) Keys(v *view) []bind {
	verb := v.lang.VerbNote()
	if s.action.Name == runbook.Close {
		verb = v.lang.VerbCloseIt()
	}
	return []bind{{key: keyEnter, verb: verb}, {key: keyClear}}
}

func (s *reason) Input() inputMode { return prose }
