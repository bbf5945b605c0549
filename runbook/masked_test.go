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
	whole := func(r *rig) providers.Credential {
		return providers.Credential{Kind: r.server.Leaked[0].Kind, Secret: r.leaked()}
	}
	r := newRig(t)
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

	r = newRig(t)
	r.alerted(t, runbook.ApproveRevoke, runbook.ApproveMask)
	if err := r.engine.Hold("c1", whole(r)); !errors.Is(err, runbook.ErrOtherKey) {
		t.Errorf("after the revocation: %v", err)
	}
	if a, ok := r.offered(runbook.Prove); !ok || a.Off != incident.WhyEndingOnly {
		t.Errorf("the proof is %+v", a)
	}
	r.closeJournal()
}
