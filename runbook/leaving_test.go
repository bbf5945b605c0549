package runbook_test

import (
	"context"
	"testing"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/drill"
	"firebreak/runbook/incident"
)

// leaver does something while its revocation is out.
type leaver struct {
	*suspender
	during func()
}

func (l *leaver) Revoke(ctx context.Context, r providers.KeyRecord) (providers.Receipt, error) {
	receipt, err := l.suspender.Revoke(ctx, r)
	l.during()
	return receipt, err
}

func TestWhoLeavesWhileARevocationIsOutIsToldThatItsAnswerIsAwaited(t *testing.T) {
	t.Parallel()
	ctx, leave := context.WithCancel(context.Background())
	told := make(chan incident.Op, 1)
	l := &leaver{suspender: newSuspender()}
	l.during = func() {
		leave()
		if op := <-told; op.Intent.Act != incident.ActRevoke || !op.Open() {
			t.Errorf("told of %+v", op)
		}
	}
	e := engineOver(t, &l.vendor, func(c *runbook.Config) {
		c.Vendors = map[string]runbook.Vendor{"openai": {Name: "openai", Title: "OpenAI", Adapter: l}}
	})
	e.OnLeaving(ctx, func(op incident.Op) { told <- op })
	within(t, "the incident", func() {
		l.clock.(*drill.Manual).Run(func() {
			prepare(t, e)
			do(t, e, runbook.Revoke)
		})
	})
	if op, sent := e.State().InFlight(); sent {
		t.Errorf("answered, and still awaited: %+v", op)
	}
}
