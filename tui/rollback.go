package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
)

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

// back asks whether the place that was written last gets the old key back.
func (s *rotate) back(v *view) (nav, tea.Cmd) {
	p, ok := newest(v.key())
	if !ok || v.mutates() {
		return stay(), nil
	}
	a, _ := v.action(runbook.RollBack, runbook.PlaceID(p))
	c := &consent{in: s.in, act: a, verb: v.lang.VerbPutBack(), title: func(v *view) (string, string) { return v.lang.RollBackTitle() }}
	c.about = func(v *view) []row {
		rows := v.parts(v.lang.RollBackParts(p))
		for i := range rows {
			rows[i].keep = true // what y does is in view
		}
		return rows
	}
	c.agreed = func() { s.every, s.check = false, false } // what went back is not written again by itself
	return push(c), nil
}
