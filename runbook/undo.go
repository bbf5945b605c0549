package runbook

import (
	"context"
	"errors"
	"fmt"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// Before a place is written, what the write replaces is sealed into the incident's folder, so
// that taking it back gives the very bytes, whoever goes on. Once the old key is proven dead
// there is nothing to go back to, and the sealed bytes are removed.

// ErrUnsealed: what a write replaces could not be sealed, or not be had again; nothing was written.
var ErrUnsealed = errors.New("what the write replaces is not to be had")

// undoOp names the sealed file of the write that comes next.
func (e *Engine) undoOp() string { return "undo-" + e.nextOp() }

// sealUndo keeps what a write would replace and returns the file. It returns "" where the old
// value is all there is to put back, in a dry run, and where a person brings both values and
// there is no place to seal to. What a crash left under this op's name is removed first.
func (e *Engine) sealUndo(ctx context.Context, cred string, store providers.Store, p incident.Place, old providers.Secret) (string, error) {
	u, ok := store.(providers.Undoer)
	if !ok || e.cfg.Mode == incident.DryRun || !e.seals(cred) {
		return "", nil
	}
	before, err := u.Before(ctx, fromPlace(p), old.Part(p.Part))
	if err != nil {
		return "", err
	}
	left, err := e.cfg.Parking.Left(e.undoOp())
	for _, op := range e.State().Keys[cred].Ops {
		if op.Intent.Act == incident.ActWrite && op.Intent.Undo != "" && !op.Open() && !op.Applied() && PlaceID(*op.Intent.Place) == PlaceID(p) {
			left = append(left, op.Intent.Undo) // of a write that did not take place
		}
	}
	for _, file := range left {
		err = errors.Join(err, e.cfg.Parking.Remove(ctx, file))
	}
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrUnsealed, err)
	}
	file, err := e.cfg.Parking.Put(ctx, e.undoOp(), before)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrUnsealed, err)
	}
	return file, nil
}

// undoing returns how a place is put back: the version that the store keeps, the sealed bytes
// where there are some, else the old value in place of the new one.
func (e *Engine) undoing(ctx context.Context, store providers.Store, p incident.PlaceState) (func(ctx context.Context, at providers.Place, written, old providers.Secret) error, error) {
	if k, ok := store.(providers.Keeper); ok && p.Kept != "" {
		return func(ctx context.Context, at providers.Place, written, old providers.Secret) error {
			return k.RestoreKept(ctx, at, p.Kept, written, old)
		}, nil
	}
	u, ok := store.(providers.Undoer)
	if !ok || p.Undo == "" {
		return store.Write, nil
	}
	before, err := e.cfg.Parking.Get(ctx, p.Undo)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnsealed, err)
	}
	return func(ctx context.Context, at providers.Place, written, old providers.Secret) error {
		return u.Restore(ctx, at, written, old, before)
	}, nil
}

// forgetUndo removes what was sealed for taking writes back. What cannot be removed now goes at
// the next resume; it is sealed meanwhile.
func (e *Engine) forgetUndo(ctx context.Context, cred string) {
	for _, op := range e.State().Keys[cred].Ops {
		if op.Intent.Act == incident.ActWrite && op.Intent.Undo != "" {
			_ = e.cfg.Parking.Remove(ctx, op.Intent.Undo)
		}
	}
}

// tidy removes what the end of an earlier process left: drafts beside the places of a plan, and
// sealed bytes that a proven death made useless. What fails is tried again at the next resume
// or write.
func (e *Engine) tidy(ctx context.Context) {
	if e.cfg.Mode == incident.DryRun {
		return
	}
	for cred, k := range e.State().Keys {
		if k.Proof.Proven() {
			e.forgetUndo(ctx, cred)
		}
		for _, p := range k.Successor.Places {
			store, err := e.cfg.Store(p.Store)
			if t, ok := store.(providers.Tidier); ok && err == nil {
				_ = t.Tidy(ctx)
			}
		}
	}
}
