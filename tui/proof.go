package tui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// longWindow is the window from which a watch is no longer waited for on its screen.
const longWindow = 2 * time.Minute

// proof asks whether the key is really dead. The watch begins by itself, and goes on when the
// screen is left.
type proof struct {
	in
	cursor  cursor
	log     probeLog
	reading opID // the events so far
	begun   opID // the watch
	asked   bool // the watch was begun here
	waiting opID // in a drill whose clock stands still between acts
}

func newProof(*view) screen { return &proof{in: in(words.PhaseStop)} }

// Update implements screen.
func (s *proof) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case shownMsg:
		return stay(), tea.Batch(s.read(v), s.begin(v))
	case changedMsg:
		s.log.take(m.events)
		return stay(), s.begin(v)
	case answerMsg:
		switch m.id {
		case s.reading:
			if all, ok := m.value.([]incident.Event); ok {
				s.log.take(all)
			}
		case s.waiting:
			s.waiting = 0
		}
	case keyMsg:
		return s.key(m, v)
	}
	return stay(), nil
}

// read takes the probes that were made before this screen was there.
func (s *proof) read(v *view) tea.Cmd {
	var cmd tea.Cmd
	s.reading, cmd = v.ask("", func(_ context.Context, x *Session) (any, error) {
		if x == nil {
			return nil, errNoSession
		}
		return x.Engine.Events(), nil
	})
	return cmd
}

// begin starts the watch, once, where it does not run.
func (s *proof) begin(v *view) tea.Cmd {
	a, ok := v.action(runbook.Prove, "")
	k := v.key()
	held := s.asked || k.Marks[incident.StepProve].Failed != nil // by its end, until something new claims the key's
	if !ok || a.Off != "" || held && !k.WatchDue() || !v.mayUse() || v.runs(runbook.Prove) {
		return nil
	}
	return s.watch(v)
}

func (s *proof) watch(v *view) tea.Cmd {
	a, ok := v.action(runbook.Prove, "")
	if !ok || a.Off != "" {
		return nil
	}
	var cmd tea.Cmd
	s.asked = true
	s.begun, cmd = v.do(a, runbook.Input{Approved: a.Approvals})
	return cmd
}

// again has the watch begin once more, where its use of the key is agreed to.
func (s *proof) again(v *view) (nav, tea.Cmd) {
	if !v.mayUse() {
		return push(newBait(v)), nil
	}
	return stay(), s.watch(v)
}

func (s *proof) key(k keyMsg, v *view) (nav, tea.Cmd) {
	switch {
	case k.is(keyAgain):
		return s.again(v)
	case k.is(keyLeftOut):
		if a, ok := v.stepAction(runbook.LeaveOut, incident.StepProve); ok {
			return push(newReason(words.PhaseStop, a)), nil
		}
		return stay(), nil
	}
	return s.options(v).take(&s.cursor, k, v)
}

// runs reports whether probes go on.
func (s *proof) runs(v *view) bool {
	return v.sit.Runs(v.key().Cred, incident.StepProve) || v.runs(runbook.Prove)
}

// options are the ways on from here; the first is what enter takes unless the person moved.
func (s *proof) options(v *view) options {
	k := v.key()
	on := option{v.lang.GoOnReview(), "", "", goes(placeReview)}
	if v.stepStatus(incident.StepReview) == incident.StatusDone {
		on = option{v.lang.OtherSteps(), "", "", goes(placeNext)}
	}
	other := optionOf(v.lang.StopAnotherWay(), "", v.opens(placeWho))
	comeback := v.comeback()
	switch {
	case k.Proof.Proven():
		return append(options{on}, comeback...)
	case !s.runs(v):
		list := append(s.resting(v), comeback...)
		if a, ok := v.action(runbook.Revoke, ""); ok && k.Survived() { // what should have killed it did not
			off := ""
			if a.Off != "" {
				off = v.lang.Why(a.Off, v.vendor())
			}
			list = append(options{optionOf(v.lang.RevokeOnceMore(), off, v.opens(placeRevoke))}, list...)
		}
		if k.Marks[incident.StepRevoke].Manual || k.Survived() {
			list = append(list, other)
		}
		return append(list, on)
	}
	on.leads = v.lang.WatchMoves()
	list := options{on, {v.lang.LeaveProgram(), v.lang.WatchStops(), "", func() (nav, tea.Cmd) { return push(newLeave(words.PhaseStop)), nil }}}
	if v.session != nil && v.session.OneHand {
		list = append(options{s.await(v)}, list...)
	}
	if k.Marks[incident.StepRevoke].Manual && k.Proof.Refusals == 0 {
		list = append(list, other)
	}
	return append(list, comeback...)
}

// comeback is the way back from a revocation, where the vendor has one.
func (v *view) comeback() options {
	a, ok := v.action(runbook.Restore, "")
	if !ok {
		return nil
	}
	off := ""
	if a.Off != "" {
		off = v.lang.Why(a.Off, v.vendor())
	}
	return options{{v.lang.Action(string(runbook.Restore), ""), v.lang.RestoreWarns(), off, func() (nav, tea.Cmd) { return push(newRestore(v)), nil }}}
}

// resting are the ways on while no probe goes on: with the key, the watch begins again; without
// it, the key is asked for.
func (s *proof) resting(v *view) options {
	a, ok := v.action(runbook.Prove, "")
	switch {
	case !ok, a.Off == incident.WhyEndingOnly:
		return s.reread(v)
	case a.Off == incident.WhyNeedsKey:
		return options{{v.lang.SameTitle(v.key().Identity.Last4), v.lang.NeverStored(v.key()), "", func() (nav, tea.Cmd) { return push(newSame(s.Phase())), nil }}}
	}
	off := ""
	if a.Off != "" {
		off = v.lang.Why(a.Off, v.vendor())
	}
	return options{{v.lang.Action(string(runbook.Prove), ""), "", off, func() (nav, tea.Cmd) { return s.again(v) }}}
}

// reread offers to read the record of a key that no probe tells of once more, or, once that says that
// the key has ended, to leave the proof out.
func (s *proof) reread(v *view) options {
	if a, ok := v.stepAction(runbook.LeaveOut, incident.StepProve); ok && v.key().ProofToLeaveOut() {
		return options{{v.lang.Action(string(runbook.LeaveOut), v.lang.Step(incident.StepProve)), "", "", func() (nav, tea.Cmd) { return push(newReason(words.PhaseStop, a)), nil }}}
	}
	a, ok := v.action(runbook.ReadRecord, "")
	if !ok || v.runs(runbook.ReadRecord) {
		return nil
	}
	return options{{v.lang.Action(string(runbook.ReadRecord), ""), "", "", func() (nav, tea.Cmd) {
		_, cmd := v.do(a, runbook.Input{})
		return stay(), cmd
	}}}
}

// await lets the clock of a drill go on until the watch has ended.
func (s *proof) await(v *view) option {
	return option{v.lang.WaitHere(), v.lang.WaitHereClock(), "", func() (nav, tea.Cmd) {
		if s.waiting != 0 {
			return stay(), nil
		}
		var cmd tea.Cmd
		s.waiting, cmd = v.await(v.lang.Step(incident.StepProve))
		return stay(), cmd
	}}
}
