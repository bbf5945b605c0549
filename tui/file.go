package tui

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/words"
)

// file asks for the path of a file that holds the key, and gives its text to the question that
// it was opened from.
type file struct {
	in
	to      *paste
	path    line
	reading opID
	unread  bool
}

func newFile(to *paste) screen { return &file{in: in(words.PhaseCheck), to: to} }

// Update implements screen.
func (s *file) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case answerMsg:
		if m.id == s.reading {
			return s.came(m, v), nil
		}
	case keyMsg:
		switch {
		case s.reading != 0:
		case m.is(keyEnter):
			return stay(), s.read(v)
		default:
			s.unread = false
			s.path.take(m)
		}
	}
	return stay(), nil
}

func (s *file) read(v *view) tea.Cmd {
	path, read := strings.TrimSpace(s.path.String()), v.host.ReadFile
	if path == "" {
		return nil
	}
	var cmd tea.Cmd
	s.reading, cmd = v.ask("", func(ctx context.Context, _ *Session) (any, error) { return read(ctx, path) })
	return cmd
}

// came hands the text over; it is recognised as soon as its question is seen again.
func (s *file) came(m answerMsg, v *view) nav {
	s.reading = 0
	text, ok := m.value.([]byte)
	if m.err != nil || !ok {
		s.unread = true
		return stay()
	}
	s.to.shown = false // the look belongs to that screen, not to this one
	s.to.fill(pasteMsg{text: text}, v)
	return pop()
}

// Title implements screen.
func (s *file) Title(v *view) (string, string) { return v.lang.FileTitle(), "" }

// Body implements screen.
func (s *file) Body(v *view) []row {
	rows := []row{v.typed(v.lang.PathPrompt(), s.path.String())}
	if s.unread {
		rows = append(rows, must(v.lang.FileUnread()).inked(warnInk))
	}
	return rows
}

// Status, Keys and Input implement screen.
func (s *file) Status(v *view) lower { return v.status() }

func (s *file) Keys(v *view) []bind {
	return []bind{{key: keyEnter, verb: v.lang.VerbReadsIt()}, {key: keyClear}}
}

func (s *file) Input() inputMode { return prose }
