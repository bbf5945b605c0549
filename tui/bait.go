package tui

import (
	"maps"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// bait asks before a key is used that may have been laid out to raise an alarm. Enter alone
// leaves it unused.
type bait struct {
	in
	cursor cursor
}

func newBait(*view) screen { return &bait{in: in(words.PhaseCheck)} }

// mayUse reports whether the vendor may be asked with the key: it is no bait, its use was agreed
// to in this run, or an alarm would have been raised long ago.
func (v *view) mayUse() bool {
	return v.used[v.state.Opening.ID+"/"+v.key().Cred] || !runbook.Bait(v.key())
}

// use agrees to it.
func (v *view) use() {
	used := maps.Clone(v.used)
	if used == nil {
		used = map[string]bool{}
	}
	used[v.state.Opening.ID+"/"+v.key().Cred] = true
	v.used = used
}

// Update implements screen.
func (s *bait) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		if v.state.Closing != nil {
			return goTo(v.next()), nil
		}
	case keyMsg:
		return s.options(v).take(&s.cursor, m, v)
	}
	return stay(), nil
}

func (s *bait) options(v *view) options {
	return options{
		optionOf(v.lang.LeaveBait(), "", goes(placeNext)),
		optionOf(v.lang.UseBait(v.vendor()), "", func() (nav, tea.Cmd) {
			v.use()
			return goTo(v.next()), nil
		}),
		optionOf(v.lang.FalseAlarm(), "", v.alarm),
	}
}

// Title implements screen.
func (s *bait) Title(v *view) (string, string) {
	return v.lang.BaitTitle(), v.lang.Step(incident.StepValidate)
}

// Body implements screen.
func (s *bait) Body(v *view) []row {
	var rows []row
	for _, said := range v.lang.BaitFacts(v.vendor()) {
		rows = append(rows, must(said))
	}
	return append(append(rows, blank()), s.options(v).rows(s.cursor)...)
}

// Status, Keys and Input implement screen.
func (s *bait) Status(v *view) lower { return v.status() }

func (s *bait) Keys(v *view) []bind { return binds(v.lang.Verb(words.VerbChoose)) }

func (s *bait) Input() inputMode { return list }
