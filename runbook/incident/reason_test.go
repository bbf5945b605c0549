package incident_test

import (
	"context"
	"fmt"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestWhatAPersonBrokeOffIsNoFaultOfOurs(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want incident.Reason
	}{
		"between two calls":  {fmt.Errorf("wait a second: %w", context.Canceled), incident.WhyCancelled},
		"during a read":      {&providers.CallError{Effect: providers.Read, Cause: providers.CauseCanceled}, incident.WhyCancelled},
		"an error of ours":   {fmt.Errorf("sort the records"), incident.WhyInternal},
		"during a change":    {fmt.Errorf("revoke: %w", &providers.CallError{Effect: providers.Mutate, Cause: providers.CauseCanceled, Fate: providers.Unknown}), incident.WhyUnknownState},
		"before it was sent": {&providers.CallError{Effect: providers.Mutate, Cause: providers.CauseCanceled, Fate: providers.NotSent}, incident.WhyCancelled},
	} {
		if got := incident.Explain(c.err).Reason; got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// A vendor may say under 403 what others say under 429: nobody lacks a right then.
func TestALimitOfTheMomentIsNoMissingRightWhateverItsStatus(t *testing.T) {
	refused := func(why error) incident.Key {
		f := incident.Explain(&providers.CallError{Effect: providers.Mutate, Fate: providers.Refused, Cause: providers.CauseStatus, Status: 403, Err: why})
		out := &incident.OutcomeData{Result: incident.RefusedRes, Status: 403, Fail: f.Fail}
		return incident.Key{Ops: []incident.Op{{Intent: incident.IntentData{Act: incident.ActRevoke}, Outcome: out}}}
	}
	for name, c := range map[string]struct {
		err       error
		throttled bool
		want      incident.Outcome
	}{"a limit": {providers.ErrRateLimited, true, incident.FailedOutcome}, "a right": {nil, false, incident.NotPermitted}} {
		k := refused(c.err)
		if op, _ := k.KillOp(); op.Throttled() != c.throttled || k.Outcome() != c.want {
			t.Errorf("%s: throttled %v, outcome %s", name, op.Throttled(), k.Outcome())
		}
	}
	if f := incident.Explain(&providers.CallError{Cause: providers.CauseStatus, Status: 403, Err: providers.ErrRateLimited}); f.Reason != incident.WhyRateLimited {
		t.Errorf("explained as %s", f.Reason)
	}
}
