package google

import (
	"context"
	"time"

	"firebreak/providers"
)

// ScopeSets implements providers.Scoper. A scope is an API that a key may call, such as
// generativelanguage.googleapis.com.
func (a *Adapter) ScopeSets(r providers.KeyRecord) ([]providers.ScopeSet, bool) {
	if !isAPIKey(r.Kind) {
		return nil, false
	}
	return []providers.ScopeSet{{ID: providers.ScopesModels, Scopes: []string{HostGemini}}}, true
}

// Scopes implements providers.Scoper. They are known from the key's record unless it was changed
// behind that time.
func (a *Adapter) Scopes(ctx context.Context, r providers.KeyRecord, at time.Time) (own []string, known bool, err error) {
	if !isAPIKey(r.Kind) {
		return nil, false, nil
	}
	s, err := a.open(ctx)
	if err != nil {
		return nil, false, ctx.Err()
	}
	k, err := s.fetch(ctx, r)
	if err != nil || k.Updated.After(at) {
		return nil, false, ctx.Err()
	}
	for _, t := range targets(k.Restrictions) {
		own = append(own, serviceOf(t))
	}
	if providers.CheckScopes(own) != nil {
		return nil, false, nil
	}
	return own, true, nil
}
