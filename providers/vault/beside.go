package vault

import (
	"context"
	"errors"
	"maps"
	"slices"

	"firebreak/providers"
)

// Beside lists the fields of the place's entry that are text, as its current version has them.
func (s *Store) Beside(ctx context.Context, at providers.Place) ([]providers.Beside, error) {
	t, ok := s.placed(at)
	if !ok {
		return nil, &providers.Refusal{Why: NotHere}
	}
	_, _, e, err := s.current(ctx, t)
	if errors.Is(err, providers.ErrNotFound) {
		return nil, nil
	}
	var list []providers.Beside
	for _, field := range slices.Sorted(maps.Keys(e.fields)) {
		if l := e.fields[field]; l.text {
			list = append(list, providers.Beside{Name: field, Value: l.value})
		}
	}
	return list, s.wrap("read", err)
}
