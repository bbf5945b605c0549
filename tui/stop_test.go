package tui

import (
	"slices"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// limited is a limit of ours that stands.
func (p *story) limited(op string) *story {
	return p.intent(op, incident.StepContain, incident.IntentData{Act: incident.ActContain, Limit: &spending, Statement: limiting}).
		outcome(op, incident.StepContain, incident.OutcomeData{Result: incident.Applied, Status: 200})
}

func (p *story) lifted(op string) *story {
	return p.intent(op, incident.StepLift, incident.IntentData{Act: incident.ActLift, Limit: &spending, Statement: limiting}).
		outcome(op, incident.StepLift, incident.OutcomeData{Result: incident.Applied, Status: 200})
}

func containing(t testing.TB) (*story, *rig) {
	p := tell(t).located().saved().decided(incident.ContainFirst)
	g := p.open(func(g *rig) {
		g.engine.sends = []providers.Statement{limiting}
		g.engine.limits = []providers.Containment{{ID: "key-expiry", WholeOf: "key", Off: providers.ReasonNotPermitted},
			{ID: "project-rate-limits", WholeOf: "project"}, offering}
	})
	return p, g
}

func TestALimitIsSetByYAfterItsStatementAndByNothingElse(t *testing.T) {
	p, g := containing(t)
	p.does(g, map[runbook.Name]func(*story){runbook.Contain: func(p *story) { p.limited("op1") }})
	g.shows("enter choose")
	g.shows("stops the whole project; it can be put back exactly")
	g.press("y", "enter")
	g.shows("Set this limit?")
	g.shows(`{"threshold_amount":1,"currency":"USD"}`)
	g.shows("can be undone exactly")
	g.shows("stops the whole project; it can be put back exactly")
	g.shows("enter cancel   y set the limit")
	g.press("enter")
	g.shows("Limit it first?")
	g.press("enter", " ", "enter", "enter")
	g.burst("y", "enter")
	g.pasted("y\r")
	if g.engine.mutations() != 0 {
		t.Fatal("sent without a y alone")
	}
	g.press("y", "y", "y")
	if n := g.engine.done(runbook.Contain); n != 1 {
		t.Fatalf("%d limits set", n)
	}
	if in := g.engine.inputs[len(g.engine.inputs)-1]; in.Text != offering.ID || !slices.Equal(in.Approved, []string{runbook.ApproveContain}) {
		t.Errorf("%+v", in)
	}
	g.shows("The limit is set")
	g.shows("the limit stands; the key lives on within it")
	g.shows("enter go on   u undo")
	g.press("enter")
	if _, ok := g.root.top().(*revoke); !ok {
		t.Errorf("after the limit %T", g.root.top())
	}
}

func TestALimitThatIsOffSendsNothingAndSaysWhy(t *testing.T) {
	_, g := containing(t)
	g.press("down", "down", "enter", "y")
	if g.engine.mutations() != 0 {
		t.Error("an offer that is off was sent")
	}
	g.shows("Limit it first?")
	g.shows("the right for this is missing")
}

func TestALimitWithoutItsStatementInViewIsNotSent(t *testing.T) {
	g := tell(t).located().saved().decided(incident.ContainFirst).open(func(g *rig) {
		g.engine.limits = []providers.Containment{offering}
		g.config.Session.Engine = &unable{fakeEngine: g.engine}
	})
	g.press("enter")
	g.shows("There is no OpenAI admin key on this machine.")
	g.press("y", "y")
	if g.engine.mutations() != 0 {
		t.Error("sent without its statement")
	}
	g.shows("what would be sent could not be made")
}

func TestALimitOfUnknownEndIsReadFirst(t *testing.T) {
	p, g := containing(t)
	p.does(g, map[runbook.Name]func(*story){runbook.Contain: func(p *story) {
		p.intent("op1", incident.StepContain, incident.IntentData{Act: incident.ActContain, Limit: &spending, Statement: limiting})
	}})
	g.press("enter", "y")
	if _, ok := g.root.top().(*settle); !ok {
		t.Errorf("after an unknown end %T", g.root.top())
	}
	g.shows("Did it take place?")
}

func TestARefusedLimitSaysSoAndCanBeTriedAgain(t *testing.T) {
	p, g := containing(t)
	p.does(g, map[runbook.Name]func(*story){runbook.Contain: func(p *story) {
		f := &incident.CallFail{Fate: providers.Refused, Status: 403}
		p.intent("op1", incident.StepContain, incident.IntentData{Act: incident.ActContain, Limit: &spending}).
			outcome("op1", incident.StepContain, incident.OutcomeData{Result: incident.RefusedRes, Fail: f}).
			add(incident.StepFailed, incident.StepContain, "", incident.FailData{Reason: incident.WhyNotPermitted, Fail: f})
	}})
	g.press("enter", "y")
	g.shows("No limit was set: the key works as before.")
}

func TestTheUndoOfALimitLeadsToItsStatement(t *testing.T) {
	p := tell(t).located().saved().decided(incident.ContainFirst).limited("op1")
	g := p.open(func(g *rig) { g.engine.sends = []providers.Statement{limiting} })
	p.does(g, map[runbook.Name]func(*story){runbook.Lift: func(p *story) { p.lifted("op2") }})
	g.put(func(v *view) screen { return v.open(placeContain) })
	g.press("u")
	g.shows("Lift the limit that we set?")
	g.press("esc", "u", "enter")
	g.shows("Lift this limit?")
	g.press("enter", "y")
	if n := g.engine.mutations(); n != 0 {
		t.Fatalf("%d sent without a y below the statement", n)
	}
	g.press("enter", "y", "y")
	if n := g.engine.done(runbook.Lift); n != 1 {
		t.Errorf("lifted %d times", n)
	}
	if a := g.engine.did[len(g.engine.did)-1]; a.About != spending.ID {
		t.Errorf("lifted %q", a.About)
	}
}

func TestEachLimitThatStandsIsAskedAboutByItself(t *testing.T) {
	p := tell(t).located().saved().limited("op1")
	other := incident.Limit{ID: "project-rate-limits", WholeOf: "project"}
	p.intent("op2", incident.StepContain, incident.IntentData{Act: incident.ActContain, Limit: &other, Statement: limiting}).
		outcome("op2", incident.StepContain, incident.OutcomeData{Result: incident.Applied})
	g := p.open(func(g *rig) { g.engine.sends = []providers.Statement{limiting} })
	g.put(newLiftScreen)
	g.shows("spend limit of the project: docs-bot")
	g.shows("rate limits of the project")
	g.press("down", "enter", "y")
	g.press("-")
	g.shows("Why does the limit stay?")
	g.typed("q1 budget")
	g.press("enter")
	did, in := g.engine.did, g.engine.inputs
	if len(did) != 2 || did[0].Name != runbook.Lift || did[1].Name != runbook.KeepLimit || did[0].About != did[1].About || in[1].Text != "q1 budget" {
		t.Errorf("%+v %+v", did, in)
	}
	g.shows("Lift the limit that we set?")
}

func newLiftScreen(v *view) screen { return newLift(v) }

func TestAReasonThatHoldsAKeyIsNotKept(t *testing.T) {
	p := tell(t).located().saved().limited("op1")
	g := p.open(func(g *rig) {
		g.config.Find = func(text []byte) ([]Found, Shape) {
			if string(text) == "like DRILL" {
				return []Found{{}}, Shape{}
			}
			return nil, Shape{}
		}
	})
	g.put(newLiftScreen)
	g.press("-")
	g.typed("like DRILL")
	g.press("enter")
	g.shows("That looks like a key")
	g.hides("DRILL ")
	g.press("enter")
	if len(g.engine.did) != 0 {
		t.Errorf("%v", g.engine.did)
	}
}

// watching is a story under the watch.
func watching(t testing.TB, window time.Duration) *story {
	return armed(t).revoked("op1").watch(1, window)
}

func running(g *rig) { g.engine.sit.Running["k1/prove"] = true }

func TestARunOfRefusalsIsNotTimedWhileNobodyAsks(t *testing.T) {
	g := watching(t, time.Minute).probe(providers.Alive, providers.Dead, providers.Dead).after(20 * time.Minute).open(nil)
	g.shows("dying, not watched 03:11Z")
	g.hides("1 of 60 s")
}

func TestOnlyAcceptedProbesAndChangesGetRows(t *testing.T) {
	p := watching(t, time.Minute).probe(providers.Alive, providers.Alive, providers.Dead, providers.Dead, providers.Dead)
	g := p.open(running)
	k := p.state().Keys["k1"]
	g.shows("Is it really dead?")
	g.shows("window 1 min")
	rows, _ := g.root.top().(*proof).log.told("k1")
	if len(rows) != 3 || !rows[2].turned {
		t.Fatalf("%+v", rows)
	}
	g.shows("the window starts")
	g.shows("so far     refused 2 s of 1 min without a break, 3 probes")
	if !k.Proof.SetBack.IsZero() {
		t.Error("set back")
	}
	p.bring(g, func(p *story) { p.probe(providers.Alive) })
	g.shows("set back")
	rows, _ = g.root.top().(*proof).log.told("k1")
	if len(rows) != 4 {
		t.Errorf("%d rows", len(rows))
	}
}

func TestTheProofTellsTheControlAndTheNextLook(t *testing.T) {
	p := armed(t).proven()
	g := p.open(nil)
	g.put(func(v *view) screen { return newProof(v) })
	g.shows("dead, proven 2026-11-23T03:")
	g.shows("A made-up key is refused, as it should be")
	g.shows("to be looked at again: ")
	g.shows("enter go on")
	if g.engine.done(runbook.Prove) != 0 {
		t.Error("the watch began again")
	}
}

func TestALongWatchIsNotWaitedFor(t *testing.T) {
	p := watching(t, 30*time.Minute).probe(providers.Dead).after(12 * time.Minute).probe(providers.Dead)
	g := p.open(running)
	g.shows("refused 12 min of 30 min without a break")
	g.shows("it may still work on some servers of the vendor")
	g.shows("the watch moves to the first line; one bell at its end")
	g.press("down", "enter")
	g.shows("Leave for now?")
	g.shows("On resume its window starts again.")
}

func TestTheWatchBeginsByItselfAndOnce(t *testing.T) {
	p := armed(t).revoked("op1")
	g := p.open(nil)
	p.does(g, nil)
	p.bring(g, func(p *story) { p.watch(1, time.Minute).probe(providers.Alive) })
	p.bring(g, func(p *story) { p.probe(providers.Alive) })
	if n := g.engine.done(runbook.Prove); n != 1 {
		t.Errorf("%d watches", n)
	}
}

func TestAWatchThatEndedWithoutProofIsBegunAgainByAPersonOnly(t *testing.T) {
	p := watching(t, time.Minute).probe(providers.Alive).add(incident.StepFailed, incident.StepProve, "", incident.FailData{Reason: incident.WhyDeadline})
	g := p.open(nil)
	g.shows("The time for this ran out before it was certain.")
	if g.engine.done(runbook.Prove) != 0 {
		t.Fatal("begun by itself")
	}
	g.press("r")
	if g.engine.done(runbook.Prove) != 1 {
		t.Error("r does not begin it")
	}
	g = p.open(nil)
	g.press("-")
	g.shows(`Why leave out "prove dead"?`)
}

func TestInADrillWhoseClockStandsTheWatchIsWaitedForByChoice(t *testing.T) {
	p := watching(t, time.Minute).probe(providers.Dead)
	g := p.open(func(g *rig) { running(g); g.config.Session.OneHand = true })
	t.Cleanup(g.config.Session.Feed.close)
	g.shows("> Wait for it here")
	g.press("enter")
}

func TestAKeyThatIsAliveAgainCanBeKilledAgain(t *testing.T) {
	p := armed(t).proven().after(10 * time.Minute).probe(providers.Alive)
	g := p.open(nil).put(proving)
	g.shows("works again since")
	g.shows("> Revoke again")
	g.press("enter")
	g.typed("revoke 4fQ2")
	g.press("enter")
	if n := g.engine.done(runbook.Revoke); n != 1 {
		t.Errorf("%d revocations", n)
	}
}

func TestWithoutTheKeyTheProofAsksForIt(t *testing.T) {
	p := armed(t).revoked("op1")
	g := p.open(func(g *rig) { g.engine.sit.Have = map[string]bool{} })
	g.shows("needs the leaked key")
	if len(g.engine.did) != 0 {
		t.Errorf("%v", g.engine.did)
	}
	g.press("enter")
	g.shows("nothing yet; what comes is not shown")
}

func TestARequestOfUnknownEndIsReadByItselfAndNeverSentAgainBefore(t *testing.T) {
	p := armed(t).sent("op1")
	g := p.open(nil)
	g.shows("Was it revoked?")
	g.shows("we do not know: treated as ALIVE")
	if n := g.engine.done(runbook.Settle); n != 1 || g.engine.did[0].About != "op1" {
		t.Fatalf("%+v", g.engine.did)
	}
	g.press("down", "enter", "enter", "enter")
	if g.engine.mutations() != 0 {
		t.Error("sent again")
	}
	p.bring(g, func(p *story) {
		p.add(incident.Probed, incident.StepRevoke, "", incident.ProbeData{Verdict: p.verdict(providers.Alive)})
	})
	g.shows("200, alive: the key works")
	g.press("r")
	if n := g.engine.done(runbook.Settle); n != 2 {
		t.Errorf("read %d times", n)
	}
}

func TestWhatTheReadsShowLeadsOn(t *testing.T) {
	settled := func(r incident.Result) *rig {
		p := armed(t).sent("op1")
		g := p.open(nil)
		p.bring(g, func(p *story) {
			p.outcome("op1", incident.StepRevoke, incident.OutcomeData{Result: r, Settled: "record"})
		})
		return g
	}
	if g := settled(incident.Applied); g.engine.done(runbook.Prove) != 1 {
		t.Errorf("%T", g.root.top())
	}
	g := settled(incident.NotApplied)
	g.shows("It was not revoked. How do we go on?")
	g.shows("did not take place, as the record shows")
	if g.engine.mutations() != 0 {
		t.Error("sent again by itself")
	}
}

func TestATroubleTakesThreeLinesAndThreeWays(t *testing.T) {
	p := tell(t).located().add(incident.StepFailed, incident.StepForecast, "", incident.FailData{Reason: incident.WhyRateLimited, Fail: &incident.CallFail{Status: 429, Code: "rate_limit_exceeded", Wait: 40 * time.Second}})
	g := p.open(nil)
	g.put(func(v *view) screen { return newTrouble(v, incident.StepForecast) })
	g.shows("429 rate_limit_exceeded")
	g.shows("The key is as before; what breaks when it dies is not fully known.")
	g.shows("Wait 40 s, then try again.")
	g.press("enter", "r")
	if n := g.engine.done(runbook.Forecast); n != 2 {
		t.Errorf("tried %d times", n)
	}
	g.press("m")
	g.shows(`What was done for "forecast"?`)
	g.typed("read it in the console")
	g.press("enter")
	if a := g.engine.did[len(g.engine.did)-1]; a.Name != runbook.DoneByHand || a.Step != incident.StepForecast {
		t.Errorf("%+v", a)
	}
	g.press("-")
	g.shows(`Why leave out "forecast"?`)
}

func TestATroubleNeverTriesAChangeAgainByItself(t *testing.T) {
	for _, step := range []incident.Step{incident.StepRevoke, incident.StepContain, incident.StepLift, incident.StepRotate} {
		p := armed(t).limited("op0")
		g := p.open(nil)
		g.put(func(v *view) screen { return newTrouble(v, step) })
		before := g.root.top()
		g.press("enter", "enter", "r", "enter")
		if g.engine.mutations() != 0 {
			t.Errorf("%s: %v", step, g.engine.did)
		}
		if g.root.top() == before && step != incident.StepRotate { // whose screen is not of these
			t.Errorf("%s: trying again led nowhere", step)
		}
	}
}
