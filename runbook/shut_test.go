package runbook_test

import (
	"strings"
	"testing"
	"time"

	"firebreak/providers/keyring"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// TestWhatIsSaidOfASealedNewKeyIsTrue takes the keyring away once a new key is kept, or once it is
// written too: every act that needs it stops, and none claims that there is no new key.
func TestWhatIsSaidOfASealedNewKeyIsTrue(t *testing.T) {
	t.Parallel()
	for name, written := range map[runbook.Name]bool{runbook.WriteStore: false, runbook.VerifyNew: true, runbook.RollBack: true} {
		r := newRig(t, small)
		r.stores = []string{"shell:" + r.envFile}
		r.oddly()
		r.open(0, false)
		steps := []runbook.Name{runbook.Validate, runbook.Locate, runbook.Plan, runbook.Replace}
		if written {
			steps = append(steps, runbook.WriteStore)
		}
		for _, step := range steps {
			if err := r.work(&only{name: step}); err != nil {
				t.Fatal(err)
			}
		}
		r.closeJournal()
		before := r.file()
		r.ring = keyring.New(keyring.Config{State: t.TempDir(), Conf: t.TempDir(), Backend: keyring.Memory(), Clock: r.clock})
		t.Cleanup(r.ring.Close)
		k := r.does(name)
		f := k.Stopped(incident.StepRotate)
		if k.Successor.Parked == nil || f == nil || f.Reason != incident.WhyShut {
			t.Fatalf("%s: parked %+v, stopped %+v", name, k.Successor.Parked, f)
		}
		three := words.English.Trouble(incident.StepRotate, *f, "OpenAI")
		said := strings.Join(three[:], "\n")
		if strings.Contains(said, "No new key was created") || !strings.Contains(said, "The new key exists") || strings.Contains(said, "auth ") || r.file() != before {
			t.Errorf("%s: the file changed: %v; said:\n%s", name, r.file() != before, said)
		}
	}
}

// TestAWriteOfUnknownEndWaitsForWhatIsSealed kills the program between the write and the record of
// its end, and takes the keyring away from the one that comes after it.
func TestAWriteOfUnknownEndWaitsForWhatIsSealed(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.open(0, false)
	for _, step := range []runbook.Name{runbook.Validate, runbook.Locate, runbook.Plan, runbook.Replace} {
		if err := r.work(&only{name: step}); err != nil {
			t.Fatal(err)
		}
	}
	r.closeJournal()
	const end = 2 // the intent comes first
	r.open(end, true)
	r.clock.Run(func() { _ = r.workHere(&only{name: runbook.WriteStore}) })
	r.closeJournal()
	if r.envHolds(r.leaked()) {
		t.Fatal("nothing was written")
	}
	mine := r.ring
	r.ring = keyring.New(keyring.Config{State: t.TempDir(), Conf: t.TempDir(), Backend: keyring.Memory(), Clock: r.clock})
	t.Cleanup(r.ring.Close)
	k := r.does(runbook.Settle)
	if f := k.Stopped(incident.StepRotate); f == nil || f.Reason != incident.WhyShut {
		t.Errorf("stopped %+v", f)
	}
	if _, open := k.OpenOp(); !open {
		t.Error("its end was made up")
	}
	r.ring = mine
	r.clock.Run(func() { _ = r.clock.Sleep(t.Context(), time.Minute) })
	k = r.does(runbook.Settle)
	if op, _ := k.LastOp(incident.ActWrite); !op.Applied() || k.Stopped(incident.StepRotate) != nil {
		t.Errorf("op %+v, stopped %+v", op, k.Stopped(incident.StepRotate))
	}
}
