package runbook_test

import (
	"bytes"
	"context"
	"os"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// rotated is an incident whose replacement stands in its file, while the old key lives.
func rotated(t *testing.T) *rig {
	t.Helper()
	r := newRig(t, small)
	r.run(&runbook.Policy{Approve: []string{runbook.ApproveRotate}, Strategy: incident.RotateFirst})
	if r.envHolds(r.leaked()) {
		t.Fatal("the file still holds the old key")
	}
	return r
}

// again takes the incident up, with the leaked key in memory. crashAt as in open.
func (r *rig) again(crashAt int) {
	r.t.Helper()
	r.open(crashAt, false)
	if err := r.work(&runbook.Policy{}); err != nil {
		r.t.Fatal(err)
	}
}

// offered finds an action of the rotation's only place.
func (r *rig) offered(name runbook.Name) (runbook.Action, bool) {
	for _, a := range runbook.Actions(r.engine.State(), r.engine.Situation()) {
		if a.Name == name {
			return a, true
		}
	}
	return runbook.Action{}, false
}

func (r *rig) do(name runbook.Name) {
	r.t.Helper()
	a, ok := r.offered(name)
	if !ok {
		r.t.Fatalf("%s is not offered", name)
	}
	r.clock.Run(func() {
		if err := r.engine.Do(context.Background(), a, runbook.Input{Approved: all()}); err != nil {
			r.t.Errorf("%s: %v", name, err)
		}
	})
}

func (r *rig) place() incident.PlaceState {
	k, _ := r.engine.State().First()
	return k.Successor.Places[0]
}

func TestAWrittenPlaceIsRolledBackAndCanBeWrittenAgain(t *testing.T) {
	t.Parallel()
	r := rotated(t)
	r.again(0)
	defer r.closeJournal()
	before, err := os.ReadFile(r.envFile)
	if err != nil {
		t.Fatal(err)
	}
	r.do(runbook.RollBack)
	if p := r.place(); !r.envHolds(r.leaked()) || !p.Written.IsZero() || p.Holds {
		t.Fatalf("the old key is back: %v; %+v", r.envHolds(r.leaked()), p)
	}
	k, _ := r.engine.State().First()
	if op, ok := k.LastOp(incident.ActPutBack); !ok || !op.Applied() || op.Intent.Place == nil {
		t.Errorf("op %+v", op)
	}
	if k.Successor.Done() || k.Successor.Parked == nil {
		t.Errorf("replacement done %v, parked %v", k.Successor.Done(), k.Successor.Parked)
	}
	r.do(runbook.WriteStore)
	r.do(runbook.VerifyNew)
	after, err := os.ReadFile(r.envFile)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("written again, the file differs, %v", err)
	}
	if k, _ := r.engine.State().First(); !k.Successor.Done() {
		t.Error("the rotation is not done again")
	}
}

func TestNothingIsRolledBackToADeadKey(t *testing.T) {
	t.Parallel()
	r := rotated(t)
	r.again(0)
	defer r.closeJournal()
	r.deleteInConsole()
	r.clock.Run(func() { _ = r.clock.Sleep(context.Background(), time.Minute) })
	r.do(runbook.Validate)
	if a, ok := r.offered(runbook.RollBack); !ok || a.Off != incident.WhyOldDead {
		t.Errorf("offered %v, off for %q", ok, a.Off)
	}
}

func TestARollBackOverwritesNobodyElse(t *testing.T) {
	t.Parallel()
	r := rotated(t)
	r.again(0)
	defer r.closeJournal()
	theirs := []byte("OPENAI_API_KEY=theirs\n")
	if err := os.WriteFile(r.envFile, theirs, 0o600); err != nil {
		t.Fatal(err)
	}
	r.do(runbook.RollBack)
	k, _ := r.engine.State().First()
	if f := k.Marks[incident.StepRotate].Failed; f == nil || f.Reason != incident.WhyStoreLost {
		t.Errorf("failure %+v", f)
	}
	if text, err := os.ReadFile(r.envFile); err != nil || !bytes.Equal(text, theirs) || r.place().Written.IsZero() {
		t.Errorf("the file was overwritten, or the place counts as rolled back: %v", err)
	}
}

func TestARollBackThatWasCutOffIsSettledByReading(t *testing.T) {
	t.Parallel()
	for crashAt := 1; crashAt <= 3; crashAt++ {
		r := rotated(t)
		r.open(crashAt, false)
		if err := r.engine.Hold("c1", providers.Credential{Kind: r.server.Leaked[0].Kind, Secret: r.leaked()}); err != nil {
			t.Fatal(err)
		}
		a, _ := r.offered(runbook.RollBack)
		r.clock.Run(func() { _ = r.engine.Do(context.Background(), a, runbook.Input{Approved: all()}) })
		if !r.crash.gone() {
			t.Fatalf("no crash at event %d", crashAt)
		}
		r.closeJournal()
		r.again(0) // settles
		k, _ := r.engine.State().First()
		if _, open := k.OpenOp(); open || r.envHolds(r.leaked()) != r.place().Written.IsZero() {
			t.Errorf("crash at event %d: op open %v, old key in the file %v, place %+v", crashAt, open, r.envHolds(r.leaked()), r.place())
		}
		r.closeJournal()
	}
}
