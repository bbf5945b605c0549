package logs

import (
	"encoding/binary"
	"math/bits"
)

// scan walks over JSON text and finds where brackets close, without a look at what the text says.
// Brackets inside strings do not count. It reads eight bytes at a time, each in a lane of a word,
// and needs no more than what stands here between two pieces of a text.
type scan struct {
	inside  uint64 // ones where a string goes on, else 0
	escaped bool   // the last byte was a backslash inside a string
	depth   int    // of open brackets
}

const (
	ones  = 0x0101010101010101
	tops  = 0x8080808080808080
	lows  = ^uint64(tops)
	quote = '"' * ones
	slash = '\\' * ones
)

// close reads on to the bracket that brings the depth to zero, and returns the place behind it; -1
// where the text ends before that.
func (s *scan) close(text []byte) int {
	i := 0
	for ; i+8 <= len(text); i += 8 {
		x := binary.LittleEndian.Uint64(text[i:])
		if back := x ^ slash; (back-ones)&^back&tops != 0 || s.escaped {
			if end := s.slowly(text[i : i+8]); end >= 0 {
				return i + end
			}
			continue
		}
		q := x ^ quote
		quotes := ^((q&lows + lows) | q | lows) >> 7
		strings := quotes*ones&ones ^ s.inside // a lane is 1 from an opening quote up to the closing one
		s.inside = strings >> 56 * ones
		// Of all that stands outside strings in JSON only brackets have the bits 0x58.
		if b := x & (x << 2) & (x << 3) >> 6 & ones &^ strings; b != 0 {
			if end := s.brackets(x, b); end > 0 {
				s.inside = 0 // a bracket that counts stands outside; what follows is read anew
				return i + end
			}
		}
	}
	if end := s.slowly(text[i:]); end >= 0 {
		return i + end
	}
	return -1
}

// brackets counts the brackets of a word, which stand in the marked lanes, and returns the place
// behind the one that brings the depth to zero; 0 for none.
func (s *scan) brackets(x, marked uint64) int {
	marked &= x & (x>>1 ^ x>>2) &^ (x >> 7) // [ ] { } and nothing else: broken JSON has other bytes here
	closing := marked & (x >> 2)
	if n := bits.OnesCount64(closing); s.depth > n {
		s.depth += bits.OnesCount64(marked) - 2*n
		return 0
	}
	for ; marked != 0; marked &= marked - 1 {
		if marked&-marked&closing == 0 {
			s.depth++
			continue
		}
		s.depth--
		if s.depth <= 0 {
			return bits.TrailingZeros64(marked)/8 + 1
		}
	}
	return 0
}

// slowly does the same byte by byte.
func (s *scan) slowly(text []byte) int {
	inside := s.inside != 0
	for i, c := range text {
		switch {
		case s.escaped:
			s.escaped = false
		case inside:
			s.escaped, inside = c == '\\', c != '"'
		case c == '"':
			inside = true
		case c == '{' || c == '[':
			s.depth++
		case c == '}' || c == ']':
			s.depth--
			if s.depth <= 0 {
				s.inside = 0
				return i + 1
			}
		}
	}
	s.inside = 0
	if inside {
		s.inside = ones
	}
	return -1
}
