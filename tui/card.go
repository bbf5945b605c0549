package tui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/words"
)

// card is the first screen of a drill: what reached us, what counts, how time runs. Opened from
// the start screen it sets the drill up first.
type card struct {
	in
	id      string // of the exercise, "" for the one that was asked for
	setting opID
	failed  bool
}

func newCard(*view) screen { return &card{in: in(words.PhaseCheck)} }

// Update implements screen.
func (s *card) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		return stay(), s.setUp(v)
	case answerMsg:
		if m.id == s.setting && s.setting != 0 {
			s.setting, s.failed = 0, v.session == nil
		}
	case keyMsg:
		switch {
		case m.is(keyEnter) && s.ready(v):
			return goTo(v.next()), nil
		case m.is(keyEnter) && s.failed:
			return stay(), s.setUp(v)
		}
	}
	return stay(), nil
}

// ready reports whether there is a drill to begin.
func (s *card) ready(v *view) bool { return v.session != nil && v.session.Exercise != nil }

// setUp makes the world of the drill, unless there is one.
func (s *card) setUp(v *view) tea.Cmd {
	begin := v.host.Drill
	if v.session != nil || begin == nil || s.setting != 0 {
		return nil
	}
	var cmd tea.Cmd
	s.failed = false
	s.setting, cmd = v.ask(v.lang.CardTitle(false), func(ctx context.Context, _ *Session) (any, error) { return begin(ctx, s.id) })
	return cmd
}

// Title implements screen.
func (s *card) Title(v *view) (string, string) {
	if !s.ready(v) {
		return v.lang.CardTitle(s.failed), ""
	}
	title, _ := v.session.Exercise.Card(v.lang)
	return clean(title, mostAddress), ""
}

// Body implements screen.
func (s *card) Body(v *view) []row {
	switch {
	case s.ready(v):
		_, said := v.session.Exercise.Card(v.lang)
		return append(labelled(said), blank(), choice(v.lang.BeginDrill(), "", true, ""))
	case s.failed:
		return texts(v.lang.CardFailed())
	}
	return nil
}

// Status, Keys and Input implement screen.
func (s *card) Status(v *view) lower { return v.status() }

func (s *card) Keys(v *view) []bind {
	switch {
	case s.ready(v):
		return binds(v.lang.VerbBegin())
	case s.failed:
		return binds(v.lang.Verb(words.VerbAgain))
	}
	return []bind{{key: keyEnter, verb: v.lang.VerbBegin(), off: v.lang.CardTitle(false)}}
}

func (s *card) Input() inputMode { return list }
