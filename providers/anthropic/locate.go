package anthropic

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"firebreak/providers"
)

// searchedKeys is what a search counts, in Match.Searched and in progress reports.
const searchedKeys = "keys"

// searchedBlank are those of the keys searched whose hint shows nothing to compare: the vendor has
// none for them, or hides too much.
const searchedBlank = "keys without a hint"

// leastShown is how many characters of the secret a hint must show beyond what every key of
// the kind has in common: with fewer, strangers' keys fit too.
const leastShown = 3

// Locate compares the hints of all keys of the organisation, whatever their state. Where
// several fit, one probe with the leaked key tells its workspace, and those of others fall
// away. The vendor tells no last use, so that nothing is proven by use.
func (a *Adapter) Locate(ctx context.Context, c providers.Credential) (providers.Match, error) {
	s, err := a.search(ctx, c.Kind)
	if err != nil {
		return providers.Match{}, err
	}
	if s.secret.Equal(c.Secret) {
		return providers.Match{}, providers.ErrSameKey
	}
	m, err := s.match(ctx, func(prefix, suffix string) bool {
		return telling(prefix, suffix) >= leastShown && c.Secret.HasAffixes(prefix, suffix)
	})
	if err != nil || len(m.Candidates) < 2 {
		return m, err
	}
	v, space, err := a.probe(ctx, c)
	if err != nil {
		return providers.Match{}, err
	}
	m.Org = v.Org
	if space != "" {
		// What the vendor names for the default workspace is not documented: its keys stay.
		m.Candidates = slices.DeleteFunc(m.Candidates, func(r providers.KeyRecord) bool { return r.Parent != "" && r.Parent != space })
	}
	if len(m.Candidates) == 0 {
		m.Strength = providers.StrengthNil
	}
	return m, nil
}

// LocateMask finds the records whose hints fit what is shown of a key. ErrTooLittle: of the last
// four characters two are the same for all keys, so that these alone tell none from another.
func (a *Adapter) LocateMask(ctx context.Context, kind providers.Kind, prefix, ending string) (providers.Match, error) {
	s, err := a.search(ctx, kind)
	if err != nil {
		return providers.Match{}, err
	}
	if telling(prefix, ending) < leastShown {
		return providers.Match{}, fmt.Errorf("locate %s by its ending: %w", kind, providers.ErrTooLittle)
	}
	return s.match(ctx, func(begins, ends string) bool {
		lead, end := begins[:min(len(begins), len(prefix))], ends[max(0, len(ends)-len(ending)):]
		return strings.HasPrefix(prefix, lead) && strings.HasSuffix(ending, end) && telling(lead, end) >= leastShown
	})
}

// telling counts the characters of a mask that belong to one key alone: neither the kind's
// beginning nor the end that all values share.
func telling(prefix, suffix string) int {
	return max(0, len(prefix)-len(prefixes[APIKey])) + max(0, len(suffix)-len(tail))
}

// search opens a session for a kind whose keys the API lists.
func (a *Adapter) search(ctx context.Context, kind providers.Kind) (session, error) {
	if kind != APIKey {
		return session{}, fmt.Errorf("locate %s: %w", kind, providers.ErrNotSupported)
	}
	return a.open(ctx)
}

// match collects the records whose hints fit.
func (s session) match(ctx context.Context, fits func(prefix, suffix string) bool) (providers.Match, error) {
	var m providers.Match
	n, blank := 0, 0
	err := s.keys(ctx, func(r providers.KeyRecord) {
		n++
		switch prefix, suffix, masked := r.Masked.Mask(); {
		case !masked || telling(prefix, suffix) < leastShown:
			blank++
		case fits(prefix, suffix):
			m.Candidates = append(m.Candidates, r)
		}
	})
	if err != nil {
		return providers.Match{}, err
	}
	m.Searched = []providers.Counted{{What: searchedKeys, N: n}}
	if blank > 0 && len(m.Candidates) == 0 {
		m.Searched = append(m.Searched, providers.Counted{What: searchedBlank, N: blank})
	}
	if len(m.Candidates) > 0 {
		m.Strength = providers.MaskOnly
	}
	return m, nil
}
