package identify

import (
	"bytes"
	"slices"
	"strings"
)

// What goes on where its form ends, and what ends before.

// longer takes a value that goes on where its form ends: lengths are rarely promised.
func (s *scan) longer(spec *spec, from, to int) {
	last := spec.seq[len(spec.seq)-1]
	if last.set == nil || spec.unusual != "" || spec.kind.check != nil || spec.kind.Bare || spec.at != 0 || len(spec.prefix()) < 4 {
		return
	}
	end, most := to, spec.most+spec.most/4
	for end < len(s.text) && end-from <= most && last.set[s.text[end]] {
		end++
	}
	if end == to || end-from > most || !s.closes(end, spec) || spec.example(s.text[from:to]) {
		return
	}
	s.hits = append(s.hits, hit{from: from, to: end, kind: spec.kind, verdict: IsMatch, confidence: Medium, why: BecauseLength, name: s.nameAt(from), rank: rankLength, freedom: spec.seq.freedom(s.text[from:to])})
}

// incomplete says what a known beginning is that no whole value stands behind.
func (s *scan) incomplete(spec *spec, from, body int) {
	if len(spec.prefix()) < 3 || strings.Contains(spec.prefix(), "://") || strings.Trim(spec.prefix(), spec.prefix()[:1]) == "" || spec.kind.open() || spec.kind.Bare && len(spec.prefix()) < 4 {
		return
	}
	if s.nothing == [2]int{from, body} {
		return
	}
	end := body
	for end < len(s.text) && end-from < spec.most && tokenLike[s.text[end]] && !hasPrefix(s.text[end:], "...") {
		end++
	}
	h := hit{from: from, kind: spec.kind, confidence: None, rank: rankCut}
	behind := s.text[end:min(len(s.text), end+mostMask)]
	mask := max(maskLength(behind), hidden(behind))
	switch n := end - body; {
	case mask > 0 && s.masked == from+1: // taken already, with another form
		return
	case mask > 0:
		s.masked = from + 1
		h.shown = end
		tail := end + mask
		for tail < len(s.text) && tail-end-mask < mostTail && urlSafe[s.text[tail]] {
			tail++
		}
		h.to, h.verdict, h.why = tail, IsMasked, BecauseHidden
	case n < leastCut: // whatever other form begins so
		s.nothing = [2]int{from, body}
		return
	case len(spec.prefix()) < 4 || end-from >= spec.least || len(bytes.Trim(s.text[from:end], "0123456789abcdef-")) == 0: // an id that happens to begin so
		return
	case invented(s.text[body:end]):
		h.to, h.verdict, h.why = end, IsPlaceholder, BecauseExample
	case words(s.text[body:end]) || !spec.sameSet(s.text[body:end]):
		return
	default:
		h.to, h.verdict, h.why = end, IsTruncated, BecauseCut
	}
	h.name = s.nameAt(from)
	s.hits = append(s.hits, h)
}

// words reports whether a body is names and words: secret-scanning, npm_config_cache. What is drawn
// at random holds a digit or changes its case.
func words(body []byte) bool {
	lower, upper := false, false
	for _, c := range body {
		switch {
		case c >= '0' && c <= '9':
			return false
		case c >= 'a' && c <= 'z':
			lower = true
		case c >= 'A' && c <= 'Z':
			upper = true
		}
	}
	return !lower || !upper
}

const mostMask = 300 // bytes of a mask

const mostTail = 12 // characters that a mask shows behind it

// sameSet reports whether a body holds only characters that some part of the form takes.
func (s *spec) sameSet(body []byte) bool {
	for _, c := range body {
		if !slices.ContainsFunc(s.seq, func(a atom) bool {
			return a.set != nil && a.set[c] || a.literal != "" && bytes.IndexByte([]byte(a.literal), c) >= 0
		}) {
			return false
		}
	}
	return true
}
