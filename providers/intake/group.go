package intake

import (
	"cmp"
	"slices"

	"firebreak/providers"
)

// Group merges the findings of one secret, each with all its places, and puts the worst first:
// claimed active, then of unknown state, then claimed inactive, each with the newest first;
// what was waved through comes last. The order of equals, and of the places, is that of items,
// which are not changed.
//
// One secret is one value. Where there is no value it is one digest, or one id of a sender that
// keeps one per secret. All others stay apart by place, however much alike they look: masks of
// different values are often the same.
func Group(items []Item) []Item {
	grouped := make([]Item, 0, len(items))
	index := map[identity][]int{}
	seen := map[placed]bool{}
	for n, it := range items {
		id := identityOf(&it, n)
		bucket := index[id]
		at := slices.IndexFunc(bucket, func(i int) bool { return grouped[i].Secret.Equal(it.Secret) })
		if at < 0 {
			at = len(bucket)
			index[id] = append(bucket, len(grouped))
			grouped = append(grouped, it)
			grouped[len(grouped)-1].Exposures = nil
		}
		i := index[id][at]
		grouped[i].merge(&it)
		if where := (placed{i, it.Exposure}); !seen[where] {
			seen[where] = true
			grouped[i].Exposures = append(grouped[i].Exposures, it.Exposure)
		}
	}
	slices.SortStableFunc(grouped, worstFirst)
	return grouped
}

// placed is a place of one of the merged findings.
type placed struct {
	item int
	at   Exposure
}

// identity tells findings apart. Values are found by a print, and compared before they count as
// one.
type identity struct {
	print       string
	digest      providers.Untrusted
	origin      Origin
	fingerprint providers.Untrusted
	rule        providers.Untrusted
	place       Exposure
	serial      int // of what nothing tells apart
}

// identityOf identifies the n-th finding.
func identityOf(it *Item, n int) identity {
	switch {
	case it.State == Full || it.State == Context:
		return identity{print: it.Secret.Fingerprint(nil)}
	case it.State == Hashed && !it.Digest.IsEmpty():
		return identity{digest: it.Digest}
	case slices.Contains(perSecret, it.Origin) && !it.Fingerprint.IsEmpty():
		return identity{origin: family(it.Origin), fingerprint: it.Fingerprint}
	}
	place := it.Exposure
	if place == (Exposure{}) && it.Fingerprint.IsEmpty() {
		return identity{serial: n + 1}
	}
	place.URL, place.Author = providers.Untrusted{}, providers.Untrusted{}
	return identity{origin: it.Origin, fingerprint: it.Fingerprint, rule: it.Rule, place: place}
}

// perSecret are the senders whose fingerprint is of a secret, not of a place.
var perSecret = []Origin{GGShield, GitHubAlert, GitHubWebhook, GitGuardian, GitGuardianWebhook, NoseyParker}

// family gives what is sent about an alert the origin of the alert.
func family(o Origin) Origin {
	switch o {
	case GitHubWebhook:
		return GitHubAlert
	case GitGuardianWebhook:
		return GitGuardian
	}
	return o
}

// merge takes over what another finding of the same secret says. The worse claim holds, a rule
// that names an issuer goes before one that does not, and what was waved through in one place
// only is not.
func (it *Item) merge(other *Item) {
	if c := cmp.Compare(claim(other.Status), claim(it.Status)); c < 0 || c == 0 && other.StatusAt.After(it.StatusAt) {
		it.Status, it.StatusAt = other.Status, other.StatusAt
	}
	if other.State == Full {
		it.State = Full // and the text that another sender quotes is nothing but it
	}
	it.Suppressed = it.Suppressed && other.Suppressed
	if it.Rule != other.Rule && Hint(*it) == "" && (it.Rule.IsEmpty() || Hint(*other) != "") {
		it.Rule, it.RuleName = other.Rule, other.RuleName
	}
	if it.Ending == "" {
		it.Ending = other.Ending
	}
	for _, p := range other.Parts {
		it.addPart(p)
	}
}

// claim ranks what senders say of one secret: unknown says nothing.
func claim(s Status) int { return slices.Index([]Status{Active, Inactive, Unknown}, s) }

// urgency ranks secrets: of an unknown one, the worst may be true.
func urgency(s Status) int { return slices.Index([]Status{Active, Unknown, Inactive}, s) }

func worstFirst(a, b Item) int {
	if a.Suppressed != b.Suppressed {
		if a.Suppressed {
			return 1
		}
		return -1
	}
	return cmp.Or(cmp.Compare(urgency(a.Status), urgency(b.Status)), b.Date.Compare(a.Date))
}
