package tui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/words"
)

// receive leads through the making of the new key by hand, and takes its value unseen. What is
// typed is sealed before anything else happens to it. In a drill the console is simulated too, and
// enter takes the key from there.
type receive struct {
	in
	field   secretField
	asking  opID
	page    providers.Guide
	paged   bool
	reading opID
	doing   opID
	said    []string
}

func newReceive(*view) screen { return &receive{in: in(words.PhaseRotate)} }

// Update implements screen.
func (s *receive) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		var cmd tea.Cmd
		s.asking, cmd = v.askPage("create")
		return stay(), cmd
	case pasteMsg:
		s.said = nil
		s.field.paste(m)
	case answerMsg:
		return stay(), s.heard(m, v)
	case doneMsg:
		if m.id == s.doing {
			return pop(), nil
		}
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

func (s *receive) key(k keyMsg, v *view) (nav, tea.Cmd) {
	if s.reading != 0 || s.doing != 0 {
		return stay(), nil
	}
	if k.is(keyEnter) && k.single && s.field.empty() && v.session.Exercise != nil {
		return stay(), s.fetch(v)
	}
	return s.field.answer(k, &s.said, func() tea.Cmd { return s.read(v) })
}

// read takes the one value of the field, and wipes it.
func (s *receive) read(v *view) tea.Cmd {
	text, find, of := s.field.hand(), v.host.Find, v.state
	var cmd tea.Cmd
	s.reading, cmd = v.ask("", func(context.Context, *Session) (any, error) {
		defer clear(text)
		return otherValue(find, text, of), nil
	})
	return cmd
}

// fetch takes the value from a drill's console.
func (s *receive) fetch(v *view) tea.Cmd {
	var cmd tea.Cmd
	s.reading, cmd = v.ask("", func(ctx context.Context, on *Session) (any, error) {
		value, err := on.Exercise.Console(ctx)
		return given{value: providers.Credential{Secret: value}}, err
	})
	return cmd
}

func (s *receive) heard(m answerMsg, v *view) tea.Cmd {
	switch m.id {
	case s.asking:
		if p, ok := m.value.(consolePage); ok {
			s.page, s.paged = p.guide, p.known
		}
	case s.reading:
		s.reading = 0
		return s.take(m, v)
	}
	return nil
}

// take has the value sealed, where it is one and a new one.
func (s *receive) take(m answerMsg, v *view) tea.Cmd {
	got, ok := m.value.(given)
	a, offered := v.action(runbook.Receive, "")
	switch {
	case !ok || !offered || a.Off != "":
	case got.many:
		s.said = v.lang.OneValue()
	case got.leaked:
		s.said = []string{v.lang.NewKeyIsOld()}
	default:
		var cmd tea.Cmd
		s.doing, cmd = v.do(a, runbook.Input{Secret: got.value.Secret, Approved: a.Approvals})
		return cmd
	}
	return nil
}

// Title implements screen.
func (s *receive) Title(v *view) (string, string) { return v.lang.NewKeyTitle(), "" }

// Body implements screen.
func (s *receive) Body(v *view) []row {
	var rows []row
	if s.paged {
		rows = append(guideRows(v, "create", s.page), blank())
	}
	if v.session.Exercise != nil {
		rows = append(rows, must(v.lang.DrillConsole()), blank())
	}
	rows = append(rows, unseen(v, &s.field)...)
	for _, said := range s.said {
		rows = append(rows, must(said).inked(warnInk))
	}
	return rows
}

// Status, Keys and Input implement screen.
func (s *receive) Status(v *view) lower { return v.status() }

func (s *receive) Keys(v *view) []bind {
	enter := s.field.enter(v, v.lang.VerbKeepSealed())
	if v.session.Exercise != nil { // enter takes it from the drill's console
		enter.verb = v.lang.VerbKeepSealed()
	}
	return []bind{enter, {key: keyClear}, {key: keyEsc, verb: v.lang.VerbStop()}}
}

func (s *receive) Input() inputMode { return secret }
