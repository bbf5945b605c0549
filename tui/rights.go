package tui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// rights asks what the new key may do, where the vendor takes scopes. The lifetime is asked next.
type rights struct {
	in
	of     *rotate
	every  bool // the same y covers the writes that follow
	cursor cursor
}

// newNarrow begins the questions that come before a new key is made.
func newNarrow(of *rotate, every bool, v *view) screen {
	if v.key().Successor.Scopes == nil {
		return newCreate(of, every)
	}
	s := &rights{in: in(words.PhaseRotate), of: of, every: every}
	for i, c := range v.key().ScopeChoices() {
		if len(of.scopes) > 0 && slices.Equal(c.Scopes, of.scopes) { // it was chosen before
			s.cursor.at = i
		}
	}
	return s
}

// Update implements screen.
func (s *rights) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		if s.of.made {
			return pop(), nil
		}
	case keyMsg:
		return s.options(v).take(&s.cursor, m, v)
	}
	return stay(), nil
}

func (s *rights) options(v *view) options {
	var list options
	for _, c := range v.key().ScopeChoices() {
		title, leads := v.lang.Scopes(v.key(), c)
		list = append(list, option{title: title, leads: leads, do: func() (nav, tea.Cmd) {
			s.of.scopes = c.Scopes
			return push(newCreate(s.of, s.every)), nil
		}})
	}
	return append(list, option{title: v.lang.NameScopes(), do: func() (nav, tea.Cmd) {
		return push(&named{in: s.in, of: s.of, every: s.every}), nil
	}})
}

// Title implements screen.
func (s *rights) Title(v *view) (string, string) { return v.lang.ScopesTitle(), "" }

// Body implements screen.
func (s *rights) Body(v *view) []row {
	var rows []row
	for _, line := range v.lang.ScopesWhy(v.key()) {
		rows = append(rows, text(line))
	}
	return append(append(rows, blank()), s.options(v).rows(s.cursor)...)
}

// Status, Keys and Input implement screen.
func (s *rights) Status(v *view) lower { return v.status() }

func (s *rights) Keys(v *view) []bind {
	return []bind{{key: keyEnter, verb: v.lang.Verb(words.VerbChoose)}, {key: keyEsc}}
}

func (s *rights) Input() inputMode { return list }

// named takes the new key's scopes by their names.
type named struct {
	in
	of    *rotate
	every bool
	said  string // why the last ones are not taken
	noted
}

// Update implements screen.
func (s *named) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		if s.of.made {
			return pop(), nil
		}
	case answerMsg:
		typed, ok := s.checked(m)
		if !ok {
			return stay(), nil
		}
		scopes, err := runbook.NameScopes(v.key(), typed)
		if err != nil {
			s.said = v.lang.Why(incident.Explain(err).Reason, v.vendor())
			return stay(), nil
		}
		s.of.scopes = scopes
		return push(newCreate(s.of, s.every)), nil
	case keyMsg:
		switch {
		case s.asking != 0:
		case !m.is(keyEnter):
			s.said = ""
			s.line.take(m)
		case strings.TrimSpace(s.line.String()) != "":
			return stay(), s.check(v)
		}
	}
	return stay(), nil
}

// Title implements screen.
func (s *named) Title(v *view) (string, string) { return v.lang.ScopesTitle(), "" }

// Body implements screen.
func (s *named) Body(v *view) []row {
	rows := append([]row{text(v.lang.NameScopesHint())}, s.rows(v)...)
	if s.said != "" {
		rows = append(rows, must(s.said).inked(warnInk))
	}
	return rows
}

// Status, Keys and Input implement screen.
func (s *named) Status(v *view) lower { return v.status() }

func (s *named) Keys(v *view) []bind {
	return []bind{{key: keyEnter, verb: v.lang.Verb(words.VerbChoose)}, {key: keyClear}}
}

func (s *named) Input() inputMode { return prose }
