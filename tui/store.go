package tui

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/words"
)

// store asks for the name of one more store that the key is kept in. It goes back where it came
// from.
type store struct {
	in
	line   line
	naming opID
	said   string // why the last name is not taken
}

func newStore() screen { return &store{in: in(words.PhaseRotate)} }

// Update implements screen.
func (s *store) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case answerMsg:
		if m.id != s.naming {
			return stay(), nil
		}
		s.naming = 0
		if m.err == nil {
			return pop(), nil
		}
		s.said = v.lang.StoreName(m.err.Error())[0] // the second is in view already
	case keyMsg:
		name := strings.TrimSpace(s.line.String())
		switch {
		case s.naming != 0:
		case !m.is(keyEnter):
			s.said = ""
			s.line.take(m)
		case name != "":
			return stay(), s.name(v, name)
		}
	}
	return stay(), nil
}

func (s *store) name(v *view, name string) tea.Cmd {
	var cmd tea.Cmd
	s.naming, cmd = v.ask("", func(_ context.Context, x *Session) (any, error) {
		if x == nil {
			return nil, errNoSession
		}
		return nil, x.Engine.AddStore(name)
	})
	return cmd
}

// Title implements screen.
func (s *store) Title(v *view) (string, string) { return v.lang.WhereKept(), "" }

// Body implements screen.
func (s *store) Body(v *view) []row {
	rows := []row{text(v.lang.StoreExample()), v.typed("", s.line.String())}
	if s.said != "" {
		rows = append(rows, must(s.said).inked(warnInk))
	}
	return rows
}

// Status, Keys and Input implement screen.
func (s *store) Status(v *view) lower { return v.status() }

func (s *store) Keys(v *view) []bind {
	return []bind{{key: keyEnter, verb: v.lang.VerbNamesIt()}, {key: keyClear}}
}

func (s *store) Input() inputMode { return prose }
