package google

import (
	"context"

	"firebreak/providers"
)

// UnlistedProjects is what Related cannot list: the vendor lists keys by project, and whoever has
// one key's source may have those of other projects.
const UnlistedProjects = "keys of other projects"

// UnlistedAPIKeys are a project's API keys where they may not be read.
const UnlistedAPIKeys = "the API keys of the project"

// Related lists the other living keys of the project; one of the same service account counts as
// its owner's.
func (a *Adapter) Related(ctx context.Context, r providers.KeyRecord) ([]providers.RelatedKey, []string, error) {
	s, err := a.openFor(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	if r.Kind == AccountKey {
		return s.relatedAccount(ctx, r)
	}
	if _, err := known(routeKeys, r); err != nil {
		return nil, nil, err
	}
	var related []providers.RelatedKey
	err = s.keys(ctx, r.Parent, func(k keyAnswer) {
		other := k.record(k.kind())
		switch {
		case other.ID == r.ID || other.Status.Over():
		case other.Owner.ID != "" && other.Owner.ID == r.Owner.ID:
			related = append(related, providers.RelatedKey{Record: other, Relation: providers.SameOwner})
		default:
			related = append(related, providers.RelatedKey{Record: other, Relation: providers.SameProject})
		}
	})
	return related, []string{UnlistedProjects}, err
}

// kind tells a key's kind by its record: one that acts as a service account is bound.
func (k keyAnswer) kind() providers.Kind {
	if k.Account != "" {
		return BoundKey
	}
	return APIKey
}
