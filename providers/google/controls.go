package google

import (
	"context"
	"fmt"

	"firebreak/providers"
)

// The protective settings that Controls reads.
const (
	ControlAPIs    = "api-restriction"
	ControlCallers = "caller-restriction" // by address, site or app
	ControlQuota   = "quota"
	ControlExpiry  = "key-expiry"
)

// Controls reads what a key's record tells of settings. Quotas stand in another API.
func (a *Adapter) Controls(ctx context.Context, r providers.KeyRecord) ([]providers.Control, error) {
	s, err := a.openFor(ctx, r)
	if err != nil {
		return nil, err
	}
	if r.Kind == AccountKey {
		expiry := providers.Control{ID: ControlExpiry, State: providers.Switched(!r.Expires.IsZero()), Where: pageAccounts}
		return []providers.Control{expiry, r.RotationControl(a.clock.Now(), pageAccounts)}, nil
	}
	k, err := s.fetch(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("read controls: %w", err)
	}
	apis := providers.Control{ID: ControlAPIs, State: providers.Switched(len(targets(k.Restrictions)) > 0), Where: pageKeys}
	if n := len(targets(k.Restrictions)); n > 0 {
		apis.Detail = providers.FromOutside(fmt.Sprintf("%d APIs", n))
	}
	return []providers.Control{
		apis,
		{ID: ControlCallers, State: providers.Switched(len(without(k.Restrictions)) < len(k.Restrictions)), Where: pageKeys},
		{ID: ControlQuota, State: providers.ControlUnreadable, Where: pageQuotas},
		r.RotationControl(a.clock.Now(), pageKeys),
	}, nil
}
