package tui

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/words"
)

// folder asks for one folder to search for the key.
type folder struct {
	in
	of *tracing
	noted
	looking opID   // whether there is anything at the place
	said    string // why the last place is not taken
}

func newFolder(of *tracing) screen { return &folder{in: in(words.PhaseTrace), of: of} }

// Update implements screen.
func (s *folder) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case answerMsg:
		if typed, ok := s.checked(m); ok {
			return stay(), s.look(v, typed)
		}
		if at, ok := m.value.(searchable); ok && m.id == s.looking {
			s.looking = 0
			return s.take(v, at), nil
		}
	case keyMsg:
		switch {
		case s.asking != 0 || s.looking != 0:
		case !m.is(keyEnter):
			s.said = ""
			s.line.take(m)
		case strings.TrimSpace(s.line.String()) == "":
			return pop(), nil
		default:
			return stay(), s.check(v)
		}
	}
	return stay(), nil
}

// searchable is where a typed place leads, and why it cannot be searched.
type searchable struct {
	path string
	err  error
}

// look asks whether there is anything at the place.
func (s *folder) look(v *view, typed string) tea.Cmd {
	place := v.host.Place
	var cmd tea.Cmd
	s.looking, cmd = v.ask("", func(context.Context, *Session) (any, error) {
		if place == nil {
			return searchable{path: typed}, nil
		}
		path, err := place(typed)
		return searchable{path, err}, nil
	})
	return cmd
}

// take adds a place that can be searched; of any other it says why, and leaves it to be mended.
func (s *folder) take(v *view, at searchable) nav {
	if at.err != nil {
		s.said = v.lang.PlaceUnread(at.path, errors.Is(at.err, fs.ErrNotExist))
		return stay()
	}
	if !slices.Contains(s.of.folders, at.path) {
		s.of.folders = append(slices.Clone(s.of.folders), at.path)
	}
	return pop()
}

// Title implements screen.
func (s *folder) Title(v *view) (string, string) { return v.lang.FolderTitle(), "" }

// Body implements screen.
func (s *folder) Body(v *view) []row {
	rows := []row{text(v.lang.SearchHint(nil)[0])}
	for _, f := range s.of.folders {
		rows = append(rows, address(v.lang.FolderLabel(), clean(f, mostAddress)))
	}
	rows = append(append(rows, blank()), s.rows(v)...)
	if s.said != "" {
		rows = append(rows, must(s.said).inked(warnInk))
	}
	return rows
}

// Status, Keys and Input implement screen.
func (s *folder) Status(v *view) lower { return v.status() }

func (s *folder) Keys(v *view) []bind {
	return []bind{{key: keyEnter, verb: v.lang.VerbAddFolder()}, {key: keyClear}}
}

func (s *folder) Input() inputMode { return prose }
