package postmortem

import "strings"

// Lines of the body outside folded parts, as the format counts them.
const (
	mostLines   = 300
	titleLines  = 4 // with the end of the file
	bannerLines = 3
)

// foldRank is how late a table is folded away: what a reader needs first stays longest.
var foldRank = map[string]int{"findings": 1, "related": 1, "actions": 1, "timeline": 2}

// fit folds tables away, the longest of the lowest rank first, until the body is short enough
// to be read.
func fit(sections []section, banners int) {
	for openLines(sections) > mostLines-titleLines-bannerLines*banners {
		t := longest(sections)
		if t == nil {
			return
		}
		t.folded = true
	}
}

// openLines counts the lines outside folded parts.
func openLines(sections []section) int {
	n := 0
	for _, s := range sections {
		n++ // the blank line before it
		open := true
		for line := range strings.Lines(s.markdown()) {
			open = open && !strings.HasPrefix(line, "<details>")
			if open && !strings.HasPrefix(line, markerStart) {
				n++
			}
			open = open || strings.HasPrefix(line, "</details>")
		}
	}
	return n
}

// longest is the next table to fold.
func longest(sections []section) *table {
	var best *table
	for _, s := range sections {
		for _, b := range s.blocks {
			t, ok := b.(*table)
			if !ok || t.folded || t.title == "" {
				continue
			}
			if best == nil || foldRank[t.key] < foldRank[best.key] ||
				foldRank[t.key] == foldRank[best.key] && len(t.rows) > len(best.rows) {
				best = t
			}
		}
	}
	return best
}
