package identify

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"slices"

	"firebreak/providers"
)

// Cut is a value that somebody else cut out of a text, such as a scanner, and the issuer that they
// name; "": they name none.
type Cut struct {
	Value  providers.Secret
	Issuer string
}

// Include adds to the readings of a text those of values that were cut out of it, each under its
// hint, where they are claimed then and were not before: in place of what else was read at their
// places. It takes time by the size of the text and the number of cuts, not by their product; a
// value whose place is not found within that stands for the whole text.
func Include(text []byte, list []Reading, cuts []Cut, o Options) []Reading {
	claimed := map[string]bool{}
	for _, r := range list {
		if r.Claims() {
			claimed[r.Secret.Fingerprint(nil)] = true
		}
	}
	places := places{text: text, left: 8*len(text) + 1<<20}
	var added []Reading
	for _, c := range cuts {
		id := c.Value.Fingerprint(nil)
		if claimed[id] {
			continue
		}
		o.Hint = c.Issuer
		if r, ok := places.hinted(c.Value, o); ok && len(list)+len(added) < MostReadings {
			claimed[id] = true
			added = append(added, r)
		}
	}
	return merge(list, added)
}

// hinted reads a value by itself; ok is false where it is not just one credential.
func (p *places) hinted(value providers.Secret, o Options) (r Reading, ok bool) {
	value.Expose(func(b []byte) {
		list, err := Read(b, o)
		if err != nil || len(list) != 1 || !list[0].Claims() || list[0].Span != [2]int{0, len(b)} {
			return
		}
		r, ok = list[0], true
		r.Name = ""
		r.Span, r.Line = p.of(b)
	})
	return r, ok
}

// merge puts readings in place of what is not claimed where they stand, in the order of the text.
func merge(list, added []Reading) []Reading {
	if len(added) == 0 {
		return list
	}
	byStart := func(a, b Reading) int { return a.Span[0] - b.Span[0] }
	slices.SortStableFunc(added, byStart)
	kept := slices.Clone(added)
	for _, r := range list {
		at, _ := slices.BinarySearchFunc(added, r.Span[1], func(a Reading, end int) int { return a.Span[0] - end })
		if r.Claims() || !r.nothing && (at == 0 || added[at-1].Span[1] <= r.Span[0]) {
			kept = append(kept, r)
		}
	}
	slices.SortStableFunc(kept, byStart)
	pairUp(kept)
	return kept
}

// places looks for values in a text, from where the one before stood on.
type places struct {
	text []byte
	at   int // of the value before
	line int // of that place, from 0
	left int // bytes that may still be looked through
}

// of is the place of a value as reports write it: as it is, escaped for JSON, or in base64.
func (p *places) of(b []byte) (span [2]int, line int) {
	for _, form := range written(b) {
		for _, from := range []int{p.at, 0} {
			if p.left < 0 {
				break
			}
			at := bytes.Index(p.text[from:], form)
			if at < 0 {
				p.left -= len(p.text) - from
				continue
			}
			p.left -= at
			if from == 0 {
				p.at, p.line = 0, 0
			}
			at += from
			p.line += bytes.Count(p.text[p.at:at], []byte{'\n'})
			p.at = at
			return [2]int{at, at + len(form)}, p.line + 1
		}
	}
	return [2]int{0, len(p.text)}, 1
}

func written(b []byte) [][]byte {
	quoted, err := json.Marshal(string(b))
	if err != nil {
		return [][]byte{b}
	}
	return [][]byte{b, quoted[1 : len(quoted)-1], base64.StdEncoding.AppendEncode(nil, b)}
}
