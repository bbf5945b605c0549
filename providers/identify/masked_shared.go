package identify

import "slices"

// shareMasked names the kinds of masked values by what is shown and what stands around. What only goes on
// behind a word that is joined to it, as live_ does in sk_live_, is the beginning of none.
func (s *scan) shareMasked() {
	s.hits = slices.DeleteFunc(s.hits, func(h hit) bool { return h.verdict == IsMasked && s.goesOn(h.from) })
	for i := range s.hits {
		if h := &s.hits[i]; h.verdict == IsMasked && !s.decideMasked(h) {
			h.verdict = ""
		}
	}
	s.hits = slices.DeleteFunc(s.hits, func(h hit) bool { return h.verdict == "" })
}

// goesOn reports whether a sign joins what begins at from to a letter before it.
func (s *scan) goesOn(from int) bool {
	return from > 1 && (s.text[from-1] == '_' || s.text[from-1] == '-') && alphanumeric[s.text[from-2]]
}

// decideMasked names the kind of a masked value: that of an issuer of which the text around speaks,
// else the one that what is shown tells, else none, with all that it may be as candidates. ok is false
// where no value begins so.
func (s *scan) decideMasked(h *hit) (ok bool) {
	shown := s.text[h.from:h.shown]
	could := s.t.beginners(shown)
	if len(could) == 0 {
		return false
	}
	if named := s.namedMasked(h, could); named != nil {
		h.kind = named
		return true
	}
	could = telling(slices.Clone(could), len(shown))
	first := could[0].kind
	if slices.ContainsFunc(could, func(o *spec) bool {
		return o.kind.vendor != first.vendor || o.kind != first && len(o.prefix()) > len(shown)
	}) {
		h.kind = nil
		slices.SortStableFunc(could, func(a, b *spec) int {
			switch {
			case a.kind.Bare == b.kind.Bare:
				return 0
			case a.kind.Bare:
				return 1
			}
			return -1
		})
		for _, o := range could {
			h.candidates = addCandidate(h.candidates, Candidate{o.kind.name, BecauseShared})
		}
		return true
	}
	h.kind = first
	return true
}

// namedMasked is the kind of those that a masked value may be of whose issuer the text around names;
// nil where it names none, or where the text is a dump of such values.
func (s *scan) namedMasked(h *hit, could []*spec) *kind {
	if s.looked >= mostValues {
		return nil
	}
	s.looked++
	a := s.look(h.from, h.to)
	a.secret = true // its prefix says so
	for _, c := range s.clues(a, h.from, h.to) {
		for _, o := range could {
			if o.kind.vendor == c.vendor && (c.kind == nil || c.kind == o.kind) {
				return o.kind
			}
		}
	}
	return nil
}

// telling leaves of the forms that a masked value may have those that a prefix of which nothing more
// is shown tells: of forms that begin with it, and not those of issuers whose form proves nothing, where
// it is as short as sk-.
func telling(could []*spec, shown int) []*spec {
	const long = 4
	tells := func(o *spec) bool { return len(o.prefix()) == shown && !(o.kind.Bare && shown < long) }
	if !slices.ContainsFunc(could, tells) {
		return could
	}
	return slices.DeleteFunc(could, func(o *spec) bool { return !tells(o) })
}

// beginners are the forms that a masked value may have by what it shows, those with the longest
// prefix first. The longest prefix that is shown whole counts; what is more than that begins a longer
// one where there is such.
func (t *Table) beginners(shown []byte) []*spec {
	var whole, begun []*spec
	if len(shown) < 2 {
		return nil
	}
	for _, g := range t.leads[t.lead[uint16(shown[0])<<8|uint16(shown[1])]] {
		for _, s := range g.specs {
			switch {
			case !g.first || !s.seq.begins(shown):
			case len(g.anchor) > len(shown):
				begun = append(begun, s)
			case len(whole) == 0 || len(g.anchor) == len(whole[0].prefix()):
				whole = append(whole, s)
			}
		}
	}
	switch {
	case len(begun) == 0:
		return whole
	case len(whole) > 0 && len(whole[0].prefix()) == len(shown):
		return append(begun, whole...)
	}
	return begun
}
