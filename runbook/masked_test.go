package runbook_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// alert is the leaked key as an alert shows it.
func (r *rig) alert() identify.Finding {
	return identify.Finding{Credential: providers.Credential{Kind: r.server.Leaked[0].Kind}, Confidence: identify.Low, Why: identify.WhyMasked,
		Ending: r.leaked().Last4()}
}

// alerted opens an incident over a masked key and works it as far as the approvals go.
func (r *rig) alerted(t *testing.T, approve ...string) incident.Key {
	t.Helper()
	r.open(0, false)
	if err := r.engine.Start(incident.OpenedData{ID: "INC-20261123-test", Mode: r.mode, Salt: "00ff"}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.engine.Identify(r.alert(), "stdin", 0); err != nil {
		t.Fatal(err)
	}
	r.clock.Run(func() {
		if err := runbook.Drive(context.Background(), r.engine, &runbook.Policy{Approve: approve}); err != nil {
			t.Error(err)
		}
	})
	k, _ := r.engine.State().First()
	return k
}

func TestAMaskedKeyIsRevokedByItsEndingOnlyWithTheApprovalOfThat(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		approve []string
		deletes int
		outcome incident.Outcome
	}{
		"revoke alone":             {[]string{runbook.ApproveRevoke}, 0, incident.NotTried},
		"revoke by mask":           {[]string{runbook.ApproveRevoke, runbook.ApproveMask}, 1, incident.AcceptedUnproven},
		"rotation needs the value": {[]string{runbook.ApproveRotate, runbook.ApproveMask}, 0, incident.NotTried},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			k := r.alerted(t, tc.approve...)
			defer r.closeJournal()
			if k.Record() == nil || k.Located.Strength != providers.MaskOnly || k.Identity.Fingerprint != "" {
				t.Fatalf("located %+v of %+v", k.Located, k.Identity)
			}
			if c, _ := k.Condition(); (c == incident.IsOverByRecord) != (tc.deletes > 0) {
				t.Errorf("condition %q", c)
			}
			if n := r.sent("DELETE", "/api_keys/"); n != tc.deletes {
				t.Errorf("%d deletes, want %d", n, tc.deletes)
			}
			if k.Outcome() != tc.outcome || k.Proof.Run != 0 {
				t.Errorf("outcome %s, want %s; proof %+v", k.Outcome(), tc.outcome, k.Proof)
			}
			if n := r.sent("GET", "/models"); n != 0 {
				t.Errorf("%d probes without a value", n)
			}
			open := r.engine.State().OpenSteps("c1")
			if tc.deletes > 0 && !slices.Contains(open, incident.StepProve) {
				t.Errorf("the proof does not stay open: %v", open)
			}
		})
	}
}

func TestOfSeveralKeysWithOneEndingNoneIsRevoked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.fault(simulator.Fault{Do: "same_mask"})
	k := r.alerted(t, runbook.ApproveRevoke, runbook.ApproveMask)
	defer r.closeJournal()
	if len(k.Located.Candidates) < 2 || k.Record() != nil || r.mutations() != 0 {
		t.Errorf("%d candidates, %d mutations", len(k.Located.Candidates), r.mutations())
	}
	if _, offered := r.offered(runbook.Keep); offered {
		t.Error("one of them can be picked, though nothing tells them apart")
	}
}

func TestTheWholeOfAMaskedKeyIsTakenUntilItWasRevoked(t *testing.T) {
	t.Parallel()
	whole := func(r *rig) providers.Credential {
		return providers.Credential{Kind: r.server.Leaked[0].Kind, Secret: r.leaked()}
	}
	r := newRig(t, small)
	r.alerted(t)
	if err := r.engine.Hold("c1", providers.Credential{Kind: r.server.Leaked[0].Kind, Secret: r.cut(2)}); !errors.Is(err, runbook.ErrOtherKey) {
		t.Errorf("a value with another ending: %v", err)
	}
	if err := r.engine.Hold("c1", whole(r)); err != nil {
		t.Fatal(err)
	}
	if err := r.work(&runbook.Policy{Approve: all()}); err != nil {
		t.Fatal(err)
	}
	if k, _ := r.engine.State().First(); k.Outcome() != incident.ProvenDead || k.Identity.Masked {
		t.Errorf("outcome %s of %+v", k.Outcome(), k.Identity)
	}
	r.closeJournal()

	r = newRig(t, small)
	r.alerted(t, runbook.ApproveRevoke, runbook.ApproveMask)
	if err := r.engine.Hold("c1", whole(r)); !errors.Is(err, runbook.ErrOtherKey) {
		t.Errorf("after the revocation: %v", err)
	}
	if a, ok := r.offered(runbook.Prove); !ok || a.Off != incident.WhyEndingOnly {
		t.Errorf("the proof is %+v", a)
	}
	r.closeJournal()
}

// granted is what a run is approved that limits and revokes a key by its ending.
var granted = append(all(), runbook.ApproveContain, runbook.ApproveMask)

func TestTheWholeOfAMaskedKeyIsTakenAfterActsThatDidNotRevokeIt(t *testing.T) {
	t.Parallel()
	contain := runbook.Action{Name: runbook.Contain, Step: incident.StepContain, Cred: "c1"}
	revoke := runbook.Action{Name: runbook.Revoke, Step: incident.StepRevoke, Cred: "c1"}
	for name, tc := range map[string]struct {
		act    runbook.Action
		fault  string
		limits int
	}{
		"a limit":                          {contain, "", 1},
		"a limit of unknown end":           {contain, "cut_after", 0},
		"a revocation that was not let":    {revoke, "no_right", 0},
		"a revocation that did not arrive": {revoke, "cut_before", 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, small)
			r.alerted(t)
			defer r.closeJournal()
			if tc.fault != "" {
				method := map[runbook.Name]string{runbook.Contain: "POST", runbook.Revoke: "DELETE"}[tc.act.Name]
				r.fault(simulator.Fault{Match: simulator.Match{Method: method, Path: "/organization/projects", Times: 1}, Do: tc.fault})
			}
			r.clock.Run(func() {
				if err := r.engine.Do(t.Context(), tc.act, runbook.Input{Approved: granted}); err != nil {
					t.Error(err)
				}
			})
			k, _ := r.engine.State().First()
			if op, open := k.OpenOp(); open && !op.OfLimit() {
				if !runbook.EndingOnly(k) {
					t.Error("a value is taken for a key that may be revoked")
				}
				r.clock.Run(func() {
					settle := runbook.Action{Name: runbook.Settle, Step: op.Step, Cred: "c1", About: op.ID}
					if err := r.engine.Do(t.Context(), settle, runbook.Input{}); err != nil {
						t.Error(err)
					}
				})
				k, _ = r.engine.State().First()
			}
			if len(k.Ops) != 1 || runbook.EndingOnly(k) {
				t.Fatalf("%d ops; taken for revoked: %v", len(k.Ops), runbook.EndingOnly(k))
			}
			if err := r.engine.Hold("c1", providers.Credential{Kind: r.server.Leaked[0].Kind, Secret: r.leaked()}); err != nil {
				t.Fatal(err)
			}
			if k, _ = r.engine.State().First(); len(k.Limits()) != tc.limits || k.Identity.Masked {
				t.Errorf("%d limits stand; identity %+v", len(k.Limits()), k.Identity)
			}
			if err := r.work(&runbook.Policy{Approve: granted}); err != nil {
				t.Fatal(err)
			}
			if k, _ = r.engine.State().First(); k.Outcome() != incident.ProvenDead || len(k.Limits()) != 0 {
				t.Errorf("outcome %s, %d limits stand", k.Outcome(), len(k.Limits()))
			}
		})
	}
}

func TestALimitIsLiftedByTheRecordThatItWasSetBy(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.alerted(t)
	defer r.closeJournal()
	do := func(name runbook.Name, step incident.Step) {
		r.clock.Run(func() {
			a, _ := r.offered(name)
			if err := r.engine.Do(t.Context(), runbook.Action{Name: name, Step: step, Cred: "c1", About: a.About}, runbook.Input{Approved: granted}); err != nil {
				t.Error(name, err)
			}
		})
	}
	do(runbook.Contain, incident.StepContain)
	if err := r.engine.Hold("c1", providers.Credential{Kind: r.server.Leaked[0].Kind, Secret: r.leaked()}); err != nil {
		t.Fatal(err)
	}
	if k, _ := r.engine.State().First(); k.Record() != nil {
		t.Fatal("the record of the ending is still believed")
	}
	a, _ := r.offered(runbook.Lift)
	if shown, err := r.engine.Statements(t.Context(), a, runbook.Input{}); err != nil || len(shown) == 0 {
		t.Errorf("what would be sent: %v, %v", shown, err)
	}
	do(runbook.Lift, incident.StepLift)
	if k, _ := r.engine.State().First(); len(k.Limits()) != 0 {
		t.Error("the limit stands")
	}
}
