package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// related lists what the same leak reaches. Each credential gets a decision of a person.
type related struct {
	in
	cursor cursor
	tried  bool
}

func newRelated(*view) screen { return &related{in: in(words.PhaseRotate)} }

// undecided counts the related credentials without a decision, below zero where nobody looked.
func undecided(v *view) int {
	k := v.key()
	if len(k.Related) == 0 && k.Marks[incident.StepRelated].Done.IsZero() {
		return -1
	}
	return len(openRelated(k))
}

func openRelated(k incident.Key) []incident.RelatedRow {
	var open []incident.RelatedRow
	for _, r := range k.Related {
		if r.Decision == incident.Undecided {
			open = append(open, r)
		}
	}
	return open
}

// Update implements screen.
func (s *related) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		if f := v.key().Marks[incident.StepRelated].Failed; f == nil && v.key().Marks[incident.StepRelated].Done.IsZero() && !s.tried {
			return stay(), s.list(v)
		}
	case keyMsg:
		if m.is(keyAgain) {
			return stay(), s.list(v)
		}
		if rows := v.key().Related; m.is(keyEnter) && s.cursor.on(len(rows)+1) < len(rows) {
			return push(newDecide(rows[s.cursor.on(len(rows)+1)].ID)), nil
		} else if m.is(keyEnter) {
			return goTo(placeNext), nil
		}
		s.cursor.take(m, len(v.key().Related)+1)
	}
	return stay(), nil
}

func (s *related) list(v *view) tea.Cmd {
	a, ok := v.action(runbook.ListRelated, "")
	if !ok || a.Off != "" || v.runs(runbook.ListRelated) {
		return nil
	}
	s.tried = true
	_, cmd := v.do(a, runbook.Input{})
	return cmd
}
