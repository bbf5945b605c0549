package identify

import (
	"errors"
	"fmt"
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
	if run := p.run(); run != "" {
		return []sequence{{atom{literal: run}}}, nil
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

// run takes the characters that stand for themselves, without one that a quantifier follows.
func (p *patternParser) run() string {
	n := 0
	for n < len(p.rest) && p.rest[n] > ' ' && p.rest[n] <= '~' && strings.IndexByte(`[(|)?{\`, p.rest[n]) < 0 {
		n++
	}
	if n < len(p.rest) && (p.rest[n] == '?' || p.rest[n] == '{') {
		n--
	}
	run := p.rest[:max(n, 0)]
	p.rest = p.rest[len(run):]
	return run
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
