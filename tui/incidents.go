package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/words"
)

// incidents lists those of this machine beside the one that the start screen names. Enter goes
// on with one that is open.
type incidents struct {
	in
	cursor cursor
}

func newIncidents(*view) screen { return &incidents{} }

// otherIncidents are all but the one that the start screen names.
func otherIncidents(v *view) []Listed {
	named := ""
	if open := unproven(v.incidents); len(open) > 0 {
		named = open[0].ID
	}
	return slices.DeleteFunc(slices.Clone(v.incidents), func(one Listed) bool { return one.ID == named })
}

// stillOpen counts those that were not closed.
func stillOpen(list []Listed) int {
	n := 0
	for _, one := range list {
		if one.Err == nil && one.State.Closing == nil {
			n++
		}
	}
	return n
}

// Update implements screen.
func (s *incidents) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	if k, ok := m.(keyMsg); ok {
		return s.options(v).take(&s.cursor, k, v)
	}
	return stay(), nil
}

func (s *incidents) options(v *view) options {
	var list options
	for _, one := range otherIncidents(v) {
		title, leads, off := words.ShortID(one.ID), "", ""
		switch {
		case one.Err != nil:
			off = v.lang.IncidentUnreadable()
		case one.State.Closing != nil:
			off = v.lang.IncidentClosed(one.State)
		default:
			leads = join(", ", v.lang.Mode(one.State.Opening.Mode), v.lang.LastEvent(one.State, v.now))
		}
		if k, ok := one.State.Worst(); ok {
			condition, _, _ := v.stateOf(k)
			title += "  " + v.lang.Vendor(k.Identity.Kind.Provider()) + " " + ending(k.Identity.Last4)
			leads = join(", ", condition, leads)
		}
		list = append(list, option{title, leads, off, func() (nav, tea.Cmd) { return push(newBackTo(v, one.ID)), nil }})
	}
	return list
}

// Title implements screen.
func (s *incidents) Title(v *view) (string, string) { return v.lang.IncidentsTitle(), "" }

// Body implements screen.
func (s *incidents) Body(v *view) []row { return s.options(v).rows(s.cursor) }

// Status, Keys and Input implement screen.
func (s *incidents) Status(v *view) lower { return v.status() }

func (s *incidents) Keys(v *view) []bind { return binds(v.lang.Verb(words.VerbGoOn)) }

func (s *incidents) Input() inputMode { return list }
