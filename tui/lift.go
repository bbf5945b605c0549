package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// lift asks what becomes of each limit of ours that stands: y takes the selected one back,
// - keeps it for good with a reason. It is opened above another screen and leads back to it.
type lift struct {
	in
	cursor cursor
	proposal
	sent bool
}

func newLift(*view) screen { return &lift{in: in(words.PhaseStop)} }

// Update implements screen.
func (s *lift) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg, changedMsg:
		if s.sending == 0 && len(v.key().Limits()) > 0 {
			return stay(), s.rehearse(v)
		}
	case answerMsg:
		s.heard(m)
	case doneMsg:
		return s.ended(m, v), nil
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

// chosen is the limit under the cursor.
func (s *lift) chosen(v *view) (incident.Op, bool) {
	list := v.key().Limits()
	if len(list) == 0 {
		return incident.Op{}, false
	}
	return list[s.cursor.on(len(list))], true
}

// action is what takes the selected limit back.
func (s *lift) action(v *view) (runbook.Action, bool) {
	op, ok := s.chosen(v)
	if !ok {
		return runbook.Action{}, false
	}
	return v.action(runbook.Lift, op.Intent.Limit.ID)
}

// rehearse makes the statement of the selected limit, once.
func (s *lift) rehearse(v *view) tea.Cmd {
	a, ok := s.action(v)
	if _, made := v.rehearsed(a, runbook.Input{}); !ok || made || s.making != 0 {
		return nil
	}
	return s.proposal.rehearse(v, a, runbook.Input{})
}

func (s *lift) key(k keyMsg, v *view) (nav, tea.Cmd) {
	n := len(v.key().Limits())
	switch {
	case s.sending != 0:
		v.say(v.lang.AlreadySent())
	case k.is(keyEnter):
		return pop(), nil
	case k.is(keyYes):
		a, ok := s.action(v)
		if _, made := v.rehearsed(a, runbook.Input{}); !ok || !made {
			return stay(), nil
		}
		var cmd tea.Cmd
		s.sent = true
		s.sending, cmd = v.do(a, runbook.Input{Approved: a.Approvals})
		return stay(), cmd
	case k.is(keyLeftOut):
		op, _ := s.chosen(v)
		if a, ok := v.action(runbook.KeepLimit, op.Intent.Limit.ID); ok {
			return push(newReason(words.PhaseStop, a)), nil
		}
	case k.is(keyAgain):
		return stay(), s.rehearse(v)
	case s.cursor.take(k, n):
		return stay(), s.rehearse(v)
	}
	return stay(), nil
}

func (s *lift) ended(m doneMsg, v *view) nav {
	if s.sending == 0 || m.id != s.sending {
		return stay()
	}
	s.sending = 0
	k := v.key()
	if op, open := k.OpenOp(); open && op.Intent.Act == incident.ActLift {
		return goTo(placeSettle)
	}
	if m.err == nil && (len(k.Limits()) == 0 || slices.ContainsFunc(k.Ops, withheldLift)) {
		return pop()
	}
	return stay()
}

func withheldLift(op incident.Op) bool {
	return op.Intent.Act == incident.ActLift && op.Outcome != nil && op.Outcome.Result == incident.Withheld
}

// Title implements screen.
func (s *lift) Title(v *view) (string, string) { return v.lang.StepQuestion(incident.StepLift), "" }

// Body implements screen.
func (s *lift) Body(v *view) []row {
	list := v.key().Limits()
	if len(list) == 0 {
		return []row{must(v.lang.NoLimitStands())}
	}
	var rows []row
	if f := v.key().Marks[incident.StepLift].Failed; s.sent && s.sending == 0 && f != nil {
		rows = append(v.three(v.lang.Trouble(incident.StepLift, *f, v.vendor()), v.lang.Answered(f.Fail)), blank())
	}
	for i, op := range list {
		limit := op.Intent.Limit
		rows = append(rows, choice(v.lang.Containment(limit.ID, limit.Target), v.lang.ContainmentReach(limit.WholeOf, limit.ExactUndo), i == s.cursor.on(len(list)), ""))
	}
	if s.failed != nil {
		said := incident.Explain(s.failed)
		return append(rows, v.three(v.lang.Trouble(incident.StepLift, said, v.vendor()), v.lang.Answered(said.Fail))...)
	}
	a, _ := s.action(v)
	return append(append(rows, blank()), statements(v, a, runbook.Input{})...)
}

// Status, Keys and Input implement screen.
func (s *lift) Status(v *view) lower { return v.status() }

func (s *lift) Keys(v *view) []bind {
	op, ok := s.chosen(v)
	if !ok {
		return binds(v.lang.Verb(words.VerbGoOn))
	}
	list := []bind{{key: keyEnter, verb: v.lang.VerbStop()}, {key: keyYes, verb: v.lang.VerbLiftIt(), off: v.off(runbook.Lift, op.Intent.Limit.ID)},
		{key: keyLeftOut, verb: v.lang.VerbKeepIt()}}
	if s.failed != nil {
		list = append(list, bind{key: keyAgain})
	}
	return list
}

func (s *lift) Input() inputMode { return list }
