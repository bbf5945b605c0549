package identify

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// hit is something found in one view of a text; offsets are the view's.
type hit struct {
	from, to   int
	kind       *kind
	verdict    Verdict
	confidence Confidence
	why        Because
	candidates []Candidate
	decoded    map[string]string
	name       string
	rank       int
	freedom    float64
	unusual    Because // of the form
	lines      bool    // a key file: what quotes or indents its lines is no part of it
	shown      int     // of a masked value: where its mask begins
}

// value is a copy of what was found in a text.
func (h hit) value(text []byte) []byte {
	value := bytes.Clone(text[h.from:h.to])
	if h.lines {
		return flush(value)
	}
	return value
}

// Ranks of hits: of two that overlap the higher one stands.
const (
	rankUnknown   = 10
	rankCut       = 25
	rankAmbiguous = 30
	rankUnmarked  = 38
	rankLength    = 40
	rankContext   = 50
	rankName      = 60
	rankExample   = 70
	rankGlued     = 76
	rankLoose     = 77
	rankForm      = 80
	rankShared    = 85 // a form that others share, and the context or the form itself decides
	rankChecked   = 100
	rankWhole     = 110 // holds others: a connection string, a key file
)

// scan looks through one view.
type scan struct {
	t    *Table
	text []byte
	hint *vendor // named by whoever asked, such as a scanner's rule
	hits []hit
	met  []met // where structures may begin
	half []hit // those of them that have a companion, in the order of the text
	cuts []gap // where a line's end was taken out: a value may begin or end there
	new  []gap // where the view differs from one that was scanned before: values elsewhere are known; nil: all are new

	pieces    map[string]piece // what runs of letters name
	secrets   map[string]bool  // words that speak of a secret, and that do not
	buf, word []byte
	nothing   [2]int // the last beginning, with its prefix, that too little stands behind to be cut off
	looked    int    // values whose surroundings were looked at
	masked    int    // behind the beginning of the last masked value
	frame     int    // where the next end of a key file begins
	address   int    // where the last address with a password ends
}

// cut reports whether something was taken out at an offset.
func (s *scan) cut(at int) bool {
	_, found := slices.BinarySearchFunc(s.cuts, at, func(g gap, at int) int { return g.at - at })
	return found
}

// hitsOf scans the view.
func (s *scan) hitsOf() []hit {
	s.run()
	return settle(s.hits)
}

func (s *scan) run() {
	s.anchors()
	for _, h := range s.hits {
		if h.kind != nil && len(h.kind.Needs)+len(s.t.halves[h.kind.name]) > 0 {
			s.half = append(s.half, h)
		}
	}
	s.shareMasked()
	s.structures()
	s.values()
	s.identifiers()
}

// anchors finds the forms that carry a literal.
func (s *scan) anchors() {
	b := s.text
	for i := 0; i+1 < len(b); i++ {
		if p := s.t.lead[uint16(b[i])<<8|uint16(b[i+1])]; p != 0 && (i+2 == len(b) || s.t.thirds[p].has(b[i+2])) {
			groups := s.t.leads[p]
			for n := range groups {
				if g := &groups[n]; g.fourth == 0 || i+3 < len(b) && g.fourth == b[i+3] {
					s.meet(g, i)
				}
			}
		}
		for _, spec := range s.t.single[b[i]] {
			s.try(spec, i)
		}
	}
}

// meet reads the values whose anchor may stand at i.
func (s *scan) meet(g *group, i int) {
	switch {
	case !hasPrefix(s.text[i:], g.anchor):
	case g.specs[0].kind == nil:
		s.met = append(s.met, met{g.specs[0].mark, i})
	case !g.first:
		for _, spec := range g.specs {
			s.try(spec, i)
		}
	default:
		glued := !s.opens(i, len(g.anchor))
		if glued && !g.marked || s.nothingAt(g, i) {
			return
		}
		for _, spec := range g.specs {
			s.begins(spec, i, glued)
		}
	}
}

// nothingAt reports whether what begins at i is too short for all values of a group, cut ones too,
// and is not masked.
func (s *scan) nothingAt(g *group, i int) bool {
	end := i
	for end < len(s.text) && end-i < g.least && s.t.letters[s.text[end]] {
		end++
	}
	if end-i >= g.least {
		return false
	}
	body := i + len(g.anchor)
	for end = body; end < len(s.text) && end-body < leastCut && tokenLike[s.text[end]] && s.text[end] != '.'; end++ {
	}
	return end-body < leastCut && (end == len(s.text) || bytes.IndexByte([]byte("*.[<\xe2"), s.text[end]) < 0)
}

// leastCut is how much of a value that is cut off must stand behind its prefix.
const leastCut = 8

// try reads the value whose anchor, inside it or of a single character, stands at i.
func (s *scan) try(spec *spec, i int) {
	if spec.at > 0 { // most places are no value's: two letters tell, on either side
		before := spec.seq[spec.at-1]
		if !before.spans(s.text, i-before.least) || spec.at+1 < len(spec.seq) && !spec.seq[spec.at+1].spans(s.text, i+len(spec.seq[spec.at].literal)) {
			return
		}
	}
	reach, ok := spec.seq.back(spec.at, s.text[max(0, i-mostBack):i])
	if !ok {
		return
	}
	first := 0 // letters of an anchor that the value begins with
	if spec.at == 0 {
		first = len(spec.prefix())
	}
	s.begins(spec, i-reach, !s.opens(i-reach, first))
}

// begins reads the value that begins at from; glued says that other letters touch it there.
func (s *scan) begins(spec *spec, from int, glued bool) {
	if glued && !(spec.marked && spec.unusual == "") {
		return
	}
	n, ok := spec.seq.match(s.text[from:])
	if ok {
		n = s.sentence(spec, from, n)
	}
	switch {
	case ok && s.closes(from+n, spec):
		s.whole(spec, from, from+n)
		if last := len(s.hits) - 1; glued && s.hits[last].verdict == IsMatch {
			s.hits[last].confidence, s.hits[last].why, s.hits[last].rank = Medium, BecauseGlued, rankGlued
		}
	case glued:
	case ok:
		s.longer(spec, from, from+n)
	case spec.at == 0:
		s.incomplete(spec, from, from+len(spec.prefix()))
	}
}

// sentence is the length of a value at from, without the full stop of the sentence that it ends
// where its form can do without.
func (s *scan) sentence(spec *spec, from, n int) int {
	to := from + n
	if s.text[to-1] != '.' || to < len(s.text) && s.text[to] > ' ' {
		return n
	}
	if m, ok := spec.seq.match(s.text[from : to-1]); ok && m == n-1 {
		return m
	}
	return n
}

// mostBack bounds what stands before an anchor.
const mostBack = 256

// opens reports whether a value may begin at from, with an anchor of so many characters or another
// part of it: no letter touches it, unless it is of an escape of the text around.
func (s *scan) opens(from, anchor int) bool {
	if from == 0 || s.cut(from) {
		return true
	}
	c := s.text[from-1]
	first := s.text[from]
	switch {
	case !alphanumeric[first]:
		return true // the value's own first sign sets it apart
	case alphanumeric[c]:
		return escaped(s.text[:from])
	case c == '_', c == '-', c == '.', c == '+', c == '/':
		return anchor >= 4 || c == '/' || c == '.' && from > 1 && !alphanumeric[s.text[from-2]]
	}
	return true
}

// closes reports whether a value may end before to.
func (s *scan) closes(to int, spec *spec) bool {
	if to == len(s.text) || s.cut(to) {
		return true
	}
	c := s.text[to]
	next := byte(' ')
	if to+1 < len(s.text) {
		next = s.text[to+1]
	}
	switch {
	case alphanumeric[c]:
		return false
	case c == '=' && len(spec.prefix()) >= 4 && !spec.ends('='):
		return true // it names something
	case c == '_', c == '-', c == '+', c == '=':
		return !urlSafe[next] || bytes.Count(s.text[to:min(len(s.text), to+4)], s.text[to:to+1]) > 1
	case c == '.':
		return !alphanumeric[next] || spec.kind.check != nil || len(spec.seq[0].literal) >= 4
	}
	return true
}

// ends reports whether values of the form may end in a character.
func (s *spec) ends(c byte) bool {
	last := s.seq[len(s.seq)-1]
	return last.set != nil && last.set[c] || last.literal != "" && last.literal[len(last.literal)-1] == c
}

// whole judges a value of the whole form.
func (s *scan) whole(spec *spec, from, to int) {
	k := spec.kind
	value := s.text[from:to]
	if k.Identifies && words(value[len(spec.prefix()):]) {
		return // a name in code
	}
	h := hit{from: from, to: to, kind: k, verdict: IsMatch, confidence: High, why: BecauseForm, name: s.nameAt(from), rank: rankForm, freedom: spec.seq.freedom(value)}
	switch spec.unusual {
	case BecauseLength:
		h.confidence, h.why, h.rank = Medium, BecauseLength, rankLoose
	case BecauseUnmarked:
		h.confidence, h.why, h.rank = Low, BecauseUnmarked, rankUnmarked
	}
	switch {
	case k.Identifies:
		h.verdict, h.confidence, h.why = IsNoSecret, None, BecauseIdentifier
	case k.Public:
		h.verdict, h.confidence, h.why = IsPublic, None, BecausePublished
	case s.published(k, from, to):
		h.verdict, h.confidence, h.why = IsPublic, None, BecauseBeside
	case spec.example(value):
		h.verdict, h.confidence, h.why, h.rank = IsPlaceholder, None, BecauseExample, rankExample
		if k.Bare {
			h.kind, h.rank = nil, rankUnknown
		}
	case k.check != nil && k.check(value, len(spec.prefix())):
		h.why, h.rank = BecauseChecked, rankChecked
	case k.check != nil:
		h.verdict, h.confidence, h.why = IsWrongCheck, None, BecauseCheckDigits
	case strings.Contains(spec.prefix(), "://") || strings.Contains(spec.prefix(), "="):
		h.rank = rankWhole // an address or a connection string, with the key in it
	case k.Bare:
		s.shared(spec, from, to)
		return
	}
	s.hits = append(s.hits, h)
}

// published reports whether a value stands beside a word that says that all may see it.
func (s *scan) published(k *kind, from, to int) bool {
	const near = 300
	around := s.text[max(0, from-near):min(len(s.text), to+near)]
	return slices.ContainsFunc(k.Beside, func(word string) bool { return bytes.Contains(around, []byte(word)) })
}

// nameAt is the variable, field or header that a value at from stands after.
func (s *scan) nameAt(from int) string { return nameBefore(s.text[max(0, from-mostLine):from]) }

// prefix is the literal that the form's values begin with.
func (s *spec) prefix() string { return s.seq[0].literal }

// example reports whether the free part of a value was typed by a person. The literals of the
// form say nothing.
func (s *spec) example(value []byte) bool {
	free := make([]byte, 0, len(value))
	rest := value
	for _, a := range s.seq {
		at := bytes.Index(rest, []byte(a.literal))
		if a.literal == "" || at < 0 {
			continue
		}
		free = append(free, rest[:at]...)
		rest = rest[at+len(a.literal):]
	}
	free = append(free, rest...)
	defer clear(free)
	return invented(free) || len(free) >= 16 && words(free) && s.mixes()
}

// mixes reports whether all long parts of the form take figures and letters of both cases.
func (s *spec) mixes() bool {
	return !slices.ContainsFunc(s.seq, func(a atom) bool {
		return a.set != nil && a.most >= 8 && !(a.set['7'] && a.set['q'] && a.set['Q'])
	})
}

// settle leaves of overlapping hits the ones that tell most, in the order of the text.
func settle(hits []hit) []hit {
	slices.SortStableFunc(hits, func(a, b hit) int { return a.from - b.from })
	var kept []hit
	for i := 0; i < len(hits); {
		j, end := i+1, hits[i].to
		for j < len(hits) && j-i < mostOverlaps && hits[j].from < end {
			end = max(end, hits[j].to)
			j++
		}
		kept = append(kept, apart(hits[i:j])...)
		i = j
	}
	return kept
}

// mostOverlaps bounds the work on hits that overlap in a chain.
const mostOverlaps = 512

// apart takes the best of hits that overlap, and of the rest those that do not touch it.
func apart(hits []hit) []hit {
	slices.SortStableFunc(hits, func(a, b hit) int {
		return cmp.Or(b.rank-a.rank, (b.to-b.from)-(a.to-a.from), cmp.Compare(a.freedom, b.freedom), a.from-b.from)
	})
	var kept []hit
	for _, h := range hits {
		if !slices.ContainsFunc(kept, func(k hit) bool { return h.from < k.to && k.from < h.to }) {
			kept = append(kept, h)
		}
	}
	slices.SortFunc(kept, func(a, b hit) int { return a.from - b.from })
	return kept
}
