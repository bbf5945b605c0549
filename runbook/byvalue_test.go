package runbook_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/openai"
	"firebreak/runbook"
	"firebreak/runbook/drill"
	"firebreak/runbook/incident"
)

// valued is a vendor that keeps no record of its keys, ends them by their value and answers before
// it has done so.
type valued struct {
	*vendor
	lost  bool          // the answer to a revocation
	gone  bool          // a revocation is refused, as the key had ended
	lives bool          // the key, whatever was sent
	dead  bool          // the key, from the start
	got   []byte        // the value that came with the newest revocation
	takes time.Duration // a revocation goes on living for this long
	at    time.Time
}

func (v *valued) Locate(context.Context, providers.Credential) (providers.Match, error) {
	return providers.Match{}, nil
}

func (v *valued) EndsByValue(k providers.Kind) bool { return k == vendorKind }

func (v *valued) RevokeValue(ctx context.Context, c providers.Credential) (providers.Receipt, error) {
	s := providers.Statement{Door: "http", Route: "key.revoke", Notices: []providers.Notice{providers.NoticeLater}}
	if err := providers.LedgerOf(ctx).Intent(ctx, s); err != nil {
		return providers.Receipt{}, err
	}
	c.Secret.Expose(func(b []byte) { v.got = bytes.Clone(b) })
	v.at = v.clock.Now()
	v.mu.Lock()
	v.sent++
	v.mu.Unlock()
	if v.lost {
		return providers.Receipt{}, &providers.CallError{Effect: providers.Mutate, Fate: providers.Unknown, Cause: providers.CauseCut}
	}
	if v.gone {
		return providers.Receipt{}, &providers.CallError{Effect: providers.Mutate, Fate: providers.Refused, Cause: providers.CauseStatus, Status: 401, Err: providers.ErrNotFound}
	}
	return providers.Receipt{At: v.clock.Now(), Status: 202, Pending: true}, nil
}

func (v *valued) Validate(ctx context.Context, c providers.Credential) (providers.Verdict, error) {
	verdict, err := v.vendor.Validate(ctx, c)
	if (v.lives || verdict.At.Before(v.at.Add(v.takes))) && !c.Secret.HasAffixes("made-up", "") {
		verdict.Life, verdict.Reason = providers.Alive, providers.ReasonOK
	}
	if v.dead {
		verdict.Life, verdict.Reason = providers.Dead, providers.ReasonInvalid
	}
	return verdict, err
}

func engineOverValued(t *testing.T, v *valued) *runbook.Engine {
	t.Helper()
	return engineOver(t, v.vendor, func(c *runbook.Config) {
		c.Vendors = map[string]runbook.Vendor{"openai": {Name: "openai", Title: "OpenAI", Adapter: v}}
	})
}

// offer is the action of that name, with the reason for which it is off.
func offer(t *testing.T, e *runbook.Engine, name runbook.Name) runbook.Action {
	t.Helper()
	for _, a := range runbook.Actions(e.State(), e.Situation()) {
		if a.Name == name {
			return a
		}
	}
	t.Fatalf("%s is not listed", name)
	return runbook.Action{}
}

func TestAKeyWithoutARecordIsEndedByItsValue(t *testing.T) {
	t.Parallel()
	v := &valued{vendor: &vendor{clock: providers.WallClock{}}}
	e := engineOverValued(t, v)
	do(t, e, runbook.Validate, runbook.Locate, runbook.Decide)
	shown, err := e.Statements(t.Context(), offer(t, e, runbook.Revoke), runbook.Input{})
	if err != nil || len(shown) != 1 || v.sent != 0 {
		t.Fatalf("shown %+v, sent %d: %v", shown, v.sent, err)
	}
	do(t, e, runbook.Revoke)
	k, _ := e.State().First()
	op, _ := k.KillOp()
	if v.sent != 1 || string(v.got) != "the leaked DRILL key" {
		t.Errorf("sent %d times for %q", v.sent, v.got)
	}
	if op.Intent.Value == "" || op.Intent.Value != k.Identity.Fingerprint || op.Intent.Record != nil {
		t.Errorf("the journal's target is %q with record %v, the fingerprint %q", op.Intent.Value, op.Intent.Record, k.Identity.Fingerprint)
	}
	if !op.Applied() || !op.Outcome.Pending || k.Outcome() != incident.AcceptedUnproven {
		t.Errorf("outcome %+v of the op, %s of the key", op.Outcome, k.Outcome())
	}
	for _, ev := range e.Events() {
		if bytes.Contains(ev.Data, v.got) {
			t.Errorf("the key stands in a %s event", ev.Type)
		}
	}
}

func TestWithoutItsValueAKeyIsNotEndedByValue(t *testing.T) {
	t.Parallel()
	v := &valued{vendor: &vendor{clock: providers.WallClock{}}}
	e := engineOverValued(t, v)
	do(t, e, runbook.Validate, runbook.Locate)
	sit := e.Situation()
	sit.Have = nil
	for _, a := range runbook.Actions(e.State(), sit) {
		if a.Name == runbook.Revoke && a.Off != incident.WhyNeedsKey {
			t.Errorf("off for %q", a.Off)
		}
	}
	if k, _ := e.State().First(); sit.Reaches(k) || !e.Situation().Reaches(k) {
		t.Error("whether there is something to go by is not told by the value")
	}
}

// What was sent for a value is never sent again before probes told, and they wait out what the
// vendor does later than it answers.
func TestALostRevocationByValueIsSettledByProbes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lives bool
		takes time.Duration
		want  incident.Result
	}{
		"took place": {want: incident.Applied}, "took place late": {takes: 100 * time.Second, want: incident.Applied}, "did not": {lives: true, want: incident.NotApplied},
	} {
		t.Run(name, func(t *testing.T) {
			v := &valued{vendor: &vendor{clock: drill.NewManual(epoch, nil)}, lost: true, lives: c.lives, takes: c.takes}
			e := engineOverValued(t, v)
			do(t, e, runbook.Validate, runbook.Locate, runbook.Decide, runbook.Revoke)
			if err := doOne(e, runbook.Revoke); !errors.Is(err, runbook.ErrNotOffered) {
				t.Errorf("a second one while the first is open: %v", err)
			}
			sit := e.Situation()
			sit.Have = nil
			for _, a := range runbook.Actions(e.State(), sit) {
				if a.Name == runbook.Settle && a.Off != incident.WhyNeedsKey {
					t.Errorf("settling without the key is off for %q", a.Off)
				}
			}
			do(t, e, runbook.Settle)
			k, _ := e.State().First()
			op, _ := k.KillOp()
			if v.sent != 1 || op.Outcome == nil || op.Outcome.Result != c.want || op.Outcome.Settled != "probe" {
				t.Errorf("sent %d times, settled %+v", v.sent, op.Outcome)
			}
			if waited := v.clock.Now().Sub(op.At); c.lives && waited < incident.PendingFor {
				t.Errorf("given up after %s", waited)
			}
		})
	}
}

// asValue is an adapter whose vendor looks the value up by itself and answers before it is done.
type asValue struct{ *openai.Adapter }

func (asValue) EndsByValue(providers.Kind) bool { return true }

func (v asValue) RevokeValue(ctx context.Context, c providers.Credential) (providers.Receipt, error) {
	m, err := v.Locate(ctx, c)
	if err != nil || len(m.Candidates) != 1 {
		return providers.Receipt{}, errors.Join(providers.ErrNotFound, err)
	}
	receipt, err := v.Revoke(ctx, m.Candidates[0])
	receipt.Pending = true
	return receipt, err
}

// A process that ends behind the intent, or before or behind the outcome, has sent one request in
// the end, and proves the key dead.
func TestACrashAroundARevocationByValueRepeatsNothing(t *testing.T) {
	t.Parallel()
	open := func() *rig {
		r := newRig(t, small)
		r.window = time.Second
		r.adapted = func(a any) any { return asValue{a.(*openai.Adapter)} }
		return r
	}
	policy := func() *runbook.Policy { return &runbook.Policy{Approve: []string{runbook.ApproveRevoke}} }
	whole := open()
	whole.run(policy())
	intent := 0
	for i, e := range whole.engine.Events() {
		if e.Type == incident.Intended {
			intent = i + 1
		}
	}
	for name, c := range map[string]struct {
		at     int
		before bool
	}{"behind the intent": {intent, false}, "before the outcome": {intent + 1, true}, "behind the outcome": {intent + 1, false}} {
		r := open()
		r.crashed(c.at, c.before, policy())
		k := r.run(policy())
		if k.Outcome() != incident.ProvenDead || r.sent("DELETE", "/api_keys/") != 1 {
			t.Errorf("%s: %s, sent %d times", name, k.Outcome(), r.sent("DELETE", "/api_keys/"))
		}
		if op, _ := k.KillOp(); op.Intent.Value != k.Identity.Fingerprint {
			t.Errorf("%s: the target is %q", name, op.Intent.Value)
		}
	}
}

// A vendor may say that a value is gone under the status of a refusal: whose end that was is not
// known then, and probes alone prove it.
func TestAValueThatHadEndedIsNotSaidToBeOurDoingNorARefusal(t *testing.T) {
	t.Parallel()
	v := &valued{vendor: &vendor{clock: providers.WallClock{}}, gone: true}
	e := engineOverValued(t, v)
	do(t, e, runbook.Validate, runbook.Locate, runbook.Decide, runbook.Revoke)
	k, _ := e.State().First()
	if !k.FoundGone() || k.Outcome() != incident.GoneUnproven || !k.Watchable() || v.sent != 1 {
		t.Errorf("%s, found gone %v, sent %d", k.Outcome(), k.FoundGone(), v.sent)
	}
}

// What a vendor answers to a value that it refuses tells nothing of it: a run without a person sends
// none, and where a person did, no death is claimed as ours.
func TestAValueThatWasRefusedFromTheStartIsNoKillOfOurs(t *testing.T) {
	for name, gone := range map[string]bool{"accepted for later": false, "unknown to the vendor": true} {
		v := &valued{vendor: &vendor{clock: drill.NewManual(epoch, nil)}, dead: true, gone: gone}
		e := engineOverValued(t, v)
		do(t, e, runbook.Validate, runbook.Decide)
		_ = doOne(e, runbook.Locate)
		policy := &runbook.Policy{Approve: []string{runbook.ApproveRevoke}}
		if c := policy.Choose(e.State(), e.Situation(), runbook.Actions(e.State(), e.Situation())); c.Action == nil || c.Action.Name == runbook.Revoke {
			t.Errorf("%s: chosen by itself: %+v", name, c.Action)
		}
		k, _ := e.State().First()
		left := runbook.Left(e.State(), e.Situation(), k.Cred, nil, []incident.Step{incident.StepLocate, incident.StepRevoke})
		if v.sent != 0 || k.Outcome() != incident.NotAccepted || left[0].Fail.Reason != incident.WhyRefusedAt || left[1].Fail.Reason != incident.WhyRefusedAt {
			t.Errorf("%s: by itself sent %d, %s, left %+v", name, v.sent, k.Outcome(), left)
		}
		do(t, e, runbook.Revoke)
		if k, _ = e.State().First(); v.sent != 1 || k.Outcome() != incident.NotAccepted || k.Status(incident.StepRevoke) != incident.StatusDone {
			t.Errorf("%s: by a person sent %d, %s, revoke %s", name, v.sent, k.Outcome(), k.Status(incident.StepRevoke))
		}
	}
}
