package anthropic

import (
	"context"
	"errors"
	"fmt"
	"time"

	"firebreak/providers"
)

// The protective settings that Controls reads.
const (
	ControlExpiry   = "key-expiry"
	ControlAuditLog = "audit-log"
)

// Controls reads what the API tells of settings: whether the key ends by itself, how old it is,
// and whether the compliance log is on. Spend limits stand in the console only.
func (a *Adapter) Controls(ctx context.Context, r providers.KeyRecord) ([]providers.Control, error) {
	s, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	log, err := s.auditControl(ctx)
	if err != nil {
		return nil, fmt.Errorf("read control %s: %w", log.ID, err)
	}
	expiry := providers.Control{ID: ControlExpiry, State: providers.ControlUnreadable, Where: keyPage(r.Kind)}
	if r.Kind == APIKey {
		expiry.State = providers.Switched(!r.Expires.IsZero())
	}
	if !r.Expires.IsZero() {
		expiry.Detail = providers.FromOutside("expires " + r.Expires.Format(time.DateOnly))
	}
	return []providers.Control{log, expiry, r.RotationControl(a.clock.Now(), keyPage(r.Kind))}, nil
}

// auditControl: a log that holds anything is on. A refusal may be for want of the right, and an
// empty log may be a new one: both tell nothing.
func (s session) auditControl(ctx context.Context) (providers.Control, error) {
	c := providers.Control{ID: ControlAuditLog, State: providers.ControlUnreadable, Where: pageCompliance}
	holds, err := s.auditHolds(ctx)
	var call *providers.CallError
	if errors.As(err, &call) && call.Fate == providers.Refused {
		return c, nil
	}
	if err == nil && holds {
		c.State = providers.ControlPresent
	}
	return c, err
}
