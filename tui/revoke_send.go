package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
)

// How a phrase is taken before a kill, and how the kill is sent.

func (s *revoke) key(k keyMsg, v *view) (nav, tea.Cmd) {
	switch {
	case s.sending != 0:
		v.say(v.lang.AlreadySent())
		return stay(), nil
	case k.is(keyEsc):
		s.field.clear()
		return back(before(v)), nil
	case s.failed != nil && k.is(keyAgain):
		return stay(), s.read(v)
	case s.failed != nil:
		return s.unmade(v).take(&s.cursor, k, v)
	}
	if s.crowded(v) {
		v.say(v.lang.TooSmall())
		return stay(), nil
	}
	switch s.field.take(k) {
	case heldBack:
		v.say(v.lang.EnterHeld())
	case agreed:
		return s.send(v)
	}
	return stay(), nil
}

// unmade are the ways on where the statement cannot be made.
func (s *revoke) unmade(v *view) options {
	return options{
		{v.lang.TryAgain(), "", "", func() (nav, tea.Cmd) { return stay(), s.read(v) }},
		{v.lang.WhoElse(), "", "", v.opens(placeWho)},
	}
}

// before is the question that a stopped kill leads back to.
func before(v *view) place {
	if p := v.next(); p != placeRevoke {
		return p
	}
	return placeDecide
}

// send lets the one request go. Everything that it rests on must stand above the phrase.
func (s *revoke) send(v *view) (nav, tea.Cmd) {
	a, ok := v.action(s.name, "")
	if !s.ready(v) || !ok {
		v.say(v.lang.NotYetSendable())
		return stay(), nil
	}
	if a.Off != "" {
		v.say(v.lang.NotNow(v.lang.Why(a.Off, v.vendor())))
		return stay(), nil
	}
	var cmd tea.Cmd
	s.sending, cmd = v.do(a, runbook.Input{Approved: a.Approvals})
	return stay(), cmd
}

// ready reports whether all of the statement is in view.
func (s *revoke) ready(v *view) bool {
	a, _ := v.action(s.name, "")
	list, made := v.rehearsed(a, runbook.Input{})
	return made && len(list) > 0 && s.making == 0 && s.knows && s.failed == nil && !v.runs(runbook.Forecast)
}
