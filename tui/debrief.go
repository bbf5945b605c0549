package tui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook/words"
)

// debrief is what is said after a drill, to read: both lanes, what an earlier move would have
// saved, what was missed, the score. Enter writes it to a file, and leaves once that is done.
type debrief struct {
	reader
	answers []providers.Untrusted
	scoring opID
	failed  bool
	told    *words.Debriefing
	writing opID
	wrote   bool // a try has ended
	path    string
}

// newScore scores the drill, with the answers to its questions.
func newScore(answers []providers.Untrusted) screen {
	s := &debrief{answers: answers}
	s.reader = reader{phase: words.PhaseReport, title: s.heading, rows: s.page}
	return s
}

// Update implements screen.
func (s *debrief) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		return stay(), s.score(v)
	case answerMsg:
		s.heard(m)
	case keyMsg:
		switch {
		case m.is(keyEnter) && s.failed:
			return stay(), s.score(v)
		case m.is(keyTab):
			s.section(v)
		case m.is(keyEnter):
			return s.enter(v)
		default:
			s.scroll(m, v)
		}
	}
	return stay(), nil
}

// heard takes the score, or where it was written.
func (s *debrief) heard(m answerMsg) {
	switch {
	case m.id == s.scoring && s.scoring != 0:
		s.scoring = 0
		d, ok := m.value.(words.Debriefing)
		if s.failed = !ok || m.err != nil; !s.failed {
			s.told = &d
		}
	case m.id == s.writing && s.writing != 0:
		s.writing, s.wrote = 0, true
		if path, ok := m.value.(string); ok && m.err == nil {
			s.path = path
		}
		s.from = 0
	}
}

func (s *debrief) score(v *view) tea.Cmd {
	if s.told != nil || s.scoring != 0 || v.session == nil || v.session.Exercise == nil {
		return nil
	}
	exercise, lang, answers := v.session.Exercise, v.lang, s.answers
	var cmd tea.Cmd
	s.failed = false
	s.scoring, cmd = v.ask(v.lang.Scoring(), func(ctx context.Context, _ *Session) (any, error) {
		return exercise.Debrief(ctx, lang, answers)
	})
	return cmd
}

// enter writes the debriefing, once, and leaves after it.
func (s *debrief) enter(v *view) (nav, tea.Cmd) {
	switch {
	case s.wrote:
		return quit(), nil
	case s.told == nil || s.writing != 0:
		return stay(), nil
	}
	exercise, lang, told := v.session.Exercise, v.lang, *s.told
	var cmd tea.Cmd
	s.writing, cmd = v.ask("", func(ctx context.Context, _ *Session) (any, error) { return exercise.Export(ctx, lang, told) })
	return stay(), cmd
}

// Keys implements screen.
func (s *debrief) Keys(v *view) []bind {
	switch {
	case s.wrote:
		return []bind{{key: keyEnter, verb: v.lang.Verb(words.VerbLeave)}, {key: keyTab, verb: v.lang.VerbSection()}}
	case s.told != nil:
		return []bind{{key: keyEnter, verb: v.lang.VerbExport()}, {key: keyTab, verb: v.lang.VerbSection()}}
	case s.failed:
		return binds(v.lang.Verb(words.VerbAgain))
	}
	return []bind{{key: keyEnter, verb: v.lang.VerbExport(), off: v.lang.Scoring()}}
}
