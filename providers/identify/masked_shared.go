package identify

import "slices"

// shareMasked makes one hit of the kinds of several issuers that a masked value may be of, as what it
// shows is how values of each begin: of the issuer that the text names, or of none, with all of them
// as candidates. What only goes on behind a word that is joined to it, as live_ does in sk_live_, is the
// beginning of none.
func (s *scan) shareMasked() {
	kept := s.hits[:0]
	for _, h := range s.hits {
		if h.verdict == IsMasked && s.goesOn(h.from) {
			continue
		}
		if last := len(kept) - 1; h.verdict == IsMasked && last >= 0 && kept[last].verdict == IsMasked && kept[last].from == h.from && kept[last].to == h.to {
			kept[last].share(h.kind)
			continue
		}
		kept = append(kept, h)
	}
	s.hits = kept
	for i := range s.hits {
		if h := &s.hits[i]; h.verdict == IsMasked && len(h.candidates) > 0 {
			s.decideMasked(h)
		}
	}
}

// goesOn reports whether a sign joins what begins at from to a letter before it.
func (s *scan) goesOn(from int) bool {
	return from > 1 && (s.text[from-1] == '_' || s.text[from-1] == '-') && alphanumeric[s.text[from-2]]
}

// share adds a kind of another issuer to those that a hit may be of.
func (h *hit) share(k *kind) {
	if len(h.candidates) == 0 {
		if k.vendor == h.kind.vendor {
			return
		}
		h.candidates = []Candidate{{h.kind.name, BecauseShared}}
	}
	h.candidates = addCandidate(h.candidates, Candidate{k.name, BecauseShared})
}

func (s *scan) decideMasked(h *hit) {
	a := s.look(h.from, h.to)
	a.secret = true // its prefix says so
	h.kind = nil
	for _, c := range s.clues(a, h.from, h.to) {
		at := slices.IndexFunc(h.candidates, func(o Candidate) bool { return o.Kind.Provider() == c.vendor.id })
		if at >= 0 {
			h.kind, h.candidates = s.t.byID[h.candidates[at].Kind], nil
			return
		}
	}
}
