package runbook_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/dotenv"
	"firebreak/providers/files"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// worn are two files that hold the old value, one of them quoted as no program would.
type worn struct {
	*bringing
	script, settings string
}

const wornScript = "export A=DRILLold\"DRILLold\"'DRILLoldDRILLold' # the bot's\n"

func newWorn(t *testing.T) *worn {
	t.Helper()
	w := &worn{}
	dir := t.TempDir()
	w.script, w.settings = filepath.Join(dir, ".envrc"), filepath.Join(dir, "worker.env")
	w.fill()
	door := files.New(files.Config{})
	w.bringing = bringTo(t, []string{"shell:" + w.script, "dotenv:" + w.settings}, func(name string) (providers.Store, error) {
		kind, path, _ := strings.Cut(name, ":")
		format, _ := dotenv.FormatOf(kind)
		return dotenv.Open(door, format, path), nil
	})
	return w
}

func (w *worn) fill() {
	_ = os.WriteFile(w.script, []byte(wornScript), 0o600) // what is missing shows in the comparison
	_ = os.WriteFile(w.settings, []byte("B="+strings.Repeat("DRILLold", 4)+"\n"), 0o600)
}

// stand tells what the files hold: old, new, or neither.
func (w *worn) stand() string {
	var said []string
	for _, path := range []string{w.script, w.settings} {
		text, _ := os.ReadFile(path)
		switch plain := strings.NewReplacer("\"", "", "'", "").Replace(string(text)); {
		case strings.Contains(plain, strings.Repeat("DRILLold", 4)):
			said = append(said, "old")
		case strings.Contains(plain, strings.Repeat("DRILLnew", 4)):
			said = append(said, "new")
		default:
			said = append(said, "neither")
		}
	}
	return strings.Join(said, " ")
}

// crashes runs one process that ends at its nth event, and reports whether it came to its end.
func (w *worn) crashes(n int, before bool, act func(*runbook.Engine, string)) (finished bool) {
	w.t.Helper()
	e := w.engine(nil) // the opening is not at stake
	_ = w.journal.Close()
	crash := &crasher{left: n, before: before}
	e = w.engine(crash)
	done := make(chan struct{})
	go func() {
		defer close(done)
		cred, _, err := e.Bring(w.t.Context(), oldValue, newValue)
		if err == nil {
			act(e, cred)
		}
	}()
	<-done
	_ = w.journal.Close()
	return !crash.gone()
}

func TestAReplacementThatWasKilledGoesOnAndCanBeTakenBack(t *testing.T) {
	t.Parallel()
	replace := func(e *runbook.Engine, cred string) { _, _ = e.Replace(t.Context(), cred) } // what it did is looked at after the crash
	for _, before := range []bool{true, false} {
		for n, finished := 1, false; !finished; n++ {
			w := newWorn(t)
			finished = w.crashes(n, before, replace)
			where := fmt.Sprintf("crash at event %d (before=%v)", n, before)
			e, cred := w.open(nil)
			if err := e.Resume(incident.ResumedData{Stores: w.names}); err != nil {
				t.Fatal(err)
			}
			done, err := e.Replace(t.Context(), cred)
			if err != nil || len(done) != 2 || w.stand() != "new new" {
				t.Fatalf("%s: %d places done, files hold %s: %v", where, len(done), w.stand(), err)
			}
			writes := 0
			for _, op := range e.State().Keys[cred].Ops {
				if op.Applied() {
					writes++
				}
			}
			if r, _ := e.State().Replacing(); writes != 2 || !r.Ended() || len(e.State().OpenSteps(cred)) != 0 {
				t.Errorf("%s: %d writes took place, %+v", where, writes, r)
			}
			if err := e.Finish(t.Context(), incident.ClosedDone); err != nil {
				t.Fatal(err)
			}
			if back, err := e.PutAllBack(t.Context(), cred); err != nil || len(back) != 2 {
				t.Fatalf("%s: put back in %d, %v", where, len(back), err)
			}
			if text, _ := os.ReadFile(w.script); string(text) != wornScript {
				t.Errorf("%s: not the very bytes: %q", where, text)
			}
		}
	}
}

func TestAKilledRollBackOfAReplacementGoesOn(t *testing.T) {
	t.Parallel()
	for n, finished := 1, false; !finished; n++ {
		w := newWorn(t)
		e, cred := w.open(nil)
		if _, err := e.Replace(t.Context(), cred); err != nil {
			t.Fatal(err)
		}
		_ = w.journal.Close()
		finished = w.crashes(n, n%2 == 0, func(e *runbook.Engine, cred string) { _, _ = e.PutAllBack(t.Context(), cred) })
		e, cred = w.open(nil)
		if _, err := e.PutAllBack(t.Context(), cred); err != nil || w.stand() != "old old" {
			t.Fatalf("crash at event %d: files hold %s: %v", n, w.stand(), err)
		}
		if err := e.Finish(t.Context(), incident.ClosedPutBack); err != nil {
			t.Fatal(err)
		}
		if left, _ := filepath.Glob(filepath.Join(w.dir, "parked-*")); len(left) > 0 {
			t.Errorf("crash at event %d: sealed files are left: %v", n, left)
		}
	}
}

func TestOtherValuesThanThoseOfTheBeginningAreRefusedBeforeAnyEvent(t *testing.T) {
	t.Parallel()
	w := newWorn(t)
	e, _ := w.open(nil)
	seq := e.State().Seq
	other := providers.NewSecret([]byte(strings.Repeat("DRILLabc", 4)))
	for name, values := range map[string][2]providers.Secret{"another new one": {oldValue, other}, "another old one": {other, newValue}, "swapped": {newValue, oldValue}} {
		if _, _, err := e.Bring(t.Context(), values[0], values[1]); !errors.Is(err, runbook.ErrOtherKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if e.State().Seq != seq {
		t.Error("an event was recorded")
	}
}

func TestAResumedReplacementStopsWhereAnotherHandWasAtWork(t *testing.T) {
	t.Parallel()
	w := newWorn(t)
	w.crashes(9, true, func(e *runbook.Engine, cred string) { _, _ = e.Replace(t.Context(), cred) })
	if w.stand() != "new old" {
		t.Fatalf("files hold %s", w.stand())
	}
	if err := os.WriteFile(w.settings, []byte("B=another\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	e, cred := w.open(nil)
	var at *runbook.StoreError
	if _, err := e.Replace(t.Context(), cred); !errors.As(err, &at) || !errors.Is(err, runbook.ErrNotHeld) || at.Store != w.names[1] {
		t.Errorf("%v", err)
	}
}
