package openai

import (
	"context"
	"fmt"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// The vendor takes lifetimes of one second to a year.
const mostLife = 31_536_000 * time.Second

// CanIssue: the API makes keys for service accounts and admin keys. A key of a user can only be
// made in the console; a service account's in its place would have other owner and limits.
func (a *Adapter) CanIssue(r providers.KeyRecord) (bool, providers.Reason) {
	switch {
	case r.Kind == AdminKey:
		return true, providers.ReasonOK
	case r.Owner.Type == ownerAccount && r.Owner.ID != "" && r.Parent != "":
		return true, providers.ReasonOK
	}
	return false, providers.ReasonUserOwned
}

// issued is the answer that holds the new key's value, once.
type issued struct {
	Value providers.Secret `json:"value"`
	keyAnswer
}

// Create makes a key on the same service account, or an admin key. Without Scopes the new key
// gets the account's full rights: there is no "the same as the old", see Adapter.Scopes. An error of fate unknown may have left a key behind that
// Created finds; its value is lost.
func (a *Adapter) Create(ctx context.Context, n providers.NewKey) (providers.KeyRecord, providers.Secret, error) {
	call, err := creation(n)
	if err != nil {
		return providers.KeyRecord{}, providers.Secret{}, err
	}
	s, err := a.open(ctx)
	if err != nil {
		return providers.KeyRecord{}, providers.Secret{}, err
	}
	object := "organization.project.service_account.api_key"
	if n.Like.Kind == AdminKey {
		object = objectAdminKey
	}
	var made issued
	_, err = s.do(ctx, call, &made, func() bool {
		return made.Object == object && providers.CleanID(made.ID) != "" && !made.Value.IsEmpty()
	})
	if err != nil {
		return providers.KeyRecord{}, providers.Secret{}, err
	}
	r := made.record(projectAnswer{ID: n.Like.Parent, Name: n.Like.ParentName})
	if n.Like.Kind != AdminKey { // this answer tells neither owner nor mask
		r.Kind, r.Owner = ServiceAccountKey, n.Like.Owner
	}
	return r, made.Value, nil
}

// creation is the request for a new key; an empty list of scopes is never sent, for it would
// mean every permission.
func creation(n providers.NewKey) (request, error) {
	if n.Name == "" || n.Expires < 0 || n.Expires > mostLife || n.Expires > 0 && n.Expires < time.Second {
		return request{}, fmt.Errorf("create key %q for %s: name or lifetime is not one that the vendor takes", n.Name, n.Expires)
	}
	if err := providers.CheckScopes(n.Scopes); err != nil {
		return request{}, fmt.Errorf("create key %q: %w", n.Name, err)
	}
	body := transport.Object{"name": n.Name}
	if n.Expires > 0 {
		body["expires_in_seconds"] = int64(n.Expires / time.Second)
	}
	if n.Like.Kind == AdminKey {
		if len(n.Scopes) > 0 {
			return request{}, fmt.Errorf("create admin key with scopes: %w", providers.ErrNotSupported)
		}
		return request{route: routeAdminKeyCreate, body: body}, nil
	}
	call, err := account(n.Like, routeAccountKey)
	if len(n.Scopes) > 0 {
		body["scopes"] = n.Scopes
	}
	call.body = body
	return call, err
}

// Created lists the keys that bear exactly the name, where Create would have put them.
func (a *Adapter) Created(ctx context.Context, n providers.NewKey) ([]providers.KeyRecord, error) {
	s, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	var found []providers.KeyRecord
	keep := func(r providers.KeyRecord) {
		if r.Name.Is(n.Name) {
			found = append(found, r)
		}
	}
	if n.Like.Kind == AdminKey {
		err = s.adminKeys(ctx, keep)
	} else {
		err = s.keysOf(ctx, projectAnswer{ID: n.Like.Parent, Name: n.Like.ParentName}, keep)
	}
	return found, err
}
