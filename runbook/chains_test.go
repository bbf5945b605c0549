package runbook_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// two is the small world with a second key that leaked, of an account of its own.
func two(c *simulator.Config) {
	const day = 24 * time.Hour
	small(c)
	c.Scenario.Accounts = append(c.Scenario.Accounts, simulator.Account{Ref: "other", Name: "mailer", Project: "p", Created: -80 * day})
	c.Scenario.Keys = append(c.Scenario.Keys,
		simulator.Key{Ref: "second", Kind: simulator.ServiceAccountKey, Name: "mailer", Project: "p", Owner: "other", Created: -50 * day, Leaked: true})
}

// kills lists the deletions of leaked keys that reached the vendor, by the key's place in the world.
func (r *rig) kills() map[string]int {
	sent := map[string]int{}
	for _, ref := range []string{"leaked", "second"} {
		key, _ := r.world.KeyState(ref)
		sent[ref] = r.sent("DELETE", "/api_keys/"+key.ID)
	}
	return sent
}

func TestTwoKeysOfOneTextAreBothProvenDeadInOneIncident(t *testing.T) {
	t.Parallel()
	r := newRig(t, two)
	r.run(&runbook.Policy{Approve: []string{runbook.ApproveRevoke}})
	s := r.engine.State()
	if len(s.Order) != 2 || s.Cut() {
		t.Fatalf("keys %v, cut %v", s.Order, s.Cut())
	}
	for _, cred := range s.Order {
		if got := s.Keys[cred].Outcome(); got != incident.ProvenDead {
			t.Errorf("%s: %s", cred, got)
		}
	}
	if got := r.kills(); got["leaked"] != 1 || got["second"] != 1 {
		t.Errorf("deletions: %v", got)
	}
}

func TestNoKeyWaitsForTheReviewOfAnother(t *testing.T) {
	t.Parallel()
	r := newRig(t, two)
	r.run(&runbook.Policy{Approve: all()})
	last, reviewed := 0, 0
	for _, e := range r.engine.Events() {
		switch {
		case e.Type == incident.Intended && e.Step == incident.StepRevoke:
			last = e.Seq
		case reviewed == 0 && (e.Step == incident.StepReview || e.Step == incident.StepRotate):
			reviewed = e.Seq
		}
	}
	if last == 0 || reviewed < last {
		t.Errorf("the last revocation was sent at event %d, and other work begun at %d", last, reviewed)
	}
}

func TestAVendorThatAsksForAPauseHoldsUpNoOtherKey(t *testing.T) {
	t.Parallel()
	r := newRig(t, two)
	r.fault(simulator.Fault{Match: simulator.Match{Method: "DELETE", Times: 1}, Do: "429", Seconds: 20})
	r.run(&runbook.Policy{Approve: []string{runbook.ApproveRevoke}})
	s := r.engine.State()
	first, _ := s.Keys["c1"].KillOp()
	second, _ := s.Keys["c2"].KillOp()
	if second.At.Add(15*time.Second).After(first.At) || s.Keys["c1"].Outcome() != incident.ProvenDead || s.Keys["c2"].Outcome() != incident.ProvenDead {
		t.Errorf("revoked at %v (%s) and at %v (%s)", first.At, s.Keys["c1"].Outcome(), second.At, s.Keys["c2"].Outcome())
	}
}

// TestACrashOfARunOnTwoKeysRepeatsNothing ends the process before and behind appends of a run on two
// keys, goes on, and asks the simulator what really happened. The sweep over one key takes every event.
func TestACrashOfARunOnTwoKeysRepeatsNothing(t *testing.T) {
	t.Parallel()
	for first, before := range []bool{true, false} {
		t.Run(fmt.Sprintf("before=%v", before), func(t *testing.T) {
			t.Parallel()
			for n := 1 + 2*first*stride(); !crashTwo(t, n, before); n += 4 * stride() {
				if n > 400 {
					t.Fatal("no run ends")
				}
			}
		})
	}
}

func crashTwo(t *testing.T, n int, before bool) (finished bool) {
	r := newRig(t, two)
	policy := func() *runbook.Policy { return &runbook.Policy{Approve: []string{runbook.ApproveRevoke}} }
	finished = r.crashed(n, before, policy())
	acknowledged := len(r.engine.Events())
	r.run(policy())
	where := fmt.Sprintf("crash at event %d (before=%v)", n, before)
	if got := len(r.engine.Events()); got < acknowledged {
		t.Errorf("%s: %d events after resume, %d were acknowledged", where, got, acknowledged)
	}
	s := r.engine.State()
	if !slices.Equal(s.Order, []string{"c1", "c2"}) {
		t.Fatalf("%s: keys %v", where, s.Order)
	}
	for _, cred := range s.Order {
		if got := s.Keys[cred].Outcome(); got != incident.ProvenDead {
			t.Errorf("%s: %s is %q, marks %+v", where, cred, got, s.Keys[cred].Marks)
		}
	}
	if got := r.kills(); got["leaked"] != 1 || got["second"] != 1 {
		t.Errorf("%s: deletions %v", where, got)
	}
	return finished
}

func TestAKeyThatIsLeftOutKeepsNothingOpenAndStaysAsItIs(t *testing.T) {
	e := engineOver(t, &vendor{clock: providers.WallClock{}}, nil)
	if _, ok := actionOf(e, runbook.LeaveKey, "c1"); ok {
		t.Error("the only key can be left out whole")
	}
	second := providers.Credential{Kind: vendorKind, Secret: providers.NewSecret([]byte("a second DRILL key"))}
	cred, err := e.Identify(identify.Finding{Credential: second, Confidence: identify.High}, "test", 0)
	if err != nil {
		t.Fatal(err)
	}
	a, ok := actionOf(e, runbook.LeaveKey, cred)
	if !ok {
		t.Fatal("one of two cannot be left out")
	}
	if err := e.Do(t.Context(), a, runbook.Input{Text: "a test account's"}); err != nil {
		t.Fatal(err)
	}
	k := e.State().Keys[cred]
	if open := e.State().OpenSteps(cred); len(open) > 1 || !k.LeftOut() || k.Outcome() != incident.NotTried || k.Marks[incident.StepRevoke].Note.Line(40) != "a test account's" {
		t.Errorf("open %v, %s, %+v", open, k.Outcome(), k.Marks[incident.StepRevoke])
	}
	if first := e.State().Keys["c1"]; first.LeftOut() || first.Marks[incident.StepRevoke].Skipped {
		t.Error("the other one was left out too")
	}
	if _, ok := actionOf(e, runbook.LeaveKey, cred); ok {
		t.Error("it can be left out twice")
	}
}

// actionOf is the action of that name on a key.
func actionOf(e *runbook.Engine, name runbook.Name, cred string) (runbook.Action, bool) {
	for _, a := range runbook.Actions(e.State(), e.Situation()) {
		if a.Name == name && a.Cred == cred {
			return a, true
		}
	}
	return runbook.Action{}, false
}
