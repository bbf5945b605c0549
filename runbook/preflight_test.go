package runbook_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// fix makes a file or folder unchangeable for everybody until the test ends.
func fix(t *testing.T, path string) {
	t.Helper()
	if out, err := exec.Command("chattr", "+i", path).CombinedOutput(); err != nil {
		t.Skipf("only root makes something immutable, and only where the file system can: %s", out)
	}
	t.Cleanup(func() {
		if err := exec.Command("chattr", "-i", path).Run(); err != nil {
			t.Error(err)
		}
	})
}

func TestF003AStoreThatCannotBeWrittenIsFoundBeforeAnythingIsMinted(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the modes of this test are those of unix")
	}
	for name, spoil := range map[string]func(t *testing.T, path string){
		"a file without write permission": func(t *testing.T, path string) { _ = os.Chmod(path, 0o400) }, // else no refusal follows
		"an immutable file":               fix,
		"a read-only folder": func(t *testing.T, path string) {
			if os.Geteuid() == 0 { // whom no mode stops
				fix(t, filepath.Dir(path))
				return
			}
			_ = os.Chmod(filepath.Dir(path), 0o500) // else no refusal follows
			t.Cleanup(func() { _ = os.Chmod(filepath.Dir(path), 0o700) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, small)
			second := filepath.Join(t.TempDir(), "worker.env")
			text, err := os.ReadFile(r.envFile)
			if err == nil {
				err = os.WriteFile(second, text, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			r.stores = append(r.stores, "dotenv:"+second)
			spoil(t, second)
			k := r.run(&runbook.Policy{Approve: []string{runbook.ApproveRotate}, Strategy: incident.RotateFirst})
			f := k.Marks[incident.StepRotate].Failed
			if f == nil || f.Reason != incident.WhyStore || !strings.HasPrefix(f.Detail, "dotenv:"+second+" read_only") {
				t.Errorf("the plan ended with %+v", f)
			}
			if n := r.mutations(); n != 0 || k.Successor.Parked != nil || k.Successor.Record != nil {
				t.Errorf("%d mutations at the vendor, replacement %+v", n, k.Successor.Record)
			}
			if !r.envHolds(r.leaked()) {
				t.Error("the first store was written")
			}
		})
	}
}
