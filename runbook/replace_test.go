package runbook_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/keyring"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
)

var (
	oldValue = providers.NewSecret([]byte(strings.Repeat("DRILLold", 4)))
	newValue = providers.NewSecret([]byte(strings.Repeat("DRILLnew", 4)))
)

// bringing is an incident that brings a new value to stores, over several processes.
type bringing struct {
	t       *testing.T
	dir     string
	ring    *keyring.Ring
	names   []string
	old     providers.Secret
	value   providers.Secret
	store   func(string) (providers.Store, error)
	journal *journal.Journal
}

func bringTo(t *testing.T, names []string, store func(string) (providers.Store, error)) *bringing {
	t.Helper()
	base := t.TempDir()
	b := &bringing{t: t, dir: filepath.Join(base, "INC-20261123-test"), names: names, old: oldValue, value: newValue, store: store,
		ring: keyring.New(keyring.Config{State: base, Conf: base, Backend: keyring.Memory(), Clock: providers.WallClock{}})}
	t.Cleanup(b.ring.Close)
	return b
}

// engine begins the incident, or takes it up as a later process would. crash may be nil.
func (b *bringing) engine(crash *crasher) *runbook.Engine {
	b.t.Helper()
	var opened journal.Opened
	_, err := os.Stat(b.dir)
	fresh := err != nil
	if fresh {
		b.journal, err = journal.Create(b.dir, filepath.Base(b.dir), string(incident.Live))
	} else {
		b.journal, opened, err = journal.Open(b.dir)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	var appender runbook.Appender = b.journal
	if crash != nil {
		crash.next, appender = b.journal, crash
	}
	e, err := runbook.New(runbook.Config{Journal: appender, Records: opened.Records, Mode: incident.Live, Clock: providers.WallClock{}, By: incident.Us,
		Parking: b.ring.Parking(b.dir), Stores: b.names, Store: b.store})
	if err != nil {
		b.t.Fatal(err)
	}
	if e.State().Opening.ID == "" { // no process got as far as that
		salt := runbook.NewSalt()
		d := incident.OpenedData{ID: filepath.Base(b.dir), Mode: incident.Live, Salt: salt, Replace: runbook.FingerprintUnder(salt, b.value)}
		if err := e.Start(d); err != nil {
			b.t.Fatal(err)
		}
	}
	return e
}

// open takes the incident up with both values in memory.
func (b *bringing) open(crash *crasher) (*runbook.Engine, string) {
	b.t.Helper()
	e := b.engine(crash)
	b.t.Cleanup(func() { _ = b.journal.Close() })
	cred, sealed, err := e.Bring(b.t.Context(), b.old, b.value)
	if err != nil || !sealed {
		b.t.Fatalf("sealed %v, %v", sealed, err)
	}
	return e, cred
}

// shelf is a store of one place that fails on demand.
type shelf struct {
	name   string
	value  providers.Secret
	check  error
	write  error // what Write says
	loses  bool  // it does not do what it says
	writes int
}

func (s *shelf) Name() string                { return s.name }
func (s *shelf) Check(context.Context) error { return s.check }

func (s *shelf) Find(_ context.Context, value providers.Secret) ([]providers.Place, error) {
	if !s.value.Equal(value) {
		return nil, nil
	}
	return []providers.Place{{Store: s.name, Guard: providers.Guarded, Version: "1"}}, nil
}

func (s *shelf) Write(ctx context.Context, at providers.Place, _, value providers.Secret) error {
	if err := providers.LedgerOf(ctx).Intent(ctx, providers.Statement{Door: "file", Path: at.Store}); err != nil {
		return err
	}
	if s.writes++; !s.loses {
		s.value = value
	}
	return s.write
}

func (s *shelf) Holds(_ context.Context, _ providers.Place, value providers.Secret) (bool, error) {
	return s.value.Equal(value), nil
}

func TestReplaceWritesEveryStoreOrSaysWhere(t *testing.T) {
	t.Parallel()
	lost := &providers.CallError{Fate: providers.Unknown, Effect: providers.Mutate, Cause: providers.CauseCut}
	conflict := errors.Join(providers.ErrConflict, &providers.CallError{Fate: providers.Refused, Cause: providers.CauseStatus, Status: 400})
	old := oldValue
	for name, tc := range map[string]struct {
		second  shelf
		err     error
		done    int
		writes  [2]int
		settled incident.Result // of the second write; empty: not sent
	}{
		"both take it":                            {shelf{value: old}, nil, 2, [2]int{1, 1}, incident.Applied},
		"the second may not be written":           {shelf{value: old, check: &providers.Refusal{Why: "read_only"}}, nil, 0, [2]int{0, 0}, ""},
		"the second does not hold it":             {shelf{}, runbook.ErrNotHeld, 0, [2]int{0, 0}, ""},
		"the second loses a race":                 {shelf{value: old, write: conflict, loses: true}, providers.ErrConflict, 1, [2]int{1, 1}, incident.RefusedRes},
		"the second's answer is lost, it is done": {shelf{value: old, write: lost}, nil, 2, [2]int{1, 1}, incident.Applied},
		"its answer is lost, it is not done":      {shelf{value: old, write: lost, loses: true}, runbook.ErrStillOld, 1, [2]int{1, 1}, incident.NotApplied},
		"F004 the second only says that it did":   {shelf{value: old, loses: true}, runbook.ErrStillOld, 1, [2]int{1, 1}, incident.Applied},
	} {
		t.Run(name, func(t *testing.T) {
			first := shelf{name: "one", value: old}
			tc.second.name = "two"
			shelves := map[string]*shelf{"one": &first, "two": &tc.second}
			b := bringTo(t, []string{"one", "two"}, func(name string) (providers.Store, error) { return shelves[name], nil })
			e, cred := b.open(nil)
			done, err := e.Replace(t.Context(), cred)
			if len(done) != tc.done || tc.err != nil && !errors.Is(err, tc.err) || (err == nil) != (tc.done == 2) {
				t.Errorf("done %d, %v; want %d, %v", len(done), err, tc.done, tc.err)
			}
			var at *runbook.StoreError
			if k := e.State().Keys[cred]; err != nil && (!errors.As(err, &at) || k.Marks[incident.StepRotate].Failed == nil) {
				t.Errorf("%v; the journal names no store: %+v", err, k.Marks[incident.StepRotate])
			}
			if got := [2]int{first.writes, tc.second.writes}; got != tc.writes {
				t.Errorf("writes %v, want %v", got, tc.writes)
			}
			ops := e.State().Keys[cred].Ops
			if _, open := e.State().Keys[cred].OpenOp(); open {
				t.Error("a write was left without its end")
			}
			if tc.settled != "" && ops[len(ops)-1].Outcome.Result != tc.settled {
				t.Errorf("the second write ended %q, want %q", ops[len(ops)-1].Outcome.Result, tc.settled)
			}
		})
	}
}
