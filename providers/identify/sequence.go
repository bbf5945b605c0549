package identify

import (
	"math"
	"slices"
)

// How a parsed form is held against a text.

// merged joins single characters into literals.
func (s sequence) merged() sequence {
	var out sequence
	for _, a := range s {
		last := len(out) - 1
		switch {
		case a.literal != "" && last >= 0 && out[last].literal != "":
			out[last].literal += a.literal
		case a.literal != "":
			out = append(out, a)
		default:
			a.bits = math.Log2(float64(a.size()))
			out = append(out, a)
		}
	}
	return out
}

// size is the number of characters in the atom's set.
func (a atom) size() (n int) {
	for c := range a.set {
		if a.set[c] {
			n++
		}
	}
	return n
}

// length is the least and the most that a value of the sequence has.
func (s sequence) length() (least, most int) {
	for _, a := range s {
		least += len(a.literal) + a.least
		most += len(a.literal) + a.most
	}
	return least, most
}

// match measures the longest value that b starts with; ok is false where there is none.
func (s sequence) match(b []byte) (n int, ok bool) {
	if len(s) == 0 {
		return 0, true
	}
	a := s[0]
	if a.literal != "" {
		if !hasPrefix(b, a.literal) {
			return 0, false
		}
		n, ok = s[1:].match(b[len(a.literal):])
		return n + len(a.literal), ok
	}
	run := a.run(b)
	if run < a.least {
		return 0, false
	}
	if !s.overlaps() {
		n, ok = s[1:].match(b[run:])
		return n + run, ok
	}
	for ; run >= a.least; run-- {
		if n, ok = s[1:].match(b[run:]); ok {
			return n + run, true
		}
	}
	return 0, false
}

// begins reports whether a value of the sequence may begin with b.
func (s sequence) begins(b []byte) bool {
	switch {
	case len(b) == 0:
		return true
	case len(s) == 0:
		return false
	}
	a := s[0]
	if a.literal != "" {
		n := min(len(b), len(a.literal))
		return string(b[:n]) == a.literal[:n] && s[1:].begins(b[n:])
	}
	run := a.run(b)
	if run == len(b) {
		return true
	}
	least := run
	if s.overlaps() {
		least = a.least
	}
	for ; run >= max(least, a.least); run-- {
		if s[1:].begins(b[run:]) {
			return true
		}
	}
	return false
}

// run counts the characters of the atom's set that b starts with, at most as many as it takes.
func (a atom) run(b []byte) int {
	n := 0
	for n < len(b) && n < a.most && a.set[b[n]] {
		n++
	}
	return n
}

// spans reports whether the least that the atom takes may stand at from, by its first character and
// its last.
func (a atom) spans(b []byte, from int) bool {
	if a.literal != "" || a.least == 0 {
		return true
	}
	return from >= 0 && from+a.least <= len(b) && a.set[b[from]] && a.set[b[from+a.least-1]]
}

// overlaps reports whether what follows the first atom may begin with one of its characters.
func (s sequence) overlaps() bool {
	for _, next := range s[1:] {
		if next.literal != "" {
			return s[0].set[next.literal[0]]
		}
		for c := range next.set {
			if next.set[c] && s[0].set[c] {
				return true
			}
		}
		if next.least > 0 {
			return false
		}
	}
	return false
}

// mostWays bounds the work on one value.
const mostWays = 1 << 16

// ways is how often the end of a sequence may be tried for one value.
func (s sequence) ways() int {
	n := 1
	for i, a := range s {
		if a.set != nil && s[i:].overlaps() {
			if n *= a.most - a.least + 1; n > mostWays {
				break
			}
		}
	}
	return n
}

// anchor is the literal by which a sequence is looked for, and how far behind the value's start
// it may stand; at is -1 where there is none. The first one is taken where it is long enough to
// be rare, else the longest.
func (s sequence) anchor() (at int) {
	const rare = 3
	at = -1
	for i, a := range s {
		switch {
		case a.literal == "":
		case i == 0 && len(a.literal) >= rare:
			return 0
		case at < 0 || len(a.literal) > len(s[at].literal):
			at = i
		}
	}
	return at
}

// marked reports whether a form carries a literal inside that no other text has at that place.
func (s sequence) marked() bool {
	const telling = 6
	return slices.ContainsFunc(s[min(1, len(s)):], func(a atom) bool { return len(a.literal) >= telling })
}

// back measures how far the atoms in front of the anchor reach back from the end of b.
func (s sequence) back(anchor int, b []byte) (n int, ok bool) {
	if anchor == 0 {
		return 0, true
	}
	a := s[anchor-1]
	if a.literal != "" {
		if len(b) < len(a.literal) || string(b[len(b)-len(a.literal):]) != a.literal {
			return 0, false
		}
		n, ok = s.back(anchor-1, b[:len(b)-len(a.literal)])
		return n + len(a.literal), ok
	}
	run := 0
	for run < a.most && run < len(b) && a.set[b[len(b)-1-run]] {
		run++
	}
	for ; run >= a.least; run-- {
		if n, ok = s.back(anchor-1, b[:len(b)-run]); ok {
			return n + run, true
		}
	}
	return 0, false
}

// freedom is the number of bits that a value of the form leaves open.
func (s sequence) freedom(value []byte) float64 {
	total := 0.0
	for _, a := range s {
		n := len(a.literal)
		if n == 0 {
			n = a.run(value)
			total += float64(n) * a.bits
		}
		value = value[min(n, len(value)):]
	}
	return total
}
