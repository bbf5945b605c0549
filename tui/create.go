package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// create asks how long the new key lives. The request of the selected lifetime is in view, with
// its undo; y sends it.
type create struct {
	in
	of     *rotate
	every  bool // the same y covers the writes that follow
	cursor cursor
	proposal
}

func newCreate(of *rotate, every bool) screen {
	return &create{in: in(words.PhaseRotate), of: of, every: every, cursor: of.lifetime}
}

// lifetimes are those offered for the new key; zero is that of the old one. A short one bounds
// the next leak, and is an outage when nobody rotates in time.
var lifetimes = []time.Duration{0, 30 * 24 * time.Hour, 90 * 24 * time.Hour, 180 * 24 * time.Hour}

// Update implements screen.
func (s *create) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		return stay(), s.rehearse(v)
	case answerMsg:
		s.heard(m)
	case doneMsg:
		if m.id == s.sending {
			return pop(), nil
		}
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

// input is what is asked for with the rights chosen before and the lifetime under the cursor.
func (s *create) input() runbook.Input {
	return runbook.Input{Narrow: runbook.Narrowing{Scopes: s.of.scopes, Expires: lifetimes[s.cursor.on(len(lifetimes))]}}
}

// rehearse makes the request of the selected lifetime, once.
func (s *create) rehearse(v *view) tea.Cmd {
	a, ok := v.action(runbook.Replace, "")
	if _, made := v.rehearsed(a, s.input()); !ok || made {
		return nil
	}
	return s.proposal.rehearse(v, a, s.input())
}

func (s *create) key(k keyMsg, v *view) (nav, tea.Cmd) {
	switch {
	case s.sending != 0:
		v.say(v.lang.AlreadySent())
	case k.is(keyEnter):
		return pop(), nil
	case k.is(keyAgain):
		return stay(), s.rehearse(v)
	case k.is(keyYes):
		a, ok := v.action(runbook.Replace, "")
		in := s.input()
		if _, made := v.rehearsed(a, in); !ok || !made {
			return stay(), nil
		}
		in.Approved = a.Approvals
		s.of.every = s.every
		var cmd tea.Cmd
		s.sending, cmd = v.do(a, in)
		return stay(), cmd
	case s.cursor.take(k, len(lifetimes)):
		s.of.lifetime = s.cursor // it stands when the person comes back
		return stay(), s.rehearse(v)
	}
	return stay(), nil
}

// Title implements screen.
func (s *create) Title(v *view) (string, string) {
	if v.small() {
		return v.lang.NarrowTitle(), ""
	}
	return v.lang.NarrowTitle(), v.lang.NewRights(v.key(), s.of.scopes)
}

// Body implements screen.
func (s *create) Body(v *view) []row {
	rows := s.choices(v)
	rows = append(rows, blank())
	if s.failed != nil {
		said := incident.Explain(s.failed)
		return append(rows, v.three(v.lang.Trouble(incident.StepRotate, said, v.vendor()), v.lang.Answered(said.Fail))...)
	}
	a, _ := v.action(runbook.Replace, "")
	rows = append(rows, statements(v, a, s.input())...)
	if s.every {
		places := v.key().Successor.Places
		if v.small() {
			return append(rows, must(v.lang.AlsoWritesTo(len(places))))
		}
		for _, line := range v.lang.AlsoWrites(places) {
			rows = append(rows, must(line))
		}
	}
	return rows
}

// choices are the lifetimes; in a small window the selected one alone, so that what y sends is
// in view.
func (s *create) choices(v *view) []row {
	var rows []row
	for i, d := range lifetimes {
		on := i == s.cursor.on(len(lifetimes))
		title, leads := v.lang.NoExpiry(), v.lang.AsOldOne()
		if d > 0 {
			title, leads = v.lang.Expires(d), v.lang.ExpiryLeads()
		}
		if !on {
			leads = ""
		}
		if on || !v.small() {
			rows = append(rows, choice(title, leads, on, ""))
		}
	}
	return rows
}

// Status, Keys and Input implement screen.
func (s *create) Status(v *view) lower { return v.status() }

func (s *create) Keys(v *view) []bind {
	list := []bind{{key: keyEnter, verb: v.lang.VerbStop()}, {key: keyYes, verb: v.lang.VerbCreateIt(), off: v.off(runbook.Replace, "")}}
	if s.failed != nil {
		list = append(list, bind{key: keyAgain})
	}
	return append(list, bind{key: keyEsc})
}

func (s *create) Input() inputMode { return list }
