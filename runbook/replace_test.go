package runbook_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
)

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
	if err := providers.LedgerOf(ctx).Intent(ctx, providers.Statement{Door: "http", URL: at.Store}); err != nil {
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
	lost := &providers.CallError{Fate: providers.Unknown, Effect: providers.Mutate, Cause: providers.CauseCut}
	conflict := errors.Join(providers.ErrConflict, &providers.CallError{Fate: providers.Refused, Cause: providers.CauseStatus, Status: 400})
	old, value := providers.NewSecret([]byte(strings.Repeat("DRILLold", 4))), providers.NewSecret([]byte(strings.Repeat("DRILLnew", 4)))
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
			dir := filepath.Join(t.TempDir(), "INC-20261123-test")
			j, err := journal.Create(dir, filepath.Base(dir), string(incident.Live))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = j.Close() })
			e, err := runbook.New(runbook.Config{Journal: j, Mode: incident.Live, Clock: providers.WallClock{}, By: incident.Us,
				Stores: []string{"one", "two"}, Store: func(name string) (providers.Store, error) { return shelves[name], nil }})
			if err != nil {
				t.Fatal(err)
			}
			if err := e.Start(incident.OpenedData{ID: filepath.Base(dir), Mode: incident.Live, Salt: runbook.NewSalt()}); err != nil {
				t.Fatal(err)
			}
			cred, err := e.Identify(identify.Finding{Credential: providers.Credential{Secret: old}}, "stdin", 0)
			if err != nil {
				t.Fatal(err)
			}
			done, err := e.Replace(context.Background(), cred, value)
			if len(done) != tc.done || tc.err != nil && !errors.Is(err, tc.err) || (err == nil) != (tc.done == 2) {
				t.Errorf("done %d, %v; want %d, %v", len(done), err, tc.done, tc.err)
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
