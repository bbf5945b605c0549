package google

import (
	"context"
	"fmt"

	"firebreak/providers"
)

// mostCompared is how many keys are read and compared at most. Each is read in plain text, which
// leaves an entry in the log of data access where that is on. Our choice: a project may have 300.
const mostCompared = 300

// denied reports whether the administrator may not do what was asked.
func denied(err error) bool {
	call, refused := providers.RefusedWith(err, 403)
	return refused && call.Code == "IAM_PERMISSION_DENIED"
}

// compare looks for the key among those of the project of the admin credential's document, by their
// values: as exact as the look-up that was denied, and of that project alone. Where there is no such
// project, or its keys may not be read, or there are too many, the denial stands.
func (s session) compare(ctx context.Context, c providers.Credential, denial error) (providers.Match, error) {
	project := s.project()
	if project == "" {
		return providers.Match{}, denial
	}
	var all []keyAnswer
	if err := s.keys(ctx, project, func(k keyAnswer) { all = append(all, k) }); err != nil || len(all) > mostCompared {
		return providers.Match{}, fmt.Errorf("read the project's keys instead: %w", denial)
	}
	m := providers.Match{Org: providers.FromOutside(project), Searched: []providers.Counted{{What: searchedKeys, N: len(all)}}}
	for _, k := range all {
		if k.Deleted != nil {
			continue // its value is not told any more
		}
		same, err := s.holds(ctx, k, c.Secret)
		if err != nil {
			return providers.Match{}, fmt.Errorf("read the project's keys instead: %w", err)
		}
		if same {
			m.Candidates, m.Strength = []providers.KeyRecord{k.record(c.Kind)}, providers.Exact
			break
		}
	}
	return m, nil
}

// holds reports whether a record is that of a value.
func (s session) holds(ctx context.Context, k keyAnswer, value providers.Secret) (bool, error) {
	at, _ := placeOf(k.Name) // a valid answer has one
	var found struct {
		Value providers.Secret `json:"keyString"`
	}
	_, err := s.do(ctx, request{route: routeKeyString, path: at.path()}, &found, func() bool { return !found.Value.IsEmpty() })
	return err == nil && found.Value.Equal(value), err
}
