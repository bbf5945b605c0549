package identify

import (
	"bytes"
	"cmp"
	"math"
	"slices"

	"firebreak/providers"
)

// Values without a mark of their own: only what stands around them says whose they are.

const (
	leastValue = 14
	mostValue  = 4096
	mostValues = 20_000 // of one view: a text with more of them is a dump, and is read by its marks alone
)

// valueLetters are those of a value that stands without quotes; a colon, a dollar sign and the
// like may join two runs of them.
var valueLetters = letters("_-+/.~")

// values goes through the runs of letters that may be values.
func (s *scan) values() {
	b := s.text
	for i := 0; i < len(b) && s.looked < mostValues; {
		if !valueLetters[b[i]] {
			i++
			continue
		}
		j := i + 1
		for j < len(b) && valueLetters[b[j]] {
			j++
		}
		if (j-i >= leastValue || s.equalled(i, j) > 0) && j-i <= mostValue && s.isNew(i, j) {
			s.value(i, j)
		}
		i = j
	}
}

// equalled is the end of a value whose letters an equals sign joins to others: one behind the sign
// or the quotation mark at which values begin, for a name stands before such a sign too. 0: it is none.
func (s *scan) equalled(from, to int) int {
	if to+1 >= len(s.text) || s.text[to] != '=' || !valueLetters[s.text[to+1]] || from == 0 || bytes.IndexByte([]byte("=\"'`"), s.text[from-1]) < 0 {
		return 0
	}
	end := to
	for end < len(s.text) && end-to < mostValue && (valueLetters[s.text[end]] || s.text[end] == '=') {
		end++
	}
	return end
}

// isNew reports whether the view differs within a run, just before it, where its name stands, or in
// the padding behind it. Runs are asked for in the order of the text.
func (s *scan) isNew(from, to int) bool {
	if s.new == nil {
		return true
	}
	for len(s.new) > 0 && s.new[0].at < from-maxName {
		s.new = s.new[1:]
	}
	const padding = 3
	return len(s.new) > 0 && s.new[0].at <= to+padding
}

// value judges one run, and what it becomes with its padding or with the runs it is joined to.
func (s *scan) value(from, to int) {
	run, equalled := to, s.equalled(from, to)
	for to > from && bytes.IndexByte([]byte(".~-_+/"), s.text[to-1]) >= 0 && !s.padded(to) {
		to--
	}
	if s.named(from) || to-from < leastValue && equalled-from < leastValue || !random(s.text[from:max(to, equalled)]) {
		return
	}
	s.looked++
	if head := s.numbered(from); head < from {
		if a := s.look(head, to); s.claimed(a, s.clues(a, head, to), head, to) {
			return
		}
	}
	a := s.look(from, to)
	clues := s.clues(a, from, to)
	if len(clues) == 0 && !a.secret {
		return
	}
	end := to
	for end < len(s.text) && s.text[end] == '=' && end-to < 2 {
		end++
	}
	ends := []int{to}
	if end > to {
		ends = []int{end, to}
	}
	if run > to {
		ends = append(ends, run) // its last sign may be its own
	}
	for _, more := range []int{s.joined(to), equalled} {
		if more > 0 {
			ends = append([]int{more}, ends...)
		}
	}
	for _, end := range ends {
		if s.claimed(a, clues, from, end) {
			return
		}
	}
	if a.secret && !a.harm && to-from >= 16 && bytes.IndexByte(s.text[from:to], '/') < 0 {
		s.nameless(a, from, to)
	}
}

func (s *scan) padded(to int) bool { return to < len(s.text) && s.text[to] == '=' }

// named reports whether what begins at from is a part of a name: a host, a version or a commit
// behind an at sign, an address behind its scheme.
func (s *scan) named(from int) bool {
	return from > 0 && (s.text[from-1] == '@' || s.text[from-1] == ':' && hasPrefix(s.text[from:], "//"))
}

// numbered is where a value begins whose run of letters starts at from: at a number that a dollar
// sign or a bar joins to it, or at from.
func (s *scan) numbered(from int) int {
	const most = 12 // digits
	if from == 0 || s.text[from-1] != '$' && s.text[from-1] != '|' {
		return from
	}
	at := from - 1
	for at > 0 && from-at <= most && s.text[at-1] >= '0' && s.text[at-1] <= '9' {
		at--
	}
	if at == from-1 || at > 0 && valueLetters[s.text[at-1]] {
		return from
	}
	return at
}

// joined is the end of a value that goes on behind a colon, a dollar sign, a bar or an
// exclamation mark; 0 where it does not.
func (s *scan) joined(to int) int {
	if to+1 >= len(s.text) || bytes.IndexByte([]byte(":$|!"), s.text[to]) < 0 || !alphanumeric[s.text[to+1]] {
		return 0
	}
	end := to + 1
	for end < len(s.text) && end-to < mostValue && (valueLetters[s.text[end]] || s.text[end] == '=') {
		end++
	}
	return end
}

// claimed takes the strongest clues under which a kind has a value of this form.
func (s *scan) claimed(a around, clues []clue, from, to int) bool {
	value := s.text[from:to]
	words := split(a.name)
	for level := levelHint; level <= levelNearWord; level++ {
		var fits []fit
		for _, c := range clues {
			if c.level != level {
				continue
			}
			spec, freedom := best(c, value, words)
			switch {
			case spec == nil, spec.open() && !a.secret:
			case level >= levelNameWord && len(spec.prefix()) < 3 && codeName(value): // only a name of its own kind would say that it is a value
			default:
				fits = append(fits, fit{spec, freedom, c})
			}
		}
		if len(fits) == 0 {
			continue
		}
		s.hits = append(s.hits, decide(fits, a, from, to, value))
		return true
	}
	return false
}

// open reports whether the form takes nearly anything.
func (s *spec) open() bool { return s.most-s.least >= mostSlack && len(s.prefix()) < 3 }

// fit is a form that a value has, and the clue that led to it.
type fit struct {
	spec    *spec
	freedom float64
	clue    clue
}

// best is the form of the issuer, or of the one kind, that the value has: of several the most
// telling one, and of equals the one that the name speaks of.
func best(c clue, value []byte, words []string) (found *spec, freedom float64) {
	kinds := c.vendor.kinds
	if c.kind != nil {
		kinds = []*kind{c.kind}
	}
	speaks := func(s *spec) int {
		n := 0
		for _, w := range s.kind.words {
			if slices.Contains(words, w) {
				n++
			}
		}
		return n
	}
	for _, k := range kinds {
		for _, s := range k.specs {
			if n, ok := s.seq.match(value); !ok || n != len(value) {
				continue
			}
			if !k.Bare && k.check != nil && !k.check(value, len(s.prefix())) {
				continue
			}
			free := s.seq.freedom(value)
			if found == nil || free < freedom-1 || free < freedom+1 && speaks(s) > speaks(found) {
				found, freedom = s, free
			}
		}
	}
	return found, freedom
}

// decide makes one hit of the kinds that fit at one level: the nearest, or all as candidates.
func decide(fits []fit, a around, from, to int, value []byte) hit {
	first := fits[0]
	nearest := true
	for _, f := range fits[1:] {
		if f.spec.kind == first.spec.kind {
			continue
		}
		switch {
		case f.clue.far < first.clue.far:
			first, nearest = f, true
		case f.clue.far == first.clue.far && f.freedom < first.freedom-8:
			first = f
		case f.clue.far == first.clue.far && f.spec.kind.vendor != first.spec.kind.vendor:
			nearest = false
		}
	}
	k := first.spec.kind
	h := hit{from: from, to: to, kind: k, verdict: IsMatch, confidence: Medium, why: first.clue.why, name: a.name, rank: rankContext, freedom: first.freedom, unusual: first.spec.unusual}
	if first.clue.level <= levelNameWord {
		h.rank = rankName
	}
	if first.clue.level >= levelNearHost {
		h.confidence = Low
	}
	switch {
	case k.Identifies:
		h.verdict, h.confidence, h.why = IsNoSecret, None, BecauseIdentifier
	case k.Public:
		h.verdict, h.confidence, h.why = IsPublic, None, BecausePublished
	case invented(value):
		h.verdict, h.confidence, h.why, h.rank = IsPlaceholder, None, BecauseExample, rankExample
	case !nearest:
		h.verdict, h.confidence, h.why, h.rank, h.kind = IsAmbiguous, Low, BecauseShared, rankAmbiguous, nil
		for _, f := range fits {
			h.candidates = addCandidate(h.candidates, Candidate{f.spec.kind.name, f.clue.why})
		}
	}
	return h
}

func addCandidate(list []Candidate, c Candidate) []Candidate {
	if len(list) >= mostCandidates || slices.ContainsFunc(list, func(o Candidate) bool { return o.Kind == c.Kind }) {
		return list
	}
	return append(list, c)
}

const (
	mostCandidates = 12
	mostSlack      = 60 // a form that takes values of so many lengths fits too much to be a candidate
)

// shared judges a value whose form several issuers use, with the prefix that they share.
func (s *scan) shared(spec *spec, from, to int) {
	a := s.look(from, to)
	a.secret = true // its prefix says so
	clues := s.clues(a, from, to)
	if s.claimed(a, clues, from, to) {
		if h := &s.hits[len(s.hits)-1]; h.unusual == "" {
			h.rank = rankShared
		} else {
			h.rank = rankLoose
		}
		return
	}
	free := spec.seq.freedom(s.text[from:to])
	h := hit{from: from, to: to, verdict: IsAmbiguous, confidence: Low, why: BecauseShared, name: a.name, rank: rankAmbiguous, freedom: free}
	h.candidates = s.t.fitting(s.text[from:to])
	const telling = 20 // bits: one in a million values of the wider form looks like the narrow one
	if i := slices.IndexFunc(h.candidates, func(c Candidate) bool { return !s.t.byID[c.Kind].Bare }); i > 0 && s.t.freedomOf(h.candidates[i].Kind, s.text[from:to]) > free+telling {
		h.rank = rankShared
	}
	s.hits = append(s.hits, h)
}

// fitting lists the kinds that have a value of this form, the most telling first.
func (t *Table) fitting(value []byte) []Candidate {
	var specs []*spec
	for _, k := range t.kinds {
		for _, s := range k.specs {
			if len(value) < s.least || len(value) > s.most || s.open() {
				continue
			}
			if n, ok := s.seq.match(value); ok && n == len(value) && !k.open() {
				specs = append(specs, s)
			}
		}
	}
	slices.SortStableFunc(specs, func(a, b *spec) int { return cmp.Compare(a.seq.freedom(value), b.seq.freedom(value)) })
	var list []Candidate
	for _, s := range specs {
		list = addCandidate(list, Candidate{s.kind.name, BecauseShared})
	}
	return list
}

// freedomOf is the least that a value leaves open by the forms of a kind that it has.
func (t *Table) freedomOf(id providers.Kind, value []byte) float64 {
	least := math.Inf(1)
	for _, s := range t.byID[id].specs {
		if n, ok := s.seq.match(value); ok && n == len(value) {
			least = min(least, s.seq.freedom(value))
		}
	}
	return least
}

// nameless is a random value that the text calls a secret, and nothing says whose.
func (s *scan) nameless(a around, from, to int) {
	if invented(s.text[from:to]) || codeName(s.text[from:to]) {
		return
	}
	s.hits = append(s.hits, hit{from: from, to: to, verdict: IsUnknown, confidence: Low, why: BecauseNoContext, name: a.name, rank: rankUnknown,
		candidates: s.t.fitting(s.text[from:to])})
}

// random reports whether a run may be a value at all: digits among letters, or one long word
// that is none of a language's; paths, products with their versions and sentences with dashes are
// not. What has slashes as base64 does has no dots, and capitals where they are several.
func random(b []byte) bool {
	var digits, upperCase, lowerCase, signs int
	slashes, dots := 0, 0
	for _, c := range b {
		switch {
		case c == '/':
			slashes, signs = slashes+1, signs+1
		case c == '.':
			dots, signs = dots+1, signs+1
		case c >= '0' && c <= '9':
			digits++
		case upper(c):
			upperCase++
		case lower(c):
			lowerCase++
		default:
			signs++
		}
	}
	n := len(b)
	switch {
	case signs*3 > n, digits == n, slashes > 0 && dots > 0, slashes > 1 && upperCase == 0:
		return false
	case digits == 0 && n >= 16 && signs == 0 && upperCase >= 5 && lowerCase >= 5 && turns(b) >= n/3 && !codeName(b):
		return true
	case digits == 0:
		return n >= 20 && (signs*8 <= n && upperCase >= 3 && lowerCase >= 3 && turns(b) >= n/4 || signs+upperCase*lowerCase == 0 && n >= 32)
	}
	return digits >= 2 || n >= 20 || turns(b) >= n/3 || upperCase >= 3 && lowerCase >= 3 && turns(b) >= n/4 && !codeName(b)
}

// turns counts how often letters change their case: names of several words do so seldom.
func turns(b []byte) (n int) {
	for i := 1; i < len(b); i++ {
		if upper(b[i]) != upper(b[i-1]) {
			n++
		}
	}
	return n
}

// kindOf is the name of a hit's kind, "" where it is not known.
func (h hit) kindOf() providers.Kind {
	if h.kind == nil {
		return ""
	}
	return h.kind.name
}
