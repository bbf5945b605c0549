package postmortem

import (
	"bytes"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"firebreak/providers"
)

// cut is a place in a view before which bytes of the original are missing: gone in all so far.
type cut struct{ at, gone int }

// view is the text in one reading, with the place of each byte in the original.
type view struct {
	text []byte
	cuts []cut // by their place; none: the same places
}

func (v view) origin(i int) int {
	after := sort.Search(len(v.cuts), func(n int) bool { return v.cuts[n].at > i })
	if after == 0 {
		return i
	}
	return i + v.cuts[after-1].gone
}

func plainView(doc []byte) view { return view{text: doc} }

// unwrapped takes line breaks out, with what continues a line.
func unwrapped(doc []byte) view {
	return without(doc, "\\\r\n", "\\\n", "\r\n", "\n", "\r", "␊", "<br>", `\\n`, `\n`)
}

// squeezed takes out everything that could stand between the halves of a value without being
// part of one: blanks, cell borders, quotation and what Untrusted.Line puts for the unprintable.
func squeezed(doc []byte) view {
	return without(doc, "\\\r\n", "\\\n", "\r", "\n", "␊", "<br>", `\\n`, `\n`, `\r`, `\t`, " ", "\t", "`", "|", ">", "�", "…")
}

func without(doc []byte, drop ...string) view {
	v := view{text: make([]byte, 0, len(doc))}
	var first [256]bool
	for _, t := range drop {
		first[t[0]] = true
	}
	for i := 0; i < len(doc); {
		n := 0
		if first[doc[i]] {
			n = beginning(doc[i:], drop)
		}
		if n == 0 {
			v.text = append(v.text, doc[i])
			i++
			continue
		}
		i += n
		here := cut{len(v.text), i - len(v.text)}
		if last := len(v.cuts) - 1; last >= 0 && v.cuts[last].at == here.at {
			v.cuts[last] = here
		} else {
			v.cuts = append(v.cuts, here)
		}
	}
	return v
}

// beginning is the length of the first of some texts that the rest of a document begins with, or 0.
func beginning(rest []byte, texts []string) int {
	for _, t := range texts {
		if len(rest) >= len(t) && string(rest[:len(t)]) == t {
			return len(t)
		}
	}
	return 0
}

// find lists where a needle stands, in the original's offsets.
func (v view) find(needle []byte) []int {
	var at []int
	for from := 0; ; {
		i := bytes.Index(v.text[from:], needle)
		if i < 0 {
			return at
		}
		at = append(at, v.origin(from+i))
		from += i + len(needle)
	}
}

// Lengths of what may be a credential: shorter ones have no fingerprint worth comparing.
const (
	shortestToken = 16
	longestToken  = 4 << 10
)

// fingerprints lists the tokens whose fingerprint is known.
func (v view) fingerprints(known []Known) []int {
	var at []int
	for _, k := range known {
		if k.Fingerprint == "" {
			continue
		}
		for _, more := range []string{"", "=+/.~:"} {
			v.tokens(more, func(start int, token []byte) {
				if providers.NewSecret(token).Fingerprint(k.Salt) == k.Fingerprint {
					at = append(at, v.origin(start))
				}
			})
		}
	}
	return at
}

// tokens calls use for each run of letters, digits, "-", "_" and more.
func (v view) tokens(more string, use func(start int, token []byte)) {
	start := -1
	for i := 0; i <= len(v.text); i++ {
		if i < len(v.text) {
			c := v.text[i]
			if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' || c == '_' || strings.IndexByte(more, c) >= 0 {
				if start < 0 {
					start = i
				}
				continue
			}
		}
		if n := i - start; start >= 0 && n >= shortestToken && n <= longestToken {
			use(start, v.text[start:i])
		}
		start = -1
	}
}

// Limits of what looks random in free text.
const (
	randomLength = 20  // characters
	randomBits   = 4.0 // a character, after Shannon
)

// suspicious warns of free text that looks like a secret by its entropy. Identifiers, paths,
// addresses and digests are not looked at: they would pass for one too easily.
func suspicious(sections []section) []Hit {
	var hits []Hit
	note := func(id, field string, values ...text) {
		for _, t := range values {
			for _, s := range t {
				if s.kind == spanFree && randomWord(s.outside.Line(lineWidth)) {
					hits = append(hits, Hit{Kind: HitEntropy, Section: id, Field: field, Warning: true})
				}
			}
		}
	}
	for _, s := range sections {
		for _, b := range s.blocks {
			switch b := b.(type) {
			case *fields:
				for _, r := range b.rows {
					note(s.id, r.key, r.value)
				}
			case *table:
				for _, cells := range b.rows {
					note(s.id, b.key, cells...)
				}
			case list:
				note(s.id, b.key, b.items...)
			case paragraph:
				note(s.id, b.key, b.text)
			}
		}
	}
	return hits
}

func randomWord(line string) bool {
	for _, word := range strings.Fields(line) {
		if strings.ContainsAny(word, "/\\") || utf8.RuneCountInString(word) < randomLength {
			continue
		}
		if entropy(word) > randomBits {
			return true
		}
	}
	return false
}

// entropy is bits a character by the word's own statistics.
func entropy(word string) float64 {
	letters := []rune(word)
	slices.Sort(letters)
	bits, run := 0.0, 0
	for i := range letters {
		run++
		if i+1 == len(letters) || letters[i+1] != letters[i] {
			share := float64(run) / float64(len(letters))
			bits -= share * math.Log2(share)
			run = 0
		}
	}
	return bits
}
