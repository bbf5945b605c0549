package tui

import "slices"

// Whether a window holds what a phrase confirms. A request that is not in view is not confirmed.

// mostHeight bounds the search for a window that is high enough.
const mostHeight = 200

// crowded reports whether the window does not hold the whole request beside the phrase, whatever
// is typed.
func (s *revoke) crowded(v *view) bool {
	if s.failed != nil {
		return false
	}
	longest := ""
	for _, said := range []string{v.lang.PhraseHint("#", s.field.want), v.lang.PhraseHint(s.field.want+"#", s.field.want), s.fitting(v)} {
		if width(said) > width(longest) {
			longest = said
		}
	}
	rows := append(s.facts(v), s.asked(v, longest, warnInk)...)
	return v.hides(rows, max(v.roomOf()-len(v.title(s, v.w-1)), 0))
}

// hides reports whether a part of an address, or the field, is not in view in h lines.
func (v *view) hides(rows []row, h int) bool {
	p := newPaper(v.theme, v.lang, v.w-1, rows)
	lines, _ := p.fit(rows, h)
	for _, r := range rows {
		if r.flow != flowPath && r.kind != rowField {
			continue
		}
		for _, line := range p.lay(r, false) {
			if !slices.Contains(lines, line) {
				return true
			}
		}
	}
	return false
}

// tooSmall says in place of the phrase how large the window has to be.
func (s *revoke) tooSmall(v *view) []row {
	larger := *v
	for larger.h < v.h+mostHeight && s.crowded(&larger) {
		larger.h++
	}
	var rows []row
	for _, said := range v.lang.PhraseNeedsRoom(larger.w, larger.h) {
		rows = append(rows, must(said).inked(warnInk))
	}
	return rows
}
