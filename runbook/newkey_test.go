package runbook_test

import (
	"context"
	"testing"

	"firebreak/providers"
	"firebreak/providers/keyring"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// choosy is a vendor that accepts the leaked key and some others, and at times made-up ones.
type choosy struct {
	*vendor
	works []providers.Secret
	blind bool
}

func (v *choosy) Validate(_ context.Context, c providers.Credential) (providers.Verdict, error) {
	verdict := providers.Verdict{Life: providers.Dead, Reason: providers.ReasonInvalid, At: v.clock.Now()}
	for _, s := range append(v.works, providers.NewSecret([]byte("the leaked DRILL key"))) {
		if c.Secret.Equal(s) || v.blind {
			verdict.Life, verdict.Reason = providers.Alive, providers.ReasonOK
		}
	}
	return verdict, nil
}

// receiving is an engine whose plan to rotate by hand stands, with the one place of the key.
func receiving(t *testing.T, v *choosy) (*runbook.Engine, *shelf) {
	t.Helper()
	v.vendor = &vendor{clock: providers.WallClock{}}
	place := &shelf{name: "dotenv:.env", value: providers.NewSecret([]byte("the leaked DRILL key"))}
	base := t.TempDir()
	ring := keyring.New(keyring.Config{State: base, Conf: base, Backend: keyring.Memory(), Clock: v.clock})
	t.Cleanup(ring.Close)
	e := engineOver(t, v.vendor, func(c *runbook.Config) {
		c.Vendors = map[string]runbook.Vendor{"openai": {Name: "openai", Title: "OpenAI", Adapter: v}}
		c.Stores, c.Store, c.Parking = []string{place.name}, func(string) (providers.Store, error) { return place, nil }, ring.Parking(base)
	})
	prepare(t, e)
	do(t, e, runbook.Plan)
	return e, place
}

// give types a new key in.
func give(t *testing.T, e *runbook.Engine, value providers.Secret) {
	t.Helper()
	if err := e.Do(t.Context(), offer(t, e, runbook.Receive), runbook.Input{Secret: value, Approved: []string{runbook.ApproveRotate}}); err != nil {
		t.Fatal(err)
	}
}

func stoppedFor(e *runbook.Engine) incident.Reason {
	k, _ := e.State().First()
	if f := k.Stopped(incident.StepRotate); f != nil {
		return f.Reason
	}
	return ""
}

func TestANewKeyThatTheVendorRefusesIsNotKeptAndAnotherIsTaken(t *testing.T) {
	t.Parallel()
	right := providers.NewSecret([]byte("a new DRILL key"))
	e, place := receiving(t, &choosy{works: []providers.Secret{right}})
	give(t, e, providers.NewSecret([]byte("a new DRILL kez")))
	if k, _ := e.State().First(); k.Successor.Parked != nil || stoppedFor(e) != incident.WhyNewRefused {
		t.Fatalf("kept %+v, stopped for %q", k.Successor.Parked, stoppedFor(e))
	}
	do(t, e, runbook.Plan)
	give(t, e, right)
	if err := e.Do(t.Context(), offer(t, e, runbook.WriteStore), runbook.Input{Approved: []string{runbook.ApproveRotate}}); err != nil {
		t.Fatal(err)
	}
	do(t, e, runbook.VerifyNew)
	if k, _ := e.State().First(); !k.Successor.Done() || !place.value.Equal(right) {
		t.Errorf("%+v, stopped for %q", k.Successor, stoppedFor(e))
	}
}

func TestANewKeyIsNotTakenForWorkingWhereAMadeUpOneWorks(t *testing.T) {
	t.Parallel()
	v := &choosy{works: []providers.Secret{providers.NewSecret([]byte("a new DRILL key"))}}
	e, _ := receiving(t, v)
	give(t, e, v.works[0])
	if err := e.Do(t.Context(), offer(t, e, runbook.WriteStore), runbook.Input{Approved: []string{runbook.ApproveRotate}}); err != nil {
		t.Fatal(err)
	}
	v.blind = true
	do(t, e, runbook.VerifyNew)
	if k, _ := e.State().First(); k.Successor.Done() || stoppedFor(e) != incident.WhyNewBlind {
		t.Errorf("%+v, stopped for %q", k.Successor.Probe, stoppedFor(e))
	}
	v.blind = false
	do(t, e, runbook.VerifyNew)
	if k, _ := e.State().First(); !k.Successor.Done() {
		t.Errorf("%+v, stopped for %q", k.Successor.Probe, stoppedFor(e))
	}
}
