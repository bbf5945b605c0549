package tui

import (
	"bytes"
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook/words"
)

// seal takes a passphrase unseen, under which new keys are kept from then on: a new one twice,
// the one that was chosen before once.
type seal struct {
	in
	field  secretField
	first  providers.Secret // what came first; empty while it has not
	taking opID
	said   string
}

func newSeal() screen { return &seal{in: in(words.PhaseRotate)} }

// sealed tells whether both entries were the same; first is kept for the second.
type sealed struct {
	first providers.Secret
	set   bool
}

// Update implements screen.
func (s *seal) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case pasteMsg:
		s.field.paste(m)
	case answerMsg:
		if m.id == s.taking {
			return s.heard(m, v), nil
		}
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

func (s *seal) key(k keyMsg, v *view) (nav, tea.Cmd) {
	if s.taking != 0 {
		return stay(), nil
	}
	switch s.field.press(k) {
	case fieldLeft:
		return pop(), nil
	case fieldRead:
		return stay(), s.take(v)
	}
	s.said = ""
	return stay(), nil
}

// take compares the field with what came first, and wipes it.
func (s *seal) take(v *view) tea.Cmd {
	text, first := s.field.hand(), s.first
	var cmd tea.Cmd
	s.taking, cmd = v.ask("", func(_ context.Context, x *Session) (any, error) {
		defer clear(text)
		value := providers.NewSecret(bytes.Trim(text, "\r\n"))
		switch {
		case x == nil || x.Passphrase == nil:
			return nil, errNoSession
		case first.IsEmpty() && !x.PassphraseKept:
			return sealed{first: value}, nil
		case !x.PassphraseKept && !value.Equal(first):
			return sealed{}, nil
		}
		x.Passphrase(value)
		return sealed{set: true}, nil
	})
	return cmd
}

func (s *seal) heard(m answerMsg, v *view) nav {
	s.taking = 0
	got, ok := m.value.(sealed)
	if !ok || got.set {
		return pop()
	}
	s.first = got.first
	if s.first.IsEmpty() {
		s.said = v.lang.PassphrasesDiffer()
	}
	return stay()
}

// Title implements screen.
func (s *seal) Title(v *view) (string, string) { return v.lang.PassphraseTitle(), "" }

// Body implements screen.
func (s *seal) Body(v *view) []row {
	var rows []row
	for _, line := range v.lang.AskPassphrase(!v.session.PassphraseKept) {
		rows = append(rows, text(line))
	}
	if !s.first.IsEmpty() {
		rows = []row{must(v.lang.PassphraseAgain())}
	}
	rows = append(rows, unseen(v, &s.field)...)
	if s.said != "" {
		rows = append(rows, must(s.said).inked(warnInk))
	}
	return rows
}

// Status, Keys and Input implement screen.
func (s *seal) Status(v *view) lower { return v.status() }

func (s *seal) Keys(v *view) []bind {
	return []bind{{key: keyEnter, verb: v.lang.VerbReadsIt()}, {key: keyClear}, {key: keyEsc, verb: v.lang.VerbStop()}}
}

func (s *seal) Input() inputMode { return secret }
