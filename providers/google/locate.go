package google

import (
	"context"
	"fmt"
	"strings"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// searchedValue is what an exact search counts, in Match.Searched: the vendor was asked for the
// value itself.
const searchedValue = "values"

// Locate asks the vendor whose key the value is. The match is exact. No record: the vendor knows
// no such value, or has purged its record 30 days after the deletion. Where the look-up is denied, the
// keys of the administrator's own project are read and compared.
func (a *Adapter) Locate(ctx context.Context, c providers.Credential) (providers.Match, error) {
	if c.Kind == AccountKey {
		return a.locateAccount(ctx, c)
	}
	if !isAPIKey(c.Kind) {
		return providers.Match{}, fmt.Errorf("locate %s: %w", c.Kind, providers.ErrNotSupported)
	}
	s, err := a.open(ctx)
	if err != nil {
		return providers.Match{}, err
	}
	if s.admin.Equal(c.Secret) {
		return providers.Match{}, providers.ErrSameKey
	}
	m := providers.Match{Searched: []providers.Counted{{What: searchedValue, N: 1}}}
	var found struct {
		Parent string `json:"parent"`
		Name   string `json:"name"`
	}
	_, err = s.do(ctx, request{route: routeLookup, about: transport.InQuery(parameterValue, c.Secret)}, &found, func() bool {
		_, ok := placeOf(found.Name)
		return strings.HasPrefix(found.Parent, "projects/") && (ok || found.Name == "")
	})
	// What the vendor answers to a value that it never issued is not documented: 404, or 400 with
	// its word for an invalid key, is our assumption.
	if _, none := providers.RefusedWith(err, 404); none {
		return m, nil
	}
	if call, bad := providers.RefusedWith(err, 400); bad && call.Code == "API_KEY_INVALID" {
		return m, nil
	}
	if denied(err) {
		return s.compare(ctx, c, err)
	}
	if err != nil {
		return providers.Match{}, err
	}
	m.Org = providers.FromOutside(found.Parent)
	if found.Name == "" {
		return m, nil
	}
	at, _ := placeOf(found.Name) // it was looked at above
	k, err := s.key(ctx, at.path())
	if err != nil {
		return providers.Match{}, err
	}
	m.Candidates, m.Strength = []providers.KeyRecord{k.record(c.Kind)}, providers.Exact
	return m, nil
}
