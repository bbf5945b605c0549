package incident

import (
	"slices"

	"firebreak/providers"
)

// The choices of ScopeChoices beside the vendor's sets.
const (
	ScopesSame = "same" // those of the old key
	ScopesAll  = "all"  // every right of the owner: the old key has it too, or it cannot be read
)

// ScopeChoice is one way to give scopes to a new key.
type ScopeChoice struct {
	ID     string
	Scopes []string // empty: every right of its owner
}

// ScopeChoices lists the scopes that a replacement can be given, beside those that a person
// names: first what it gets where nothing is chosen. None where the vendor takes no scopes or no
// plan asked it yet. A set that is wider than the old key is not among them.
func (k Key) ScopeChoices() []ScopeChoice {
	s := k.Successor.Scopes
	if s == nil {
		return nil
	}
	var list []ScopeChoice
	switch {
	case s.Known && len(s.Own) > 0:
		list = append(list, ScopeChoice{ScopesSame, s.Own})
	case s.Known || !k.LacksRights():
		list = append(list, ScopeChoice{ID: ScopesAll})
	}
	for _, set := range s.Sets {
		if s.Within(set.Scopes) && !sameScopes(set.Scopes, s.Own) {
			list = append(list, ScopeChoice{set.ID, set.Scopes})
		}
	}
	return list
}

// LacksRights reports whether the key's first answer was that a scope is missing: a new key with
// all of them would be wider, whatever the vendor tells.
func (k Key) LacksRights() bool {
	return k.First != nil && k.First.Reason == providers.ReasonNoScope
}

// Within reports whether the old key may be as wide: it has these scopes, or its own are not
// known and nothing speaks against them.
func (s ScopesData) Within(scopes []string) bool {
	return !s.Known || len(s.Own) == 0 || !slices.ContainsFunc(scopes, func(one string) bool { return !slices.Contains(s.Own, one) })
}

func sameScopes(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
