package runbook_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// oddly puts the leaked key into a profile of a shell, in pieces and quotes that no program
// would write again the same way.
func (r *rig) oddly() (text string) {
	r.t.Helper()
	r.stores = []string{"shell:" + r.envFile}
	r.leaked().Expose(func(b []byte) {
		text = "# settings\nexport OPENAI_API_KEY=" + string(b[:9]) + "\"" + string(b[9:20]) + "\"'" + string(b[20:]) + "' # the bot's\n"
	})
	if err := os.WriteFile(r.envFile, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
	return text
}

// rotated runs the chain as far as the new key stands, the old one alive.
func (r *rig) rotated() incident.Key {
	r.t.Helper()
	k := r.run(&runbook.Policy{Approve: []string{runbook.ApproveRotate}, Strategy: incident.RotateFirst})
	if !k.Successor.Done() {
		r.t.Fatalf("no rotation: %+v, %+v", k.Successor, k.Marks[incident.StepRotate])
	}
	return k
}

// only takes one action, if it is possible, and stops.
type only struct {
	name  runbook.Name
	tried bool
}

func (o *only) Choose(_ incident.State, _ runbook.Situation, actions []runbook.Action) runbook.Choice {
	for _, a := range actions {
		if a.Name == o.name && a.Off == "" && !o.tried {
			o.tried = true
			return runbook.Choice{Action: &a, Input: runbook.Input{Approved: all()}}
		}
	}
	return runbook.Choice{}
}

func (r *rig) does(name runbook.Name) incident.Key {
	r.t.Helper()
	r.open(0, false)
	o := &only{name: name}
	if err := r.work(o); err != nil {
		r.t.Fatal(err)
	}
	r.closeJournal()
	k, _ := r.engine.State().First()
	return k
}

func (r *rig) file() string {
	r.t.Helper()
	text, err := os.ReadFile(r.envFile)
	if err != nil {
		r.t.Fatal(err)
	}
	return string(text)
}

func (r *rig) sealedUndos() int {
	r.t.Helper()
	found, err := filepath.Glob(filepath.Join(r.dir, "parked-undo-*.age"))
	if err != nil {
		r.t.Fatal(err)
	}
	return len(found)
}

func TestALaterProcessPutsBackTheVeryBytes(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	before := r.oddly()
	r.rotated()
	if r.file() == before || r.sealedUndos() != 1 {
		t.Fatalf("%d sealed files, the file is the old one: %v", r.sealedUndos(), r.file() == before)
	}
	k := r.does(runbook.RollBack)
	if r.file() != before {
		t.Errorf("the file differs from what stood there before the write")
	}
	op, tried := k.LastOp(incident.ActPutBack)
	if !tried || !op.Applied() || op.Intent.Statement.Path == "" || !k.Successor.Places[0].Written.IsZero() || k.Successor.Done() {
		t.Errorf("op %+v, place %+v", op, k.Successor.Places[0])
	}
	if k.Status(incident.StepRotate) == incident.StatusDone {
		t.Error("the rotation still counts as done")
	}
	if k = r.does(runbook.WriteStore); k.Successor.Places[0].Written.IsZero() || r.file() == before {
		t.Errorf("not written again: %+v", k.Successor.Places[0])
	}
}

func TestWhatAWriteReplacedIsForgottenOnceTheOldKeyIsDead(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.oddly()
	k := r.run(&runbook.Policy{Approve: all(), Strategy: incident.RotateFirst})
	if k.Outcome() != incident.ProvenDead || r.sealedUndos() != 0 {
		t.Errorf("outcome %s, %d sealed files", k.Outcome(), r.sealedUndos())
	}
	if _, sent := k.LastOp(incident.ActPutBack); sent {
		t.Error("a policy took a place back")
	}
	r.open(0, false)
	defer r.closeJournal()
	for _, a := range runbook.Actions(r.engine.State(), r.engine.Situation()) {
		if a.Name == runbook.RollBack && a.Off != incident.WhyOldDead {
			t.Errorf("offered although the old key is dead: %+v", a)
		}
	}
}

func TestTheStatementOfARollBackSendsNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.oddly()
	r.rotated()
	after := r.file()
	r.open(0, false)
	defer r.closeJournal()
	var said []providers.Statement
	var err error
	r.clock.Run(func() {
		k, _ := r.engine.State().First()
		if err = r.engine.Hold(k.Cred, providers.Credential{Secret: r.leaked()}); err != nil {
			return
		}
		for _, a := range runbook.Actions(r.engine.State(), r.engine.Situation()) {
			if a.Name == runbook.RollBack {
				if errors.Is(r.engine.Do(context.Background(), a, runbook.Input{}), runbook.ErrNotApproved) {
					said, err = r.engine.Statements(context.Background(), a, runbook.Input{})
				}
			}
		}
	})
	if err != nil || len(said) != 1 || !said[0].Reversible || !strings.HasSuffix(said[0].Path, ".env") || r.file() != after {
		t.Errorf("said %+v, %v", said, err)
	}
}

// TestACrashInARollBackLeavesTheOldBytesOrTheNewKey ends the process before and behind every
// event of a roll back.
func TestACrashInARollBackLeavesTheOldBytesOrTheNewKey(t *testing.T) {
	t.Parallel()
	for _, early := range []bool{true, false} {
		for n := 1; ; n++ {
			r := newRig(t, small)
			before := r.oddly()
			r.rotated()
			after := r.file()
			r.open(n, early)
			ended := false
			r.clock.Run(func() {
				_ = r.workHere(&only{name: runbook.RollBack})
				ended = !r.crash.gone()
			})
			r.closeJournal()
			k := r.does(runbook.Settle)
			if _, open := k.OpenOp(); open {
				t.Errorf("crash at %d (before=%v): not settled", n, early)
			}
			back := k.Successor.Places[0].Written.IsZero()
			if now := r.file(); back && now != before || !back && now != after {
				t.Errorf("crash at %d (before=%v): taken back %v, and the file does not agree", n, early, back)
			}
			if ended {
				break
			}
		}
	}
}
