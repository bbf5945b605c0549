package openai

import (
	"context"
	"fmt"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// readScope lets a key list models and nothing that costs money, so it can still be probed.
// The vendor's error messages name it; a list that is empty would mean every permission.
const readScope = "api.model.read"

// expiresSoon is the life that is left to a key by LimitExpiry. The vendor takes one second and
// more; a minute leaves room to notice a mistake, for an expired key can no longer be updated.
const expiresSoon = time.Minute

func offerScopes(context.Context, session, providers.KeyRecord) (any, providers.Reason, error) {
	return nil, "", nil // the old scopes cannot be read
}

func setScopes(ctx context.Context, s session, r providers.KeyRecord, _ providers.Containment) (providers.Receipt, error) {
	return s.update(ctx, routeKeyScopes, r, transport.Object{"scopes": []string{readScope}})
}

// update changes a project key and expects its record in answer.
func (s session) update(ctx context.Context, route string, r providers.KeyRecord, body transport.Object) (providers.Receipt, error) {
	call := target(r, route, "")
	call.body = body
	var k keyAnswer
	answer, err := s.do(ctx, call, &k, func() bool { return k.Object == objectKey && k.ID == r.ID })
	if err != nil {
		return providers.Receipt{}, err
	}
	return receipt(answer, r.ID), nil
}

func scopesStand(context.Context, session, providers.KeyRecord, providers.Containment) (bool, error) {
	return false, fmt.Errorf("read the scopes of a key: %w", providers.ErrNotSupported)
}

// liftScopes never widens a key by guess.
func liftScopes(context.Context, session, providers.KeyRecord, providers.Containment) (providers.Receipt, error) {
	return providers.Receipt{}, fmt.Errorf("restore scopes that cannot be read: %w", providers.ErrNotSupported)
}

// keptExpiry is the expiry found, null for none.
type keptExpiry struct {
	At *int64 `json:"expires_at"`
}

func offerExpiry(ctx context.Context, s session, r providers.KeyRecord) (any, providers.Reason, error) {
	fresh, err := s.fetch(ctx, r)
	if err != nil {
		return keptExpiry{}, "", err
	}
	if fresh.Expires.IsZero() {
		return keptExpiry{}, "", nil
	}
	at := fresh.Expires.Unix()
	if !fresh.Expires.After(s.clock.Now()) {
		return keptExpiry{&at}, providers.ReasonExpired, nil
	}
	return keptExpiry{&at}, "", nil
}

func setExpiry(ctx context.Context, s session, r providers.KeyRecord, _ providers.Containment) (providers.Receipt, error) {
	return s.update(ctx, routeKeyExpiry, r, transport.Object{"expires_in_seconds": int64(expiresSoon / time.Second)})
}

// expiryStands: the key expires earlier than it was found to.
func expiryStands(ctx context.Context, s session, r providers.KeyRecord, c providers.Containment) (bool, error) {
	var old keptExpiry
	if err := before(c, &old); err != nil {
		return false, err
	}
	fresh, err := s.fetch(ctx, r)
	if err != nil || fresh.Expires.IsZero() {
		return false, err
	}
	return old.At == nil || fresh.Expires.Unix() < *old.At, nil
}

// liftExpiry restores a later expiry while the key still lives. A key that had none cannot get
// back to that: the vendor only takes a number of seconds.
func liftExpiry(ctx context.Context, s session, r providers.KeyRecord, c providers.Containment) (providers.Receipt, error) {
	var old keptExpiry
	if err := before(c, &old); err != nil {
		return providers.Receipt{}, err
	}
	fresh, err := s.fetch(ctx, r)
	if err != nil {
		return providers.Receipt{}, err
	}
	now := s.clock.Now()
	if old.At == nil || !fresh.Expires.After(now) || *old.At <= now.Unix() {
		return providers.Receipt{}, fmt.Errorf("take back an expiry: %w", providers.ErrNotSupported)
	}
	return s.update(ctx, routeKeyExpiry, r, transport.Object{"expires_in_seconds": *old.At - now.Unix()})
}
