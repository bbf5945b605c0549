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
		size = int(p.gaps[i].escape)
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

// joinsStrings reports whether all that was taken out within [from, to) stood between strings in code.
func (p plain) joinsStrings(from, to int) bool {
	for i := p.gapAt(from + 1); i < len(p.gaps) && p.gaps[i].at < to; i++ {
		if !p.gaps[i].strings {
			return false
		}
	}
	return true
}

// lastBreak is the offset behind the last thing that was taken out before to.
func (p plain) lastBreak(to int) int { return p.gaps[max(0, p.gapAt(to)-1)].at }

// window copies of a text what stands around certain places: whole lines, with as many above as a
// value's surroundings reach.
type window struct {
	plain
	from       []byte
	done, open int // of from: copied or left out, and to be copied once more comes
	lost       int
}

// at begins with the lines around i, and copies up to it.
func (w *window) at(i int) {
	if i-mostAbove > w.open {
		if start := lineStart(w.from, i-mostAbove); start > w.open {
			w.copy(w.open)
			w.leave(start, 0)
		}
	}
	w.copy(i)
	if i >= w.open {
		w.open = lineEnd(w.from, i)
	}
}

func (w *window) copy(to int) {
	if to > w.done {
		if w.text == nil {
			w.text = make([]byte, 0, len(w.from)-w.done)
		}
		w.text = append(w.text, w.from[w.done:to]...)
		w.done = to
	}
}

// leave passes over what stands before to, of which the last character copied is all that remains
// where that was an escape.
func (w *window) leave(to, escape int) {
	w.lost += to - w.done
	w.done = to
	w.gaps = append(w.gaps, gap{at: len(w.text), lost: w.lost, escape: int32(escape)})
}

func lineStart(b []byte, i int) int {
	return bytes.LastIndexByte(b[:max(0, i)], '\n') + 1
}

func lineEnd(b []byte, i int) int {
	if n := bytes.IndexByte(b[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(b)
}

// unquoted is what stands around the escapes of JSON, of strings in code and of HTML, with these
// undone. changed is false where there are none.
func (p plain) unquoted() (out plain, changed bool) {
	return p.unescaped(&alphabet{'&': true, '\\': true})
}

// unpercented is the same with the escapes of addresses undone too; changed is false where there are
// none of these. The two differ: an address in JSON keeps the escapes that are its own.
func (p plain) unpercented() (out plain, changed bool) {
	for at := 0; !changed; at++ {
		next := bytes.IndexByte(p.text[at:], '%')
		if next < 0 {
			return plain{}, false
		}
		at += next
		_, n := escapeAt(p.text[at:])
		changed = n > 0
	}
	return p.unescaped(&alphabet{'&': true, '\\': true, '%': true})
}

// unescaped undoes the escapes that begin with the characters of begin.
func (p plain) unescaped(begin *alphabet) (out plain, changed bool) {
	w := window{plain: plain{below: &p}, from: p.text}
	for i := 0; i < len(p.text); {
		if !begin[p.text[i]] {
			i++
			continue
		}
		c, n := escapeAt(p.text[i:])
		if n > 0 {
			w.at(i)
			w.text = append(w.text, c)
			w.done++
			w.leave(i+n, n)
			w.open = max(w.open, w.done)
		}
		i += max(n, 1)
	}
	w.copy(w.open)
	return w.plain, w.lost > 0
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
	if err != nil || (v < 0x20 || v > 0x7e) && v != '\n' {
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
	if err != nil || (v < 0x20 || v > 0x7e) && v != '\n' {
		return 0, 0
	}
	return byte(v), end + 1
}

// joined is what stands around the line ends that may be inside a value, without these and without
// what quotes or indents the next line. changed is false where there are none.
func (p plain) joined() (out plain, changed bool) {
	b := p.text
	w := window{plain: plain{below: &p}, from: b}
	for at := 0; ; {
		next := bytes.IndexByte(b[at:], '\n')
		if next < 0 {
			break
		}
		at += next
		from, to, strings, ok := breakAround(b, at)
		at++
		if !ok || from < w.done {
			continue
		}
		w.at(from)
		w.leave(to, 0)
		w.gaps[len(w.gaps)-1].strings = strings
		w.open = lineEnd(b, to)
	}
	w.copy(w.open)
	return w.plain, w.lost > 0
}

const (
	leastHead = 8  // letters of a value before a break
	leastBoth = 20 // before it and behind it
)

// breakAround measures a break that a line's end belongs to: with blanks and a continuation mark
// before it and what begins the next line, or between two strings in code. ok is false where no
// long run of letters stands on both sides together; strings, whether it is the latter.
func breakAround(b []byte, end int) (from, to int, strings, ok bool) {
	from = end
	for from > 0 && (b[from-1] == ' ' || b[from-1] == '\t' || b[from-1] == '\\' || b[from-1] == '=' || b[from-1] == '+') && end-from < 8 {
		from--
	}
	quote := byte(0)
	if from > 0 && (b[from-1] == '"' || b[from-1] == '\'') {
		from--
		quote = b[from]
	}
	if quote == 0 { // a plus ends strings that code joins, and else is a letter of base64
		from += bytes.LastIndexByte(b[from:end], '+') + 1
	}
	to = end + 1
	if quote == 0 && to < len(b) && b[to] == '+' && b[bytes.LastIndexByte(b[:end], '\n')+1] != '+' {
		return 0, 0, false, false // nor is it the mark of a diff, where no line before has one
	}
	between := []byte(" \t\r>+|")
	if quote != 0 {
		between = []byte(" \t\r>+|.")
	}
	for to < len(b) && to-end < 80 && bytes.IndexByte(between, b[to]) >= 0 {
		to++
	}
	if quote != 0 {
		if to == len(b) || b[to] != quote {
			return 0, 0, false, false
		}
		to++
	}
	both := leastBoth
	if quote != 0 {
		both = leastHead
	}
	head := letterRun(b[max(0, from-leastBoth):from], true)
	if head < leastHead || head+letterRun(b[min(to, len(b)):min(len(b), to+leastBoth)], false) < both || to >= len(b) || !valueLetters[b[to]] {
		return 0, 0, false, false
	}
	return from, to, quote != 0, true
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
