package google

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// CanIssue: the API makes keys of either kind.
func (a *Adapter) CanIssue(r providers.KeyRecord) (bool, providers.Reason) {
	return isAPIKey(r.Kind), ""
}

// Create makes a key in the same project, for the same account, with the restrictions of the old
// one but for those of ours, so that it is never wider. Scopes are APIs, such as generativelanguage.googleapis.com: with
// some, the new key is for these alone, as far as the old one may call them.
func (a *Adapter) Create(ctx context.Context, ask providers.NewKey) (providers.KeyRecord, providers.Secret, error) {
	none := func(err error) (providers.KeyRecord, providers.Secret, error) {
		return providers.KeyRecord{}, providers.Secret{}, err
	}
	s, old, err := a.like(ctx, ask)
	if err != nil {
		return none(err)
	}
	body := transport.Object{"displayName": ask.Name}
	limits, err := narrowed(beforeOurs(ask.Like, old.Restrictions, ask.Without), ask.Scopes)
	if err != nil {
		return none(err)
	}
	if len(limits) > 0 {
		body["restrictions"] = limits
	}
	if old.Account != "" {
		body["serviceAccountEmail"] = old.Account
	}
	done, _, err := s.change(ctx, request{route: routeCreate, path: map[string]string{partProject: ask.Like.Parent}, body: body})
	if err != nil {
		return none(err)
	}
	var made keyAnswer
	if json.Unmarshal(done.Response, &made) != nil || !made.valid() {
		return none(rows.Misshapen(routeCreate, transport.Answer{}))
	}
	value, err := s.value(ctx, made)
	if err != nil {
		return none(err)
	}
	return made.record(ask.Like.Kind), value, nil
}

// like opens a session and reads the key that a new one is to be like.
func (a *Adapter) like(ctx context.Context, ask providers.NewKey) (session, keyAnswer, error) {
	if ask.Expires != 0 {
		return session{}, keyAnswer{}, fmt.Errorf("create a key that expires: %w", providers.ErrNotSupported)
	}
	s, err := a.open(ctx)
	if err != nil {
		return s, keyAnswer{}, err
	}
	old, err := s.fetch(ctx, ask.Like)
	return s, old, err
}

// value reads a key's value, which no other answer holds. The vendor may note the reading in its
// audit log.
func (s session) value(ctx context.Context, k keyAnswer) (providers.Secret, error) {
	at, _ := placeOf(k.Name) // a valid answer has one
	var held struct {
		Value providers.Secret `json:"keyString"`
	}
	_, err := s.do(ctx, request{route: routeKeyString, path: at.path()}, &held, func() bool { return !held.Value.IsEmpty() })
	return held.Value, err
}

// Created lists the living keys of that name in the project.
func (a *Adapter) Created(ctx context.Context, ask providers.NewKey) ([]providers.KeyRecord, error) {
	if _, err := known(routeKeys, ask.Like); err != nil {
		return nil, err
	}
	s, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	var found []providers.KeyRecord
	err = s.keys(ctx, ask.Like.Parent, func(k keyAnswer) {
		if k.Display.Is(ask.Name) && k.Deleted == nil {
			found = append(found, k.record(ask.Like.Kind))
		}
	})
	return found, err
}

// targets are the APIs that restrictions name; none: every API.
func targets(limits transport.Object) []any {
	list, _ := limits["apiTargets"].([]any)
	return list
}

// serviceOf is the API of one target.
func serviceOf(target any) string {
	one, _ := target.(transport.Object)
	service, _ := one["service"].(string)
	return service
}

// narrowed keeps of restrictions what the scopes name, with the methods that each API is limited
// to. ErrNotPermitted: the old key may not call one of them.
func narrowed(limits transport.Object, scopes []string) (transport.Object, error) {
	if len(scopes) == 0 {
		return limits, nil
	}
	out, own := transport.Object{}, targets(limits)
	for name, value := range limits {
		out[name] = value
	}
	var list []any
	for _, scope := range scopes {
		target := any(transport.Object{"service": scope})
		if len(own) > 0 {
			i := indexOfService(own, scope)
			if i < 0 {
				return nil, wider(scope)
			}
			target = own[i]
		}
		list = append(list, target)
	}
	out["apiTargets"] = list
	return out, nil
}

func indexOfService(targets []any, service string) int {
	for i, t := range targets {
		if serviceOf(t) == service {
			return i
		}
	}
	return -1
}

// wider refuses a key with more rights than the old one has.
func wider(scope string) error {
	row := rows[routeCreate]
	return &providers.CallError{
		Fate: providers.NotSent, Effect: row.Effect, Cause: providers.CauseLocal, Route: row.Name, Method: http.MethodPost, Host: row.Host,
		Err: fmt.Errorf("the old key may not call %s: %w", providers.CleanID(scope), providers.ErrNotPermitted),
	}
}
