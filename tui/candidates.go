package tui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// mostBeside is how many records are compared in columns; more are told apart one by one.
const mostBeside = 3

// candidates puts several records that fit side by side, with what differs. None is selected
// by itself, and none is kept before all others were left out with a reason.
type candidates struct {
	in
	cursor cursor
	out    map[string]bool // records that were left out here
	last   string          // the one that a reason is asked for
	given  bool            // and was given
}

func newCandidates(*view) screen {
	return &candidates{in: in(words.PhaseCheck), cursor: cursor{at: -1}, out: map[string]bool{}}
}

// Update implements screen.
func (s *candidates) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		if s.given {
			s.out[s.last] = true
			s.cursor.at = -1
		}
		s.last, s.given = "", false
	case doneMsg:
		if v.key().Record() != nil {
			return replace(newCheck(v)), nil
		}
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

func (s *candidates) key(k keyMsg, v *view) (nav, tea.Cmd) {
	list := s.records(v)
	switch {
	case k.is(keyLeftOut):
		return s.leaveOut(v)
	case k.is(keyUndo):
		s.out = map[string]bool{}
	case k.is(keyEnter):
		return s.enter(v)
	default:
		s.cursor.take(k, len(list)+1)
	}
	return stay(), nil
}

// enter keeps the one record that is left, or leads on where it is none of them.
func (s *candidates) enter(v *view) (nav, tea.Cmd) {
	list := s.records(v)
	if id, one := s.left(v); one {
		a, ok := v.action(runbook.Keep, id)
		if !ok || v.runs(runbook.Keep) {
			return stay(), nil
		}
		_, cmd := v.do(a, runbook.Input{Approved: a.Approvals})
		return stay(), cmd
	}
	switch {
	case s.cursor.at < 0:
		v.say(v.lang.ChooseFirst())
	case s.cursor.on(len(list)+1) == len(list):
		return push(newWho(v)), nil
	default:
		v.say(v.lang.LeaveOutFirst())
	}
	return stay(), nil
}

// left is the one record that was not left out; one is false while there are several.
func (s *candidates) left(v *view) (id string, one bool) {
	n := 0
	for _, r := range s.records(v) {
		if !s.out[r.ID] {
			id, n = r.ID, n+1
		}
	}
	return id, n == 1
}

// leaveOut asks why the selected record is not it.
func (s *candidates) leaveOut(v *view) (nav, tea.Cmd) {
	list := s.records(v)
	if s.cursor.at < 0 || s.cursor.at >= len(list) {
		v.say(v.lang.ChooseFirst())
		return stay(), nil
	}
	if _, one := s.left(v); one {
		return stay(), nil
	}
	s.last = list[s.cursor.at].ID
	return push(newRemark(words.PhaseCheck, v.lang.NotThisTitle(), func(v *view, why string) (opID, tea.Cmd) {
		s.given = true
		note := v.lang.NotThisNote(s.last, why)
		return v.ask("", func(_ context.Context, x *Session) (any, error) {
			if x == nil {
				return nil, errNoSession
			}
			return nil, x.Engine.Note(note)
		})
	})), nil
}

func (s *candidates) records(v *view) []incident.Record {
	if l := v.key().Located; l != nil {
		return l.Candidates
	}
	return nil
}
