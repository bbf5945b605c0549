package aws

import (
	"context"
	"encoding/json"
	"fmt"

	"firebreak/providers"
)

// LimitInactive makes the key refuse until it is made active again.
const LimitInactive = "key-inactive"

// kept is the state found, for Lift.
type kept struct {
	Status string `json:"status"`
}

// Containments offers to make an active key inactive, to deny its user or role what is left of it
// then: the sessions of before, or everything, and to put its user into the vendor's quarantine. A
// session's key has no state of its own.
func (a *Adapter) Containments(ctx context.Context, r providers.KeyRecord) ([]providers.Containment, error) {
	s, err := a.open(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	var list []providers.Containment
	if callsOf[r.Kind].field != "" {
		c, ok, err := s.switching(ctx, r)
		if err != nil {
			return nil, err
		}
		if ok {
			list = append(list, c)
		}
	}
	denials, err := s.byPolicy(ctx, r)
	list = append(list, denials...)
	if err != nil || r.Owner.Type != ownerUser {
		return list, err
	}
	c, err := s.quarantine(ctx, r)
	return append(list, c), err
}

// switching offers to make the key inactive; ok is false where it has no record any more.
func (s session) switching(ctx context.Context, r providers.KeyRecord) (c providers.Containment, ok bool, err error) {
	k, ok, err := s.find(ctx, r)
	if err != nil || !ok {
		return c, false, err
	}
	c = providers.Containment{ID: LimitInactive, Target: providers.FromOutside(k.User), WholeOf: "key", ExactUndo: true, Refuses: true}
	if k.Status != statusActive {
		c.Off = providers.ReasonNotActive
	}
	c.Before, err = json.Marshal(kept{k.Status})
	return c, true, err
}

// Contain makes the key inactive, sets the policy of a denial, or attaches that of the quarantine.
func (a *Adapter) Contain(ctx context.Context, r providers.KeyRecord, c providers.Containment) (providers.Receipt, error) {
	s, err := a.limited(ctx, r, c)
	switch {
	case err != nil:
		return providers.Receipt{}, err
	case c.ID == LimitInactive:
		return s.set(ctx, callsOf[r.Kind].deactivate, r, statusInactive)
	case c.ID == LimitQuarantine:
		return s.attach(ctx, routeAttach, r)
	}
	return s.deny(ctx, r, c.ID)
}

func (s session) set(ctx context.Context, route string, r providers.KeyRecord, status string) (providers.Receipt, error) {
	f := fields(r)
	f[fieldStatus] = status
	return s.change(ctx, route, r, f)
}

// Contained reads whether the key is inactive, or the policy of the limit stands.
func (a *Adapter) Contained(ctx context.Context, r providers.KeyRecord, c providers.Containment) (bool, error) {
	s, err := a.limited(ctx, r, c)
	switch {
	case err != nil:
		return false, err
	case c.ID == LimitInactive:
		k, ok, err := s.find(ctx, r)
		return ok && k.Status == statusInactive, err
	case c.ID == LimitQuarantine:
		return s.quarantined(ctx, r)
	}
	text, err := s.policy(ctx, r, c.ID)
	return isDenial(c.ID, text), err
}

// Lift makes the key active again, or takes the policy of the limit away. ErrConflict: the key is not
// inactive any more, or was not active before, or ours is not the policy there; nothing is changed.
func (a *Adapter) Lift(ctx context.Context, r providers.KeyRecord, c providers.Containment) (providers.Receipt, error) {
	s, err := a.limited(ctx, r, c)
	switch {
	case err != nil:
		return providers.Receipt{}, err
	case c.ID == LimitInactive:
		return s.activate(ctx, r, c)
	case c.ID == LimitQuarantine:
		ours, err := s.quarantined(ctx, r)
		if err == nil && !ours {
			err = providers.ErrConflict
		}
		if err != nil {
			return providers.Receipt{}, fmt.Errorf("end the quarantine of %s: %w", r.Owner.ID, err)
		}
		return s.attach(ctx, routeDetach, r)
	}
	return s.allow(ctx, r, c.ID)
}

func (s session) activate(ctx context.Context, r providers.KeyRecord, c providers.Containment) (providers.Receipt, error) {
	k, ok, err := s.find(ctx, r)
	if err != nil {
		return providers.Receipt{}, err
	}
	var before kept
	if json.Unmarshal(c.Before, &before) != nil || before.Status != statusActive || !ok || k.Status != statusInactive {
		return providers.Receipt{}, fmt.Errorf("make key %s active again: %w", r.ID, providers.ErrConflict)
	}
	return s.set(ctx, callsOf[r.Kind].activate, r, statusActive)
}

// limited opens an operation about one of the limits that a record can have.
func (a *Adapter) limited(ctx context.Context, r providers.KeyRecord, c providers.Containment) (session, error) {
	_, byPolicy := denials[c.ID]
	switch {
	case c.ID == LimitInactive:
		if err := known(routeDeactivate, r); err != nil {
			return session{}, err
		}
	case providers.CleanID(r.Owner.ID) == "" || inline[r.Owner.Type].field == "":
		return session{}, rows.Incomplete(routeDeny)
	case c.ID == LimitQuarantine && r.Owner.Type == ownerUser, byPolicy:
	default:
		return session{}, fmt.Errorf("containment %s of %s: %w", providers.CleanID(c.ID), r.Kind, providers.ErrNotSupported)
	}
	return a.open(ctx, r.ID)
}
