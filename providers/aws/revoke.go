package aws

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Revoke deletes the key: one call, and final.
func (a *Adapter) Revoke(ctx context.Context, r providers.KeyRecord) (providers.Receipt, error) {
	if err := known(routeDelete, r); err != nil {
		return providers.Receipt{}, err
	}
	s, err := a.open(ctx, r.ID)
	if err != nil {
		return providers.Receipt{}, err
	}
	return s.change(ctx, callsOf[r.Kind].remove, r, fields(r))
}

// change makes one mutation whose answer says no more than that it was done.
func (s session) change(ctx context.Context, route string, r providers.KeyRecord, fields transport.Object) (providers.Receipt, error) {
	var done struct {
		XMLName xml.Name
		Request string `xml:"ResponseMetadata>RequestId"`
	}
	answer, err := s.do(ctx, route, fields, &done)
	if err == nil && done.XMLName.Local != rows[route].Op+"Response" {
		err = rows.Misshapen(route, answer)
	}
	if err != nil {
		return providers.Receipt{}, err
	}
	return providers.Receipt{At: answer.At, Status: answer.Status, RequestID: answer.RequestID, ID: r.ID}, nil
}

// Present reads the record among those of its user.
func (a *Adapter) Present(ctx context.Context, r providers.KeyRecord) (providers.KeyStatus, error) {
	s, err := a.open(ctx, r.ID)
	if err != nil {
		return providers.StatusUnclear, err
	}
	k, ok, err := s.find(ctx, r)
	switch {
	case err != nil:
		return providers.StatusUnclear, err
	case !ok:
		return providers.Gone, nil
	}
	return k.state(), nil
}

// LimitInactive makes the key refuse until it is made active again.
const LimitInactive = "key-inactive"

// kept is the state found, for Lift.
type kept struct {
	Status string `json:"status"`
}

// Containments offers to make an active key inactive, and to deny its user what is left of it then:
// the sessions of before, or everything.
func (a *Adapter) Containments(ctx context.Context, r providers.KeyRecord) ([]providers.Containment, error) {
	s, err := a.open(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	k, ok, err := s.find(ctx, r)
	if err != nil {
		return nil, err
	}
	denials, err := s.denials(ctx, r)
	if err != nil || !ok {
		return denials, err
	}
	c := providers.Containment{ID: LimitInactive, Target: providers.FromOutside(k.User), WholeOf: "key", ExactUndo: true, Refuses: true}
	if k.Status != statusActive {
		c.Off = providers.ReasonNotActive
	}
	c.Before, err = json.Marshal(kept{k.Status})
	return append([]providers.Containment{c}, denials...), err
}

// Contain makes the key inactive, or sets the policy of a denial.
func (a *Adapter) Contain(ctx context.Context, r providers.KeyRecord, c providers.Containment) (providers.Receipt, error) {
	s, err := a.limited(ctx, r, c)
	if err != nil {
		return providers.Receipt{}, err
	}
	if c.ID != LimitInactive {
		return s.deny(ctx, r, c.ID)
	}
	return s.set(ctx, callsOf[r.Kind].deactivate, r, statusInactive)
}

func (s session) set(ctx context.Context, route string, r providers.KeyRecord, status string) (providers.Receipt, error) {
	f := fields(r)
	f[fieldStatus] = status
	return s.change(ctx, route, r, f)
}

// Contained reads whether the key is inactive, or the policy of a denial stands.
func (a *Adapter) Contained(ctx context.Context, r providers.KeyRecord, c providers.Containment) (bool, error) {
	s, err := a.limited(ctx, r, c)
	if err != nil {
		return false, err
	}
	if c.ID != LimitInactive {
		text, err := s.policy(ctx, r, c.ID)
		return isDenial(text), err
	}
	k, ok, err := s.find(ctx, r)
	return ok && k.Status == statusInactive, err
}

// Lift makes the key active again, or takes the policy of a denial away. ErrConflict: the key is not
// inactive any more, or was not active before, or another policy stands there; nothing is changed.
func (a *Adapter) Lift(ctx context.Context, r providers.KeyRecord, c providers.Containment) (providers.Receipt, error) {
	s, err := a.limited(ctx, r, c)
	if err != nil {
		return providers.Receipt{}, err
	}
	if c.ID != LimitInactive {
		return s.allow(ctx, r, c.ID)
	}
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

func (a *Adapter) limited(ctx context.Context, r providers.KeyRecord, c providers.Containment) (session, error) {
	if c.ID != LimitInactive && policyNames[c.ID] == "" {
		return session{}, fmt.Errorf("containment %s of %s: %w", providers.CleanID(c.ID), r.Kind, providers.ErrNotSupported)
	}
	if err := known(routeDeactivate, r); err != nil {
		return session{}, err
	}
	return a.open(ctx, r.ID)
}
