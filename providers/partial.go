package providers

import "strings"

// GapWhy says why a part of an answer is missing.
type GapWhy string

const (
	GapRefused   GapWhy = "refused"     // the vendor answered, but not this part
	GapNotPerKey GapWhy = "not_per_key" // the vendor tells it for a whole project or account only
	GapShared    GapWhy = "shared"      // what was told is the key's share, by its use, of a sum over more than the key
	GapSilent    GapWhy = "silent"      // a log that holds nothing of any time: it may be off
)

// Gap is a part of an answer that could not be had.
type Gap struct {
	Part string // the vendor's name of it, clean: "vector_stores"
	Why  GapWhy
	Err  error // the refusal; nil where there was none
}

// PartialError ends a stream whose data is good as far as it goes. What it names is unknown,
// not zero.
type PartialError struct{ Gaps []Gap }

func (e *PartialError) Error() string {
	parts := make([]string, len(e.Gaps))
	for i, g := range e.Gaps {
		parts[i] = g.Part
	}
	return "not readable: " + strings.Join(parts, ", ")
}

// Unwrap gives the refusals, so that callers can ask for ErrNotPermitted and the like.
func (e *PartialError) Unwrap() []error {
	var errs []error
	for _, g := range e.Gaps {
		if g.Err != nil {
			errs = append(errs, g.Err)
		}
	}
	return errs
}
