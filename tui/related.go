package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// related lists what the same leak reaches. Each credential gets a decision of a person.
type related struct {
	in
	cursor cursor
	asks   string // id of the one that a decision is asked for
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
		s.follow(v)
		if f := v.key().Marks[incident.StepRelated].Failed; f == nil && v.key().Marks[incident.StepRelated].Done.IsZero() && !s.tried {
			return stay(), s.list(v)
		}
	case keyMsg:
		if m.is(keyAgain) {
			return stay(), s.list(v)
		}
		if rows := v.key().Related; m.is(keyEnter) && s.cursor.on(len(rows)+1) < len(rows) {
			one := rows[s.cursor.on(len(rows)+1)]
			if one.Decision == incident.Undecided {
				s.asks = one.ID
			}
			return push(newDecide(one.ID)), nil
		} else if m.is(keyEnter) {
			return goTo(placeNext), nil
		}
		s.cursor.take(m, len(v.key().Related)+1)
	}
	return stay(), nil
}

// follow moves the cursor on to the first undecided credential after the one that was decided on
// just now, or before it; with none left to the way on below them.
func (s *related) follow(v *view) {
	rows := v.key().Related
	at := slices.IndexFunc(rows, func(r incident.RelatedRow) bool { return r.ID == s.asks })
	s.asks = ""
	if at < 0 || rows[at].Decision == incident.Undecided {
		return
	}
	for i := range rows {
		if next := (at + 1 + i) % len(rows); rows[next].Decision == incident.Undecided {
			s.cursor.at = next
			return
		}
	}
	s.cursor.at = len(rows)
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
