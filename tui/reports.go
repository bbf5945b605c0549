package tui

import (
	"context"
	"path/filepath"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/words"
)

// reports lists what was written on this machine. Enter reads one.
type reports struct {
	in
	cursor  cursor
	asking  opID
	written []Written
	failed  bool
}

func newReports(*view) screen { return &reports{} }

// Update implements screen.
func (s *reports) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		var cmd tea.Cmd
		list := v.host.Reports
		s.asking, cmd = v.ask("", func(ctx context.Context, _ *Session) (any, error) { return list(ctx) })
		return stay(), cmd
	case answerMsg:
		if m.id == s.asking && s.asking != 0 {
			s.asking = 0
			written, ok := m.value.([]Written)
			s.written, s.failed = written, !ok || m.err != nil
		}
	case keyMsg:
		if m.is(keyEnter) && s.none() {
			return pop(), nil
		}
		return s.options(v).take(&s.cursor, m, v)
	}
	return stay(), nil
}

// none reports whether there is nothing to read.
func (s *reports) none() bool { return len(s.written) == 0 && s.asking == 0 }

func (s *reports) options(v *view) options {
	var list options
	for _, w := range s.written {
		list = append(list, option{clean(filepath.Base(w.Path), mostAddress), v.lang.Ago(w.At, v.now), "", func() (nav, tea.Cmd) {
			return push(newPastReport(w.Path)), nil
		}})
	}
	return list
}

// Title implements screen.
func (s *reports) Title(v *view) (string, string) { return v.lang.ReportsTitle(), "" }

// Body implements screen.
func (s *reports) Body(v *view) []row {
	switch {
	case s.failed:
		return []row{must(v.lang.ReportsUnread()).inked(warnInk)}
	case s.none():
		return []row{must(v.lang.NoReports())}
	}
	return s.options(v).rows(s.cursor)
}

// Status, Keys and Input implement screen.
func (s *reports) Status(v *view) lower { return v.status() }

func (s *reports) Keys(v *view) []bind {
	if s.none() {
		return binds(v.lang.Verb(words.VerbBack))
	}
	return binds(v.lang.VerbRead())
}

func (s *reports) Input() inputMode { return list }

// pastReport is a report from the disk, to read.
type pastReport struct {
	reader
	path    string
	reading opID
	failed  bool
	text    []row
	heads   []int
}

func newPastReport(path string) screen {
	s := &pastReport{path: path}
	s.reader = reader{
		title: func(*view) (string, string) { return clean(filepath.Base(s.path), mostAddress), "" },
		rows:  s.page}
	return s
}

// Update implements screen.
func (s *pastReport) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		var cmd tea.Cmd
		open, path := v.host.ReadFile, s.path
		s.reading, cmd = v.ask("", func(ctx context.Context, _ *Session) (any, error) { return open(ctx, path) })
		return stay(), cmd
	case answerMsg:
		if m.id == s.reading && s.reading != 0 {
			s.reading = 0
			text, ok := m.value.([]byte)
			if s.failed = !ok || m.err != nil; !s.failed {
				s.text, s.heads = markdownRows(string(text))
			}
		}
	case keyMsg:
		if m.is(keyTab) {
			s.jump(v, s.page(v), s.heads)
			return stay(), nil
		}
		return s.reader.Update(m, v)
	}
	return stay(), nil
}

func (s *pastReport) page(v *view) []row {
	if s.failed {
		return []row{must(v.lang.FileUnread()).inked(warnInk)}
	}
	return s.text
}

// Keys implements screen.
func (s *pastReport) Keys(v *view) []bind {
	return []bind{{key: keyEnter, verb: v.lang.Verb(words.VerbClose)}, {key: keyTab, verb: v.lang.VerbSection()}}
}

// markdownRows are the lines of a text, and which of them head a section. The front matter, which
// is for programs, is left out.
func markdownRows(text string) (rows []row, heads []int) {
	const fence = "---\n"
	if head, ok := strings.CutPrefix(text, fence); ok {
		if _, body, closed := strings.Cut(head, "\n"+fence); closed {
			text = strings.TrimLeft(body, "\n")
		}
	}
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		if strings.HasPrefix(line, "<!-- fb:") {
			continue // marks for programs
		}
		if strings.HasPrefix(line, "## ") {
			heads = append(heads, len(rows))
		}
		rows = append(rows, markdownRow(line))
	}
	return rows, heads
}
