package tui

import (
	tea "github.com/charmbracelet/bubbletea"
)

// practices lists the exercises. Enter sets one up and shows its card.
type practices struct {
	in
	cursor cursor
}

func newPractices(*view) screen { return &practices{} }

// Update implements screen.
func (s *practices) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	if k, ok := m.(keyMsg); ok {
		return s.options(v).take(&s.cursor, k, v)
	}
	return stay(), nil
}

func (s *practices) options(v *view) options {
	var list options
	for _, p := range v.host.Practices {
		list = append(list, option{p.ID + "  " + v.lang.PracticeLevel(p.Level), p.Title, "", func() (nav, tea.Cmd) {
			c := newCard(v).(*card)
			c.id = p.ID
			return replace(c), nil
		}})
	}
	return list
}

// Title implements screen.
func (s *practices) Title(v *view) (string, string) { return v.lang.PracticesTitle(), "" }

// Body implements screen.
func (s *practices) Body(v *view) []row {
	list := s.options(v)
	rows := append(list.rows(s.cursor), blank())
	return append(rows, must(v.host.Practices[s.cursor.on(len(list))].Brief))
}

// Status, Keys and Input implement screen.
func (s *practices) Status(v *view) lower { return v.status() }

func (s *practices) Keys(v *view) []bind { return binds(v.lang.VerbBegin()) }

func (s *practices) Input() inputMode { return list }
