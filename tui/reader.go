package tui

import (
	"math"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/words"
)

// reader is a screen that is read and not chosen from: it scrolls, and enter closes it.
type reader struct {
	phase words.Phase
	from  int // first line in view
	title func(*view) (title, right string)
	rows  func(*view) []row
	last  bool // begins at its end, and stays there
}

// Update implements screen.
func (s *reader) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		if s.last {
			s.from = math.MaxInt // also in another size, until the person scrolls
		}
	case keyMsg:
		if m.is(keyEnter) {
			return pop(), nil
		}
		s.scroll(m, v)
	}
	return stay(), nil
}

// scroll moves the view; false for a key that does not.
func (s *reader) scroll(k keyMsg, v *view) bool {
	most := s.most(v)
	c := cursor{min(s.from, most)}
	if !c.take(k, most+1) {
		return false
	}
	s.from = c.at
	return true
}

// jump goes to the next of the rows named below the first line in view; after the last, or at
// the end, to the top.
func (s *reader) jump(v *view, rows []row, heads []int) {
	p := newPaper(v.theme, v.lang, v.w-1, rows)
	most := s.most(v)
	from, at := min(s.from, most), 0
	for i, r := range rows {
		if at > from && from < most && slices.Contains(heads, i) {
			s.from = at
			return
		}
		at += len(p.lay(r, false))
	}
	s.from = 0
}

// first implements scroller.
func (s *reader) first() int { return s.from }

// most is the last line that the view may begin with.
func (s *reader) most(v *view) int {
	rows := s.rows(v)
	p := newPaper(v.theme, v.lang, v.w-1, rows)
	n := 0
	for _, r := range rows {
		n += len(p.lay(r, false))
	}
	room, head := v.roomOf(), len(v.title(s, v.w-1))
	if head+2 < room {
		n++ // the blank line below the title
	}
	return max(0, n-max(room-head, 1))
}

// Phase, Title, Body, Status, Keys and Input implement screen.
func (s *reader) Phase() words.Phase { return s.phase }

func (s *reader) Title(v *view) (string, string) { return s.title(v) }

func (s *reader) Body(v *view) []row { return s.rows(v) }

func (s *reader) Status(v *view) lower { return v.status() }

func (s *reader) Keys(v *view) []bind { return binds(v.lang.Verb(words.VerbClose)) }

func (s *reader) Input() inputMode { return list }
