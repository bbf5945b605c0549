package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// contain asks which limit is set before the kill. What is sent for it is the next question.
type contain struct {
	in
	cursor  cursor
	reading opID
	sent    bool // a limit was asked for here
	failed  error
}

func newContain() screen { return &contain{in: in(words.PhaseStop)} }

// Update implements screen.
func (s *contain) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		return s.shown(m.first, v)
	case answerMsg:
		if m.id == s.reading {
			s.reading, s.failed = 0, m.err
		}
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

// shown reads which limits there are, or leads on after one was asked for.
func (s *contain) shown(first bool, v *view) (nav, tea.Cmd) {
	if s.standing(v) {
		return stay(), nil
	}
	if n := s.ended(v); s.sent && n != stay() {
		return n, nil
	}
	if first || len(s.offers(v)) == 0 {
		return stay(), s.look(v)
	}
	return stay(), nil
}

func (s *contain) look(v *view) tea.Cmd {
	var cmd tea.Cmd
	s.failed = nil
	s.reading, cmd = v.readLimits()
	return cmd
}

// offers are the vendor's, those that can be set first.
func (s *contain) offers(v *view) []providers.Containment {
	list := slices.Clone(v.limits[v.key().Cred].offers)
	slices.SortStableFunc(list, func(a, b providers.Containment) int { return rank(a) - rank(b) })
	return list
}

func rank(c providers.Containment) int {
	switch {
	case c.Off != "":
		return 2
	case c.ExactUndo:
		return 0
	}
	return 1
}

func (s *contain) key(k keyMsg, v *view) (nav, tea.Cmd) {
	switch {
	case s.standing(v):
		if k.is(keyEnter) {
			return goTo(v.next()), nil
		}
		if k.is(keyUndo) {
			return push(newLift(v)), nil
		}
		return stay(), nil
	case k.is(keyEsc):
		return back(placeDecide), nil
	case s.failed != nil && (k.is(keyAgain) || k.is(keyEnter)):
		return stay(), s.look(v)
	case k.is(keyEnter) && s.reading == 0 && len(s.offers(v)) == 0:
		return back(placeDecide), nil
	}
	return s.options(v).take(&s.cursor, k, v)
}

// standing reports whether a limit of ours is in force.
func (s *contain) standing(v *view) bool { return len(v.key().Limits()) > 0 }

// options are the limits that the vendor offers; none before they are read.
func (s *contain) options(v *view) options {
	if s.reading != 0 || s.failed != nil {
		return nil
	}
	var list options
	for _, c := range s.offers(v) {
		off := v.off(runbook.Contain, "")
		if c.Off != "" {
			off = v.lang.Reason(c.Off)
		}
		list = append(list, option{v.lang.Containment(c.ID, c.Target), v.lang.ContainmentReach(c.WholeOf, c.ExactUndo), off,
			func() (nav, tea.Cmd) { return push(s.consent(v, c)), nil }})
	}
	return list
}

// consent asks for the yes to a limit.
func (s *contain) consent(v *view, c providers.Containment) screen {
	a, _ := v.action(runbook.Contain, "")
	ask := limitConsent(a, runbook.Input{Text: c.ID}, incident.Limit{ID: c.ID, Target: c.Target, WholeOf: c.WholeOf, ExactUndo: c.ExactUndo})
	ask.verb, ask.title = v.lang.VerbSetIt(), func(v *view) (string, string) { return v.lang.LimitTitle(), "" }
	ask.agreed = func() { s.sent = true }
	return ask
}

// limitConsent asks for the yes to what is done with a limit, which is named above.
func limitConsent(a runbook.Action, input runbook.Input, l incident.Limit) *consent {
	about := func(v *view) []row {
		rows := []row{must(v.lang.Containment(l.ID, l.Target)), must(v.lang.ContainmentReach(l.WholeOf, l.ExactUndo))}
		if v.small() {
			return rows[:1] // what is sent needs the room
		}
		return rows
	}
	return &consent{in: in(words.PhaseStop), act: a, input: input, about: about}
}

// ended leads on where the last request for a limit set none that stands.
func (s *contain) ended(v *view) nav {
	op, tried := v.key().LastOp(incident.ActContain)
	switch {
	case !tried:
		return stay()
	case op.Open():
		return goTo(placeSettle)
	case op.Outcome.Result == incident.Withheld:
		return goTo(placeRevoke)
	}
	return stay()
}
