package providers_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"firebreak/providers"
)

func TestAnUnknownEffectIsAMutation(t *testing.T) {
	var forgotten providers.Route
	if forgotten.Effect != providers.Mutate {
		t.Error("a route without an effect is not a mutation")
	}
	for _, effect := range []providers.Effect{-1, 3, 99} {
		if effect.String() != "mutate" {
			t.Errorf("effect %d reads %q", int(effect), effect)
		}
	}
	for name, want := range map[string]providers.Effect{
		"read": providers.Read, "probe": providers.Probe, "mutate": providers.Mutate, "": providers.Mutate, "READ": providers.Mutate, "delete": providers.Mutate,
	} {
		var got providers.Effect
		if err := json.Unmarshal([]byte(`"`+name+`"`), &got); err != nil || got != want {
			t.Errorf("%q decodes to %v, %v", name, got, err)
		}
	}
	for _, effect := range []providers.Effect{providers.Mutate, providers.Read, providers.Probe} {
		out, err := json.Marshal(effect)
		var back providers.Effect
		if err != nil || json.Unmarshal(out, &back) != nil || back != effect {
			t.Errorf("%v does not come back from %s", effect, out)
		}
	}
}

// mutate does what a door does with a mutation before it leaves.
func mutate(ctx context.Context, s providers.Statement) error {
	ledger := providers.LedgerOf(ctx)
	if ledger == nil {
		return &providers.CallError{Fate: providers.NotSent, Cause: providers.CauseLocal, Err: providers.ErrNoLedger}
	}
	if err := ledger.Intent(ctx, s); err != nil {
		return fmt.Errorf("door: %w", err)
	}
	return errors.New("sent")
}

func TestARehearsalWithholdsAndTellsWhatWouldBeSent(t *testing.T) {
	s := providers.Statement{Door: "http", Method: "DELETE", Route: "a.b"}
	seen, err := providers.Rehearse(t.Context(), func(ctx context.Context) error { return mutate(ctx, s) })
	if err != nil || len(seen) != 1 || seen[0].Route != "a.b" {
		t.Errorf("%v, %v", seen, err)
	}
}

func TestARehearsalReplacesTheRealLedger(t *testing.T) {
	real := &countingLedger{}
	ctx := providers.WithLedger(t.Context(), real)
	_, err := providers.Rehearse(ctx, func(ctx context.Context) error { return mutate(ctx, providers.Statement{}) })
	if err != nil || real.intents != 0 {
		t.Errorf("%d intents reached the journal, %v", real.intents, err)
	}
}

type countingLedger struct{ intents int }

func (l *countingLedger) Intent(context.Context, providers.Statement) error {
	l.intents++
	return nil
}
func (*countingLedger) Withheld(context.Context, providers.Statement) {}

func TestARehearsalReturnsOtherErrors(t *testing.T) {
	broken := errors.New("read failed")
	seen, err := providers.Rehearse(t.Context(), func(context.Context) error { return broken })
	if !errors.Is(err, broken) || len(seen) != 0 {
		t.Errorf("%v, %v", seen, err)
	}
}

func TestARehearsalKeepsWhatADryDoorWithheld(t *testing.T) {
	seen, err := providers.Rehearse(t.Context(), func(ctx context.Context) error {
		providers.LedgerOf(ctx).Withheld(ctx, providers.Statement{Route: "a.b"})
		return providers.ErrWithheld
	})
	if err != nil || len(seen) != 1 {
		t.Errorf("%v, %v", seen, err)
	}
}

func TestARehearsalMayAskFromSeveralWorkers(t *testing.T) {
	seen, err := providers.Rehearse(t.Context(), func(ctx context.Context) error {
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() { _ = mutate(ctx, providers.Statement{}) })
		}
		all.Wait()
		return nil
	})
	if err != nil || len(seen) != 20 {
		t.Errorf("%d statements, %v", len(seen), err)
	}
}

func TestWithoutALedgerNothingLeaves(t *testing.T) {
	if providers.LedgerOf(t.Context()) != nil || providers.LedgerOf(providers.WithLedger(t.Context(), nil)) != nil {
		t.Error("a ledger out of nothing")
	}
	if err := mutate(t.Context(), providers.Statement{}); !errors.Is(err, providers.ErrNoLedger) {
		t.Errorf("%v", err)
	}
}

func TestAStatementShowsSecretsInItsBodyRedacted(t *testing.T) {
	body, err := json.Marshal(map[string]any{"value": secret(canary(41)), "name": "x"})
	if err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(providers.Statement{Door: "http", Body: body})
	if err != nil || strings.Contains(string(out), canary(41)) || !strings.Contains(string(out), `"value":"[secret]"`) {
		t.Errorf("%s, %v", out, err)
	}
}

func TestProgressReachesItsListener(t *testing.T) {
	var got providers.Progress
	ctx := providers.WithProgress(t.Context(), func(p providers.Progress) { got = p })
	providers.Report(ctx, "projects", 3, 7)
	if got != (providers.Progress{What: "projects", Done: 3, Total: 7}) {
		t.Errorf("%+v", got)
	}
	providers.Report(t.Context(), "nobody listens", 1, 0)
}
