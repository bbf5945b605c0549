package runbook

import (
	"strings"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/runbook/incident"
)

// Likeness is how surely two keys are one, or an incident works on a key that is at hand.
type Likeness int

// From certain strangers to the same value.
const (
	Stranger  Likeness = iota
	EndsAlike          // of one at least only the ending is known, and it fits the other
	SameKey
)

// Knows compares a key at hand with those of an incident, the likest deciding. Of a masked one,
// which has no value, ending is what is shown.
func Knows(s incident.State, c providers.Credential, ending string) Likeness {
	_, likest := KnownAs(s, c, ending)
	return likest
}

// KnownAs is Knows, with the key that is the likest: the zero key for a stranger.
func KnownAs(s incident.State, c providers.Credential, ending string) (incident.Key, Likeness) {
	key := incident.IdentifiedData{Kind: c.Kind, Prefix: identify.Prefix(c.Kind), Last4: ending, Masked: true}
	if !c.Secret.IsEmpty() {
		key.Fingerprint, key.Last4, key.Masked = FingerprintUnder(s.Opening.Salt, c.Secret), c.Secret.Last4(), false
	}
	return knownAs(s, key)
}

// Alike compares the keys of two incidents, the likest deciding. Weak values, whose fingerprints
// no two incidents share, count as strangers.
func Alike(a, b incident.State) Likeness {
	likest := Stranger
	for _, k := range b.Keys {
		_, like := knownAs(a, k.Identity)
		likest = max(likest, like)
	}
	return likest
}

func knownAs(s incident.State, key incident.IdentifiedData) (as incident.Key, likest Likeness) {
	for _, k := range s.ByDanger() {
		if like := likeness(k.Identity, key); like > likest {
			as, likest = k, like
		}
	}
	return as, likest
}

func likeness(a, b incident.IdentifiedData) Likeness {
	begins, ends := strings.HasPrefix, strings.HasSuffix
	switch {
	case a.Fingerprint != "" && a.Fingerprint == b.Fingerprint:
		return SameKey
	case !a.Masked && !b.Masked, a.Kind.Provider() != b.Kind.Provider(), a.Last4 == "", b.Last4 == "":
		return Stranger
	case !begins(a.Prefix, b.Prefix) && !begins(b.Prefix, a.Prefix), !ends(a.Last4, b.Last4) && !ends(b.Last4, a.Last4):
		return Stranger
	}
	return EndsAlike
}
