// Package identify recognises credentials in pasted text, offline.
//
// Rules of the house: nothing here does IO or prints. A value leaves as providers.Secret and
// in no other form; working copies are wiped. Formats are rows of a table, so that a new kind
// needs no code. A wrong name is worse than none: the next step of an incident calls that
// vendor, so a shape that several vendors share is reported as such and never guessed.
package identify

import "firebreak/providers"

// Confidence says how sure a recognition is.
type Confidence string

const (
	High   Confidence = "high"   // the shape belongs to one issuer only
	Medium Confidence = "medium" // its marks fit, something about it is unusual
	Low    Confidence = "low"    // a guess worth showing
)

// Why is the reason for a confidence.
type Why string

const (
	WhyExact    Why = "exact"     // prefix, mark and a known length
	WhyWrapped  Why = "wrapped"   // exact once the line breaks inside are taken out
	WhyGlued    Why = "glued"     // exact, but other letters touch it
	WhyLength   Why = "length"    // prefix and mark, of a length not seen before
	WhyContext  Why = "context"   // a form that others share, and what stands around it names the issuer
	WhyNoMarker Why = "no_marker" // the prefix, but not the mark every key of the kind carries
	// WhyContinues is said by whoever compares: the value goes on where one of before was cut off.
	WhyContinues Why = "continues"
	WhyCorrected Why = "corrected" // by the same: it ends as the refused one, which was mistyped further in
	WhyMasked    Why = "masked"    // only the beginning and the end are shown
	WhyNamed     Why = "named"     // by the same: a report names it and shows nothing of its value
	WhyRecord    Why = "record"    // by the same: the vendor's record of it, and nothing of its value
	WhyUnchecked Why = "unchecked" // the form of one issuer, whose check digits do not hold: a drill's, where that can be
	WhyDecoy     Why = "decoy"     // the shape of a key, filled as examples are: no real one, or a trap
)

// Finding is one credential, with the place of its first appearance.
type Finding struct {
	Credential providers.Credential
	Confidence Confidence
	Why        Why
	Line       int    // 1-based
	Span       [2]int // byte offsets into the text as given; end exclusive
	// Name is the variable, field or header that the value stood after, e.g. OPENAI_API_KEY;
	// it has passed CleanID, and is empty where there is none.
	Name string
	// Ending is what a masked value shows of its end, at most four characters. The credential
	// has a kind then, and no value.
	Ending string
}

// Look says what an unrecognised text resembles.
type Look string

const (
	LooksEmpty       Look = "empty"        // nothing but space and decoration
	LooksPlaceholder Look = "placeholder"  // YOUR_KEY, xxxx, a counting sequence
	LooksReference   Look = "reference"    // $VAR, op://…: names a value, is none
	LooksMasked      Look = "masked"       // the middle is hidden
	LooksTruncated   Look = "truncated"    // a known prefix without enough behind it
	LooksMistyped    Look = "mistyped"     // whole, and its check digits do not hold; Vendor names it
	LooksHalf        Look = "half"         // a key of two parts, such as an id and its secret, of which one is missing
	LooksOther       Look = "other_vendor" // another issuer's key; Vendor names it
	LooksShared      Look = "shared"       // a shape that several issuers use
	LooksIdentifier  Look = "identifier"   // an id of the vendor, not a key
	LooksHash        Look = "hash"         // a digest or a password hash
	LooksUnknown     Look = "unknown"
)

// MayBeKey reports whether a text of that look may be a key or a part of one, and is better not
// shown. What is masked may be.
func (l Look) MayBeKey() bool {
	return l == LooksTruncated || l == LooksMistyped || l == LooksHalf || l == LooksOther || l == LooksShared
}

// Shape is something that is no recognised credential, for saying what would be needed.
type Shape struct {
	Look   Look
	Vendor string // issuer's slug where the prefix tells it, else ""
	Line   int    // 1-based; 0 for an empty text
}
