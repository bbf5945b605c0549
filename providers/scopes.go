package providers

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"time"
)

// ScopeSet is a set of scopes worth offering for a replacement.
type ScopeSet struct {
	ID     string   `json:"id"` // what it is good for, as the words know it
	Scopes []string `json:"scopes"`
}

// The sets that adapters offer.
const ScopesModels = "models" // list models and call them, nothing else

// Scoper is an Issuer whose new keys can be given fewer rights than their owner has.
type Scoper interface {
	// Scopes tells the key's own at a time; known is false where the vendor does not. Known and
	// empty means every right of the owner. An error is of the caller's context alone: what
	// cannot be read is not known.
	Scopes(ctx context.Context, r KeyRecord, at time.Time) (own []string, known bool, err error)
	// ScopeSets lists what is offered for a replacement; ok is false where the vendor takes no
	// scopes for a key like this.
	ScopeSets(KeyRecord) (sets []ScopeSet, ok bool)
}

const mostScopes = 64

var scopeForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*([._:/-][A-Za-z0-9]+)*$`)

// CheckScopes says which of the names no vendor could take, or that there are too many of them.
// The error repeats a name only where it has that form.
func CheckScopes(scopes []string) error {
	if len(scopes) > mostScopes {
		return fmt.Errorf("%d scopes: at most %d", len(scopes), mostScopes)
	}
	for i, s := range scopes {
		switch {
		case len(s) > 80 || !scopeForm.MatchString(s):
			return fmt.Errorf("scope %d is no name such as api.model.request", i+1)
		case slices.Contains(scopes[:i], s):
			return fmt.Errorf("scope %s stands twice", s)
		}
	}
	return nil
}
