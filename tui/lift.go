package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// lift asks what becomes of each limit of ours that stands: enter leads to what takes the
// selected one back, - keeps it for good with a reason. It is opened above another screen and
// leads back to it.
type lift struct {
	in
	cursor cursor
	sent   bool // a limit was lifted here
}

func newLift(*view) screen { return &lift{in: in(words.PhaseStop)} }

// Update implements screen.
func (s *lift) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		if s.sent {
			return s.ended(v), nil
		}
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

func (s *lift) key(k keyMsg, v *view) (nav, tea.Cmd) {
	list := s.options(v)
	switch {
	case k.is(keyEnter) && len(list) == 0:
		return pop(), nil
	case k.is(keyLeftOut):
		op, _ := s.chosen(v)
		if a, ok := v.action(runbook.KeepLimit, op.Intent.Limit.ID); ok {
			return push(newReason(words.PhaseStop, a)), nil
		}
		return stay(), nil
	}
	return list.take(&s.cursor, k, v)
}

// options are the limits of ours that stand.
func (s *lift) options(v *view) options {
	var list options
	for _, op := range v.key().Limits() {
		l := *op.Intent.Limit
		list = append(list, option{v.lang.Containment(l.ID, l.Target), v.lang.ContainmentReach(l.WholeOf, l.ExactUndo), v.off(runbook.Lift, l.ID),
			func() (nav, tea.Cmd) { return push(s.consent(v, l)), nil }})
	}
	return list
}

// consent asks for the yes to taking a limit back.
func (s *lift) consent(v *view, l incident.Limit) screen {
	a, _ := v.action(runbook.Lift, l.ID)
	ask := limitConsent(a, runbook.Input{}, l)
	ask.verb, ask.title = v.lang.VerbLiftIt(), func(v *view) (string, string) { return v.lang.LiftTitle(), "" }
	ask.agreed = func() { s.sent = true }
	return ask
}

// ended leads on after a request: back where it came from once nothing is left to decide.
func (s *lift) ended(v *view) nav {
	k := v.key()
	if op, open := k.OpenOp(); open && op.Intent.Act == incident.ActLift {
		return goTo(placeSettle)
	}
	if len(k.Limits()) == 0 || slices.ContainsFunc(k.Ops, withheldLift) {
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
	if len(v.key().Limits()) == 0 {
		return []row{must(v.lang.NoLimitStands())}
	}
	var rows []row
	if f := v.key().Marks[incident.StepLift].Failed; s.sent && f != nil {
		rows = append(v.three(v.lang.Trouble(incident.StepLift, *f, v.vendor()), v.lang.Answered(f.Fail)), blank())
	}
	return append(rows, s.options(v).rows(s.cursor)...)
}

// Status, Keys and Input implement screen.
func (s *lift) Status(v *view) lower { return v.status() }

func (s *lift) Keys(v *view) []bind {
	if len(v.key().Limits()) == 0 {
		return binds(v.lang.Verb(words.VerbGoOn))
	}
	return []bind{{key: keyEnter, verb: v.lang.Verb(words.VerbChoose)}, {key: keyLeftOut, verb: v.lang.VerbKeepIt()}, {key: keyEsc}}
}

func (s *lift) Input() inputMode { return list }
