package runbook_test

import (
	"context"
	"slices"
	"testing"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

func TestNothingSlowStandsBetweenAnIntentAndItsRequest(t *testing.T) {
	t.Parallel()
	v := &vendor{clock: providers.WallClock{}}
	var trail []string
	v.trail = func(what string) { trail = append(trail, what) }
	e := engineOver(t, v, func(c *runbook.Config) {
		c.Checkpoint = func() (any, error) {
			trail = append(trail, "signed")
			return map[string]string{"origin": "test"}, nil
		}
		c.Emit = func(_ []byte, ev incident.Event) {
			if ev.Type == incident.Intended || ev.Type == incident.Concluded {
				trail = append(trail, string(ev.Type))
			}
		}
	})
	prepare(t, e)
	do(t, e, runbook.Revoke)
	if want := []string{"intent", "sent", "outcome", "signed"}; !slices.Equal(trail, want) {
		t.Errorf("got %v, want %v", trail, want)
	}
}

func TestAReadThatFailsBehindAMutationLeavesItUnknown(t *testing.T) {
	t.Parallel()
	for name, fate := range map[string]providers.Fate{"refused": providers.Refused, "not sent": providers.NotSent} {
		t.Run(name, func(t *testing.T) {
			v := &vendor{clock: providers.WallClock{}, behind: &providers.CallError{Fate: fate, Effect: providers.Read, Cause: providers.CauseStatus, Status: 403}}
			e := engineOver(t, v, nil)
			prepare(t, e)
			do(t, e, runbook.Revoke)
			k, _ := e.State().First()
			if k.Outcome() != incident.UnknownOutcome {
				t.Errorf("outcome %q", k.Outcome())
			}
			if _, open := k.OpenOp(); !open {
				t.Error("the op was closed")
			}
		})
	}
}

func TestARefusedMutationIsRefused(t *testing.T) {
	t.Parallel()
	v := &vendor{clock: providers.WallClock{}, behind: &providers.CallError{Fate: providers.Refused, Cause: providers.CauseStatus, Status: 403}}
	e := engineOver(t, v, nil)
	prepare(t, e)
	do(t, e, runbook.Revoke)
	k, _ := e.State().First()
	if k.Outcome() != incident.NotPermitted {
		t.Errorf("outcome %q", k.Outcome())
	}
}

func TestARefusedKillReadsNothingMore(t *testing.T) {
	t.Parallel()
	v := &counting{vendor: vendor{clock: providers.WallClock{}, behind: &providers.CallError{Fate: providers.Refused, Cause: providers.CauseStatus, Status: 400}}}
	e := engineOver(t, &v.vendor, func(c *runbook.Config) {
		c.Vendors = map[string]runbook.Vendor{"openai": {Name: "openai", Title: "OpenAI", Adapter: v}}
	})
	prepare(t, e)
	do(t, e, runbook.Revoke)
	if v.reads != 0 {
		t.Errorf("%d reads of the record", v.reads)
	}
}

// counting counts the reads of the record.
type counting struct {
	vendor
	reads int
}

func (c *counting) Present(ctx context.Context, r providers.KeyRecord) (providers.KeyStatus, error) {
	c.reads++
	return c.vendor.Present(ctx, r)
}
