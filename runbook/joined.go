package runbook

import (
	"context"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// writePlace puts a value, or the part of it that stands there, into a place, and into the others that
// its store writes in the same go. It returns these others, where it wrote or would have written.
func (e *Engine) writePlace(ctx context.Context, a Action, in Input, p incident.Place, old, value providers.Secret) (with []incident.Place, err error) {
	store, err := e.cfg.Store(p.Store)
	if err != nil {
		return nil, err
	}
	if p, err = e.renewed(ctx, a.Cred, store, p, old); err != nil {
		return nil, err
	}
	intent := incident.IntentData{Act: incident.ActWrite, Place: &p, Approved: in.Approved}
	change := func(p incident.Place) providers.Change {
		return providers.Change{At: fromPlace(p), Old: old.Part(p.Part), New: value.Part(p.Part)}
	}
	joiner, joins := store.(providers.Joiner)
	if joins {
		intent.With = e.State().Keys[a.Cred].Successor.Joined(p)
	}
	if intent.Undo, err = e.sealUndo(ctx, a.Cred, store, p, old); err != nil {
		return nil, err
	}
	return intent.With, e.mutate(ctx, a.Cred, a.Step, intent, func(ctx context.Context, _ func() string) (providers.Receipt, error) {
		one, changes := change(p), []providers.Change{change(p)}
		for _, o := range intent.With {
			changes = append(changes, change(o))
		}
		if len(changes) > 1 {
			err = joiner.WriteJoined(ctx, changes)
		} else {
			err = store.Write(ctx, one.At, one.Old, one.New)
		}
		return providers.Receipt{At: e.cfg.Clock.Now()}, err
	})
}
