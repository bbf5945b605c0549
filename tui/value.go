package tui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/words"
)

// value takes the value of a related credential, unseen, and opens it as a key of the incident.
type value struct {
	in
	id      string // of its row
	field   secretField
	reading opID
	opening opID
	said    []string
}

func newValue(id string) screen { return &value{in: in(words.PhaseRotate), id: id} }

// Update implements screen.
func (s *value) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case pasteMsg:
		s.said = nil
		s.field.paste(m)
	case answerMsg:
		if m.id == s.reading {
			s.reading = 0
			return stay(), s.open(m, v)
		}
	case doneMsg:
		if m.id == s.opening {
			s.opening = 0
			return s.opened(v), nil
		}
	case keyMsg:
		if s.reading != 0 || s.opening != 0 {
			return stay(), nil
		}
		return s.field.answer(m, &s.said, func() tea.Cmd { return s.read(v) })
	}
	return stay(), nil
}

// read looks for the one credential in what came, and wipes it.
func (s *value) read(v *view) tea.Cmd {
	text, find := s.field.hand(), v.host.Find
	var cmd tea.Cmd
	s.reading, cmd = v.ask("", func(context.Context, *Session) (any, error) {
		defer clear(text)
		found, shape := find(text)
		if len(found) != 1 {
			return shape, nil
		}
		return runbook.Input{Found: found[0].Finding()}, nil
	})
	return cmd
}

// open opens what was found, or says why nothing was.
func (s *value) open(m answerMsg, v *view) tea.Cmd {
	a, ok := v.action(runbook.OpenWith, s.id)
	switch got := m.value.(type) {
	case runbook.Input:
		if ok {
			var cmd tea.Cmd
			s.opening, cmd = v.do(a, got)
			return cmd
		}
	case Shape:
		s.said = v.lang.NothingTaken(got.Look, got.Vendor, got.Report)
	}
	return nil
}

// opened leads back to the list of related credentials, or says that it is not the one.
func (s *value) opened(v *view) nav {
	for _, r := range v.key().Related {
		if r.ID == s.id && r.Chain != "" {
			v.say(v.lang.OpenedHere(v.state.Keys[r.Chain]))
			return pop()
		}
	}
	s.said = []string{v.lang.NotThatOne()}
	return stay()
}

// Title implements screen.
func (s *value) Title(v *view) (string, string) { return v.lang.OpenHere(true), "" }

// Body implements screen.
func (s *value) Body(v *view) []row {
	var rows []row
	for _, r := range v.key().Related {
		if r.ID == s.id {
			rows = texts(v.lang.PasteRelated(v.lang.RelatedName(r)))
		}
	}
	for _, said := range s.said {
		rows = append(rows, must(said).inked(warnInk))
	}
	return append(rows, must(v.lang.UnseenField(s.field.lines())), field("", ""))
}

// Status, Keys and Input implement screen.
func (s *value) Status(v *view) lower { return v.status() }

func (s *value) Keys(v *view) []bind {
	return []bind{{key: keyEnter, verb: v.lang.VerbReadsIt()}, {key: keyClear}, {key: keyEsc}}
}

func (s *value) Input() inputMode { return secret }
