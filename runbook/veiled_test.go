package runbook_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/files"
	"firebreak/providers/openai"
	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/drill"
	"firebreak/runbook/incident"
)

// suspender is a vendor whose keys can be made inactive, and whose records outlive their keys.
type suspender struct {
	vendor
	status  providers.KeyStatus // as the record has it
	revokes providers.KeyStatus // what a revocation makes of the record; "": nothing
	hidden  bool                // the record cannot be read
	mum     bool                // the record does not tell an inactive key from an active one
}

func newSuspender() *suspender {
	return &suspender{vendor: vendor{clock: drill.NewManual(epoch, nil), schedule: figures}, status: providers.Active}
}

// accepted is whether a probe with the key would be answered as for a live one.
func (s *suspender) accepted() bool { return s.status == providers.Active }

func (s *suspender) Validate(_ context.Context, c providers.Credential) (providers.Verdict, error) {
	v := providers.Verdict{Life: providers.Alive, Reason: providers.ReasonOK, At: s.clock.Now()}
	if !s.accepted() || c.Secret.HasAffixes("made-up", "") {
		v.Life, v.Reason = providers.Dead, providers.ReasonInvalid
	}
	return v, nil
}

func (s *suspender) Locate(context.Context, providers.Credential) (providers.Match, error) {
	return providers.Match{Candidates: []providers.KeyRecord{{Kind: vendorKind, ID: "key_1", Status: s.status}}, Strength: providers.Exact}, nil
}

func (s *suspender) Revoke(ctx context.Context, r providers.KeyRecord) (providers.Receipt, error) {
	receipt, err := s.vendor.Revoke(ctx, r)
	if s.revokes != "" {
		s.status = s.revokes
	}
	return receipt, err
}

func (s *suspender) Present(context.Context, providers.KeyRecord) (providers.KeyStatus, error) {
	if s.hidden {
		return providers.StatusUnclear, providers.ErrNotPermitted
	}
	if s.mum && s.status == providers.Inactive {
		return providers.Active, nil
	}
	return s.status, nil
}

func (s *suspender) Containments(context.Context, providers.KeyRecord) ([]providers.Containment, error) {
	return []providers.Containment{{ID: "inactive", WholeOf: "key", ExactUndo: true, Refuses: true}}, nil
}

func (s *suspender) Contain(ctx context.Context, _ providers.KeyRecord, _ providers.Containment) (providers.Receipt, error) {
	return s.become(ctx, providers.Inactive)
}

func (s *suspender) Contained(context.Context, providers.KeyRecord, providers.Containment) (bool, error) {
	return s.status == providers.Inactive, nil
}

func (s *suspender) Lift(ctx context.Context, _ providers.KeyRecord, _ providers.Containment) (providers.Receipt, error) {
	return s.become(ctx, providers.Active)
}

func (s *suspender) become(ctx context.Context, to providers.KeyStatus) (providers.Receipt, error) {
	if err := providers.LedgerOf(ctx).Intent(ctx, providers.Statement{Door: "http", Route: "key.update"}); err != nil {
		return providers.Receipt{}, err
	}
	s.status = to
	return providers.Receipt{At: s.clock.Now(), Status: 200}, nil
}

// cut is what a mutation ends with whose answer was lost.
var cut = &providers.CallError{Fate: providers.Unknown, Cause: providers.CauseCut}

// perform does actions of a new incident one after another.
func (s *suspender) perform(t *testing.T, names ...runbook.Name) (*runbook.Engine, incident.Key) {
	t.Helper()
	e := engineOver(t, &s.vendor, func(c *runbook.Config) {
		c.Vendors = map[string]runbook.Vendor{"openai": {Name: "openai", Title: "OpenAI", Adapter: s}}
	})
	within(t, "the incident", func() {
		s.clock.(*drill.Manual).Run(func() {
			prepare(t, e)
			do(t, e, names...)
			if err := e.Wait(context.Background()); err != nil {
				t.Error(err)
			}
		})
	})
	k, _ := e.State().First()
	return e, k
}

func offered(e *runbook.Engine, name runbook.Name) bool {
	return slices.ContainsFunc(runbook.Actions(e.State(), e.Situation()), func(a runbook.Action) bool { return a.Name == name && a.Off == "" })
}

func TestARevocationOfUnknownEndIsSettledByTheRecordAloneWhereALimitRefusesTheKey(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		revokes providers.KeyStatus
		hidden  bool
		mum     bool
		want    incident.Outcome
		again   bool // a revocation is offered once more
	}{
		"it never took place":                      {"", false, false, incident.NotTried, true},
		"it never did, and the record says active": {"", false, true, incident.NotTried, true},
		"it did, and the record stays":             {providers.Ended, false, false, incident.AcceptedUnproven, false},
		"it did, and the record goes":              {providers.Gone, false, false, incident.AcceptedUnproven, false},
		"the record cannot be read":                {providers.Ended, true, false, incident.UnknownOutcome, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSuspender()
			s.behind, s.revokes, s.hidden, s.mum = cut, tc.revokes, tc.hidden, tc.mum
			e, k := s.perform(t, runbook.Contain, runbook.Revoke, runbook.Settle)
			if k.Outcome() != tc.want || offered(e, runbook.Revoke) != tc.again {
				t.Errorf("outcome %q, a revocation offered: %v", k.Outcome(), offered(e, runbook.Revoke))
			}
			for _, op := range k.Ops {
				if op.Outcome != nil && op.Outcome.Settled == "probe" {
					t.Error("settled by a probe")
				}
			}
		})
	}
}

func TestAKeyThatSomebodyElseMadeInactiveIsNotTakenForRevoked(t *testing.T) {
	t.Parallel()
	s := newSuspender()
	s.behind, s.revokes = cut, providers.Inactive
	if _, k := s.perform(t, runbook.Revoke, runbook.Settle); k.Outcome() != incident.NotTried {
		t.Errorf("outcome %q", k.Outcome())
	}
}

func TestAKeyThatALimitMakesRefuseIsProvenDeadByItsRecordToo(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		revokes providers.KeyStatus
		hidden  bool
		want    incident.Outcome
		fails   incident.Reason
	}{
		"accepted and done":                   {providers.Ended, false, incident.ProvenDead, ""},
		"accepted and done, without a record": {providers.Gone, false, incident.ProvenDead, ""},
		"accepted, and nothing done":          {"", false, incident.AcceptedUnproven, incident.WhyVeiled},
		"the record cannot be read":           {providers.Ended, true, incident.AcceptedUnproven, incident.WhyVeiled},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSuspender()
			s.revokes, s.hidden = tc.revokes, tc.hidden
			e, k := s.perform(t, runbook.Contain, runbook.Revoke, runbook.Prove)
			if k.Outcome() != tc.want {
				t.Errorf("outcome %q, proof %+v", k.Outcome(), k.Proof)
			}
			if f := k.Marks[incident.StepProve].Failed; tc.fails != "" && (f == nil || f.Reason != tc.fails) {
				t.Errorf("the watch ended with %+v", f)
			}
			if offered(e, runbook.Lift) || len(k.Limits()) != 0 {
				t.Error("the limit of a key that was revoked may be lifted")
			}
		})
	}
}

func TestAPolicyLeavesAKeyRevokedThatALimitMadeRefuse(t *testing.T) {
	t.Parallel()
	s := newSuspender()
	s.revokes = providers.Ended
	e := engineOver(t, &s.vendor, func(c *runbook.Config) {
		c.Vendors = map[string]runbook.Vendor{"openai": {Name: "openai", Title: "OpenAI", Adapter: s}}
		c.Reports, c.Files = t.TempDir(), files.New(files.Config{})
	})
	p := &runbook.Policy{Approve: []string{runbook.ApproveRevoke, runbook.ApproveContain}, Strategy: incident.ContainFirst}
	within(t, "the chain", func() {
		s.clock.(*drill.Manual).Run(func() {
			if err := runbook.Drive(context.Background(), e, p); err != nil {
				t.Error(err)
			}
		})
	})
	k, _ := e.State().First()
	if _, lifted := k.LastOp(incident.ActLift); lifted || s.status != providers.Ended || k.Outcome() != incident.ProvenDead || s.sent != 1 {
		t.Errorf("outcome %q, %d sent, record %q, lifted %v", k.Outcome(), s.sent, s.status, lifted)
	}
}

func TestAKeyWhoseRecordHadEndedIsAlreadyDeadAndNotRevokedAgain(t *testing.T) {
	t.Parallel()
	for status, want := range map[providers.KeyStatus]incident.Outcome{providers.Ended: incident.AlreadyDead, providers.Inactive: incident.NotAccepted} {
		t.Run(string(status), func(t *testing.T) {
			s := newSuspender()
			s.status = status
			e, k := s.perform(t)
			if k.Outcome() != want || offered(e, runbook.Revoke) != (status == providers.Inactive) {
				t.Errorf("outcome %q, a revocation offered: %v", k.Outcome(), offered(e, runbook.Revoke))
			}
		})
	}
}

// limiter sets one limit by name and revokes once the key has expired by it.
type limiter struct {
	runbook.Chooser
	rig   *rig
	limit string
	done  bool
}

func (l *limiter) Choose(s incident.State, sit runbook.Situation, actions []runbook.Action) runbook.Choice {
	for _, a := range actions {
		if k := s.Keys[a.Cred]; !l.done && k.Forecast != nil && a.Name == runbook.Contain && a.Off == "" {
			l.done = true
			return runbook.Choice{Action: &a, Input: runbook.Input{Text: l.limit, Approved: []string{runbook.ApproveContain}}}
		}
	}
	if k, ok := s.First(); ok && len(k.Ops) == 1 && sit.Now.Sub(k.Ops[0].At) < 2*time.Minute {
		_ = l.rig.clock.Sleep(context.Background(), 2*time.Minute)
	}
	return l.Chooser.Choose(s, sit, actions)
}

func TestAnExpiryThatWeSetIsNotTakenForARevocationThatGotLost(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.fault(simulator.Fault{Match: simulator.Match{Method: "DELETE", Path: "/organization/projects/{project}/api_keys/{key}", Times: 1}, Do: "cut_before"})
	r.open(0, false)
	p := &runbook.Policy{Approve: []string{runbook.ApproveRevoke, runbook.ApproveContain}}
	if err := r.work(&limiter{Chooser: p, rig: r, limit: openai.LimitExpiry}); err != nil {
		t.Fatal(err)
	}
	r.closeJournal()
	k, _ := r.engine.State().First()
	if n := r.sent("DELETE", "/api_keys/", 200); k.Outcome() != incident.ProvenDead || n != 1 {
		t.Errorf("outcome %q, deleted %d times; ops %+v", k.Outcome(), n, k.Ops)
	}
	if k.Status(incident.StepLift) != incident.StatusDone {
		t.Error("the expiry of a key that is gone waits to be lifted")
	}
}

func TestALimitUnderWhichTheKeyIsRefusedIsSeenInAProbeWhenItIsSetAndWhenItIsLifted(t *testing.T) {
	t.Parallel()
	s := newSuspender()
	if _, k := s.perform(t, runbook.Contain); k.Latest == nil || k.Latest.Life != providers.Dead || k.Proof.Proven() {
		t.Errorf("set: newest answer %+v", k.Latest)
	}
	s = newSuspender()
	e, k := s.perform(t, runbook.Contain, runbook.Lift)
	if k.Latest.Life != providers.Alive || k.LastRefused.IsZero() {
		t.Errorf("lifted: newest answer %+v", k.Latest)
	}
	if !offered(e, runbook.Revoke) {
		t.Error("no revocation is offered of a key that is accepted again")
	}
}
