package incident

import (
	"cmp"
	"slices"
	"strings"

	"firebreak/providers"
)

// dangers orders conditions: what can still be abused comes first.
var dangers = []Condition{IsAliveAgain, IsAlive, IsLimited, IsAccepted, IsUnknown, RefusedUnproven, NotChecked, IsUnprovable, IsOverByRecord, IsDying, IsDead}

// ByDanger lists the keys of the incident, the most dangerous first: by what can still be abused,
// then by how far it reaches, then as they came.
func (s State) ByDanger() []Key {
	return s.sorted(func(k Key) int {
		c, _ := k.Condition()
		return slices.Index(dangers, c)
	})
}

// Worst returns the most dangerous key of the incident; ok is false before one was identified.
func (s State) Worst() (Key, bool) {
	if len(s.Order) == 0 {
		return Key{}, false
	}
	return s.ByDanger()[0], true
}

// Alive counts the keys of which the newest answer is that they work.
func (s State) Alive() (n int) {
	for _, k := range s.Keys {
		switch c, _ := k.Condition(); c {
		case IsAliveAgain, IsAlive, IsLimited, IsAccepted:
			n++
		}
	}
	return n
}

// Beside counts the other keys of the incident that have steps open; danger tells whether one of them
// may still be abused.
func (s State) Beside(cred string) (unfinished int, danger bool) {
	for _, other := range s.Unfinished() {
		if other == cred {
			continue
		}
		unfinished++
		c, _ := s.Keys[other].Condition()
		danger = danger || c != IsDead && c != IsDying && c != IsUnprovable && c != IsOverByRecord
	}
	return unfinished, danger
}

// ByFirstAnswer lists the keys in the order in which they are worked without a person: those that
// were alive when they were first asked about, then those of which nothing is known, then the dead
// ones, each group as in ByDanger. Work on a key does not change its place.
func (s State) ByFirstAnswer() []Key {
	return s.sorted(func(k Key) int {
		switch {
		case k.First == nil, undecided(k.First.Life):
			return 1
		case k.First.Life == providers.Dead:
			return 2
		}
		return 0
	})
}

func (s State) sorted(rank func(Key) int) []Key {
	list := make([]Key, 0, len(s.Order))
	for _, cred := range s.Order {
		list = append(list, s.Keys[cred])
	}
	slices.SortStableFunc(list, func(a, b Key) int {
		return cmp.Or(rank(a)-rank(b), b.reach()-a.reach())
	})
	return list
}

// reach compares how far keys reach: what rules an organisation by its kind, then what leads to
// further credentials, then what reaches anything that was told.
func (k Key) reach() int {
	var told Reach
	if k.Forecast != nil && k.Forecast.Reach != nil {
		told = *k.Forecast.Reach
	}
	switch {
	case Rules(k.Identity.Kind):
		return 3
	case told.Holds > 0:
		return 2
	case told.Any():
		return 1
	}
	return 0
}

// Rules reports whether keys of a kind administer an organisation, by the kind alone.
func Rules(kind providers.Kind) bool { return strings.HasSuffix(string(kind), "/admin-key") }
