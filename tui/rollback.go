package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// rollBack asks whether one written place gets the old key back. Only y does it, and only with
// its statement in view.
type rollBack struct {
	in
	of    *rotate
	place incident.Place
	proposal
}

func newRollBack(of *rotate, p incident.Place) screen {
	return &rollBack{in: in(words.PhaseRotate), of: of, place: p}
}

// newest is the place that was written last: the one that goes back first.
func newest(k incident.Key) (incident.Place, bool) {
	var last incident.PlaceState
	for _, p := range k.Successor.Places {
		if !p.Written.IsZero() && !p.Written.Before(last.Written) {
			last = p
		}
	}
	return last.Place, !last.Written.IsZero()
}

// putsBack is why no place can go back, "" where one can.
func (v *view) putsBack() string {
	p, ok := newest(v.key())
	if !ok {
		return v.lang.NothingToTakeBack()
	}
	return v.off(runbook.RollBack, runbook.PlaceID(p))
}

// back leads to the question about the newest place.
func (s *rotate) back(v *view) (nav, tea.Cmd) {
	p, ok := newest(v.key())
	if !ok || v.mutates() {
		return stay(), nil
	}
	return push(newRollBack(s, p)), nil
}

func (s *rollBack) action(v *view) (runbook.Action, bool) {
	return v.action(runbook.RollBack, runbook.PlaceID(s.place))
}

// Update implements screen.
func (s *rollBack) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
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

func (s *rollBack) rehearse(v *view) tea.Cmd {
	a, ok := s.action(v)
	if !ok {
		return nil
	}
	return s.proposal.rehearse(v, a, runbook.Input{})
}

func (s *rollBack) key(k keyMsg, v *view) (nav, tea.Cmd) {
	switch {
	case s.sending != 0:
		v.say(v.lang.AlreadySent())
	case k.is(keyEnter):
		return pop(), nil
	case k.is(keyAgain):
		return stay(), s.rehearse(v)
	case k.is(keyYes):
		a, ok := s.action(v)
		if _, made := v.rehearsed(a, runbook.Input{}); !ok || !made || s.failed != nil || a.Off != "" {
			return stay(), nil
		}
		s.of.every, s.of.check = false, false // what went back is not written again by itself
		var cmd tea.Cmd
		s.sending, cmd = v.do(a, runbook.Input{Approved: a.Approvals})
		return stay(), cmd
	}
	return stay(), nil
}

// Title implements screen.
func (s *rollBack) Title(v *view) (string, string) { return v.lang.RollBackTitle() }

// Body implements screen.
func (s *rollBack) Body(v *view) []row {
	rows := v.parts(v.lang.RollBackParts(s.place))
	for i := range rows {
		rows[i].keep = true // what y does is in view
	}
	rows = append(rows, blank())
	if s.failed != nil {
		said := incident.Explain(s.failed)
		return append(rows, v.three(v.lang.Trouble(incident.StepRotate, said, v.vendor()), v.lang.Answered(said.Fail))...)
	}
	a, _ := s.action(v)
	return append(rows, statements(v, a, runbook.Input{})...)
}

// Status, Keys and Input implement screen.
func (s *rollBack) Status(v *view) lower { return v.status() }

func (s *rollBack) Keys(v *view) []bind {
	list := []bind{{key: keyEnter, verb: v.lang.VerbStop()}, {key: keyYes, verb: v.lang.VerbPutBack(), off: v.off(runbook.RollBack, runbook.PlaceID(s.place))}}
	if s.failed != nil {
		list = append(list, bind{key: keyAgain})
	}
	return append(list, bind{key: keyEsc})
}

func (s *rollBack) Input() inputMode { return list }
