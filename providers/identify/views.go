package identify

import (
	"bytes"
	"strconv"
)

// Views of a text in which a value may stand whole that is broken in the text as given.

// span gives the place in the given text of what stands at [from, to) of the plain one.
func (p plain) span(from, to int) [2]int {
	if to <= from {
		return [2]int{p.given(from), p.given(from)}
	}
	return [2]int{p.given(from), p.end(to)}
}

// given is original through all the views below.
func (p plain) given(at int) int {
	at = p.original(at)
	if p.below != nil {
		return p.below.given(at)
	}
	return at
}

// end is the offset behind the character before to, with all of an escape that it was.
func (p plain) end(to int) int {
	last := p.original(to - 1)
	size := 1
	if i := p.gapAt(to); i < len(p.gaps) && p.gaps[i].at == to && p.gaps[i].escape > 0 {
		size = p.gaps[i].escape
	}
	if p.below != nil {
		return p.below.end(last + size)
	}
	return last + size
}

// broken reports whether something was taken out within [from, to).
func (p plain) broken(from, to int) bool {
	i := p.gapAt(from + 1)
	return i < len(p.gaps) && p.gaps[i].at < to
}

// unescaped is the text with its escapes undone: percent signs, entities, those of JSON and of
// strings in code. changed is false where there are none.
func (p plain) unescaped() (out plain, changed bool) {
	if bytes.IndexByte(p.text, '%') < 0 && bytes.IndexByte(p.text, '&') < 0 && bytes.IndexByte(p.text, '\\') < 0 {
		return plain{}, false
	}
	out = plain{text: make([]byte, 0, len(p.text)), below: &p}
	lost := 0
	for i := 0; i < len(p.text); {
		c, n := escapeAt(p.text[i:])
		if n == 0 {
			out.text = append(out.text, p.text[i])
			i++
			continue
		}
		out.text = append(out.text, c)
		lost += n - 1
		out.gaps = append(out.gaps, gap{at: len(out.text), lost: lost, escape: n})
		i += n
	}
	return out, lost > 0
}

var entities = []struct {
	text string
	c    byte
}{{"&amp;", '&'}, {"&quot;", '"'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&apos;", '\''}, {"&nbsp;", ' '}, {"&equals;", '='}, {"&sol;", '/'}, {"&plus;", '+'}}

// escapeAt reads the escape that b starts with; n is 0 where it is none.
func escapeAt(b []byte) (c byte, n int) {
	switch b[0] {
	case '%':
		return hexEscape(b, 1, 2)
	case '&':
		for _, e := range entities {
			if hasPrefix(b, e.text) {
				return e.c, len(e.text)
			}
		}
		return numericEntity(b)
	case '\\':
		if len(b) < 2 {
			return 0, 0
		}
		switch b[1] {
		case '/', '"', '\'', '\\', '=', '+', '-', '_', '.', '$', '!', '&', '@', ':', '#':
			return b[1], 2
		case 'n', 'r', 't':
			return '\n', 2
		case 'x':
			return hexEscape(b, 2, 2)
		case 'u':
			return hexEscape(b, 2, 4)
		}
	}
	return 0, 0
}

func hexEscape(b []byte, skip, width int) (c byte, n int) {
	if len(b) < skip+width {
		return 0, 0
	}
	v, err := strconv.ParseUint(string(b[skip:skip+width]), 16, 16)
	if err != nil || v < 0x20 || v > 0x7e {
		return 0, 0
	}
	return byte(v), skip + width
}

func numericEntity(b []byte) (c byte, n int) {
	end := bytes.IndexByte(b[:min(len(b), 8)], ';')
	if end < 3 || b[1] != '#' {
		return 0, 0
	}
	digits, base := string(b[2:end]), 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	v, err := strconv.ParseUint(digits, base, 16)
	if err != nil || v < 0x20 || v > 0x7e {
		return 0, 0
	}
	return byte(v), end + 1
}

// joined is the text without the line ends that may stand inside a value, with what quotes or
// indents the next line. changed is false where there are none.
func (p plain) joined() (out plain, changed bool) {
	b := p.text
	done := 0 // of b, in out
	lost := 0
	for at := 0; ; {
		next := bytes.IndexByte(b[at:], '\n')
		if next < 0 {
			break
		}
		at += next
		from, to, ok := breakAround(b, at)
		at++
		if !ok || from < done {
			continue
		}
		if out.below == nil {
			out = plain{text: make([]byte, 0, len(b)), below: &p}
		}
		out.text = append(out.text, b[done:from]...)
		lost += to - from
		out.gaps = append(out.gaps, gap{at: len(out.text), lost: lost})
		done = to
	}
	if lost == 0 {
		return plain{}, false
	}
	out.text = append(out.text, b[done:]...)
	return out, true
}

const (
	leastHead = 8  // letters of a value before a break
	leastBoth = 20 // before it and behind it
)

// breakAround measures a break that a line's end belongs to: with blanks and a continuation mark
// before it and what begins the next line, or between two strings in code. ok is false where no
// long run of letters stands on both sides together.
func breakAround(b []byte, end int) (from, to int, ok bool) {
	from = end
	for from > 0 && (b[from-1] == ' ' || b[from-1] == '\t' || b[from-1] == '\\' || b[from-1] == '=' || b[from-1] == '+') && end-from < 8 {
		from--
	}
	quote := byte(0)
	if from > 0 && (b[from-1] == '"' || b[from-1] == '\'') {
		from--
		quote = b[from]
	}
	to = end + 1
	for to < len(b) && to-end < 80 && bytes.IndexByte([]byte(" \t\r>+|."), b[to]) >= 0 {
		to++
	}
	if quote != 0 {
		if to == len(b) || b[to] != quote {
			return 0, 0, false
		}
		to++
	}
	head := letterRun(b[max(0, from-leastBoth):from], true)
	if head < leastHead || head+letterRun(b[min(to, len(b)):min(len(b), to+leastBoth)], false) < leastBoth || to >= len(b) || !valueLetters[b[to]] {
		return 0, 0, false
	}
	return from, to, true
}

// letterRun counts the letters of values at the end of b, or at its start.
func letterRun(b []byte, atEnd bool) (n int) {
	for n < len(b) {
		c := b[n]
		if atEnd {
			c = b[len(b)-1-n]
		}
		if !valueLetters[c] {
			break
		}
		n++
	}
	return n
}
