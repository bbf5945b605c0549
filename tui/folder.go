package tui

import (
	"path/filepath"
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
}

func newFolder(of *tracing) screen { return &folder{in: in(words.PhaseTrace), of: of} }

// Update implements screen.
func (s *folder) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case answerMsg:
		if typed, ok := s.checked(m); ok {
			if path := below(v.host.Home, typed); !slices.Contains(s.of.folders, path) {
				s.of.folders = append(slices.Clone(s.of.folders), path)
			}
			return pop(), nil
		}
	case keyMsg:
		switch {
		case s.asking != 0:
		case !m.is(keyEnter):
			s.line.take(m)
		case strings.TrimSpace(s.line.String()) == "":
			return pop(), nil
		default:
			return stay(), s.check(v)
		}
	}
	return stay(), nil
}

// below puts the home folder in the place of a leading "~", as a shell would have.
func below(home, path string) string {
	if rest, ok := strings.CutPrefix(path, "~"); ok && home != "" && (rest == "" || rest[0] == '/') {
		return filepath.Join(home, rest)
	}
	return path
}

// Title implements screen.
func (s *folder) Title(v *view) (string, string) { return v.lang.FolderTitle(), "" }

// Body implements screen.
func (s *folder) Body(v *view) []row {
	rows := []row{text(v.lang.SearchHint(nil)[0])}
	for _, f := range s.of.folders {
		rows = append(rows, address(v.lang.FolderLabel(), clean(f, mostAddress)))
	}
	return append(append(rows, blank()), s.rows(v)...)
}

// Status, Keys and Input implement screen.
func (s *folder) Status(v *view) lower { return v.status() }

func (s *folder) Keys(v *view) []bind {
	return []bind{{key: keyEnter, verb: v.lang.VerbAddFolder()}, {key: keyClear}}
}

func (s *folder) Input() inputMode { return prose }
