package tui

import (
	"context"
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// paste asks for the leaked key. What comes is recognised here, offline, and never shown; one
// enter then permits the reads that follow. Of several keys all are taken, or one.
type paste struct {
	in
	field   secretField
	shown   bool // it is on the stack: commands are its own now
	fresh   bool // what is in the field was not recognised yet
	reading opID
	got     *recognised
	cursor  cursor
	picked  bool
	opening opID
	refused []string // why no incident could be opened
	stdin   bool     // the text came with the program's start
}

// recognised is what a text held.
type recognised struct {
	found []Found
	shape Shape
	known []known // of each found key
}

// known are the open incidents that work on a key or on one that ends alike.
type known struct {
	open []Listed
	same bool // one of them is certainly on the same key
}

func newPaste(*view) screen { return &paste{in: in(words.PhaseCheck)} }

// Update implements screen.
func (s *paste) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		s.shown = true
		return stay(), s.recognise(v)
	case pasteMsg:
		return stay(), s.fill(m, v)
	case answerMsg:
		return s.heard(m, v)
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

// fill takes a whole text in place of one that was read before.
func (s *paste) fill(m pasteMsg, v *view) tea.Cmd {
	if s.opening != 0 {
		clear(m.text)
		return nil
	}
	if s.got != nil {
		s.forget()
	}
	s.field.paste(m)
	s.fresh, s.stdin = true, m.stdin
	return s.recognise(v)
}

// forget wipes what came, and what was made of it.
func (s *paste) forget() {
	s.field.clear()
	s.got, s.fresh, s.picked, s.refused, s.stdin, s.cursor = nil, false, false, nil, false, cursor{}
}

// recognise looks for keys in a copy of the field, one look at a time. The copy is wiped.
func (s *paste) recognise(v *view) tea.Cmd {
	if !s.shown || !s.fresh || s.reading != 0 || s.field.empty() {
		return nil
	}
	s.fresh = false
	text, find, list := append([]byte(nil), s.field.kept...), v.host.TakeIn, v.host.Incidents
	if find == nil {
		find = v.host.Find
	}
	var cmd tea.Cmd
	s.reading, cmd = v.ask("", func(ctx context.Context, _ *Session) (any, error) {
		defer clear(text)
		got := recognised{}
		if got.found, got.shape = find(text); len(got.found) == 0 {
			return got, nil
		}
		all, err := list(ctx)
		if err != nil {
			all = nil // whoever opens the new incident meets the same folder, and says what is wrong
		}
		for _, f := range got.found {
			got.known = append(got.known, worksOn(all, f))
		}
		return got, nil
	})
	return cmd
}

// worksOn lists the open incidents that work for real on a key, or on one that ends alike; same
// tells whether one is certain.
func worksOn(all []Listed, f Found) (on known) {
	for _, one := range all {
		if one.Err != nil || one.State.Closing != nil || one.State.Opening.Mode != incident.Live {
			continue
		}
		like := runbook.Knows(one.State, f.Credential, f.Told.Last4)
		if like > runbook.Stranger {
			on.open = append(on.open, one)
		}
		on.same = on.same || like == runbook.SameKey
	}
	return on
}

func (s *paste) heard(m answerMsg, v *view) (nav, tea.Cmd) {
	switch m.id {
	case s.reading:
		s.reading = 0
		if s.fresh { // more came meanwhile
			return stay(), s.recognise(v)
		}
		if got, ok := m.value.(recognised); ok {
			s.got, s.picked, s.cursor = &got, len(got.found) == 1, cursor{}
		}
	case s.opening:
		s.opening = 0
		return s.opened(m, v), nil
	}
	return stay(), nil
}

// opened leads on with the incident, or says what kept it.
func (s *paste) opened(m answerMsg, v *view) nav {
	var held *HeldError
	switch {
	case errors.As(m.err, &held):
		v.held = held
		s.forget()
		return goTo(placeHeld)
	case m.err != nil:
		s.refused = saidOf(m.err, v.lang.NotOpened())
		return stay()
	}
	s.forget()
	return goTo(v.enters())
}

func (s *paste) key(k keyMsg, v *view) (nav, tea.Cmd) {
	switch {
	case k.is(keyEsc) && s.opening != 0:
		v.cancel(s.opening)
	case k.is(keyEsc):
		s.forget()
		return pop(), nil
	case s.opening != 0:
		return stay(), nil
	case k.is(keyFile):
		return push(newFile(s)), nil
	case s.pickable() && k.is(keyAgain):
		s.forget()
	case s.pickable() && k.single:
		return s.options(v).take(&s.cursor, k, v)
	case k.is(keyEnter) && k.single:
		s.fresh = s.got == nil
		return stay(), s.recognise(v)
	default:
		return stay(), s.typed(k, v)
	}
	return stay(), nil
}

// typed takes keys of the field. Keys that came together are an unmarked paste, which is
// recognised by itself; what is typed by hand waits for an enter, or for the end of a look at
// less of it, whose answer says nothing of the whole.
func (s *paste) typed(k keyMsg, v *view) tea.Cmd {
	if s.pickable() {
		s.forget()
	}
	if !s.field.take(k) {
		return nil
	}
	s.got = nil
	s.fresh = s.fresh || !k.single || s.reading != 0
	return s.recognise(v)
}

// pickable reports whether a key was recognised: its screen is no field any more.
func (s *paste) pickable() bool { return s.got != nil && len(s.got.found) > 0 }
