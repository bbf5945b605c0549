package tui

import (
	"context"
	"errors"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
)

func TestNavigationIsAppliedBeforeTheNextKeyOfTheSameRead(t *testing.T) {
	second := &probe{}
	first := &probe{lead: func(m tea.Msg) nav {
		if k, ok := m.(keyMsg); ok && k.String() == "j" {
			return push(second)
		}
		return stay()
	}}
	g := on(t, first)
	g.burst("jk")
	first.want(t, "j")
	second.want(t, "k")
	g.press("esc")
	if g.root.top() != first {
		t.Error("esc did not lead back")
	}
}

func TestEscOnTheLastScreenAsksBeforeItLeaves(t *testing.T) {
	g := on(t, &probe{})
	g.press("esc")
	g.shows(g.root.view.lang.LeaveTitle(false))
	g.press("enter")
	if g.quit || g.root.over != nil {
		t.Error("enter did not stay")
	}
	g.press("q", "y")
	if !g.quit || g.root.end != endLeft {
		t.Error("y did not leave")
	}
}

func TestAResultReachesItsScreenWhileAnOverlayIsOpen(t *testing.T) {
	g := withSession(incident.Live, nil)(t)
	p := &probe{keys: binds("go on")}
	p.lead = func(m tea.Msg) nav { return stay() }
	show(g, p)
	v := &g.root.view
	v.ops.owner = p
	_, cmd := v.do(runbook.Action{Name: runbook.Locate, Step: incident.StepLocate, Cred: "k1"}, runbook.Input{})
	v.ops.owner = nil
	g.press("?")
	p.got = nil
	g.run(g.root.guarded([]tea.Cmd{cmd}))
	p.want(t, "done")
	if g.root.over == nil {
		t.Error("the overlay is gone")
	}
}

func TestTheKeyToTheRevokeOpensItAboveAndSendsNothing(t *testing.T) {
	g := withSession(incident.Live, nil)(t)
	show(g, &probe{})
	g.press("x")
	if len(g.root.stack) != 2 || len(g.engine.did) != 0 {
		t.Errorf("%d screens, did %v", len(g.root.stack), g.engine.did)
	}
}

func TestAnUnknownResultIsDropped(t *testing.T) {
	p := &probe{}
	g := on(t, p)
	g.send(doneMsg{id: 99})
	g.send(answerMsg{id: 98, err: errors.New("late")})
	p.want(t)
}

func TestLeavingAScreenCancelsItsReadsAndNeverARevoke(t *testing.T) {
	g := withSession(incident.Live, nil)(t)
	p := &probe{}
	show(g, p)
	v := &g.root.view
	read, kill := make(chan error, 1), make(chan error, 1)
	g.engine.do = func(ctx context.Context, a runbook.Action, _ runbook.Input) error {
		to := read
		if a.Mutates {
			to = kill
		}
		to <- ctx.Err()
		return nil
	}
	v.ops.owner = p
	_, reads := v.do(runbook.Action{Name: runbook.Locate, Cred: "k1"}, runbook.Input{})
	_, kills := v.do(runbook.Action{Name: runbook.Revoke, Cred: "k1", Mutates: true}, runbook.Input{})
	v.ops.owner = nil
	show(g, &probe{})
	g.run(g.root.guarded([]tea.Cmd{reads}))
	g.run(g.root.guarded([]tea.Cmd{kills}))
	if err := <-read; !errors.Is(err, context.Canceled) {
		t.Errorf("the reading goes on: %v", err)
	}
	if err := <-kill; err != nil {
		t.Errorf("the revoke was cancelled: %v", err)
	}
}

func TestLeavingWaitsForARequestThatChangesSomethingOnce(t *testing.T) {
	g := withSession(incident.Live, nil)(t)
	v := &g.root.view
	v.ops.owner = g.root.top()
	id, _ := v.do(runbook.Action{Name: runbook.Revoke, Step: incident.StepRevoke, Cred: "k1", Mutates: true}, runbook.Input{})
	g.press("q", "y")
	if g.quit {
		t.Fatal("left with a revoke under way")
	}
	g.send(doneMsg{id: id})
	if !g.quit {
		t.Error("did not leave once the revoke had ended")
	}
}

func TestEscEndsTheReadingThatThePersonWaitsFor(t *testing.T) {
	g := withSession(incident.Live, nil)(t)
	p := &probe{}
	show(g, p)
	v := &g.root.view
	v.ops.owner = p
	_, _ = v.do(runbook.Action{Name: runbook.Locate, Step: incident.StepLocate, Cred: "k1"}, runbook.Input{})
	g.pass(3 * time.Second)
	g.shows("busy   locate, 3 s; esc cancels")
	g.press("esc")
	g.shows(v.lang.Cancelled())
	if g.root.top() != p {
		t.Error("esc left the screen instead")
	}
}

func TestEventsReachEveryScreenOnce(t *testing.T) {
	g := withSession(incident.Live, nil)(t)
	p := &probe{}
	show(g, p)
	g.engine.events = append(g.engine.events, incident.Event{Type: incident.Probed, Cred: "k1"}, incident.Event{Type: incident.Probed, Cred: "k1"})
	g.sync()
	g.sync()
	p.want(t, "changed")
}

func TestAnOlderSnapshotChangesNothing(t *testing.T) {
	g := withSession(incident.Live, nil)(t)
	old := g.root.view.session.snap()
	g.engine.state = sampleState(incident.Live)
	g.sync()
	g.send(stamped{g.now, snapMsg{old}})
	if len(g.root.view.state.Order) != 0 {
		t.Error("an old snapshot came back")
	}
}

func TestAnOldTickChangesNothing(t *testing.T) {
	p := &probe{}
	g := on(t, p)
	g.root.ticking = 3
	g.send(beatMsg{n: 2})
	if g.root.ticking != 3 {
		t.Error("an old tick ended the newer one")
	}
}

func TestIdleWithNothingAwaitedHasNoTick(t *testing.T) {
	g := newRig(t, nil)
	if p := g.root.pace(); p != 0 {
		t.Errorf("the start screen ticks every %s", p)
	}
}
