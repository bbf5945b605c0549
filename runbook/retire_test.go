package runbook_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/openai"
	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// nobodyElse is a world whose leaked key is used by one service of ours, once a minute.
func nobodyElse(c *simulator.Config) {
	ownOnly(c)
	c.Scenario.Accounts = []simulator.Account{{Ref: "sa", Name: "docs-bot", Project: "p", Created: -200 * 24 * time.Hour}}
	c.Scenario.Keys[0].Kind, c.Scenario.Keys[0].Owner = simulator.ServiceAccountKey, "sa"
}

// restarted moves the service to the new key some time after it was written, as a restart does.
func (r *rig) restarted(after time.Duration) runbook.Chooser {
	return &restart{rig: r, Policy: runbook.Policy{Approve: all(), Strategy: incident.RotateFirst}, after: after}
}

type restart struct {
	runbook.Policy
	rig   *rig
	after time.Duration
	done  bool
}

func (c *restart) Choose(s incident.State, sit runbook.Situation, actions []runbook.Action) runbook.Choice {
	choice := c.Policy.Choose(s, sit, actions)
	if k, _ := s.First(); k.Successor.Done() && !c.done {
		c.done = true
		c.rig.clock.Go(func() {
			if c.rig.clock.Sleep(context.Background(), c.after) == nil {
				if err := c.rig.world.Adopt(k.Record().ID, k.Successor.Record.ID); err != nil {
					c.rig.t.Error(err)
				}
			}
		})
	}
	return choice
}

// times of the new key standing everywhere and of the kill.
func (r *rig) stoodAndKilled() (stood, killed time.Time) {
	k, _ := r.engine.State().First()
	op, _ := k.KillOp()
	return k.Successor.At(), op.At
}

func TestF012TheOldKeyIsRetiredOnceItsServicesHaveMoved(t *testing.T) {
	t.Parallel()
	r := newRig(t, nobodyElse)
	r.open(0, false)
	if err := r.work(r.restarted(3 * time.Minute)); err != nil {
		t.Fatal(err)
	}
	r.closeJournal()
	stood, killed := r.stoodAndKilled()
	if waited := killed.Sub(stood); waited < 7*time.Minute || waited > 10*time.Minute {
		t.Errorf("killed %s after the new key stood; the service moved after 3 min, and 5 min must be quiet", waited)
	}
	k, _ := r.engine.State().First()
	if k.Retire != nil || k.Use == nil || !k.Use.New.After(k.Use.Old) || k.Outcome() != incident.ProvenDead {
		t.Errorf("use %+v, retire %+v, outcome %s", k.Use, k.Retire, k.Outcome())
	}
}

func TestF012AnOldKeyThatStaysInUseIsRevokedOnlyWhereThatWasApproved(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		approve []string
		killed  bool
	}{"revoke": {all(), false}, "revoke while used": {append(all(), runbook.ApproveUsed), true}} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, nobodyElse)
			k := r.run(&runbook.Policy{Approve: tc.approve, Strategy: incident.RotateFirst})
			f := k.Marks[incident.StepRotate].Failed
			if f == nil || f.Reason != incident.WhyInUse {
				t.Errorf("nothing says that it is used: %+v", f)
			}
			if !tc.killed {
				if n := r.sent("DELETE", "/api_keys/"); n != 0 || k.Retire != nil || k.Outcome() != incident.NotTried {
					t.Errorf("%d deletes, retired %+v, outcome %s", n, k.Retire, k.Outcome())
				}
				left := runbook.Left(r.engine.State(), r.engine.Situation(), "c1", tc.approve, []incident.Step{incident.StepRevoke})
				if left[0].Fail.Reason != incident.WhyInUse || !slices.Contains(left[0].Missing, runbook.ApproveUsed) {
					t.Errorf("a run leaves the revocation for %+v", left)
				}
				return
			}
			stood, killed := r.stoodAndKilled()
			if waited := killed.Sub(stood); waited < 2*runbook.Quiet || waited > 3*runbook.Quiet {
				t.Errorf("killed after %s", waited)
			}
			if k.Retire == nil || k.Retire.Waited < 2*runbook.Quiet || k.Outcome() != incident.ProvenDead {
				t.Errorf("nothing says why the key died in use: %+v; outcome %s", k.Retire, k.Outcome())
			}
		})
	}
}

func TestARunWithoutAnOrderGoesOnInTheOneThatWasDecided(t *testing.T) {
	t.Parallel()
	r := newRig(t, nobodyElse)
	r.open(0, false)
	if err := r.work(&stopAt{Policy: runbook.Policy{Approve: all(), Strategy: incident.RotateFirst}, name: runbook.WatchUse}); err != nil {
		t.Fatal(err)
	}
	if err := r.work(&runbook.Policy{Approve: all()}); err != nil {
		t.Fatal(err)
	}
	r.closeJournal()
	if k, _ := r.engine.State().First(); k.Use == nil || r.sent("DELETE", "/api_keys/") != 0 {
		t.Errorf("use %+v, %d deletes", k.Use, r.sent("DELETE", "/api_keys/"))
	}
}

func TestF012AKeyInUseIsRevokedOnlyWithAReason(t *testing.T) {
	t.Parallel()
	r := newRig(t, nobodyElse)
	r.open(0, false)
	stop := &stopAt{Policy: runbook.Policy{Approve: all(), Strategy: incident.RotateFirst}, name: runbook.WatchUse}
	if err := r.work(stop); err != nil {
		t.Fatal(err)
	}
	k, _ := r.engine.State().First()
	for _, a := range runbook.Actions(r.engine.State(), r.engine.Situation()) {
		if a.Name == runbook.Revoke && a.Off != incident.WhyUseUnread {
			t.Errorf("before anybody looked the revocation is off for %q", a.Off)
		}
	}
	kill := runbook.Action{Name: runbook.Revoke, Step: incident.StepRevoke, Cred: k.Cred}
	do := func(a runbook.Action, in runbook.Input) (err error) {
		in.Approved = append(all(), runbook.ApproveUsed)
		r.clock.Run(func() { err = r.engine.Do(t.Context(), a, in) })
		return err
	}
	if err := do(kill, runbook.Input{}); err == nil || r.sent("DELETE", "/api_keys/") != 0 {
		t.Fatalf("revoked while it is used: %v", err)
	}
	if err := do(runbook.Action{Name: runbook.RetireNow, Step: incident.StepRotate, Cred: k.Cred}, runbook.Input{Text: "only the thief is left"}); err != nil {
		t.Fatal(err)
	}
	if err := do(kill, runbook.Input{}); err != nil || r.sent("DELETE", "/api_keys/") != 1 {
		t.Errorf("with a reason: %v", err)
	}
	r.closeJournal()
	if k, _ := r.engine.State().First(); !k.Retire.Reason.Is("only the thief is left") {
		t.Errorf("reason %+v", k.Retire)
	}
}

func TestALastUseThatCannotBeReadIsSaid(t *testing.T) {
	t.Parallel()
	r := newRig(t, nobodyElse)
	r.open(0, false)
	if err := r.work(&stopAt{Policy: runbook.Policy{Approve: all(), Strategy: incident.RotateFirst}, name: runbook.WatchUse}); err != nil {
		t.Fatal(err)
	}
	r.fault(simulator.Fault{Match: simulator.Match{Path: "/organization/projects"}, Do: "no_right"})
	k, _ := r.engine.State().First()
	r.clock.Run(func() {
		_ = r.engine.Do(t.Context(), runbook.Action{Name: runbook.WatchUse, Step: incident.StepRotate, Cred: k.Cred}, runbook.Input{})
		_ = r.engine.Wait(t.Context())
	})
	r.closeJournal()
	k, _ = r.engine.State().First()
	if f := k.Marks[incident.StepRotate].Failed; f == nil || f.Fail == nil || k.Unused() >= 0 {
		t.Errorf("failed %+v, unused %s", f, k.Unused())
	}
}

// untold is a vendor that does not tell when a key was last used.
type untold struct {
	providers.Validator
	providers.Locator
	providers.Revoker
	providers.Issuer
	providers.Matrix
	providers.UsageReader
}

func TestWhereNoLastUseIsToldTheWaitForItIsOffAndAReasonEndsTheKey(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		approve []string
		killed  bool
	}{"revoke": {all(), false}, "revoke while used": {append(all(), runbook.ApproveUsed), true}} {
		r := newRig(t, nobodyElse)
		r.adapted = func(a any) any {
			whole := a.(*openai.Adapter)
			return untold{whole, whole, whole, whole, whole, whole}
		}
		k := r.run(&runbook.Policy{Approve: tc.approve, Strategy: incident.RotateFirst})
		if tc.killed != (k.Outcome() == incident.ProvenDead) {
			t.Errorf("%s: %s", name, k.Outcome())
		}
		if tc.killed {
			continue
		}
		for _, a := range runbook.Actions(r.engine.State(), r.engine.Situation()) {
			if (a.Name == runbook.WatchUse || a.Name == runbook.Revoke) && a.Off != incident.WhyNoLastUse {
				t.Errorf("%s: %s is off for %q", name, a.Name, a.Off)
			}
		}
	}
}
