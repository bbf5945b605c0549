package logs

import "bytes"

// scan walks over JSON text and finds where objects end, without a look at what they say. Braces
// inside strings do not count, and brackets need not be counted: in an object they come in pairs.
// It hops from brace to brace with functions that look at many bytes at once. Of most braces the
// bytes beside them prove that they stand outside of strings; of the others the number of quotes
// since the last one tells.
type scan struct {
	text        []byte
	at          int  // up to here inside is known
	left, right int  // places of the next { and } at or behind at; len(text) is none
	inside      bool // a string goes on at at
	escaped     bool // the byte at at is escaped
	depth       int  // of open braces
}

// over goes on in a text that continues what was read: at is how much of it was.
func (s *scan) over(text []byte, at int) {
	s.text, s.at = text, at
	s.left, s.right = find(text, at, '{'), find(text, at, '}')
}

// anew begins a value at a place of the text in hand.
func (s *scan) anew(at, depth int) {
	if at < s.at {
		s.left, s.right = -1, -1
	}
	s.at, s.inside, s.escaped, s.depth = at, false, false, depth
	if s.left < at {
		s.left = find(s.text, at, '{')
	}
	if s.right < at {
		s.right = find(s.text, at, '}')
	}
}

// find is the place of a byte in a text from a place on, the text's length for none.
func find(text []byte, from int, c byte) int {
	if i := bytes.IndexByte(text[from:], c); i >= 0 {
		return from + i
	}
	return len(text)
}

// close reads on to the brace that brings the depth to zero, and returns the place behind it; -1
// where the text ends before that.
func (s *scan) close() int {
	text := s.text
	for proven := -1; ; { // place of the last } that is known to count
		if p := s.left; p < s.right {
			if opens(text, p) {
				s.inside, s.escaped = false, false
			} else {
				s.follow(p)
			}
			if !s.inside {
				s.depth++
			}
			s.at, s.left = p+1, find(text, p+1, '{')
			continue
		}
		p := s.right
		if p == len(text) {
			s.follow(p)
			s.at = p
			return -1
		}
		if closes(text, p) || p > 0 && proven == p-1 {
			s.inside, s.escaped = false, false
		} else {
			s.follow(p)
		}
		s.at, s.right = p+1, find(text, p+1, '}')
		if !s.inside {
			proven = p
			if s.depth--; s.depth <= 0 {
				return s.at
			}
		}
	}
}

// opens reports whether the { at p is proven to stand outside of strings: were it inside of one, the
// quote behind it would be the string's end, and no name could follow.
func opens(text []byte, p int) bool {
	return p+2 < len(text) && text[p+1] == '"' && isName(text[p+2])
}

// closes reports whether the } at p is proven to stand outside of strings: a quote behind a letter
// opens none, so the string before it has ended.
func closes(text []byte, p int) bool {
	return p >= 2 && text[p-1] == '"' && isName(text[p-2])
}

func isName(b byte) bool {
	return b|' ' >= 'a' && b|' ' <= 'z' || b >= '0' && b <= '9'
}

var quote = []byte{'"'}

// follow brings inside and escaped from at to p.
func (s *scan) follow(p int) {
	if s.escaped && s.at < p {
		s.escaped = false
		s.at++
	}
	for rest := s.text[s.at:p]; ; {
		i := bytes.IndexByte(rest, '\\')
		part := rest
		if i >= 0 {
			part = rest[:i]
		}
		if bytes.Count(part, quote)&1 != 0 {
			s.inside = !s.inside
		}
		if i < 0 {
			return
		}
		if s.escaped = i+1 == len(rest); s.escaped {
			return
		}
		rest = rest[i+2:]
	}
}
