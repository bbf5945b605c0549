package runbook

import (
	"context"
	"strings"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// renewed finds a place again where an earlier write of ours, to another field of the same entry or
// of another part of the key in the same store, changed the version that its own write compares. A place with no such neighbour stays as it is:
// the version of the plan is what tells of other writers.
func (e *Engine) renewed(ctx context.Context, cred string, store providers.Store, p incident.Place, value providers.Secret) (incident.Place, error) {
	for _, op := range e.State().Keys[cred].Ops {
		at := op.Intent.Place
		together := at != nil && (at.Store != p.Store && sameEntry(at.Store, p.Store) || at.Store == p.Store && at.Part != p.Part)
		if !together || !op.Applied() {
			continue
		}
		now, found, err := standsAt(ctx, store, p, value)
		if err == nil && !found {
			err = providers.ErrConflict
		}
		return now, err
	}
	return p, nil
}

// sameEntry reports whether two places are fields of one entry, as stores name them.
func sameEntry(a, b string) bool {
	entryA, _, fieldA := strings.Cut(a, "#")
	entryB, _, fieldB := strings.Cut(b, "#")
	return fieldA && fieldB && entryA == entryB
}
