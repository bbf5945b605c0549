package identify

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A pattern describes the values of a kind in a small part of the language of regular
// expressions: literals, classes, {n}, {n,m}, ?, and groups of alternatives. It is expanded into
// sequences, so that matching costs no more than the length of a value.

// atom is a literal, or between least and most characters of a set.
type atom struct {
	literal     string
	set         *alphabet
	least, most int
	bits        float64 // that one character of the set leaves open
}

// sequence is one alternative of a pattern.
type sequence []atom

const (
	mostRepeats      = 4096 // of one class
	mostAlternatives = 64
)

var errPattern = errors.New("not a pattern of this program")

// parsePattern expands a pattern. Sets that stand in several patterns are shared through sets.
func parsePattern(text string, sets map[string]*alphabet) ([]sequence, error) {
	p := patternParser{rest: text, sets: sets}
	list, err := p.alternatives()
	if err == nil && p.rest != "" {
		err = errPattern
	}
	if err != nil {
		return nil, fmt.Errorf("pattern %q, before %q: %w", text, p.rest, err)
	}
	for i := range list {
		list[i] = list[i].merged()
	}
	return list, nil
}

type patternParser struct {
	rest string
	sets map[string]*alphabet // by bracket expression; nil: none are shared
}

func (p *patternParser) alternatives() ([]sequence, error) {
	var all []sequence
	for {
		list, err := p.concatenation()
		if err != nil {
			return nil, err
		}
		if all = append(all, list...); len(all) > mostAlternatives {
			return nil, errPattern
		}
		if !strings.HasPrefix(p.rest, "|") {
			return all, nil
		}
		p.rest = p.rest[1:]
	}
}

func (p *patternParser) concatenation() ([]sequence, error) {
	list := []sequence{nil}
	for p.rest != "" && p.rest[0] != '|' && p.rest[0] != ')' {
		piece, err := p.piece()
		if err != nil {
			return nil, err
		}
		if len(list)*len(piece) > mostAlternatives {
			return nil, errPattern
		}
		if len(list) == 1 && len(piece) == 1 {
			list[0] = append(list[0], piece[0]...)
			continue
		}
		var longer []sequence
		for _, head := range list {
			for _, tail := range piece {
				longer = append(longer, append(head[:len(head):len(head)], tail...))
			}
		}
		list = longer
	}
	return list, nil
}

// piece is a group, or one atom with its quantifier.
func (p *patternParser) piece() ([]sequence, error) {
	if p.rest[0] == '(' {
		p.rest = p.rest[1:]
		list, err := p.alternatives()
		if err != nil || !strings.HasPrefix(p.rest, ")") {
			return nil, errPattern
		}
		p.rest = p.rest[1:]
		if strings.HasPrefix(p.rest, "?") {
			p.rest = p.rest[1:]
			list = append(list, sequence{})
		}
		return list, nil
	}
	if p.rest[0] != '[' {
		c, err := p.character()
		if err != nil {
			return nil, err
		}
		if p.rest == "" || p.rest[0] != '?' && p.rest[0] != '{' {
			return []sequence{{atom{literal: string(c)}}}, nil
		}
		p.rest = "[" + bracketed(c) + "]" + p.rest
	}
	set, err := p.class()
	if err != nil {
		return nil, err
	}
	least, most, err := p.quantifier()
	if err != nil {
		return nil, err
	}
	return []sequence{{atom{set: set, least: least, most: most}}}, nil
}

// bracketed writes a character for a bracket expression.
func bracketed(c byte) string { return "\\" + string(c) }

// class is a bracket expression. Those of one text share their set.
func (p *patternParser) class() (*alphabet, error) {
	begin := p.rest
	if set := p.sets[begin[:strings.IndexByte(begin, ']')+1]]; set != nil {
		p.rest = begin[strings.IndexByte(begin, ']')+1:]
		return set, nil
	}
	var set alphabet
	p.rest = p.rest[1:]
	for !strings.HasPrefix(p.rest, "]") {
		if p.rest == "" {
			return nil, errPattern
		}
		from, err := p.character()
		if err != nil {
			return nil, err
		}
		to := from
		if len(p.rest) > 1 && p.rest[0] == '-' && p.rest[1] != ']' {
			p.rest = p.rest[1:]
			if to, err = p.character(); err != nil || to < from {
				return nil, errPattern
			}
		}
		for c := int(from); c <= int(to); c++ {
			set[c] = true
		}
	}
	p.rest = p.rest[1:]
	if p.sets != nil {
		p.sets[begin[:len(begin)-len(p.rest)]] = &set
	}
	return &set, nil
}

func (p *patternParser) character() (byte, error) {
	c := p.rest[0]
	p.rest = p.rest[1:]
	if c == '\\' {
		if p.rest == "" {
			return 0, errPattern
		}
		c = p.rest[0]
		p.rest = p.rest[1:]
	}
	if c < 0x20 || c > 0x7e {
		return 0, errPattern
	}
	return c, nil
}

func (p *patternParser) quantifier() (least, most int, err error) {
	switch {
	case strings.HasPrefix(p.rest, "?"):
		p.rest = p.rest[1:]
		return 0, 1, nil
	case !strings.HasPrefix(p.rest, "{"):
		return 1, 1, nil
	}
	inner, rest, ok := strings.Cut(p.rest[1:], "}")
	if !ok {
		return 0, 0, errPattern
	}
	p.rest = rest
	low, high, two := strings.Cut(inner, ",")
	if !two {
		high = low
	}
	least, err = strconv.Atoi(low)
	if err == nil {
		most, err = strconv.Atoi(high)
	}
	if err != nil || least < 0 || most < least || most > mostRepeats {
		return 0, 0, errPattern
	}
	return least, most, nil
}

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
