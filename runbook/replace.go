package runbook

import (
	"context"
	"errors"
	"fmt"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/runbook/incident"
)

// An incident may do no more than bring a new value to the stores that hold an old one, for a
// person who rotated by hand. Both values come from that person, at each turn anew: the journal
// knows them by their fingerprints.

// StoreError says which store an operation ended at.
type StoreError struct {
	Store string
	Err   error
}

func (e *StoreError) Error() string { return fmt.Sprintf("store %+q: %v", e.Store, e.Err) }
func (e *StoreError) Unwrap() error { return e.Err }

// ErrNotHeld: a named store does not hold the value that would be written over.
var ErrNotHeld = errors.New("the old value does not stand there")

// ErrStillOld: a store took a write and does not give the value that was written.
var ErrStillOld = errors.New("written, and it reads as something else")

// brought is a new value that a person brings.
type brought struct {
	value providers.Secret
	seals bool // what it is written over can be sealed
}

// FingerprintUnder names a secret the way an incident of that salt does, as OpenedData has it.
func FingerprintUnder(salt string, s providers.Secret) string { return s.Fingerprint(saltOf(salt)) }

// Bring takes the old value and the new one into memory for Replace and PutAllBack, at the first
// time into the incident too. Values that are not those of the first time are ErrOtherKey, before
// any event. sealed tells whether what is written over can be kept, sealed; in a dry run nothing is.
func (e *Engine) Bring(ctx context.Context, old, value providers.Secret) (cred string, sealed bool, err error) {
	s := e.State()
	k, known := s.First()
	if s.Opening.Replace != e.Fingerprint(value) || known && k.Identity.Fingerprint != e.Fingerprint(old) {
		return "", false, ErrOtherKey
	}
	if cred = k.Cred; known {
		err = e.Hold(cred, providers.Credential{Secret: old})
	} else {
		cred, err = e.Identify(identify.Finding{Credential: providers.Credential{Secret: old}}, "stdin", 0)
	}
	if err != nil {
		return "", false, err
	}
	sealed = e.cfg.Mode != incident.DryRun && e.cfg.Parking.Prove(ctx) == nil
	e.mu.Lock()
	defer e.mu.Unlock()
	e.brought[cred] = brought{value, sealed}
	return cred, sealed, nil
}

func (e *Engine) bringing(cred string) (brought, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	b, ok := e.brought[cred]
	return b, ok
}

// seals reports whether what a write replaces is to be sealed.
func (e *Engine) seals(cred string) bool {
	b, _ := e.bringing(cred)
	return b.seals || e.State().Keys[cred].Successor.Parked != nil
}

// successor is the new value: brought by a person, or parked.
func (e *Engine) successor(ctx context.Context, cred string) (providers.Secret, error) {
	if b, ok := e.bringing(cred); ok {
		return b.value, nil
	}
	p := e.State().Keys[cred].Successor.Parked
	if p == nil {
		return providers.Secret{}, ErrNotOffered
	}
	return e.cfg.Parking.Get(ctx, p.File)
}

// Replace puts the brought value over the old one in every named store. Before the first write
// every store is checked and searched: where one refuses or does not hold the old value, nothing
// is written. What an earlier process wrote is read back and not written again. It returns the
// places that hold the new value by a reading; the error, if any, is a *StoreError or one of the
// journal. In a dry run every write is withheld and shown.
func (e *Engine) Replace(ctx context.Context, cred string) ([]incident.Place, error) {
	b, ok := e.bringing(cred)
	c, held := e.credential(cred)
	if !ok || !held {
		return nil, ErrNotOffered
	}
	err := e.settleStores(ctx, cred)
	var todo []incident.Place
	if err == nil {
		todo, err = e.toReplace(ctx, cred, c.Secret, b.value)
	}
	done := map[string]bool{} // by the write of another place
	for _, p := range todo {
		if err != nil {
			break
		}
		if err = e.replaceAt(ctx, cred, p, c.Secret, b.value, done); providers.IsWithheld(err) {
			err = nil
		} else if err != nil {
			err = &StoreError{p.Store, err}
		}
	}
	return e.standing(cred), e.stopped(cred, err)
}

// standing lists the places that were read and hold the new value.
func (e *Engine) standing(cred string) []incident.Place {
	var done []incident.Place
	for _, p := range e.State().Keys[cred].Successor.Places {
		if p.Holds {
			done = append(done, p.Place)
		}
	}
	return done
}

// stopped records at which store an operation ended, and why.
func (e *Engine) stopped(cred string, err error) error {
	var at *StoreError
	if !errors.As(err, &at) {
		return err
	}
	if noted := e.storeTrouble(Action{Cred: cred, Step: incident.StepRotate}, at.Store, at.Err); noted != nil {
		return noted
	}
	return err
}

// settleStores reads how writes ended that an earlier process left open.
func (e *Engine) settleStores(ctx context.Context, cred string) error {
	for _, op := range e.State().Keys[cred].Ops {
		if !op.Open() || op.Intent.Place == nil {
			continue
		}
		if err := e.settleOp(ctx, cred, op, Input{}); err != nil {
			return err
		}
	}
	if op, open := e.State().Keys[cred].OpenOp(); open {
		return &StoreError{op.Intent.Place.Store, providers.ErrUnknownState}
	}
	return nil
}

// toReplace lists what is to be written: all that holds the old value, or what an earlier
// process left of that.
func (e *Engine) toReplace(ctx context.Context, cred string, old, value providers.Secret) ([]incident.Place, error) {
	k := e.State().Keys[cred]
	if n := k.Successor; !k.Marks[incident.StepRotate].Started.IsZero() && len(n.Places)+len(n.Holders) >= n.Planned {
		return e.leftOver(ctx, cred, old, value)
	}
	var stand []incident.Place
	for _, name := range e.stores() {
		places, found, err := e.survey(ctx, name, old)
		stand = append(stand, places...)
		if err == nil && !found {
			err = ErrNotHeld
		}
		if err != nil {
			return nil, errors.Join(e.stand(cred, distinct(stand)), &StoreError{name, err})
		}
	}
	err := e.planned(Action{Cred: cred, Step: incident.StepRotate}, incident.PlanData{}, stand, func() error { return nil })
	var todo []incident.Place
	for _, p := range e.State().Keys[cred].Successor.Places {
		todo = append(todo, p.Place)
	}
	return todo, err
}

// leftOver reads every place of the plan. One that holds the new value is done; the others must
// still hold the old one.
func (e *Engine) leftOver(ctx context.Context, cred string, old, value providers.Secret) ([]incident.Place, error) {
	var todo []incident.Place
	for _, p := range e.State().Keys[cred].Successor.Places {
		store, err := e.cfg.Store(p.Store)
		if err != nil {
			return nil, &StoreError{p.Store, err}
		}
		holds, err := store.Holds(ctx, fromPlace(p.Place), value.Part(p.Part))
		switch {
		case err != nil:
			return nil, &StoreError{p.Store, err}
		case holds:
			if err := e.readBack(cred, p.Place); err != nil {
				return nil, err
			}
			continue
		}
		now, found, err := standsAt(ctx, store, p.Place, old)
		if err == nil && !found {
			err = ErrNotHeld
		}
		if err == nil {
			err = store.Check(ctx)
		}
		if err != nil {
			return nil, &StoreError{p.Store, err}
		}
		if err := e.stand(cred, []incident.Place{now}); err != nil {
			return nil, err
		}
		todo = append(todo, now)
	}
	return todo, nil
}

// readBack records that a place was read and holds the new value.
func (e *Engine) readBack(cred string, p incident.Place) error {
	if err := e.note(cred, incident.StepRotate, incident.Written, p); err != nil {
		return err
	}
	return e.note(cred, incident.StepRotate, incident.Verified, incident.VerifiedData{Place: &p, Holds: true})
}

// replaceAt writes one place, where that is not done, and reads it back. A write whose outcome is
// unknown is settled by that reading, never by a second write. It adds to done what it wrote besides.
func (e *Engine) replaceAt(ctx context.Context, cred string, p incident.Place, old, value providers.Secret, done map[string]bool) error {
	var wrote error
	if !done[PlaceID(p)] {
		var with []incident.Place
		with, wrote = e.writePlace(ctx, Action{Name: WriteStore, Cred: cred, Step: incident.StepRotate}, Input{}, p, old, value)
		for _, o := range with {
			done[PlaceID(o)] = true
		}
	} else if e.cfg.Mode == incident.DryRun {
		return nil
	}
	if wrote != nil && !errors.Is(wrote, providers.ErrUnknownState) {
		return wrote
	}
	store, err := e.cfg.Store(p.Store)
	if err != nil {
		return errors.Join(wrote, err)
	}
	holds, err := store.Holds(context.WithoutCancel(ctx), fromPlace(p), value.Part(p.Part))
	if err != nil {
		return errors.Join(wrote, err)
	}
	if op, open := e.State().Keys[cred].OpenOp(); wrote != nil && open {
		result := incident.NotApplied
		if holds {
			result = incident.Applied
		}
		if err := e.conclude(cred, op, result, "store"); err != nil {
			return err
		}
	}
	if !holds {
		return errors.Join(wrote, ErrStillOld)
	}
	return e.readBack(cred, p)
}

// PutAllBack writes the old value back into every place that Replace wrote and that still holds
// what it wrote, and reads each back: the very bytes where they were sealed, else the value. It
// returns the places that hold the old value again; errors are those of Replace. It may be
// called again after one.
func (e *Engine) PutAllBack(ctx context.Context, cred string) ([]incident.Place, error) {
	if _, ok := e.bringing(cred); !ok {
		return nil, ErrNotOffered
	}
	var back []incident.Place
	err := e.settleStores(ctx, cred)
	for _, p := range e.State().Keys[cred].Successor.Places {
		if err != nil {
			break
		}
		if p.Written.IsZero() {
			continue
		}
		if err = e.backAt(ctx, cred, p); err != nil {
			err = &StoreError{p.Store, err}
			break
		}
		back = append(back, p.Place)
	}
	return back, e.stopped(cred, err)
}

// backAt puts one place back. One that holds the old value again, by whatever hand, is done.
func (e *Engine) backAt(ctx context.Context, cred string, p incident.PlaceState) error {
	store, err := e.cfg.Store(p.Store)
	if err != nil {
		return err
	}
	c, _ := e.credential(cred)
	if holds, err := store.Holds(ctx, fromPlace(p.Place), c.Secret.Part(p.Part)); err == nil && holds {
		return nil
	}
	return e.putBack(ctx, Action{Name: RollBack, Cred: cred, Step: incident.StepRotate, About: PlaceID(p.Place)}, Input{}, p)
}

// Finish ends an incident in which nothing is left to do. With nothing to go back to, what was
// sealed for that goes.
func (e *Engine) Finish(ctx context.Context, reason string) error {
	if reason == incident.ClosedPutBack {
		for _, cred := range e.State().Order {
			e.forgetUndo(ctx, cred)
		}
	}
	if err := e.checkpoint(); err != nil {
		return err
	}
	return e.append(incident.Event{Type: incident.Closed, Step: incident.StepClose}, incident.ClosedData{Reason: reason})
}
