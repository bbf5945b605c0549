package aws

import (
	"context"

	"firebreak/providers"
)

// Related lists the other access keys of the same user, whatever their state. What the key made for
// others stands in the audit log.
func (a *Adapter) Related(ctx context.Context, r providers.KeyRecord) ([]providers.RelatedKey, []string, error) {
	s, err := a.open(ctx, r.ID)
	if err != nil {
		return nil, nil, err
	}
	list, err := s.keys(ctx, r.Owner.ID) // of a Bedrock key too: they are its user's
	if err != nil {
		return nil, nil, err
	}
	var others []providers.RelatedKey
	for _, k := range list {
		if k.ID != r.ID {
			others = append(others, providers.RelatedKey{Record: k.record(r.Parent), Relation: providers.SameOwner})
		}
	}
	return others, nil, nil
}
