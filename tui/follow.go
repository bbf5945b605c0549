package tui

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// mostFollowed is how many of the newest events are shown.
const mostFollowed = 200

// follow reads along in an incident that another process works on. The newest event stays in
// view until the person scrolls up.
type follow struct {
	in
	id     string
	pause  pause
	asking opID
	again  bool   // the first look is not waited for
	cursor cursor // event in view
	state  incident.State
	events []incident.Event
	lost   bool // the last look gave nothing
}

func newFollow(id string, p pause) *follow {
	return &follow{id: id, pause: p}
}

// Update implements screen.
func (s *follow) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		if s.asking == 0 {
			return stay(), s.look(v)
		}
	case answerMsg:
		if m.id == s.asking {
			return stay(), s.heard(m, v)
		}
	case keyMsg:
		if m.is(keyEnter) {
			return pop(), nil
		}
		s.cursor.take(m, len(s.events))
	}
	return stay(), nil
}

// followed is the incident as it was read.
type followed struct {
	state  incident.State
	events []incident.Event
}

func (s *follow) look(v *view) tea.Cmd {
	read, id, pause, again := v.host.Follow, s.id, s.pause, s.again
	s.again = true
	var cmd tea.Cmd
	s.asking, cmd = v.ask("", func(ctx context.Context, _ *Session) (any, error) {
		if again {
			if err := pause(ctx, lookEvery); err != nil {
				return nil, err
			}
		}
		state, events, err := read(ctx, id)
		return followed{state, events}, err
	})
	return cmd
}

// heard takes what was read, and looks again.
func (s *follow) heard(m answerMsg, v *view) tea.Cmd {
	s.asking = 0
	s.lost = m.err != nil
	if got, ok := m.value.(followed); ok && m.err == nil {
		atEnd := s.cursor.at >= len(s.events)-1
		s.state, s.events = got.state, got.events[max(0, len(got.events)-mostFollowed):]
		if atEnd {
			s.cursor.at = max(0, len(s.events)-1)
		}
		if v.held != nil {
			v.held = &HeldError{ID: v.held.ID, State: got.state}
		}
	}
	if v.ops.ctx.Err() != nil {
		return nil
	}
	return s.look(v)
}

func (s *follow) bystander() {}

// Title implements screen.
func (s *follow) Title(v *view) (string, string) {
	_, right := v.lang.HeldTitle(s.state)
	return v.lang.FollowTitle(s.id), right
}

// Body implements screen.
func (s *follow) Body(v *view) []row {
	var rows []row
	for i, e := range s.events {
		at, said, _ := strings.Cut(v.lang.ShortLine(e), " ")
		r := fact(at, "", said, 9).kept()
		r.selected = i == s.cursor.on(len(s.events))
		rows = append(rows, r)
	}
	if s.lost {
		rows = append(rows, must(v.lang.FollowLost()).inked(warnInk))
	}
	return rows
}

// Status implements screen.
func (s *follow) Status(v *view) lower {
	return lower{watch, v.lang.ReadOnlyHere(), v.lang.ReadOnlyHere()}
}

// Keys implements screen.
func (s *follow) Keys(v *view) []bind { return binds(v.lang.Verb(words.VerbClose)) }

// Input implements screen.
func (s *follow) Input() inputMode { return list }
