package tui

import (
	"context"
	"slices"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

func TestAScreenMeetsTheResultWithTheStateThatItLedTo(t *testing.T) {
	g := withSession(incident.Live, nil)(t)
	p := &probe{}
	g.engine.do = func(context.Context, runbook.Action, runbook.Input) error {
		g.engine.state = sampleState(incident.Live, incident.Key{Cred: "k2"})
		g.engine.events = append(g.engine.events, incident.Event{Type: incident.Located})
		return nil
	}
	show(g, p)
	perform(g, p, runbook.Action{Name: runbook.Locate})
	p.want(t, "changed", "done")
	if g.root.view.key().Cred != "k2" {
		t.Error("the result came before its state")
	}
}

func TestASessionWithOneHandDoesOneThingAfterAnother(t *testing.T) {
	s := &Session{Engine: newFakeEngine(), Feed: NewFeed(func() time.Time { return noon }), Clock: providers.WallClock{}, OneHand: true}
	defer s.Feed.close()
	ctx := context.Background()
	running, most := 0, 0
	done := make(chan struct{})
	for range 8 {
		go func() {
			s.hand(ctx, func() { // all on one goroutine: no lock is needed, the race detector agrees
				running++
				most = max(most, running)
				running--
			})
			done <- struct{}{}
		}()
	}
	for range 8 {
		<-done
	}
	if most != 1 {
		t.Errorf("%d things at once", most)
	}
}

func TestAPanicInTheOneHandIsMetByWhoAsked(t *testing.T) {
	s := &Session{Engine: newFakeEngine(), Feed: NewFeed(func() time.Time { return noon }), Clock: providers.WallClock{}, OneHand: true}
	defer s.Feed.close()
	met := func() (value any) {
		defer func() { value = recover() }()
		s.hand(context.Background(), func() { panic("inside") })
		return nil
	}
	if met() == nil {
		t.Error("the panic was lost")
	}
	ran := false
	s.hand(context.Background(), func() { ran = true })
	if !ran {
		t.Error("the hand works no more")
	}
}

func TestWhatOneScreenReadEveryScreenSees(t *testing.T) {
	g := withSession(incident.Live, func(g *rig) {
		g.engine.limits = []providers.Containment{{ID: "project-spend-limit", ExactUndo: true}}
		g.engine.sends = []providers.Statement{{Method: "DELETE", URL: "https://api.openai.com/v1/x"}}
	})(t)
	p := &probe{}
	show(g, p)
	v := &g.root.view
	v.ops.owner = p
	_, limits := v.readLimits()
	a := runbook.Action{Name: runbook.Revoke, Cred: "k1"}
	_, sends := v.rehearse(a, runbook.Input{})
	v.ops.owner = nil
	g.run(g.root.guard(limits))
	g.run(g.root.guard(sends))
	if len(v.limits["k1"].offers) != 1 {
		t.Error("the limits are not in the view")
	}
	if list, ok := v.rehearsed(a, runbook.Input{}); !ok || len(list) != 1 {
		t.Error("the statements are not in the view")
	}
	p.want(t, "answer", "answer")
}

func TestAnOpenedIncidentIsInTheViewWhenTheAnswerComes(t *testing.T) {
	g := newRig(t, nil)
	p := &probe{}
	show(g, p)
	v := &g.root.view
	engine := newFakeEngine()
	engine.state = sampleState(incident.Live, sampleKey())
	v.ops.owner = p
	_, open := v.ask("", func(context.Context, *Session) (any, error) {
		return &Session{Engine: engine, Feed: NewFeed(g.config.Now), Clock: providers.WallClock{}}, nil
	})
	v.ops.owner = nil
	g.run(g.root.guard(open))
	p.want(t, "answer")
	g.shows("● ALIVE 03:12Z")
}

func TestF028AMutationIsNeverEndedByEsc(t *testing.T) {
	g := withSession(incident.Live, nil)(t)
	p := &probe{}
	show(g, p)
	v := &g.root.view
	var ended error
	g.engine.do = func(ctx context.Context, _ runbook.Action, _ runbook.Input) error {
		ended = ctx.Err()
		return nil
	}
	v.ops.owner = p
	_, kill := v.do(runbook.Action{Name: runbook.Revoke, Step: incident.StepRevoke, Cred: "k1", Mutates: true}, runbook.Input{})
	v.ops.owner = nil
	g.press("esc", "enter", "esc", "enter")
	g.run(g.root.guard(kill))
	if ended != nil {
		t.Errorf("the revoke was cancelled: %v", ended)
	}
}

// show puts a screen on, as if a key had led there.
func show(g *rig, p *probe) {
	if p.keys == nil {
		p.keys = binds("choose")
	}
	var cmds []tea.Cmd
	g.root.resetTo(p, true, &cmds)
	p.got = nil
}

// perform has a screen do an action, and runs it.
func perform(g *rig, p screen, a runbook.Action) {
	g.root.view.ops.owner = p
	_, do := g.root.view.do(a, runbook.Input{})
	g.root.view.ops.owner = nil
	g.run(g.root.guard(do))
}

func TestAWatchGoesOnBehindTheActionThatBeganIt(t *testing.T) {
	for name, a := range map[string]runbook.Action{"a watch": {Name: runbook.Prove, Background: true}, "a reading": {Name: runbook.Locate}} {
		g := withSession(incident.Live, nil)(t)
		p := &probe{}
		var kept context.Context
		g.engine.do = func(ctx context.Context, _ runbook.Action, _ runbook.Input) error {
			kept = ctx
			return nil
		}
		show(g, p)
		perform(g, p, a)
		p.want(t, "done")
		if ended := kept.Err() != nil; ended == a.Background {
			t.Errorf("%s: its context ended: %v", name, ended)
		}
	}
}

func TestWithOneHandTheReadsOfACheckComeInTheOrderOfTheChain(t *testing.T) {
	p := fresh(t)
	g := p.open(func(g *rig) { g.config.Session.OneHand, g.hold = true, true })
	if v := &g.root.view; !v.runs(runbook.Validate) || v.runs(runbook.Locate) {
		t.Fatalf("validates %v, locates beside it %v", v.runs(runbook.Validate), v.runs(runbook.Locate))
	}
	answers(p, g)
	g.release()
	if want := []runbook.Name{runbook.Validate, runbook.Locate, runbook.Forecast}; !slices.Equal(names(g.engine.did), want) {
		t.Errorf("done: %v", names(g.engine.did))
	}
}
