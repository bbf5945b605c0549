package providers

import "context"

// Reach is what a key gives access to, as the vendor tells it to the key itself.
type Reach struct {
	Scopes []string     // its rights by the vendor's names; nil: not told
	Things []Counted    // what it reaches, such as 113 repositories
	Holds  []RelatedKey // credentials within its reach: whoever had the key may have them
	Unread []string     // what of this could not be listed
}

// Reacher reads with a key what it gives access to. That is possible while the key works only, and
// with no credential but it.
type Reacher interface {
	// Reach makes reads alone. What the vendor refuses to tell is in Unread; an error is for a
	// key that tells nothing at all.
	Reach(context.Context, Credential) (Reach, error)
}
