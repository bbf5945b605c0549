package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// contain asks whether a limit is set before the kill. The statement of the selected one is in
// view, with its undo; y sends it.
type contain struct {
	in
	first   string // id of the limit to begin with, "" for the first that can be undone exactly
	cursor  cursor
	placed  bool // the cursor stands on the first
	reading opID
	making  opID
	sending opID
	sent    string // id of the limit that was sent here
	failed  error
}

// newContain begins with an offer of the vendor's; with none it takes the first that can be
// undone exactly, and reads which there are.
func newContain(_ *view, offer providers.Containment) screen {
	return &contain{in: in(words.PhaseStop), first: offer.ID}
}

// Update implements screen.
func (s *contain) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		if s.standing(v) {
			return stay(), nil
		}
		return s.look(v)
	case answerMsg:
		return stay(), s.heard(m, v)
	case doneMsg:
		return s.ended(m, v), nil
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

func (s *contain) look(v *view) (nav, tea.Cmd) {
	var cmd tea.Cmd
	s.failed = nil
	s.reading, cmd = v.readLimits()
	return stay(), cmd
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

func (s *contain) heard(m answerMsg, v *view) tea.Cmd {
	switch m.id {
	case s.reading:
		s.reading = 0
		if s.failed = m.err; m.err != nil {
			return nil
		}
		if i := slices.IndexFunc(s.offers(v), func(c providers.Containment) bool { return c.ID == s.first }); i >= 0 && !s.placed {
			s.cursor.at = i
		}
		s.placed = true
		return s.rehearse(v)
	case s.making:
		s.making = 0
		s.failed = m.err
	}
	return nil
}

// chosen is the offer under the cursor; ok is false where none can be set.
func (s *contain) chosen(v *view) (providers.Containment, bool) {
	list := s.offers(v)
	if len(list) == 0 {
		return providers.Containment{}, false
	}
	c := list[s.cursor.on(len(list))]
	return c, c.Off == ""
}

// rehearse makes the statement of the selected offer, once.
func (s *contain) rehearse(v *view) tea.Cmd {
	a, offered := v.action(runbook.Contain, "")
	c, ok := s.chosen(v)
	if !ok || !offered {
		return nil
	}
	in := runbook.Input{Text: c.ID}
	if _, made := v.rehearsed(a, in); made {
		return nil
	}
	var cmd tea.Cmd
	s.making, cmd = v.rehearse(a, in)
	return cmd
}

func (s *contain) key(k keyMsg, v *view) (nav, tea.Cmd) {
	switch {
	case s.sending != 0:
		v.say(v.lang.AlreadySent())
	case s.standing(v):
		if k.is(keyEnter) {
			return goTo(v.next()), nil
		}
		if k.is(keyUndo) {
			return push(newLift(v)), nil
		}
	case k.is(keyEnter), k.is(keyEsc):
		return goTo(placeDecide), nil
	case k.is(keyAgain):
		return s.look(v)
	case k.is(keyYes):
		return s.send(v)
	case s.cursor.take(k, len(s.offers(v))):
		return stay(), s.rehearse(v)
	}
	return stay(), nil
}

// standing reports whether a limit of ours is in force.
func (s *contain) standing(v *view) bool { return len(v.key().Limits()) > 0 }

// send sets the selected limit. Its statement must be in view.
func (s *contain) send(v *view) (nav, tea.Cmd) {
	a, _ := v.action(runbook.Contain, "")
	c, ok := s.chosen(v)
	if _, made := v.rehearsed(a, runbook.Input{Text: c.ID}); !ok || !made {
		return stay(), nil
	}
	var cmd tea.Cmd
	s.sent = c.ID
	s.sending, cmd = v.do(a, runbook.Input{Text: c.ID, Approved: a.Approvals})
	return stay(), cmd
}

func (s *contain) ended(m doneMsg, v *view) nav {
	if s.sending == 0 || m.id != s.sending {
		return stay()
	}
	s.sending = 0
	op, tried := v.key().LastOp(incident.ActContain)
	switch {
	case m.err != nil, !tried:
		return stay()
	case op.Open():
		return goTo(placeSettle)
	case op.Outcome.Result == incident.Withheld:
		return goTo(placeRevoke)
	}
	return stay()
}
