package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// rotate leads from the plan to the last place read back, in the same rows. Nothing is created
// before a plan of this run stands, and nothing is written without a y.
type rotate struct {
	in
	scopes   []string    // of the new key, as they were last chosen; empty: the old one's
	lifetime cursor      // of the new key, as it was last chosen
	at       rotateStage // that the cursor stands in
	cursor   cursor
	wants    bool // a plan, as soon as what it needs is there
	stores   int  // that were named when another was asked for
	every    bool // the y of the creation covers the writes too
	check    bool // the new key was checked here
	watched  bool // the old key's last use
	ends     bool // the old key, for a reason that is asked for
	made     bool // the new key was asked for by a question above this one, and those are over
	asked    bool // for the leaked key, which the stores are compared with
	awaits   opID // the end of the watch, in a drill whose clock stands still between acts
	opened   bool // the place for sealed values, with a passphrase: what stopped goes on
}

func newRotate(*view) screen { return &rotate{in: in(words.PhaseRotate)} }

// rotateStage is how far a rotation is.
type rotateStage int

const (
	stageAsk    rotateStage = iota // no plan of this run
	stageBusy                      // a plan is being made, or the new key
	stageFailed                    // the plan does not stand
	stagePlan                      // it does
	stageWrite                     // the new key is kept; a place waits for it
	stageVerify                    // all are written
	stageOver                      // done, or a person's
)

func (s *rotate) stage(v *view) rotateStage {
	k := v.key()
	m := k.Marks[incident.StepRotate]
	receive, ok := v.action(runbook.Receive, "")
	switch {
	case handled(v.stepStatus(incident.StepRotate)):
		return stageOver
	case k.Successor.Parked != nil:
		if _, waits := s.waiting(v); waits {
			return stageWrite
		}
		return stageVerify
	case v.runs(runbook.Plan), v.runs(runbook.Replace), v.runs(runbook.Receive):
		return stageBusy
	case m.Started.IsZero() || m.Started.Before(v.state.HeldAt):
		return stageAsk
	case ok && receive.Off == "":
		return stagePlan
	}
	return stageFailed
}

// waiting is the first place that the new key is not written to.
func (s *rotate) waiting(v *view) (incident.PlaceState, bool) {
	for _, p := range v.key().Successor.Places {
		if p.Written.IsZero() {
			return p, true
		}
	}
	return incident.PlaceState{}, false
}

// failed is why the step stopped.
func (s *rotate) failed(v *view) *incident.FailData { return v.key().Stopped(incident.StepRotate) }

// Update implements screen.
func (s *rotate) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	if at := s.stage(v); at != s.at { // other choices stand there now
		s.at, s.cursor = at, cursor{}
	}
	switch m := m.(type) {
	case shownMsg:
		if n := len(v.sit.Stores); !m.first && s.stores >= 0 && n > s.stores {
			s.wants = true
		}
		s.stores, s.made = -1, false
		if s.ends && v.key().Retire != nil {
			return goTo(placeRevoke), nil
		}
		s.ends = false
		return s.goOn(v)
	case changedMsg, doneMsg:
		return s.goOn(v)
	case answerMsg:
		if m.id == s.awaits {
			s.awaits = 0
		}
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

// goOn does what needs no answer: a plan that was asked for, the writes that one y covers, the
// check at the end.
func (s *rotate) goOn(v *view) (nav, tea.Cmd) {
	if op, open := v.key().OpenOp(); open && op.Step == incident.StepRotate && !v.mutates() {
		return goTo(placeSettle), nil
	}
	at := s.stage(v)
	if s.opened {
		s.opened = false
		if at == stageWrite { // the passphrase was typed to go on with it
			return s.write(v)
		}
		return s.again(v, at)
	}
	switch {
	case s.wants && (at == stageAsk || at == stageFailed || at == stagePlan):
		return s.plan(v)
	case at == stageWrite && s.every && s.failed(v) == nil:
		return s.write(v)
	case at == stageVerify && !s.check && s.failed(v) == nil:
		return stay(), s.verify(v)
	case at == stageOver:
		return stay(), s.watchUse(v)
	}
	return stay(), nil
}

// mutates reports whether something that changes a vendor or a store is under way.
func (v *view) mutates() bool {
	for _, x := range v.ops.list {
		if x.action.Mutates {
			return true
		}
	}
	return false
}

// plan asks the stores, and before that for what it needs.
func (s *rotate) plan(v *view) (nav, tea.Cmd) {
	a, ok := v.action(runbook.Plan, "")
	switch {
	case !ok || v.runs(runbook.Plan):
		return stay(), nil
	case len(v.sit.Stores) == 0:
		s.wants = false
		return s.name(v)
	case a.Off == incident.WhyNeedsKey && !s.asked:
		s.asked, s.wants = true, true
		return push(newSame(s.Phase())), nil
	case a.Off != "":
		s.asked, s.wants = false, false
		v.say(v.lang.NotNow(v.lang.Why(a.Off, v.vendor())))
		return stay(), nil
	}
	s.wants = false
	_, cmd := v.do(a, runbook.Input{})
	return stay(), cmd
}

// name asks for one more store; a plan follows.
func (s *rotate) name(v *view) (nav, tea.Cmd) {
	s.stores = len(v.sit.Stores)
	return push(newStore()), nil
}

// write puts the new key into the place that waits for it.
func (s *rotate) write(v *view) (nav, tea.Cmd) {
	p, ok := s.waiting(v)
	a, offered := v.action(runbook.WriteStore, runbook.PlaceID(p.Place))
	switch {
	case !ok || !offered || v.mutates():
		return stay(), nil
	case a.Off == incident.WhyNeedsKey:
		s.every = false
		return push(newSame(s.Phase())), nil
	case a.Off != "":
		v.say(v.lang.NotNow(v.lang.Why(a.Off, v.vendor())))
		return stay(), nil
	}
	_, cmd := v.do(a, runbook.Input{Approved: a.Approvals})
	return stay(), cmd
}

func (s *rotate) verify(v *view) tea.Cmd {
	a, ok := v.action(runbook.VerifyNew, "")
	if !ok || a.Off != "" || v.runs(runbook.VerifyNew) {
		return nil
	}
	s.check = true
	_, cmd := v.do(a, runbook.Input{})
	return cmd
}

func (s *rotate) key(k keyMsg, v *view) (nav, tea.Cmd) {
	at := s.stage(v)
	switch {
	case k.is(keyByHand):
		return reasonFor(v, words.PhaseRotate, runbook.DoneByHand, incident.StepRotate)
	case k.is(keyLeftOut):
		return reasonFor(v, words.PhaseRotate, runbook.LeaveOut, incident.StepRotate)
	case k.is(keyYes) && v.mutates(): // what came before stands already and has not quite ended
		v.say(v.lang.CameBefore())
		return stay(), nil
	case k.is(keyYes):
		return s.write(v)
	case k.is(keyAgain):
		return s.again(v, at)
	case k.is(keyUndo):
		return s.back(v)
	case k.is(keyTab):
		return push(newAllFacts(s)), nil
	case k.is(keyEnter) && len(s.options(v)) == 0 && at != stageBusy:
		return goTo(placeNext), nil
	}
	return s.options(v).take(&s.cursor, k, v)
}

// again makes the plan anew, or reads back once more. What is written waits for its own y.
func (s *rotate) again(v *view, at rotateStage) (nav, tea.Cmd) {
	if at == stageVerify {
		return stay(), s.verify(v)
	}
	return s.plan(v)
}
