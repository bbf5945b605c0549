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
