package identify

import "slices"

// identifiers takes the ids that belong to what was found, such as the client id of a client secret,
// where a name near it says no more than that.
func (s *scan) identifiers() {
	const near = 300
	for _, h := range slices.Clone(s.hits) {
		if h.kind == nil || h.verdict != IsMatch {
			continue
		}
		for _, id := range h.kind.Needs {
			if k := s.t.kindNamed(id); k != nil && k.Bare && k.Identifies && !s.stands(k, h.from-near, h.to+near) {
				s.identifier(k, max(0, h.from-near), min(len(s.text), h.to+near))
			}
		}
	}
}

// stands reports whether a value of a kind was found within [from, to).
func (s *scan) stands(k *kind, from, to int) bool {
	return slices.ContainsFunc(s.hits, func(h hit) bool { return h.kind == k && h.from >= from && h.to <= to })
}

// identifier takes the first value of a kind in [from, to) whose name ends as the kind's id does.
func (s *scan) identifier(k *kind, from, to int) {
	for i := from; i < to; {
		if !valueLetters[s.text[i]] {
			i++
			continue
		}
		j := i + 1
		for j < to && valueLetters[s.text[j]] {
			j++
		}
		if spec, free := best(clue{vendor: k.vendor, kind: k}, s.text[i:j], nil); spec != nil {
			name := s.nameAt(i)
			words := split(name)
			if n := len(words) - len(k.words); n >= 0 && slices.Equal(words[n:], k.words) {
				s.hits = append(s.hits, hit{from: i, to: j, kind: k, verdict: IsNoSecret, confidence: None, why: BecauseIdentifier, name: name, rank: rankContext, freedom: free})
				return
			}
		}
		i = j
	}
}
