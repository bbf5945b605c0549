package anthropic

import (
	"context"
	"encoding/json"
	"fmt"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Revoke archives the key, which is final. There is no deletion.
func (a *Adapter) Revoke(ctx context.Context, r providers.KeyRecord) (providers.Receipt, error) {
	if err := known(routeArchive, r); err != nil {
		return providers.Receipt{}, err
	}
	s, err := a.open(ctx)
	if err != nil {
		return providers.Receipt{}, err
	}
	return s.set(ctx, routeArchive, r, statusArchived)
}

// set makes the one call that changes a key's state, and believes it only if the answer is the
// key in that state.
func (s session) set(ctx context.Context, route string, r providers.KeyRecord, status string) (providers.Receipt, error) {
	var k keyAnswer
	answer, err := s.do(ctx, request{route: route, id: r.ID, body: transport.Object{"status": status}}, &k,
		func() bool { return k.valid() && k.ID == r.ID && k.Status == status })
	if err != nil {
		return providers.Receipt{}, err
	}
	return providers.Receipt{At: answer.At, Status: answer.Status, RequestID: answer.RequestID, ID: r.ID}, nil
}

// Present reads the record. Gone is said only where the vendor itself answers 404; any other
// failure is returned with StatusUnclear.
func (a *Adapter) Present(ctx context.Context, r providers.KeyRecord) (providers.KeyStatus, error) {
	s, err := a.open(ctx)
	if err != nil {
		return providers.StatusUnclear, err
	}
	k, err := s.fetch(ctx, r)
	if _, gone := providers.RefusedWith(err, 404); gone {
		return providers.Gone, nil
	}
	if err != nil {
		return providers.StatusUnclear, err
	}
	return k.state(), nil
}

// LimitInactive is the one containment: the key refuses until it is made active again.
const LimitInactive = "key-inactive"

// kept is the state found, for Lift.
type kept struct {
	Status string `json:"status"`
}

// Containments offers to make an active key inactive. An admin key has no such state.
func (a *Adapter) Containments(ctx context.Context, r providers.KeyRecord) ([]providers.Containment, error) {
	if r.Kind != APIKey {
		return nil, nil
	}
	s, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	k, err := s.fetch(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", LimitInactive, err)
	}
	c := providers.Containment{ID: LimitInactive, Target: k.Name, WholeOf: "key", ExactUndo: true, Refuses: true}
	if k.Status != statusActive {
		c.Off = providers.ReasonNotActive
	}
	c.Before, err = json.Marshal(kept{k.Status})
	return []providers.Containment{c}, err
}

// Contain makes the key inactive.
func (a *Adapter) Contain(ctx context.Context, r providers.KeyRecord, c providers.Containment) (providers.Receipt, error) {
	s, err := a.limited(ctx, r, c)
	if err != nil {
		return providers.Receipt{}, err
	}
	return s.set(ctx, routeDeactivate, r, statusInactive)
}

// Contained reads whether the key is inactive.
func (a *Adapter) Contained(ctx context.Context, r providers.KeyRecord, c providers.Containment) (bool, error) {
	s, err := a.limited(ctx, r, c)
	if err != nil {
		return false, err
	}
	k, err := s.fetch(ctx, r)
	return k.Status == statusInactive, err
}

// Lift makes the key active again. ErrConflict: it is not inactive any more, or was not active
// before, and is left as it is. The vendor refuses with 400 where the limit of active keys is
// reached.
func (a *Adapter) Lift(ctx context.Context, r providers.KeyRecord, c providers.Containment) (providers.Receipt, error) {
	s, err := a.limited(ctx, r, c)
	if err != nil {
		return providers.Receipt{}, err
	}
	k, err := s.fetch(ctx, r)
	if err != nil {
		return providers.Receipt{}, err
	}
	var before kept
	if json.Unmarshal(c.Before, &before) != nil || before.Status != statusActive || k.Status != statusInactive {
		return providers.Receipt{}, fmt.Errorf("make key %s active again: %w", r.ID, providers.ErrConflict)
	}
	return s.set(ctx, routeActivate, r, statusActive)
}

func (a *Adapter) limited(ctx context.Context, r providers.KeyRecord, c providers.Containment) (session, error) {
	if c.ID != LimitInactive || r.Kind != APIKey {
		return session{}, fmt.Errorf("containment %s of %s: %w", providers.CleanID(c.ID), r.Kind, providers.ErrNotSupported)
	}
	if err := known(routeDeactivate, r); err != nil {
		return session{}, err
	}
	return a.open(ctx)
}
