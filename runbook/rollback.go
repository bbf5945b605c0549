package runbook

import (
	"context"
	"errors"
	"fmt"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// putBack lists, for a place that was written, that the old value is put back: only while the
// old key lives, for a service would be left with a dead one.
func (l *lister) putBack(p incident.PlaceState) {
	l.add(Action{Name: RollBack, Step: incident.StepRotate, About: PlaceID(p.Place), Mutates: true, Approvals: []string{ApproveRotate}},
		l.needOldAlive(), l.needKey())
}

// needOldAlive tells where the old key was refused, or its revocation was accepted.
func (l *lister) needOldAlive() incident.Reason {
	if l.k.Ended() {
		return incident.WhyOldDead
	}
	return ""
}

// rollBack writes the old value back into one place, in a comparison with what stands there
// now, and reads it back. The replacement stays parked and the place can be written again.
func (e *Engine) rollBack(ctx context.Context, a Action, in Input) error {
	for _, p := range e.State().Keys[a.Cred].Successor.Places {
		if PlaceID(p.Place) != a.About {
			continue
		}
		if err := e.putBack(ctx, a, in, p); errors.Is(err, ErrJournal) {
			return err
		} else if err != nil {
			return e.storeTrouble(a, p.Store, err)
		}
		return nil
	}
	return ErrNotOffered
}

func (e *Engine) putBack(ctx context.Context, a Action, in Input, p incident.PlaceState) error {
	store, now, put, err := e.puttingBack(ctx, a.Cred, p)
	if err != nil {
		return err
	}
	intent := incident.IntentData{Act: incident.ActPutBack, Place: &now, Undo: p.Undo, Approved: in.Approved}
	err = e.mutate(ctx, a.Cred, a.Step, intent, func(ctx context.Context, _ func() string) (providers.Receipt, error) {
		return providers.Receipt{At: e.cfg.Clock.Now()}, put(ctx)
	})
	if err != nil {
		return err
	}
	c, _ := e.credential(a.Cred)
	back, err := e.seenBack(ctx, a.Cred, store, p.Place, c.Secret)
	if err == nil && !back {
		return ErrStillOld
	}
	return err
}

// puttingBack finds the place as it stands now, and returns what writes the old value there.
func (e *Engine) puttingBack(ctx context.Context, cred string, p incident.PlaceState) (store providers.Store, now incident.Place, put func(context.Context) error, err error) {
	if store, err = e.cfg.Store(p.Store); err != nil {
		return nil, now, nil, err
	}
	value, err := e.successor(ctx, cred)
	if err != nil {
		return nil, now, nil, fmt.Errorf("%w: %w", ErrUnsealed, err)
	}
	now, found, err := standsAt(ctx, store, p.Place, value)
	if err == nil && !found {
		err = providers.ErrConflict // something else stands there than what we wrote
	}
	if err != nil {
		return nil, now, nil, err
	}
	undo, err := e.undoing(ctx, store, p)
	if err != nil {
		return nil, now, nil, err
	}
	c, _ := e.credential(cred)
	return store, now, func(ctx context.Context) error {
		return undo(ctx, fromPlace(now), value.Part(p.Part), c.Secret.Part(p.Part))
	}, nil
}

// rehearseRollBack makes the statement of a roll back.
func (e *Engine) rehearseRollBack(ctx context.Context, a Action) error {
	for _, p := range e.State().Keys[a.Cred].Successor.Places {
		if PlaceID(p.Place) != a.About || p.Written.IsZero() {
			continue
		}
		_, _, put, err := e.puttingBack(ctx, a.Cred, p)
		if err != nil {
			return err
		}
		return put(ctx)
	}
	return ErrNotOffered
}

// seenBack reads whether the old value stands in its place again, and records the place as it
// is now, so that it can be written once more.
func (e *Engine) seenBack(ctx context.Context, cred string, store providers.Store, p incident.Place, old providers.Secret) (bool, error) {
	now, found, err := standsAt(context.WithoutCancel(ctx), store, p, old)
	if err != nil || !found {
		return false, err
	}
	return true, e.note(cred, incident.StepRotate, incident.StoreFound, now)
}

// standsAt finds a place by the value in it, with the version that a write must compare.
func standsAt(ctx context.Context, store providers.Store, p incident.Place, value providers.Secret) (incident.Place, bool, error) {
	places, err := store.Find(ctx, value.Part(p.Part))
	if err != nil {
		return incident.Place{}, false, err
	}
	for _, at := range places {
		if at.Off == "" && at.Store == p.Store && at.Detail == p.Detail {
			now := toPlace(at)
			now.Part = p.Part
			return now, true, nil
		}
	}
	return incident.Place{}, false, nil
}

// settlePutBack reads the place: what stands in it now decides.
func (e *Engine) settlePutBack(ctx context.Context, cred string, op incident.Op) (settled, string) {
	store, err := e.cfg.Store(op.Intent.Place.Store)
	c, have := e.credential(cred)
	if err != nil || !have {
		return cannotTell, ""
	}
	back, err := e.seenBack(ctx, cred, store, *op.Intent.Place, c.Secret)
	switch {
	case err != nil:
		return cannotTell, ""
	case back:
		return happened, "store"
	}
	return didNot, "store"
}
