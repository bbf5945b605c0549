package openai

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"firebreak/providers"
)

// modelScopes let a key list models and call them, by chat, responses, embeddings and the like.
// The vendor publishes no list of scopes: these are named by its admin API's document and by its
// own refusals ("Missing scopes: …"). One that it does not know, it refuses at the creation.
var modelScopes = []string{readScope, "api.model.request", "api.responses.read", "api.responses.write"}

// ScopeSets implements providers.Scoper. Keys of service accounts take scopes at their creation
// (document of October 2026), admin keys take none.
func (a *Adapter) ScopeSets(r providers.KeyRecord) ([]providers.ScopeSet, bool) {
	if r.Kind == AdminKey {
		return nil, false
	}
	return []providers.ScopeSet{{ID: providers.ScopesModels, Scopes: slices.Clone(modelScopes)}}, true
}

// Scopes implements providers.Scoper. A key's record does not hold them; the audit log does,
// where it was on when the key was made: the newest creation or change by then that names them counts.
func (a *Adapter) Scopes(ctx context.Context, r providers.KeyRecord, at time.Time) (own []string, known bool, err error) {
	if r.ID == "" || r.Kind == AdminKey {
		return nil, false, nil
	}
	s, err := a.open(ctx)
	if err != nil {
		return nil, false, ctx.Err()
	}
	var newest int64
	query := append(named(parameterEvents, eventKeyCreated, eventKeyUpdated), named(parameterResources, r.ID)...)
	err = list(ctx, s, request{route: routeAudit, query: query}, func(page []auditAnswer) error {
		for _, act := range page {
			scopes := act.details.scopes(act.Type)
			if act.details.ID != r.ID || scopes == nil || act.At < newest || act.At > at.Unix() {
				continue
			}
			own, known, newest = *scopes, true, act.At
		}
		return nil
	})
	if err != nil || providers.CheckScopes(own) != nil {
		return nil, false, ctx.Err()
	}
	return own, known, nil
}

const (
	eventKeyCreated = "api_key.created"
	eventKeyUpdated = "api_key.updated"
)

// scopes are those that an act gave a key, nil where it gave none.
func (d auditDetails) scopes(kind string) *[]string {
	raw := d.Data
	if kind == eventKeyUpdated {
		raw = d.Changes
	}
	var asked struct {
		Scopes *[]string `json:"scopes"`
	}
	if len(raw) == 0 || json.Unmarshal(raw, &asked) != nil {
		return nil
	}
	return asked.Scopes
}
