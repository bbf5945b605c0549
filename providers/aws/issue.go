package aws

import (
	"context"
	"encoding/xml"
	"fmt"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// mostKeys is how many access keys a user may have, and how many keys for Bedrock, whatever their state.
const mostKeys = 2

// Crowd lists the user's other keys where the user has as many as may be.
func (a *Adapter) Crowd(ctx context.Context, r providers.KeyRecord) ([]providers.KeyRecord, error) {
	s, err := a.open(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	list, err := s.keysLike(ctx, r)
	if err != nil || len(list) < mostKeys {
		return nil, err
	}
	var others []providers.KeyRecord
	for _, k := range list {
		if k.ID != r.ID {
			others = append(others, k.record(r.Parent))
		}
	}
	return others, nil
}

// clockSlack is how far the vendor's clock, which tells whole seconds, may be behind ours: our
// assumption. Signatures allow 15 minutes.
const clockSlack = 2 * time.Minute

// CanIssue: every user can be given another key, as long as there is room for one.
func (a *Adapter) CanIssue(r providers.KeyRecord) (bool, providers.Reason) {
	if known(routeCreate, r) != nil {
		return false, providers.ReasonUserOwned
	}
	return true, providers.ReasonOK
}

// Create makes another key for the user of the old one. A key has no name of its own: a lost one
// is found by its user and its age.
func (a *Adapter) Create(ctx context.Context, n providers.NewKey) (providers.KeyRecord, providers.Secret, error) {
	fail := func(err error) (providers.KeyRecord, providers.Secret, error) {
		return providers.KeyRecord{}, providers.Secret{}, err
	}
	if err := known(routeCreate, n.Like); err != nil {
		return fail(err)
	}
	s, err := a.open(ctx, n.Like.ID)
	if err != nil {
		return fail(err)
	}
	if n.Like.Kind == BedrockKey {
		return s.createBedrock(ctx, n.Like)
	}
	var made struct {
		XMLName xml.Name `xml:"CreateAccessKeyResponse"`
		Key     struct {
			keyEntry
			Secret providers.Secret `xml:"SecretAccessKey"`
		} `xml:"CreateAccessKeyResult>AccessKey"`
	}
	answer, err := s.do(ctx, routeCreate, transport.Object{fieldUser: n.Like.Owner.ID}, &made)
	if err == nil && (!made.Key.valid() || made.Key.ID == n.Like.ID || made.Key.User != n.Like.Owner.ID || made.Key.Secret.IsEmpty()) {
		err = rows.Misshapen(routeCreate, answer)
	}
	if err != nil {
		return fail(err)
	}
	return made.Key.record(n.Like.Parent), providers.Compound(providers.NewSecret([]byte(made.Key.ID)), made.Key.Secret), nil
}

// createBedrock makes another key for Bedrock for the same user.
func (s session) createBedrock(ctx context.Context, like providers.KeyRecord) (providers.KeyRecord, providers.Secret, error) {
	var made struct {
		XMLName xml.Name `xml:"CreateServiceSpecificCredentialResponse"`
		Key     struct {
			User    string           `xml:"UserName"`
			ID      string           `xml:"ServiceSpecificCredentialId"`
			Alias   string           `xml:"ServiceCredentialAlias"`
			Status  string           `xml:"Status"`
			Created time.Time        `xml:"CreateDate"`
			Secret  providers.Secret `xml:"ServiceCredentialSecret"`
		} `xml:"CreateServiceSpecificCredentialResult>ServiceSpecificCredential"`
	}
	answer, err := s.do(ctx, routeBedrockCreate, transport.Object{fieldUser: like.Owner.ID, "ServiceName": bedrockService}, &made)
	k := keyEntry{User: made.Key.User, ID: made.Key.ID, Status: made.Key.Status, Created: made.Key.Created, kind: BedrockKey, alias: made.Key.Alias}
	if err == nil && (!k.valid() || k.ID == like.ID || k.User != like.Owner.ID || k.alias == "" || made.Key.Secret.IsEmpty()) {
		err = rows.Misshapen(routeBedrockCreate, answer)
	}
	if err != nil {
		return providers.KeyRecord{}, providers.Secret{}, err
	}
	return k.record(like.Parent), bedrockKey(k.alias, made.Key.Secret), nil
}

// Created lists the user's keys that came to be since the creation was asked for. Without that
// time the vendor tells none of them apart from older ones.
func (a *Adapter) Created(ctx context.Context, n providers.NewKey) ([]providers.KeyRecord, error) {
	if n.Since.IsZero() {
		return nil, fmt.Errorf("find a key by its name: %w", providers.ErrNotSupported)
	}
	s, err := a.open(ctx, n.Like.ID)
	if err != nil {
		return nil, err
	}
	list, err := s.keysLike(ctx, n.Like)
	if err != nil {
		return nil, err
	}
	var made []providers.KeyRecord
	for _, k := range list {
		if k.ID != n.Like.ID && !k.Created.Before(n.Since.Add(-clockSlack)) {
			made = append(made, k.record(n.Like.Parent))
		}
	}
	return made, nil
}
