package tui

import (
	"slices"
)

// piece is a row laid out, and what became of it.
type piece struct {
	row   row
	lines []string
}

// fit lays rows out in at most h lines. What goes, one after another until the rest fits: facts of
// no weight; blank lines from below; facts and texts in their shorter form, by weight; facts by weight, then
// texts from below; at last the body is a window around what is selected. left reports whether
// something said is not shown.
func (p paper) fit(rows []row, h int) (lines []string, left bool) {
	pieces := make([]piece, len(rows))
	for i, r := range rows {
		pieces[i] = piece{r, p.lay(r, false)}
	}
	dropOrphans(pieces)
	for _, shorten := range []func([]piece, int) bool{p.dropSpare, p.dropBlanks, p.briefly, p.dropFacts, p.dropTexts} {
		if total(pieces) <= h {
			break
		}
		left = shorten(pieces, h) || left
	}
	left = left || slices.ContainsFunc(rows, p.shortened)
	dropOrphans(pieces)
	if total(pieces) <= h {
		return joined(pieces), left
	}
	return p.window(pieces, h), true
}

func total(pieces []piece) int {
	n := 0
	for _, x := range pieces {
		n += len(x.lines)
	}
	return n
}

func joined(pieces []piece) []string {
	var lines []string
	for _, x := range pieces {
		lines = append(lines, x.lines...)
	}
	return lines
}

// dropOrphans leaves out all blank lines but one between two rows.
func dropOrphans(pieces []piece) {
	parts := false // what stands above is blank
	for i, x := range pieces {
		switch {
		case len(x.lines) == 0:
		case x.row.kind != rowBlank:
			parts = false
		case parts:
			pieces[i].lines = nil
		default:
			parts = true
		}
	}
}

func (p paper) dropBlanks(pieces []piece, h int) bool {
	for i := len(pieces) - 1; i >= 0 && total(pieces) > h; i-- {
		if pieces[i].row.kind == rowBlank {
			pieces[i].lines = nil
		}
	}
	return false
}

// briefly takes the shorter form of what has one, the lightest first.
func (p paper) briefly(pieces []piece, h int) (left bool) {
	for _, i := range byWeight(pieces, func(r row) bool { return r.kind != rowBlank && !r.selected }) {
		if total(pieces) <= h {
			return left
		}
		if short := p.lay(pieces[i].row, true); len(short) < len(pieces[i].lines) {
			pieces[i].lines = short
			left = true
		}
	}
	return left
}

// dropSpare leaves out what is said only where there is room to spare.
func (p paper) dropSpare(pieces []piece, h int) bool {
	return p.drop(pieces, h, func(r row) bool { return r.kind == rowFact && !r.keep && r.weight == 0 })
}

func (p paper) dropFacts(pieces []piece, h int) (left bool) {
	return p.drop(pieces, h, func(r row) bool { return r.kind == rowFact && !r.keep })
}

// drop leaves out what a rule takes, the lightest first, until the rest fits.
func (p paper) drop(pieces []piece, h int, takes func(row) bool) (left bool) {
	for _, i := range byWeight(pieces, takes) {
		if total(pieces) <= h {
			return left
		}
		pieces[i].lines, left = nil, true
	}
	return left
}

func (p paper) dropTexts(pieces []piece, h int) (left bool) {
	for i := len(pieces) - 1; i >= 0 && total(pieces) > h; i-- {
		if r := pieces[i].row; r.kind == rowText && !r.keep {
			pieces[i].lines, left = nil, true
		}
	}
	return left
}

// byWeight lists the pieces that a rule takes, lightest first and later ones before earlier.
func byWeight(pieces []piece, takes func(row) bool) []int {
	var list []int
	for i := len(pieces) - 1; i >= 0; i-- {
		if takes(pieces[i].row) {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return pieces[a].row.weight - pieces[b].row.weight })
	return list
}

// window shows what is around the selected row, or around a field, and says how much is above
// and below. With the first choice selected nothing was moved yet: the body begins at its top, and
// what has no room goes from between.
func (p paper) window(pieces []piece, h int) []string {
	all := joined(pieces)
	from, to, choices := 0, 0, 0
	first := false
	line := 0
	for _, x := range pieces {
		if x.row.kind == rowChoice {
			choices++
		}
		if x.row.selected || x.row.kind == rowField {
			from, to, first = line, line+len(x.lines), x.row.kind == rowChoice && choices == 1
		}
		line += len(x.lines)
	}
	top := max(topOf(pieces, h-1-max(to-from+1, 3)), h-1-(len(all)-from)) // no line is left empty
	if first && to > h-1 && top > 0 {
		shown := append(slices.Clone(all[:top]), p.more("↑", from-top))
		return append(shown, p.scrolled(all[from:], 0, to-from, h-len(shown))...)
	}
	return p.scrolled(all, from, to, h)
}

// topOf is how many lines of whole pieces, from the top, fit into h; all of h where not even the
// first piece does.
func topOf(pieces []piece, h int) int {
	n := 0
	for _, x := range pieces {
		if n+len(x.lines) > h {
			break
		}
		n += len(x.lines)
	}
	if n == 0 {
		return h
	}
	return n
}

// scrolled is h lines of all in which those of [from, to) are in view, as far as they fit.
func (p paper) scrolled(all []string, from, to, h int) []string {
	if h <= 0 || len(all) <= h {
		return all[:min(max(h, 0), len(all))]
	}
	if h < 3 {
		top := min(from, len(all)-h)
		return all[top : top+h]
	}
	top := max(0, min(to-h+1, from-1)) // one line is left for the mark on either side
	top = min(top, len(all)-h)
	shown := slices.Clone(all[top : top+h])
	if top > 0 {
		shown[0] = p.more("↑", top+1)
	}
	if rest := len(all) - top - h; rest > 0 {
		shown[h-1] = p.more("↓", rest+1)
	}
	return shown
}

func (p paper) more(arrow string, n int) string {
	said := p.lang.MoreLines(n)
	switch {
	case p.read && arrow == "↓":
		said = p.lang.MoreBelow(n)
	case p.read:
		said = p.lang.MoreAbove(n)
	}
	return "   " + p.theme.paint(dimInk, cut(p.theme.glyphs(arrow+" "+said), p.w-indent, ""))
}
