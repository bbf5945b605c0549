package google

import (
	"context"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Revoke deletes the key. An API key is brought back on demand for 30 days; that of a service
// account is gone for good, and the access tokens that it minted live on for up to an hour.
func (a *Adapter) Revoke(ctx context.Context, r providers.KeyRecord) (providers.Receipt, error) {
	if r.Kind == AccountKey {
		s, err := a.openFor(ctx, r)
		if err != nil {
			return providers.Receipt{}, err
		}
		return s.act(ctx, routeAccountDelete, r, nil)
	}
	return a.set(ctx, routeDelete, r, nil)
}

// Restorable is for how long a deleted API key can be brought back.
func (a *Adapter) Restorable(kind providers.Kind) time.Duration {
	if isAPIKey(kind) {
		return 30 * 24 * time.Hour
	}
	return 0
}

// Restore brings a deleted API key back: the same value works again.
func (a *Adapter) Restore(ctx context.Context, r providers.KeyRecord) (providers.Receipt, error) {
	return a.set(ctx, routeUndelete, r, transport.Object{})
}

// set makes the one call that ends a key or brings it back.
func (a *Adapter) set(ctx context.Context, route string, r providers.KeyRecord, body any) (providers.Receipt, error) {
	path, err := known(route, r)
	if err != nil {
		return providers.Receipt{}, err
	}
	s, err := a.open(ctx)
	if err != nil {
		return providers.Receipt{}, err
	}
	_, receipt, err := s.change(ctx, request{route: route, path: path, body: body})
	receipt.ID = r.ID
	return receipt, err
}

// Present reads the record. Gone is said only where the vendor itself answers 404; any other
// failure is returned with StatusUnclear.
func (a *Adapter) Present(ctx context.Context, r providers.KeyRecord) (providers.KeyStatus, error) {
	s, err := a.openFor(ctx, r)
	if err != nil {
		return providers.StatusUnclear, err
	}
	if r.Kind == AccountKey {
		return s.presentAccount(ctx, r)
	}
	k, err := s.fetch(ctx, r)
	if _, gone := providers.RefusedWith(err, 404); gone {
		return providers.Gone, nil
	}
	if err != nil {
		return providers.StatusUnclear, err
	}
	return k.record(r.Kind).Status, nil
}
