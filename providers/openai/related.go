package openai

import (
	"context"

	"firebreak/providers"
)

// UnlistedProjects is what Related could not list: projects whose keys it may not read.
const UnlistedProjects = "keys of projects not readable"

// Related lists the other keys of the same owner and of the same project. A user's keys are
// looked for in all projects; a service account lives in one. For an admin key these are the
// organisation's other admin keys; what it made stands in the audit log only.
func (a *Adapter) Related(ctx context.Context, r providers.KeyRecord) ([]providers.RelatedKey, []string, error) {
	s, err := a.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	var related []providers.RelatedKey
	keep := func(k providers.KeyRecord) {
		owner := k.Owner.ID != "" && k.Owner.ID == r.Owner.ID && k.Owner.Type == r.Owner.Type
		switch {
		case k.ID == r.ID:
		case owner:
			related = append(related, providers.RelatedKey{Record: k, Relation: providers.SameOwner})
		case k.Parent == r.Parent && r.Parent != "":
			related = append(related, providers.RelatedKey{Record: k, Relation: providers.SameProject})
		}
	}
	if r.Kind == AdminKey {
		err = s.adminKeys(ctx, keep)
		return related, nil, err
	}
	own := projectAnswer{ID: r.Parent, Name: r.ParentName}
	if err := s.keysOf(ctx, own, keep); err != nil {
		return nil, nil, err
	}
	if r.Owner.Type != ownerUser {
		return related, nil, nil
	}
	unlisted, err := s.elsewhere(ctx, r, keep)
	return related, unlisted, err
}

// elsewhere walks the other projects.
func (s session) elsewhere(ctx context.Context, r providers.KeyRecord, keep func(providers.KeyRecord)) ([]string, error) {
	all, err := s.projects(ctx)
	if _, refused := providers.RefusedWith(err, 403); refused {
		return []string{UnlistedProjects}, nil
	}
	if err != nil {
		return nil, err
	}
	var unlisted []string
	for i, p := range all {
		providers.Report(ctx, SearchedKeys, i, len(all))
		if p.ID == r.Parent {
			continue
		}
		err := s.keysOf(ctx, p, keep)
		if _, refused := providers.RefusedWith(err, 400, 403, 404); refused {
			unlisted = []string{UnlistedProjects}
			continue
		}
		if err != nil {
			return nil, err
		}
	}
	return unlisted, nil
}
