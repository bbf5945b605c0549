package runbook

import (
	"context"
	"errors"
	"fmt"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// StoreError says which store an operation ended at.
type StoreError struct {
	Store string
	Err   error
}

func (e *StoreError) Error() string { return fmt.Sprintf("store %+q: %v", e.Store, e.Err) }
func (e *StoreError) Unwrap() error { return e.Err }

// ErrNotHeld: a named store does not hold the old value.
var ErrNotHeld = errors.New("the old value does not stand there")

// ErrStillOld: a store took a write and does not give the value that was written.
var ErrStillOld = errors.New("written, and it reads as something else")

// Replace puts a new value over the held credential's old one in every named store, for a
// person who rotated by hand. Every store is checked and searched before the first is written:
// where one refuses or does not hold the old value, nothing is written at all. Each place is
// read back. It returns what was written and read back, in order; the error, if any, is a
// *StoreError or one of the journal. In a dry run every write is withheld and shown.
func (e *Engine) Replace(ctx context.Context, cred string, value providers.Secret) ([]incident.Place, error) {
	c, ok := e.credential(cred)
	if !ok {
		return nil, ErrNotOffered
	}
	for _, name := range e.cfg.Stores {
		stand, found, err := e.survey(ctx, name, c.Secret)
		if noted := e.stand(cred, stand); noted != nil {
			return nil, noted
		}
		if err == nil && !found {
			err = ErrNotHeld
		}
		if err != nil {
			return nil, &StoreError{name, err}
		}
	}
	var done []incident.Place
	for _, p := range e.State().Keys[cred].Successor.Places {
		if p.Off != "" {
			continue
		}
		err := e.replaceAt(ctx, cred, p.Place, c.Secret, value)
		if providers.IsWithheld(err) {
			continue
		}
		if err != nil {
			return done, &StoreError{p.Store, err}
		}
		done = append(done, p.Place)
	}
	return done, nil
}

// replaceAt writes one place and reads it back. A write whose outcome is unknown is settled by
// that reading, never by a second write.
func (e *Engine) replaceAt(ctx context.Context, cred string, p incident.Place, old, value providers.Secret) error {
	a := Action{Name: WriteStore, Cred: cred, Step: incident.StepRotate}
	wrote := e.writePlace(ctx, a, Input{}, p, old, value)
	if wrote != nil && !errors.Is(wrote, providers.ErrUnknownState) {
		return wrote
	}
	store, err := e.cfg.Store(p.Store)
	if err != nil {
		return errors.Join(wrote, err)
	}
	holds, err := store.Holds(context.WithoutCancel(ctx), fromPlace(p), value)
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
	if err := e.note(cred, a.Step, incident.Written, p); err != nil {
		return err
	}
	return e.note(cred, a.Step, incident.Verified, incident.VerifiedData{Place: &p, Holds: true})
}

// Finish ends an incident in which nothing is left to do.
func (e *Engine) Finish() error {
	if err := e.checkpoint(); err != nil {
		return err
	}
	return e.append(incident.Event{Type: incident.Closed, Step: incident.StepClose}, incident.ClosedData{Reason: "done"})
}
