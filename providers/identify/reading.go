package identify

import (
	"cmp"
	"slices"

	"firebreak/providers"
)

// Verdict says what a reading is.
type Verdict string

const (
	IsMatch       Verdict = "match"
	IsAmbiguous   Verdict = "ambiguous" // several issuers fit, see Candidates
	IsUnknown     Verdict = "unknown"
	IsPlaceholder Verdict = "placeholder"
	IsMasked      Verdict = "masked"
	IsTruncated   Verdict = "truncated"
	IsWrongCheck  Verdict = "invalid_checksum"
	IsPublic      Verdict = "public_key"
	IsNoSecret    Verdict = "not_a_secret"
)

// None is the confidence of a reading that claims nothing.
const None Confidence = "none"

// Because is the reason for a reading, in a word.
type Because string

const (
	BecauseChecked     Because = "checked"     // its check digits hold
	BecauseForm        Because = "form"        // the form belongs to one issuer
	BecauseName        Because = "name"        // the variable or header is the issuer's own
	BecauseWord        Because = "word"        // a name or the text around names the issuer
	BecauseHost        Because = "host"        // a host around is the issuer's
	BecauseHint        Because = "hint"        // whoever asked knew the issuer, such as a scanner
	BecausePair        Because = "pair"        // the other half stands beside it
	BecauseStructure   Because = "structure"   // it says itself whose it is
	BecauseLength      Because = "length"      // of a length that values of the form are not known to have
	BecauseWrapped     Because = "wrapped"     // the form of one issuer, once a line's end inside is taken out
	BecauseGlued       Because = "glued"       // the same, and other letters touch it
	BecauseUnmarked    Because = "no_marker"   // it lacks the mark that all values of the kind carry
	BecauseShared      Because = "shared"      // several issuers use the form, and nothing around decides
	BecauseNoContext   Because = "no_context"  // a random value of which nothing around says whose it is
	BecauseCheckDigits Because = "check"       // its check digits do not hold
	BecauseExample     Because = "example"     // filled as examples are
	BecauseBait        Because = "bait"        // of an account that hands keys out as traps
	BecauseCut         Because = "cut"         // its end is missing
	BecauseHidden      Because = "hidden"      // its middle is
	BecausePublished   Because = "published"   // made to be seen
	BecauseBeside      Because = "beside"      // of a kind that is secret elsewhere, where all may see it
	BecauseDigest      Because = "digest"      // made of a value, and gives none back
	BecauseIdentifier  Because = "identifier"  // names something, opens nothing
	BecauseReference   Because = "reference"   // names a value that stands elsewhere
	BecauseEmpty       Because = "empty"       // nothing but space
	BecauseNoQuestion  Because = "no_question" // what came is no question of a text
	BecauseOpaque      Because = "opaque"      // a token whose issuer is not known
)

// Candidate is one kind that fits an ambiguous value.
type Candidate struct {
	Kind providers.Kind
	Why  Because
}

// Companion is a kind that belongs to a reading's: the other half of a pair.
type Companion struct {
	Kind  providers.Kind
	Found bool // it stands in the same text
}

// Reading is what one place of a text was read as.
type Reading struct {
	Kind       providers.Kind // "" where it is not known
	Verdict    Verdict
	Confidence Confidence
	Why        Because
	Candidates []Candidate
	Companions []Companion
	Decoded    map[string]string // what the value itself tells; clean and short
	Secret     providers.Secret  // empty where there is no whole value
	Name       string            // variable, field or header before it; clean
	Ending     string            // what a masked value shows of its end, at most four characters
	Line       int               // 1-based
	Span       [2]int            // byte offsets into the text; end exclusive

	rank    int
	framed  bool // it ends in what is no secret
	half    bool // a part of it stands nowhere in the text
	nothing bool // no place of the text was read as anything: it says what the whole looks like
}

// Claims reports whether the reading says that a credential of that kind stands there.
func (r Reading) Claims() bool { return r.Verdict == IsMatch }

// Value gives the credential back as it was cut out, for a person who asks to see it; nil where
// there is none. The caller wipes it.
func (r Reading) Value() (value []byte) {
	r.Secret.Expose(func(b []byte) { value = append([]byte(nil), b...) })
	return value
}

// Shown is what a person may see of the value, to tell it from others: its last four characters, as
// Last4 and Ending have them; "" where the value ends in what all of its kind do.
func (r Reading) Shown() string {
	if r.framed {
		return ""
	}
	return cmp.Or(r.Ending, r.Secret.Last4())
}

// certainty orders readings: what is claimed first, and of that the surest.
func (r Reading) certainty() int {
	score := map[Verdict]int{IsMatch: 100, IsAmbiguous: 60, IsMasked: 50, IsTruncated: 45, IsWrongCheck: 40, IsUnknown: 30, IsPublic: 20, IsPlaceholder: 10}[r.Verdict]
	return score + map[Confidence]int{High: 3, Medium: 2, Low: 1}[r.Confidence]
}

// BestFirst orders readings by how sure they are; of equals the first in the text comes first.
func BestFirst(list []Reading) {
	slices.SortStableFunc(list, func(a, b Reading) int { return b.certainty() - a.certainty() })
}
