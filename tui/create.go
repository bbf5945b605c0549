package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/words"
)

// create asks how long the new key lives. The request for it is the next question.
type create struct {
	in
	of     *rotate
	every  bool // the same y covers the writes that follow
	cursor cursor
}

func newCreate(of *rotate, every bool) screen {
	return &create{in: in(words.PhaseRotate), of: of, every: every, cursor: of.lifetime}
}

// lifetimes are those offered for the new key; zero is that of the old one. A short one bounds
// the next leak, and is an outage when nobody rotates in time.
var lifetimes = []time.Duration{0, 30 * 24 * time.Hour, 90 * 24 * time.Hour, 180 * 24 * time.Hour}

// Update implements screen.
func (s *create) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		if s.of.made { // the rotation tells how it ended
			return pop(), nil
		}
	case keyMsg:
		n, cmd := s.options(v).take(&s.cursor, m, v)
		s.of.lifetime = s.cursor // it stands when the person comes back
		return n, cmd
	}
	return stay(), nil
}

func (s *create) options(v *view) options {
	var list options
	for i, d := range lifetimes {
		title, leads := v.lang.NoExpiry(), v.lang.AsOldOne()
		if d > 0 {
			title, leads = v.lang.Expires(d), v.lang.ExpiryLeads()
		}
		if i != s.cursor.on(len(lifetimes)) { // said once
			leads = ""
		}
		list = append(list, option{title, leads, v.off(runbook.Replace, ""), func() (nav, tea.Cmd) { return push(s.consent(v, d, title)), nil }})
	}
	return list
}

// consent asks for the yes to a new key of a lifetime.
func (s *create) consent(v *view, d time.Duration, lifetime string) screen {
	a, _ := v.action(runbook.Replace, "")
	c := &consent{in: s.in, act: a, input: runbook.Input{Narrow: runbook.Narrowing{Scopes: s.of.scopes, Expires: d}}, verb: v.lang.VerbCreateIt()}
	c.title = func(v *view) (string, string) {
		return v.lang.CreateTitle(), lifetime + "; " + v.lang.NewRights(v.key(), s.of.scopes)
	}
	c.agreed = func() { s.of.every, s.of.made = s.every, true }
	if s.every {
		c.beside = alsoWrites
	}
	return c
}

// alsoWrites are the places that the same y covers: their number stays in view, what has no room
// of the list is behind tab.
func alsoWrites(v *view) []row {
	head, each := v.lang.AlsoWritesTo(v.key().Successor.Places)
	rows := []row{must(head)}
	for _, p := range each {
		r := fact("", p.Short, p.Text, 8)
		r.flow = flowPath
		rows = append(rows, r)
	}
	return rows
}

// Title implements screen.
func (s *create) Title(v *view) (string, string) {
	if v.small() {
		return v.lang.NarrowTitle(), ""
	}
	return v.lang.NarrowTitle(), v.lang.NewRights(v.key(), s.of.scopes)
}

// Body implements screen.
func (s *create) Body(v *view) []row { return s.options(v).rows(s.cursor) }

// Status, Keys and Input implement screen.
func (s *create) Status(v *view) lower { return v.status() }

func (s *create) Keys(v *view) []bind {
	return []bind{{key: keyEnter, verb: v.lang.Verb(words.VerbChoose)}, {key: keyEsc}}
}

func (s *create) Input() inputMode { return list }
