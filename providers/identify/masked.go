package identify

import "strings"

// mostEnding is how much of a key's ending is kept at most.
const mostEnding = 4

// hidden measures the masking that b starts with: stars, bullets, an ellipsis or three dots.
func hidden(b []byte) int {
	for _, mark := range []string{"***", "...", "…", "•", "[REDACTED", "<redacted"} {
		if hasPrefix(b, mark) {
			return len(mark)
		}
	}
	return 0
}

// masks are the signs that stand for what is hidden.
var masks = []string{"*", ".", "…", "•"}

// maskLength measures stars, bullets and dots that stand for what is hidden.
func maskLength(b []byte) int {
	if hidden(b) == 0 {
		return 0
	}
	n := 0
	for n < len(b) {
		step := 0
		for _, mark := range masks {
			if hasPrefix(b[n:], mark) {
				step = len(mark)
			}
		}
		if step == 0 {
			break
		}
		n += step
	}
	return n
}

// shownAs is the kind of a masked value that shows a beginning, which a form's prefix begins; nil
// where it is none, or could be several. Behind a prefix with which those of other kinds begin too,
// as theirs all do with sk-, more than the prefix is either the beginning of theirs or tells nothing.
func (t *Table) shownAs(s *spec, shown []byte) *kind {
	prefix := s.prefix()
	if s.at != 0 || len(shown) <= len(prefix) {
		return s.kind
	}
	shared, only := false, (*kind)(nil)
	for _, k := range t.kinds {
		for _, other := range k.specs {
			p := other.prefix()
			if other.at != 0 || len(p) <= len(prefix) || !strings.HasPrefix(p, prefix) {
				continue
			}
			shared = true
			if len(shown) > len(p) || p[:len(shown)] != string(shown) || only == k {
				continue
			}
			if only != nil {
				return nil
			}
			only = k
		}
	}
	if shared {
		return only
	}
	return s.kind
}
