package aws

import (
	"context"

	"firebreak/providers"
)

// The protective settings that Controls tells of, besides the age of the key.
const (
	ControlExpiry    = "key-expiry"
	ControlAddresses = "ip-allowlist"
)

// Controls tells what protects a user's key: never an end by itself, and its age. Whether a policy
// binds it to addresses is not read: it may stand in any of several.
func (a *Adapter) Controls(_ context.Context, r providers.KeyRecord) ([]providers.Control, error) {
	return []providers.Control{
		{ID: ControlExpiry, State: providers.ControlAbsent, Where: pageUsers},
		{ID: ControlAddresses, State: providers.ControlUnreadable, Where: pageUsers},
		r.RotationControl(a.clock.Now(), pageUsers),
	}, nil
}
