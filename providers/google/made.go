package google

import (
	"context"
	"fmt"

	"firebreak/providers"
)

// madeAt is what the name of a new key tells of its record; the zero value for what is no key.
func madeAt(name string) providers.KeyRecord {
	if project, email, id, ok := accountPlace(name); ok {
		return providers.KeyRecord{Kind: AccountKey, ID: id, Parent: project,
			Owner: providers.Owner{Type: "service_account", ID: email, Mail: providers.FromOutside(email)}}
	}
	if at, ok := placeOf(name); ok {
		return providers.KeyRecord{Kind: APIKey, ID: at.id, Parent: at.project}
	}
	return providers.KeyRecord{}
}

// Record reads the record of a key that the audit log alone tells of. A key that was deleted in the
// last 30 days still has one, which says so.
func (a *Adapter) Record(ctx context.Context, r providers.KeyRecord) (providers.KeyRecord, error) {
	if r.Kind != AccountKey && !isAPIKey(r.Kind) {
		return r, fmt.Errorf("record of %s: %w", r.Kind, providers.ErrNotSupported)
	}
	s, err := a.openFor(ctx, r)
	if err != nil {
		return r, err
	}
	var now providers.KeyRecord
	if r.Kind == AccountKey {
		k, read := s.accountKey(ctx, r)
		now, err = k.record(), read
	} else {
		k, read := s.fetch(ctx, r)
		now, err = k.record(k.kind()), read
	}
	if _, gone := providers.RefusedWith(err, 404); gone {
		err = fmt.Errorf("record of %s: %w", r.ID, providers.ErrNotFound)
	}
	if err != nil {
		return r, err
	}
	return now, nil
}
