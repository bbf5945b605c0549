package identify

import (
	"bytes"
	"slices"

	"firebreak/providers"
)

// maxShapes is how many other things are worth listing.
const maxShapes = 32

// Find returns the credentials in text that an incident can be worked on, each value once and with
// the parts that belong to it, in order of first appearance, and what else the text holds that resembles one, the most telling
// first. Where nothing was found, other says what the text looks like and is never empty. The
// text is not changed and not kept.
func Find(text []byte) (found []Finding, other []Shape) {
	return FindMade(text, func(providers.Kind) bool { return false })
}

// FindMade is Find where keys of some kinds may be a drill's: one whose check digits do not hold is
// found too, and its Why says so.
func FindMade(text []byte, made func(providers.Kind) bool) (found []Finding, other []Shape) {
	return sift(text, func(r Reading) bool { return handled(r.Kind) }, made)
}

// Beside is what Find finds, and the credentials of issuers that no incident can be worked on yet:
// what stands beside a key is at risk, whoever issued it. Guesses are left out, and halves that lack
// the other one.
func Beside(text []byte) []Finding {
	lacking := func(c Companion) bool { return !c.Found }
	asked := func(r Reading) bool {
		return handled(r.Kind) || r.Confidence != Low && !slices.ContainsFunc(r.Companions, lacking)
	}
	found, _ := sift(text, asked, func(providers.Kind) bool { return false })
	return found
}

// sift parts the credentials that are asked for from what else the text holds.
func sift(text []byte, asked func(Reading) bool, made func(providers.Kind) bool) (found []Finding, other []Shape) {
	list, err := Read(text, Options{})
	if err != nil {
		return nil, []Shape{{Look: LooksUnknown}}
	}
	var rest []Reading
	halves := joinHalves(list)
	for i, r := range list {
		switch {
		case halves.part[i]:
			continue
		case r.Claims() && asked(r) && !halves.lacks[i]:
			f := r.finding(whys[r.Why])
			if whole, ok := halves.whole[i]; ok {
				f.Credential.Secret = whole
			}
			found = append(found, f)
			continue
		case r.Verdict == IsWrongCheck && asked(r) && made(r.Kind):
			found = append(found, r.finding(WhyUnchecked))
			continue
		case halves.lacks[i]:
			r.half = true
		}
		rest = append(rest, r)
	}
	BestFirst(rest)
	for _, r := range rest {
		s := r.shape(text)
		same := func(o Shape) bool { return o.Look == s.Look && o.Vendor == s.Vendor }
		if s.Look != "" && len(other) < maxShapes && !slices.ContainsFunc(other, same) {
			other = append(other, s)
		}
	}
	if len(found) == 0 && len(other) == 0 {
		other = []Shape{{Look: LooksUnknown, Line: 1}}
	}
	return found, other
}

// Decoys returns what Find leaves out as a placeholder although it has the whole shape of a key:
// a published example, or bait whose use raises an alarm. Who asks means to use it all the same.
func Decoys(text []byte) (found []Finding) {
	list, _ := Read(text, Options{}) // Find says what an error means: nothing
	halves := joinHalves(list)
	for i, r := range list {
		if r.Verdict == IsPlaceholder && handled(r.Kind) && !r.Secret.IsEmpty() && !halves.lacks[i] {
			f := r.finding(WhyDecoy)
			if whole, ok := halves.whole[i]; ok {
				f.Credential.Secret = whole
			}
			found = append(found, f)
		}
	}
	return found
}

// StandIns returns what stands for a key in a text in which Find finds none: the one masked key
// of an alert, or else its Decoys.
func StandIns(text []byte) []Finding {
	if masked, ok := Masked(text); ok {
		return []Finding{masked}
	}
	return Decoys(text)
}

// LeastEnding is how many characters of its ending a masked key must show: with fewer, strangers'
// keys fit too.
const LeastEnding = 3

// Masked returns the one masked key of a text in which no whole one stands, such as the line of
// an alert. ok is false where there is none, or several different ones.
func Masked(text []byte) (f Finding, ok bool) {
	list, _ := Read(text, Options{}) // as above
	for _, r := range list {
		if r.Verdict != IsMasked || !handled(r.Kind) || len(r.Ending) < LeastEnding {
			continue
		}
		one := r.finding(WhyMasked)
		if ok && (one.Ending != f.Ending || one.Credential.Kind != f.Credential.Kind) {
			return Finding{}, false
		}
		if !ok {
			f, ok = one, true
		}
	}
	return f, ok
}

// handled reports whether an incident can be worked on keys of that kind.
func handled(id providers.Kind) bool {
	t, err := builtIn()
	if err != nil {
		return false
	}
	k := t.byID[id]
	return k != nil && k.Handled
}

// Prefix returns the public start of a kind's values, for display; "" for kinds of other issuers
// than those that Find finds.
func Prefix(id providers.Kind) string {
	if !handled(id) {
		return ""
	}
	t, _ := builtIn() // handled has seen that it stands
	for _, s := range t.byID[id].specs {
		return s.prefix()
	}
	return ""
}

// whys are the reasons for a finding by those of the reading.
var whys = map[Because]Why{BecauseForm: WhyExact, BecauseChecked: WhyExact, BecauseWrapped: WhyWrapped, BecauseGlued: WhyGlued, BecauseLength: WhyLength,
	BecauseUnmarked: WhyNoMarker, BecauseStructure: WhyExact, BecauseName: WhyContext, BecauseWord: WhyContext, BecauseHost: WhyContext,
	BecauseHint: WhyContext, BecausePair: WhyContext}

// finding is the reading as an incident takes it in.
func (r Reading) finding(why Why) Finding {
	f := Finding{Credential: providers.Credential{Kind: r.Kind, Secret: r.Secret}, Confidence: r.Confidence, Why: why, Line: r.Line, Span: r.Span, Name: r.Name}
	if why == WhyMasked || why == WhyDecoy || why == WhyUnchecked {
		f.Confidence = Low
	}
	if why == WhyMasked {
		f.Ending = r.Ending
	}
	return f
}

// looks are what readings look like to somebody who cannot work on them.
var looks = map[Verdict]Look{IsMatch: LooksOther, IsWrongCheck: LooksOther, IsAmbiguous: LooksShared, IsPlaceholder: LooksPlaceholder, IsMasked: LooksMasked,
	IsTruncated: LooksTruncated, IsPublic: LooksIdentifier, IsUnknown: LooksUnknown, IsNoSecret: LooksIdentifier}

func (r Reading) shape(text []byte) Shape {
	s := Shape{Look: looks[r.Verdict], Vendor: r.Kind.Provider(), Line: r.Line}
	if r.Verdict == IsMatch && r.Confidence == Low {
		s.Look, s.Vendor = LooksShared, ""
	}
	if r.half {
		s.Look = LooksHalf
	}
	switch r.Why {
	case BecauseCheckDigits:
		if handled(r.Kind) {
			s.Look = LooksMistyped
		}
	case BecauseReference:
		s.Look = LooksReference
	case BecauseDigest:
		s.Look = LooksHash
	case BecauseEmpty:
		s.Look, s.Line = LooksEmpty, 0
	}
	if s.Look == LooksIdentifier && s.Vendor == "" {
		s.Look = LooksUnknown
	}
	if r.Verdict == IsAmbiguous && len(bytes.TrimSpace(text)) == r.Span[1]-r.Span[0] && hashLike.Match(bytes.TrimSpace(text)) {
		s.Look = LooksHash // alone, it is a digest more often than a key
	}
	return s
}
