package openai

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"firebreak/providers"
)

// deleted is the vendor's confirmation of a deletion.
type deleted struct {
	Object  string `json:"object"`
	ID      string `json:"id"`
	Deleted bool   `json:"deleted"`
}

// Revoke deletes the key; there is no disabled state. Older versions of the API refuse it with 400 for
// a service account's key, which ends with its owner alone: see RevokeOwner.
func (a *Adapter) Revoke(ctx context.Context, r providers.KeyRecord) (providers.Receipt, error) {
	s, err := a.open(ctx)
	if err != nil {
		return providers.Receipt{}, err
	}
	object := objectKey + ".deleted"
	if r.Kind == AdminKey {
		object = objectAdminKey + ".deleted"
	}
	return s.remove(ctx, target(r, routeKeyDelete, routeAdminKeyDelete), object, r.ID)
}

// remove makes one deletion and believes it only if the answer names object and id.
func (s session) remove(ctx context.Context, r request, object, id string) (providers.Receipt, error) {
	var d deleted
	answer, err := s.do(ctx, r, &d, func() bool { return d.Object == object && d.ID == id && d.Deleted })
	if err != nil {
		return providers.Receipt{}, err
	}
	return receipt(answer, id), nil
}

// Present reads the record. Gone is said only where the vendor itself answers 404; any other
// failure is returned with StatusUnclear.
func (a *Adapter) Present(ctx context.Context, r providers.KeyRecord) (providers.KeyStatus, error) {
	s, err := a.open(ctx)
	if err != nil {
		return providers.StatusUnclear, err
	}
	_, err = s.fetch(ctx, r)
	return presence(err)
}

// LastUsed reads last_used_at of the key's record, which the vendor moves with every call.
func (a *Adapter) LastUsed(ctx context.Context, r providers.KeyRecord) (time.Time, error) {
	s, err := a.open(ctx)
	if err != nil {
		return time.Time{}, err
	}
	now, err := s.fetch(ctx, r)
	return now.LastUsed, err
}

func presence(err error) (providers.KeyStatus, error) {
	if _, gone := providers.RefusedWith(err, http.StatusNotFound); gone {
		return providers.Gone, nil
	}
	if err != nil {
		return providers.StatusUnclear, err
	}
	return providers.Active, nil
}

// account is the path of the service account that owns the key.
func account(r providers.KeyRecord, route string) (request, error) {
	if r.Owner.Type != ownerAccount {
		return request{}, fmt.Errorf("owner of key %s is no service account: %w", r.ID, providers.ErrNotSupported)
	}
	return request{route: route, path: map[string]string{"project_id": r.Parent, "service_account_id": r.Owner.ID}}, nil
}

// OwnersKeys lists all keys of the service account that owns the key, the key among them.
func (a *Adapter) OwnersKeys(ctx context.Context, r providers.KeyRecord) ([]providers.KeyRecord, error) {
	if _, err := account(r, routeAccount); err != nil {
		return nil, err
	}
	s, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	var keys []providers.KeyRecord
	err = s.keysOf(ctx, projectAnswer{ID: r.Parent, Name: r.ParentName}, func(k providers.KeyRecord) {
		if k.Owner.Type == ownerAccount && k.Owner.ID == r.Owner.ID {
			keys = append(keys, k)
		}
	})
	return keys, err
}

// RevokeOwner deletes the service account with all its keys.
func (a *Adapter) RevokeOwner(ctx context.Context, r providers.KeyRecord) (providers.Receipt, error) {
	call, err := account(r, routeAccountDelete)
	if err != nil {
		return providers.Receipt{}, err
	}
	s, err := a.open(ctx)
	if err != nil {
		return providers.Receipt{}, err
	}
	return s.remove(ctx, call, "organization.project.service_account.deleted", r.Owner.ID)
}

// OwnerPresent reads the service account.
func (a *Adapter) OwnerPresent(ctx context.Context, r providers.KeyRecord) (providers.KeyStatus, error) {
	call, err := account(r, routeAccount)
	if err != nil {
		return providers.StatusUnclear, err
	}
	s, err := a.open(ctx)
	if err != nil {
		return providers.StatusUnclear, err
	}
	var found struct {
		Object string `json:"object"`
		ID     string `json:"id"`
	}
	_, err = s.do(ctx, call, &found, func() bool {
		return found.Object == "organization.project.service_account" && found.ID == r.Owner.ID
	})
	return presence(err)
}
