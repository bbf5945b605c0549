package runbook_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// twoStores puts the leaked key into a second file of the same kind.
func (r *rig) twoStores() {
	r.t.Helper()
	other := filepath.Join(filepath.Dir(r.envFile), "worker.env")
	text, err := os.ReadFile(r.envFile)
	if err == nil {
		err = os.WriteFile(other, text, 0o600)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	r.stores = []string{"dotenv:" + r.envFile, "dotenv:" + other}
}

// fileAndVault keeps the leaked key in a file and in a field of a Vault.
func (r *rig) fileAndVault(v *vaultServer) {
	r.vault = v
	r.stores = []string{"dotenv:" + r.envFile, "vault:" + v.entry(r.t, r.leaked(), "KEY") + "#KEY"}
}

// hold counts the stores that hold a value.
func (r *rig) hold(value providers.Secret) (n int) {
	first := r.envFile
	defer func() { r.envFile = first }()
	for _, name := range r.stores {
		kind, path, _ := strings.Cut(name, ":")
		if kind == "vault" {
			path, _, _ = strings.Cut(path, "#")
			if same(r.vault.fields(r.t, path)["KEY"], value) {
				n++
			}
			continue
		}
		if r.envFile = path; r.envHolds(value) {
			n++
		}
	}
	return n
}

// TestACrashAtEveryEventOfATwoStoreRotationEndsInBothStoresOrNone ends the process around every
// append of a rotation into two stores, and goes on.
func TestACrashAtEveryEventOfATwoStoreRotationEndsInBothStoresOrNone(t *testing.T) {
	t.Parallel()
	for i, before := range []bool{true, false} {
		t.Run(fmt.Sprintf("before=%v", before), func(t *testing.T) {
			t.Parallel()
			for n, finished := 1+i*stride()/2, false; !finished; n += stride() {
				finished = crashInStores(t, n, before, 2, (*rig).twoStores)
			}
		})
	}
}

// TestACrashAtEveryEventOfARotationIntoAFileAndAVault is the same with a store that is a server.
func TestACrashAtEveryEventOfARotationIntoAFileAndAVault(t *testing.T) {
	t.Parallel()
	for i, before := range []bool{true, false} {
		t.Run(fmt.Sprintf("before=%v", before), func(t *testing.T) {
			v := realVault(t)
			t.Parallel()
			for n, finished := 1+i*stride()/2, false; !finished; n += stride() {
				finished = crashInStores(t, n, before, 1, func(r *rig) { r.fileAndVault(v) })
			}
		})
	}
}

// crashInStores ends a rotation at its nth event and goes on. seals is how many of its two
// writes need a sealed file to be taken back.
func crashInStores(t *testing.T, n int, before bool, seals int, keep func(*rig)) (finished bool) {
	r := newRig(t, small)
	keep(r)
	rotate := &runbook.Policy{Approve: []string{runbook.ApproveRotate}, Strategy: incident.RotateFirst}
	finished = r.crashed(n, before, rotate)
	k := r.run(&runbook.Policy{Approve: []string{runbook.ApproveRotate}, Strategy: incident.RotateFirst})
	where := fmt.Sprintf("crash at event %d (before=%v)", n, before)
	if k.Successor.Parked == nil {
		t.Errorf("%s: no replacement after the resume: %+v", where, k.Marks[incident.StepRotate])
		return finished
	}
	value, err := r.ring.Parking(r.dir).Get(context.Background(), k.Successor.Parked.File)
	if err != nil || r.hold(value) != 2 || r.hold(r.leaked()) != 0 {
		t.Errorf("%s: %d stores hold the new key, %d the old one (%v)", where, r.hold(value), r.hold(r.leaked()), err)
	}
	r.noOther(where, k)
	if got := r.sealedUndos(); got != seals {
		t.Errorf("%s: %d sealed files for two writes, want %d", where, got, seals)
	}
	if !finished {
		return false
	}
	for range r.stores {
		r.does(runbook.RollBack)
	}
	if r.hold(r.leaked()) != 2 {
		t.Errorf("taken back in %d of 2 stores", r.hold(r.leaked()))
	}
	return true
}

func TestAResumeRemovesTheDraftsOfAKilledWrite(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.rotated()
	draft := filepath.Join(filepath.Dir(r.envFile), ".firebreak-0123456789abcdef")
	if err := os.WriteFile(draft, []byte("half a file"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.open(0, false)
	defer r.closeJournal()
	if err := r.engine.Resume(incident.ResumedData{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(draft); !os.IsNotExist(err) {
		t.Errorf("the draft is still there: %v", err)
	}
}
