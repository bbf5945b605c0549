package needle

// A gap is what may stand inside a match without belonging to it: a line break, with the indentation, the
// marks of a quotation or a comment and the like around it; or what joins two literals of a
// source text.

const (
	// mostGap bounds one gap.
	mostGap = 32
	// mostTries bounds the gaps that are tried from one place. More than one is where the form goes on
	// with a byte that gaps are made of too.
	mostTries = 200
)

// mostGaps bounds all gaps of a match of that many bytes: lines of 16 characters and more.
func mostGaps(length int) int { return 2*mostGap + length/2*2 }

// narrow is what gaps are made of; wide is that in UTF-16.
var narrow, wide = fillers()

func fillers() (narrow, wide [256]bool) {
	for _, c := range []byte(" \t\r\n\\\"'`+,.&>|#*/=();:-") {
		narrow[c], wide[c] = true, true
	}
	wide[0] = true
	return narrow, wide
}

// comparison is that of one form with a text.
type comparison struct {
	*form
	b     []byte
	from  int // nothing before it belongs to the match
	tries int
}

// right compares the form from offset on with what stands at at, and returns where it ends and how many
// bytes of gaps stand in between, behind those that there are already.
func (c *comparison) right(at, offset, gaps int) (end, total int, ok bool) {
	for offset < len(c.text) && at < len(c.b) && c.b[at] == c.text[offset] {
		at, offset = at+1, offset+1
	}
	if offset == len(c.text) {
		return at, gaps, true
	}
	for back := range 2 { // what looks like the form may be the gap's beginning
		if back > 0 && !c.filler[c.b[at-1]] {
			break
		}
		at, offset := at-back, offset-back
		for n := c.gap(at, 0, c.text[offset]); n > 0 && gaps+n <= c.gaps && c.tries < mostTries; n = c.gap(at, n, c.text[offset]) {
			c.tries++
			if end, total, ok := c.right(at+n, offset, gaps+n); ok {
				return end, total, ok
			}
		}
	}
	return 0, 0, false
}

// gap is the length of the shortest gap at at that is longer than so many bytes and behind which want
// stands; 0 for none.
func (c *comparison) gap(at, than int, want byte) int {
	b := c.b[at:min(at+mostGap+1, len(c.b))]
	joins := false
	for i, one := range b {
		if joins && i > than && one == want {
			return i
		}
		escaped := i > 0 && escapes(b[i-1], one)
		if i == mostGap || !c.filler[one] && !escaped {
			return 0
		}
		joins = joins || escaped || joining(one)
	}
	return 0
}

// joining reports whether a byte makes a gap of what is filling only.
func joining(c byte) bool { return c == '\n' || c == '\r' || c == '"' || c == '\'' || c == '`' }

// escapes reports whether two bytes are the escape of a line break.
func escapes(a, b byte) bool { return a == '\\' && (b == 'n' || b == 'r') }

// left is right in the other direction, for the form up to offset: it returns where it begins.
func (c *comparison) left(at, offset, gaps int) (start, total int, ok bool) {
	for offset > 0 && at > c.from && c.b[at-1] == c.text[offset-1] {
		at, offset = at-1, offset-1
	}
	if offset == 0 {
		return at, gaps, true
	}
	for back := range 2 {
		if back > 0 && !(at < len(c.b) && (c.filler[c.b[at]] || at > 0 && escapes(c.b[at-1], c.b[at]))) {
			break
		}
		at, offset := at+back, offset+back
		for n := c.gapBefore(at, 0, c.text[offset-1]); n > 0 && gaps+n <= c.gaps && c.tries < mostTries; n = c.gapBefore(at, n, c.text[offset-1]) {
			c.tries++
			if start, total, ok := c.left(at-n, offset, gaps+n); ok {
				return start, total, ok
			}
		}
	}
	return 0, 0, false
}

// gapBefore is gap in the other direction: what ends at at.
func (c *comparison) gapBefore(at, than int, want byte) int {
	b := c.b[max(at-mostGap-1, c.from):at]
	joins := false
	for i := range b {
		k := len(b) - 1 - i
		one := b[k]
		if joins && i > than && one == want && !(k+1 < len(b) && escapes(one, b[k+1])) {
			return i
		}
		escaped := k > 0 && escapes(b[k-1], one)
		if i == mostGap || !c.filler[one] && !escaped {
			return 0
		}
		joins = joins || escaped || joining(one)
	}
	return 0
}
