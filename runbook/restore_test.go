package runbook_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// returning is a vendor that takes a revocation back for an hour.
type returning struct {
	*vendor
	lost bool // the answer to a restoration
	back int
}

func (v *returning) Restorable(providers.Kind) time.Duration { return time.Hour }

func (v *returning) Restore(ctx context.Context, _ providers.KeyRecord) (providers.Receipt, error) {
	if err := providers.LedgerOf(ctx).Intent(ctx, providers.Statement{Door: "http", Route: "key.undelete", Reversible: true}); err != nil {
		return providers.Receipt{}, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.back++
	if v.lost {
		return providers.Receipt{}, &providers.CallError{Effect: providers.Mutate, Fate: providers.Unknown, Cause: providers.CauseCut}
	}
	v.sent = 0
	return providers.Receipt{At: v.clock.Now(), Status: 200}, nil
}

func (v *returning) Present(context.Context, providers.KeyRecord) (providers.KeyStatus, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.sent > 0 {
		return providers.Ended, nil
	}
	return providers.Active, nil
}

// shifted is a clock that a test moves, and that sleeps move.
type shifted struct {
	providers.WallClock
	mu sync.Mutex
	by time.Duration
}

func (c *shifted) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return epoch.Add(c.by)
}

func (c *shifted) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.by += d
	return ctx.Err()
}

func engineOverReturning(t *testing.T, clock providers.Clock) (*runbook.Engine, *returning) {
	t.Helper()
	v := &returning{vendor: &vendor{clock: clock, schedule: providers.Schedule{Window: time.Second, Offsets: []time.Duration{0, time.Second}, Poll: time.Second, Deadline: time.Minute}}}
	e := engineOver(t, v.vendor, func(c *runbook.Config) {
		c.Vendors = map[string]runbook.Vendor{"openai": {Name: "openai", Title: "OpenAI", Adapter: v}}
	})
	do(t, e, runbook.Validate, runbook.Locate, runbook.Forecast, runbook.Decide)
	return e, v
}

func restoring(e *runbook.Engine, approved ...string) error {
	for _, a := range runbook.Actions(e.State(), e.Situation()) {
		if a.Name == runbook.Restore {
			return e.Do(context.Background(), a, runbook.Input{Approved: approved})
		}
	}
	return runbook.ErrNotOffered
}

func TestARevocationIsTakenBackOnItsOwnConsentAndNothingStaysProven(t *testing.T) {
	t.Parallel()
	e, v := engineOverReturning(t, &shifted{})
	if err := restoring(e, runbook.ApproveRestore); !errors.Is(err, runbook.ErrNotOffered) {
		t.Errorf("of a living key: %v", err)
	}
	do(t, e, runbook.Revoke, runbook.Prove)
	for len(e.Situation().Running) > 0 {
		_ = e.Wait(t.Context())
	}
	if k, _ := e.State().First(); !k.Proof.Proven() || k.Outcome() != incident.ProvenDead {
		t.Fatalf("before: %s", k.Outcome())
	}
	shown, err := e.Statements(t.Context(), offer(t, e, runbook.Restore), runbook.Input{})
	if err != nil || len(shown) != 1 || v.back != 0 {
		t.Errorf("shown %+v, sent %d: %v", shown, v.back, err)
	}
	if err := restoring(e, runbook.ApproveRevoke); !errors.Is(err, runbook.ErrNotApproved) {
		t.Errorf("without its own approval: %v", err)
	}
	if err := restoring(e, runbook.ApproveRestore); err != nil || v.back != 1 {
		t.Fatalf("sent %d: %v", v.back, err)
	}
	k, _ := e.State().First()
	condition, _ := k.Condition()
	if k.Outcome() != incident.NotTried || condition != incident.IsAlive || k.Proof.Proven() || k.AliveAgain() || len(k.DueLooks()) != 0 {
		t.Errorf("after: outcome %s, %s, proof %+v", k.Outcome(), condition, k.Proof)
	}
	for _, step := range []incident.Step{incident.StepRevoke, incident.StepProve} {
		if k.Status(step) == incident.StatusDone {
			t.Errorf("%s counts as done", step)
		}
	}
	do(t, e, runbook.Revoke)
	if k, _ := e.State().First(); k.Outcome() != incident.AcceptedUnproven || v.sent != 1 {
		t.Errorf("revoked again: %s, sent %d", k.Outcome(), v.sent)
	}
}

func TestARevocationCannotBeTakenBackAnyMoreBehindItsTime(t *testing.T) {
	t.Parallel()
	clock := &shifted{}
	e, _ := engineOverReturning(t, clock)
	do(t, e, runbook.Revoke)
	_ = clock.Sleep(t.Context(), time.Hour)
	if err := restoring(e, runbook.ApproveRestore); !errors.Is(err, runbook.ErrNotOffered) {
		t.Errorf("an hour later: %v", err)
	}
}

func TestALostAnswerToARestorationIsSettledByTheRecord(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		back bool
		want incident.Result
	}{"took place": {true, incident.Applied}, "did not": {false, incident.NotApplied}} {
		e, v := engineOverReturning(t, &shifted{})
		v.lost = true
		do(t, e, runbook.Revoke)
		if err := restoring(e, runbook.ApproveRestore); err != nil {
			t.Fatal(err)
		}
		if c.back {
			v.sent = 0
		}
		do(t, e, runbook.Settle)
		k, _ := e.State().First()
		op, _ := k.LastOp(incident.ActRestore)
		if op.Outcome == nil || op.Outcome.Result != c.want || op.Outcome.Settled != "record" || v.back != 1 {
			t.Errorf("%s: %+v after %d requests", name, op.Outcome, v.back)
		}
		if k.Accepted().IsZero() != c.back {
			t.Errorf("%s: revoked at %s", name, k.Accepted())
		}
	}
}

// A program approves one of the two, or it would go round in circles.
func TestHeadlessARevocationIsTakenBackWhereThatAloneIsApproved(t *testing.T) {
	t.Parallel()
	e, v := engineOverReturning(t, &shifted{})
	do(t, e, runbook.Revoke)
	for _, c := range []struct {
		approve []string
		back    int
	}{{[]string{runbook.ApproveRevoke}, 0}, {[]string{runbook.ApproveRevoke, runbook.ApproveRestore}, 0}, {[]string{runbook.ApproveRestore}, 1}} {
		p := &runbook.Policy{Approve: c.approve}
		for range 3 {
			choice := p.Choose(e.State(), e.Situation(), runbook.Actions(e.State(), e.Situation()))
			if choice.Action == nil || choice.Action.Name != runbook.Restore {
				break
			}
			if err := e.Do(t.Context(), *choice.Action, choice.Input); err != nil {
				t.Fatal(err)
			}
		}
		if v.back != c.back {
			t.Errorf("with %v: %d", c.approve, v.back)
		}
	}
}

// What we limited a key to is told to whoever makes its replacement, also once the key has ended.
func TestLimitsOfOursAreNotPassedOnToAReplacement(t *testing.T) {
	t.Parallel()
	op := func(id string, act incident.Act, limit string) incident.Op {
		return incident.Op{ID: id, Intent: incident.IntentData{Act: act, Limit: &incident.Limit{ID: limit, WholeOf: "key"}}, Outcome: &incident.OutcomeData{Result: incident.Applied}}
	}
	k := incident.Key{Ops: []incident.Op{op("1", incident.ActContain, "a"), op("2", incident.ActContain, "b"), op("3", incident.ActContain, "c"), op("4", incident.ActLift, "a"),
		{ID: "5", Intent: incident.IntentData{Act: incident.ActRevoke}, Outcome: &incident.OutcomeData{Result: incident.Applied}}},
		Kept: []incident.NoteData{{About: "b"}}}
	if ours := k.OurLimits(); len(ours) != 1 || ours[0].ID != "c" {
		t.Errorf("%+v", ours)
	}
}
