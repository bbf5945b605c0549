package openai

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"firebreak/providers"
)

// The limits that can be set on a key or its project.
const (
	LimitSpend  = "project-spend-limit"
	LimitRate   = "project-rate-limits"
	LimitScopes = "key-scopes"
	LimitExpiry = "key-expiry"
)

// limit is one kind of containment.
type limit struct {
	id       string
	wholeOf  string
	exact    bool
	refuses  bool
	offer    func(context.Context, session, providers.KeyRecord) (before any, off providers.Reason, err error)
	set      func(context.Context, session, providers.KeyRecord, providers.Containment) (providers.Receipt, error)
	standing func(context.Context, session, providers.KeyRecord, providers.Containment) (bool, error)
	lift     func(context.Context, session, providers.KeyRecord, providers.Containment) (providers.Receipt, error)
}

// limits stand in the order in which they are listed: exactly undoable ones first.
var limits = []limit{
	{LimitSpend, "project", true, false, offerSpend, setSpend, spendStands, liftSpend},
	{LimitRate, "project", true, false, offerRates, setRates, ratesStand, liftRates},
	{LimitScopes, "key", false, false, offerScopes, setScopes, scopesStand, liftScopes},
	{LimitExpiry, "key", false, true, offerExpiry, setExpiry, expiryStands, liftExpiry},
}

// Containments reads the present values of all limits. An admin key has none: they act on
// projects and project keys. A limit whose value may not be read is listed as off.
func (a *Adapter) Containments(ctx context.Context, r providers.KeyRecord) ([]providers.Containment, error) {
	if r.Kind == AdminKey {
		return nil, nil
	}
	s, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	var all []providers.Containment
	for _, l := range limits {
		c := providers.Containment{ID: l.id, WholeOf: l.wholeOf, ExactUndo: l.exact, Refuses: l.refuses, Target: r.Name}
		if l.wholeOf == "project" {
			c.Target = r.ParentName
		}
		before, off, err := l.offer(ctx, s, r)
		if err != nil && !errors.Is(err, providers.ErrNotPermitted) && !errors.Is(err, providers.ErrNotFound) {
			return nil, fmt.Errorf("read %s: %w", l.id, err)
		}
		if err != nil {
			off = providers.ReasonNotPermitted
		}
		if c.Before, err = json.Marshal(before); err != nil {
			return nil, fmt.Errorf("keep %s: %w", l.id, err)
		}
		c.Off = off
		all = append(all, c)
	}
	return all, nil
}

// Contain sets a limit that Containments offered.
func (a *Adapter) Contain(ctx context.Context, r providers.KeyRecord, c providers.Containment) (providers.Receipt, error) {
	s, l, err := a.limit(ctx, r, c)
	if err != nil {
		return providers.Receipt{}, err
	}
	return l.set(ctx, s, r, c)
}

// Contained reads whether the limit stands. ErrNotSupported: the vendor does not tell.
func (a *Adapter) Contained(ctx context.Context, r providers.KeyRecord, c providers.Containment) (bool, error) {
	s, l, err := a.limit(ctx, r, c)
	if err != nil {
		return false, err
	}
	return l.standing(ctx, s, r, c)
}

// Lift restores what was found. ErrConflict: someone else changed the limit meanwhile, and it
// is left as it is. ErrNotSupported: there is no way back through the API.
func (a *Adapter) Lift(ctx context.Context, r providers.KeyRecord, c providers.Containment) (providers.Receipt, error) {
	s, l, err := a.limit(ctx, r, c)
	if err != nil {
		return providers.Receipt{}, err
	}
	return l.lift(ctx, s, r, c)
}

func (a *Adapter) limit(ctx context.Context, r providers.KeyRecord, c providers.Containment) (session, limit, error) {
	for _, l := range limits {
		if l.id == c.ID && r.Kind != AdminKey {
			s, err := a.open(ctx)
			return s, l, err
		}
	}
	return session{}, limit{}, fmt.Errorf("containment %s of %s: %w", providers.CleanID(c.ID), r.Kind, providers.ErrNotSupported)
}

// before reads back what Containments kept.
func before(c providers.Containment, into any) error {
	if json.Unmarshal(c.Before, into) != nil {
		return fmt.Errorf("containment %s: the kept value is not readable", providers.CleanID(c.ID))
	}
	return nil
}
