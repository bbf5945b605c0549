package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// onDisk is the program with a state folder of its own, and what it says on stderr.
func onDisk(t *testing.T) (*app, *bytes.Buffer) {
	dir, said := t.TempDir(), &bytes.Buffer{}
	return &app{env: func(name string) string { return map[string]string{"XDG_STATE_HOME": dir}[name] }, clock: providers.WallClock{}, err: said}, said
}

func TestAnIncidentThatCannotBeBegunLeavesNoFolder(t *testing.T) {
	a, _ := onDisk(t)
	if _, err := a.create(world{mode: "no mode at all", clock: providers.WallClock{}}); err == nil {
		t.Fatal("begun")
	}
	if left, err := os.ReadDir(a.incidentsDir()); err != nil || len(left) != 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

func TestAFullDiskIsToldByWhatItLeaves(t *testing.T) {
	full := fmt.Errorf("%w: %w", runbook.ErrJournal, syscall.ENOSPC)
	for name, tc := range map[string]struct {
		say  func(*app)
		says string
	}{
		"nothing":                          {func(a *app) { _ = a.stateTrouble(full, words.English) }, "Nothing was opened and nothing was sent."},
		"an incident that was begun":       {func(a *app) { a.sayFailed(full, words.English) }, "What happened so far is on disk"},
		"an incident that is gone on with": {func(a *app) { _ = a.journalTrouble(full, found{}, words.English) }, "What happened so far is on disk"},
	} {
		a, said := onDisk(t)
		if tc.say(a); !strings.Contains(said.String(), tc.says) || strings.Contains(said.String(), syscall.ENOSPC.Error()) {
			t.Errorf("%s: %s", name, said)
		}
	}
}

// broken is an output that takes nothing.
type broken struct{ why error }

func (b broken) Write([]byte) (int, error) { return 0, b.why }

func TestLinesThatNobodyGetsAreMissedUnlessTheReaderLeft(t *testing.T) {
	for why, want := range map[error]bool{syscall.ENOSPC: true, syscall.EPIPE: false} {
		out := &lines{out: broken{fmt.Errorf("write: %w", why)}}
		out.event([]byte("{}"), incident.Event{})
		if got := out.lost(); got != want {
			t.Errorf("%v: lost %v", why, got)
		}
	}
	if out := (&lines{out: broken{errors.New("never written to")}}); out.lost() {
		t.Error("lost before anything was written")
	}
}
