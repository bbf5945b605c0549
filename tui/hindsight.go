package tui

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook/words"
)

// hindsight asks the questions of a debrief, before the score is shown. Each may stay open. An
// answer is noted in the journal, unless the incident is closed.
type hindsight struct {
	in
	noted
	answers []providers.Untrusted
	keeping opID
}

func newDebrief(*view) screen { return &hindsight{in: in(words.PhaseReport)} }

// questions are those of the drill, none outside one.
func (s *hindsight) questions(v *view) []string {
	if v.session == nil || v.session.Exercise == nil {
		return nil
	}
	return v.session.Exercise.Questions(v.lang)
}

// Update implements screen.
func (s *hindsight) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case answerMsg:
		switch typed, ok := s.checked(m); {
		case ok && v.state.Closing == nil:
			return stay(), s.note(v, typed)
		case ok, m.id == s.keeping && s.keeping != 0:
			return s.onward(v), nil
		}
	case keyMsg:
		switch {
		case s.asking != 0 || s.keeping != 0:
		case !m.is(keyEnter):
			s.line.take(m)
		case strings.TrimSpace(s.line.String()) == "":
			return s.onward(v), nil
		default:
			return stay(), s.check(v)
		}
	}
	return stay(), nil
}

// note keeps an answer with its question.
func (s *hindsight) note(v *view, typed string) tea.Cmd {
	text := s.question(v) + " " + typed
	var cmd tea.Cmd
	s.keeping, cmd = v.ask("", func(_ context.Context, x *Session) (any, error) {
		if x == nil {
			return nil, errNoSession
		}
		return nil, x.Engine.Note(text)
	})
	return cmd
}

// question is the one that is asked now, "" where there is none.
func (s *hindsight) question(v *view) string {
	if all := s.questions(v); len(s.answers) < len(all) {
		return strings.TrimSpace(clean(all[len(s.answers)], mostLine))
	}
	return ""
}

// onward goes to the next question, and to the score after the last.
func (s *hindsight) onward(v *view) nav {
	s.answers = append(s.answers, providers.FromOutside(strings.TrimSpace(s.line.String())))
	s.noted, s.keeping = noted{}, 0
	if s.question(v) == "" {
		return replace(newScore(s.answers))
	}
	return stay()
}

// Title implements screen.
func (s *hindsight) Title(v *view) (string, string) {
	question := s.question(v)
	if question == "" {
		return v.lang.DebriefTitle(), ""
	}
	return question, v.lang.DebriefTitle() + ", " + v.lang.QuestionOf(len(s.answers)+1, len(s.questions(v)))
}

// Body implements screen.
func (s *hindsight) Body(v *view) []row {
	return append([]row{text(v.lang.EmptySkips()), blank()}, s.rows(v)...)
}

// Status, Keys and Input implement screen.
func (s *hindsight) Status(v *view) lower { return v.status() }

func (s *hindsight) Keys(v *view) []bind {
	verb := v.lang.VerbKeepAnswer()
	if s.line.String() == "" {
		verb = v.lang.Verb(words.VerbGoOn)
	}
	return []bind{{key: keyEnter, verb: verb}, {key: keyClear}}
}

func (s *hindsight) Input() inputMode { return prose }
