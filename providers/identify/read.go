package identify

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"unicode"

	"firebreak/providers"
)

// Options change how a text is read.
type Options struct {
	Hint  string // issuer that is known beforehand, such as by a scanner's rule
	Table *Table // nil: the kinds of this program
}

// Read recognises every credential of a text and what resembles one, in the order of the text.
// It looks through the text as given, with its escapes undone, with its lines joined, and into
// what is encoded in base64, once. A value that stands in several places is read once, at the
// first; its confidence is the best of them. The text is not changed and not kept.
func Read(text []byte, o Options) ([]Reading, error) {
	t := o.Table
	if t == nil {
		var err error
		if t, err = builtIn(); err != nil {
			return nil, err
		}
	}
	r := readable(text)
	defer r.wipe()
	f := found{t: t, hint: t.vendorNamed(o.Hint), text: text}
	f.unquoted(r, mostEscapes) // of equals the first stands: a string's value is what it stands for
	f.look(r)
	before := len(f.list)
	f.view(r.unpercented())
	for i := range f.list[before:] {
		f.list[before+i].undone = true
	}
	if j, changed := r.joined(); changed {
		f.wrapped(j)
		j.wipe()
	}
	f.encoded(r)
	list := f.readings()
	if len(list) == 0 {
		list = append(list, f.resemblance(r))
	}
	return list, nil
}

// resemblance says what a text is in which nothing was found.
func (f *found) resemblance(p plain) Reading {
	bare := bytes.TrimSpace(p.text)
	r := Reading{Verdict: IsUnknown, Confidence: None, Why: BecauseNoContext, Line: 1, Span: [2]int{0, len(f.text)}, nothing: true}
	if start := bytes.Index(p.text, bare); len(bare) > 0 && start >= 0 {
		r.Span = p.span(start, start+len(bare))
	}
	look := p.resemblance().Look
	switch look {
	case LooksPlaceholder:
		r.Verdict, r.Why = IsPlaceholder, BecauseExample
	case LooksMasked:
		r.Verdict, r.Why = IsMasked, BecauseHidden
	case LooksReference:
		r.Verdict, r.Why = IsNoSecret, BecauseReference
	case LooksEmpty:
		r.Verdict, r.Why = IsNoSecret, BecauseEmpty
	default:
		if len(bare) <= mostValue && bytes.IndexFunc(bare, unicode.IsSpace) < 0 {
			if r.Candidates = f.t.fitting(bare); len(r.Candidates) > 0 && !invented(bare) {
				r.Verdict, r.Why = IsAmbiguous, BecauseShared
				r.Secret = providers.NewSecret(bare)
				return r
			}
		}
		if look == LooksHash {
			r.Verdict, r.Why = IsNoSecret, BecauseDigest
		}
	}
	return r
}

func (t *Table) vendorNamed(id string) *vendor {
	if id == "" {
		return nil
	}
	for _, v := range t.vendors {
		if v.id == id {
			return v
		}
	}
	return t.words[id]
}

// found gathers what the views of one text show.
type found struct {
	t    *Table
	hint *vendor
	text []byte
	list []placed
}

// placed is a hit with its value and its place in the text as given.
type placed struct {
	hit
	span   [2]int
	value  []byte
	within bool // a run of base64 that has that place, perhaps with others
	undone bool // found where the escapes of addresses are undone
}

// completes reports whether a value whose escapes are undone is the one meant: another of its kind
// ends at an escape, or holds one of a sign that would need none.
func (p placed) completes(other placed) bool {
	return p.span[1] > other.span[1] || bytes.Contains(other.value, []byte("%25"))
}

const (
	mostEscapes = 3       // times that text in JSON in JSON is undone
	mostNested  = 1 << 20 // bytes of it that are looked through more than once
)

// unquoted looks through a text with its escapes undone, and before that with theirs.
func (f *found) unquoted(p plain, most int) {
	u, changed := p.unquoted()
	if !changed || most == 0 {
		return
	}
	if len(u.text) <= mostNested {
		f.unquoted(u, most-1)
	}
	f.look(u)
	u.wipe()
}

// view looks through a view that differs from the text, and wipes it.
func (f *found) view(p plain, changed bool) {
	if changed {
		f.look(p)
		p.wipe()
	}
}

func (f *found) look(p plain) {
	s := scan{t: f.t, text: p.text, hint: f.hint}
	if p.below != nil {
		s.new = p.gaps
	}
	for _, h := range s.hitsOf() {
		f.list = append(f.list, placed{hit: h, span: p.span(h.from, h.to), value: h.value(p.text)})
	}
}

// wrapped takes of a view with joined lines what goes over a line's end: whole forms alone, as
// what follows a line may be anything.
func (f *found) wrapped(p plain) {
	begun := map[int]int{} // the best rank of what was found to begin there
	for _, one := range f.list {
		if one.verdict == IsMatch {
			begun[one.span[0]] = max(begun[one.span[0]], one.rank)
		}
	}
	s := scan{t: f.t, text: p.text, hint: f.hint, cuts: p.gaps, new: p.gaps}
	for _, h := range s.hitsOf() {
		strings := p.joinsStrings(h.from, h.to)
		if h.verdict != IsMatch || !p.broken(h.from, h.to) || !h.certain() && !(strings && h.rank >= rankName) {
			continue
		}
		begins := begun[p.given(h.from)]
		if !strings && (begins >= min(h.rank, rankForm) || begins > 0 && word(p.text[p.lastBreak(h.to):h.to])) {
			continue
		}
		h.rank = max(h.rank, begins) + 2 // than a part of it on one line
		if h.why == BecauseForm {
			h.why = BecauseWrapped
		}
		f.list = append(f.list, placed{hit: h, span: p.span(h.from, h.to), value: h.value(p.text)})
	}
}

// word reports whether what a line begins with reads like a word, that stands below a value.
func word(b []byte) bool {
	const most = 12 // letters
	return len(b) <= most && !slices.ContainsFunc(b, func(c byte) bool { return !lower(c) })
}

// certain reports whether a hit may go over a line's end: a whole form, or one of just this length
// that a name before it calls the issuer's.
func (h hit) certain() bool {
	return h.rank >= rankForm || h.rank >= rankName && h.kind != nil &&
		slices.ContainsFunc(h.kind.specs, func(s *spec) bool { return s.least == h.to-h.from && s.most == h.to-h.from && s.least >= 32 })
}

// readings settles what several views showed, and lets the values leave as secrets.
func (f *found) readings() []Reading {
	defer func() {
		for i := range f.list {
			clear(f.list[i].value)
		}
	}()
	f.settle()
	var out []Reading
	seen := map[[32]byte]int{}
	lines := lineCounter{text: f.text}
	for i := range f.list {
		p := &f.list[i]
		digest := sha256.Sum256(p.value)
		if at, again := seen[digest]; again {
			better(&out[at], p)
			continue
		}
		seen[digest] = len(out)
		out = append(out, f.reading(p, lines.at(p.span[0])))
	}
	pairUp(out)
	return out
}

// settle drops of what overlaps in the given text all but the most telling.
func (f *found) settle() {
	slices.SortStableFunc(f.list, func(a, b placed) int { return a.span[0] - b.span[0] })
	var kept []placed
	for i := 0; i < len(f.list); {
		j, end := i+1, f.list[i].span[1]
		for j < len(f.list) && j-i < mostOverlaps && f.list[j].span[0] < end {
			end = max(end, f.list[j].span[1])
			j++
		}
		group := f.list[i:j]
		slices.SortStableFunc(group, func(a, b placed) int {
			switch {
			case a.rank != b.rank || a.kind != b.kind || a.span[0] != b.span[0]:
				return b.rank - a.rank
			case a.undone && !b.undone && a.completes(b):
				return -1
			case b.undone && !a.undone && b.completes(a):
				return 1
			}
			return 0
		})
		first := len(kept)
		for _, p := range group {
			clash := func(k placed) bool {
				return p.span[0] < k.span[1] && k.span[0] < p.span[1] && !(p.within && k.within && p.span == k.span && !bytes.Equal(p.value, k.value))
			}
			if !slices.ContainsFunc(kept[first:], clash) {
				kept = append(kept, p)
			}
		}
		slices.SortStableFunc(kept[first:], func(a, b placed) int { return a.span[0] - b.span[0] })
		i = j
	}
	f.list = kept
}

func (f *found) reading(p *placed, line int) Reading {
	r := Reading{Kind: p.kindOf(), Verdict: p.verdict, Confidence: p.confidence, Why: p.why, Candidates: p.candidates, Decoded: p.decoded,
		Name: p.name, Line: line, Span: p.span, rank: p.rank}
	switch p.verdict {
	case IsMatch, IsAmbiguous, IsUnknown, IsWrongCheck:
		r.Secret = providers.NewSecret(p.value)
	case IsPlaceholder:
		if p.rank >= rankExample { // the whole form of a value
			r.Secret = providers.NewSecret(p.value)
		}
	case IsMasked:
		r.Ending = ending(p.value)
	}
	if p.kind != nil {
		r.framed = p.kind.Framed
		for _, id := range p.kind.Needs {
			r.Companions = append(r.Companions, Companion{Kind: providers.Kind(id)})
		}
		if tell := tellers[p.kind.Tells]; tell != nil && p.verdict == IsMatch && r.Decoded == nil {
			r.Decoded = tell(string(p.value))
		}
		if r.isBait() {
			r.Verdict, r.Confidence, r.Why = IsPlaceholder, None, BecauseBait
		}
	}
	return r
}

// ending is what a masked value shows behind the mask: "" behind a word that stands for one.
func ending(value []byte) string {
	at := len(value)
	for at > 0 && urlSafe[value[at-1]] {
		at--
	}
	for _, mark := range masks {
		if bytes.HasSuffix(value[:at], []byte(mark)) {
			return string(value[max(at, len(value)-mostEnding):])
		}
	}
	return ""
}

// better takes over what a second place of a value tells better.
func better(r *Reading, p *placed) {
	if p.rank > r.rank && p.verdict == IsMatch {
		r.Kind, r.Verdict, r.Confidence, r.Why, r.Candidates, r.rank = p.kindOf(), p.verdict, p.confidence, p.why, nil, p.rank
		r.framed = p.kind != nil && p.kind.Framed
	}
	if r.Name == "" {
		r.Name = p.name
	}
}

// pairUp marks the companions that stand in the same text.
func pairUp(list []Reading) {
	there := map[providers.Kind]bool{}
	for _, r := range list {
		there[r.Kind] = there[r.Kind] || r.Claims() || r.Verdict == IsPublic || r.Verdict == IsNoSecret
	}
	for i := range list {
		for j, c := range list[i].Companions {
			list[i].Companions[j].Found = there[c.Kind]
		}
	}
}

// lineCounter counts lines up to offsets that come in ascending order.
type lineCounter struct {
	text []byte
	done int
	line int
}

func (l *lineCounter) at(offset int) int {
	if offset >= l.done {
		l.line += bytes.Count(l.text[l.done:offset], []byte{'\n'})
		l.done = offset
	}
	return l.line + 1
}
