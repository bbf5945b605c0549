package intake

// fault is why a text is no JSON value.
type fault int

const (
	whole  fault = iota
	broken       // against the grammar
	cut          // it ends too early
	deep         // more than MaxDepth levels
)

// measure returns the length of the JSON value that b starts with. Where b starts with none, n
// is how much was looked at. The grammar is that of RFC 8259, save that numbers are any run of
// their characters.
func measure(b []byte) (n int, f fault) {
	s := scanner{b: b}
	f = s.value(0)
	return s.i, f
}

type scanner struct {
	b []byte
	i int
}

func (s *scanner) value(depth int) fault {
	if s.i == len(s.b) {
		return cut
	}
	switch c := s.b[s.i]; {
	case depth > MaxDepth:
		return deep
	case c == '{':
		return s.list('}', depth, true)
	case c == '[':
		return s.list(']', depth, false)
	case c == '"':
		return s.text()
	case c == '-' || c >= '0' && c <= '9':
		for s.i < len(s.b) && numeral[s.b[s.i]] {
			s.i++
		}
		return whole
	}
	return s.literal()
}

// list reads an object or array from its bracket to the closing one.
func (s *scanner) list(end byte, depth int, named bool) fault {
	s.i++
	for first := true; ; first = false {
		s.space()
		if s.i == len(s.b) {
			return cut
		}
		switch c := s.b[s.i]; {
		case c == end:
			s.i++
			return whole
		case first:
		case c != ',':
			return broken
		default:
			s.i++
			s.space()
		}
		if named {
			if f := s.name(); f != whole {
				return f
			}
		}
		if f := s.value(depth + 1); f != whole {
			return f
		}
	}
}

// name reads the name of a field, the colon and the space round it.
func (s *scanner) name() fault {
	if s.i < len(s.b) && s.b[s.i] != '"' {
		return broken
	}
	if f := s.text(); f != whole {
		return f
	}
	s.space()
	if s.i == len(s.b) {
		return cut
	}
	if s.b[s.i] != ':' {
		return broken
	}
	s.i++
	s.space()
	return whole
}

// text reads a string from its first quote.
func (s *scanner) text() fault {
	for s.i++; s.i < len(s.b); s.i++ {
		switch c := s.b[s.i]; {
		case c == '"':
			s.i++
			return whole
		case c < ' ':
			return broken
		case c == '\\':
			if f := s.escape(); f != whole {
				return f
			}
		}
	}
	s.i = len(s.b)
	return cut
}

// escape checks the escape at i and leaves i on its last byte.
func (s *scanner) escape() fault {
	s.i++
	if s.i == len(s.b) {
		return cut
	}
	switch s.b[s.i] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return whole
	case 'u':
		for range 4 {
			s.i++
			if s.i == len(s.b) {
				return cut
			}
			if _, ok := hexDigit(s.b[s.i]); !ok {
				return broken
			}
		}
		return whole
	}
	return broken
}

func (s *scanner) literal() fault {
	for _, word := range []string{"true", "false", "null"} {
		if s.b[s.i] != word[0] {
			continue
		}
		for k := range len(word) {
			if s.i == len(s.b) {
				return cut
			}
			if s.b[s.i] != word[k] {
				return broken
			}
			s.i++
		}
		return whole
	}
	return broken
}

func (s *scanner) space() {
	for s.i < len(s.b) && blank(s.b[s.i]) {
		s.i++
	}
}

func blank(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

var numeral = func() (set [256]bool) {
	for _, c := range []byte("0123456789+-.eE") {
		set[c] = true
	}
	return set
}()

func hexDigit(c byte) (digit rune, ok bool) {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0'), true
	case c >= 'a' && c <= 'f':
		return rune(c-'a') + 10, true
	case c >= 'A' && c <= 'F':
		return rune(c-'A') + 10, true
	}
	return 0, false
}
