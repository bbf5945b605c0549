package runbook_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// crashed runs the policy until the nth append, and forgets the process there.
func (r *rig) crashed(n int, before bool, p *runbook.Policy) (finished bool) {
	r.t.Helper()
	r.open(n, before)
	ended := false
	r.clock.Run(func() {
		defer func() { r.engine.Leave() }()
		_ = r.workHere(p)
		ended = !r.crash.gone()
	})
	r.closeJournal()
	return ended
}

func (c *crasher) gone() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.dead
}

// TestACrashAtEveryEventLosesNothingAndRepeatsNothing ends the process before and behind every
// append of whole runs, goes on, and asks the simulator what really happened.
func TestACrashAtEveryEventLosesNothingAndRepeatsNothing(t *testing.T) {
	t.Parallel()
	for i, sweep := range []struct {
		strategy incident.Strategy
		before   bool
	}{
		{incident.RevokeFirst, true}, {incident.RevokeFirst, false}, {incident.RotateFirst, false}, {incident.ContainFirst, true},
	} {
		t.Run(fmt.Sprintf("%s before=%v", sweep.strategy, sweep.before), func(t *testing.T) {
			t.Parallel()
			for n := 1 + i*stride()/4; !crashOnce(t, sweep.strategy, n, sweep.before); n += stride() {
				if n > 400 {
					t.Fatal("no run ends")
				}
			}
		})
	}
}

// stride is how many events lie between two crashes of a sweep: some, and one where all are wanted,
// which takes minutes.
func stride() int {
	if os.Getenv("FIREBREAK_TEST_WHOLE") != "" {
		return 1
	}
	return 8
}

// small is a world that answers fast: one project, one service account, its key.
func small(c *simulator.Config) {
	const day = 24 * time.Hour
	c.Scenario = simulator.Scenario{ID: "small", Org: "small", NoBackground: true,
		Projects: []simulator.Project{{Ref: "p", Name: "docs-bot", Created: -90 * day}},
		Users:    []simulator.User{{Ref: "mara", Name: "Mara", Mail: "mara@small.example", Role: "owner", Added: -90 * day, Projects: []simulator.Ref{"p"}}},
		Accounts: []simulator.Account{{Ref: "sa", Name: "docs-bot", Project: "p", Created: -80 * day}},
		Keys:     []simulator.Key{{Ref: "leaked", Kind: simulator.ServiceAccountKey, Name: "docs-bot", Project: "p", Owner: "sa", Created: -60 * day, Leaked: true}},
		Traffic:  []simulator.Traffic{{Key: "leaked", Actor: simulator.Attacker, From: -2 * time.Hour, Every: 10 * time.Minute, Family: "completions", Model: "gpt-5", In: 900, Out: 90, Micros: 900}},
	}
}

func crashOnce(t *testing.T, strategy incident.Strategy, n int, before bool) (finished bool) {
	r := newRig(t, small)
	policy := func() *runbook.Policy {
		return &runbook.Policy{Approve: append(all(), runbook.ApproveContain), Strategy: strategy}
	}
	finished = r.crashed(n, before, policy())
	acknowledged := len(r.engine.Events())
	k := r.run(policy())
	where := fmt.Sprintf("crash at event %d (before=%v)", n, before)
	if got := len(r.engine.Events()); got < acknowledged {
		t.Errorf("%s: %d events after resume, %d were acknowledged", where, got, acknowledged)
	}
	if got := k.Outcome(); got != incident.ProvenDead {
		t.Errorf("%s: outcome %q, marks %+v", where, got, k.Marks)
	}
	if open := r.engine.State().OpenSteps(k.Cred); len(open) > 0 {
		t.Errorf("%s: open steps %v", where, open)
	}
	r.ledgerIsClean(where, k)
	return finished
}

// ledgerIsClean asks the world: one delete of the leaked key, one living replacement that we
// know, every other key that we made deleted, no limit of ours left.
func (r *rig) ledgerIsClean(where string, k incident.Key) {
	r.t.Helper()
	leaked, _ := r.world.KeyState("leaked")
	deletes := 0
	for _, q := range r.world.Requests() {
		if q.Method == "DELETE" && q.Path == "/v1/organization/projects/"+leaked.Project+"/api_keys/"+leaked.ID {
			deletes++
		}
	}
	if deletes != 1 {
		r.t.Errorf("%s: the leaked key was deleted %d times", where, deletes)
	}
	r.noOther(where, k)
	if k.Successor.Parked == nil {
		return
	}
	value, err := r.ring.Parking(r.dir).Get(context.Background(), k.Successor.Parked.File)
	if err != nil || !r.envHolds(value) {
		r.t.Errorf("%s: the file does not hold the parked replacement (%v)", where, err)
	}
}

// noOther reports every living key that we made and do not know, and wants exactly one.
func (r *rig) noOther(where string, k incident.Key) {
	r.t.Helper()
	live := 0
	for _, key := range r.world.Truth().Keys {
		if key.Created.Before(epoch) || key.State == simulator.Dead || key.State == simulator.Dying {
			continue
		}
		live++
		if k.Successor.Record == nil || key.ID != k.Successor.Record.ID {
			r.t.Errorf("%s: a living key %q that nobody knows", where, key.Name)
		}
	}
	if live != 1 {
		r.t.Errorf("%s: %d living replacements", where, live)
	}
}
