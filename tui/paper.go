package tui

import (
	"cmp"
	"slices"
	"strings"

	"firebreak/runbook/words"
)

const (
	indent      = 3  // of rows; the cursor stands in it
	mostLabel   = 16 // widest column of labels
	mostTitle   = 26 // widest column of choices on a narrow screen; a longer one takes more for itself
	mostWide    = 32 // the same on a wide one
	leastClause = 20 // of what a choice leads to, beside it
	leastColumn = 12 // of the column that takes what is left
	tightLines  = 2  // a consequence or a proof in a body that is short of room
)

// paper lays rows out in lines of a width.
type paper struct {
	theme theme
	lang  words.Lang
	w     int  // every line is at most this wide
	label int  // column of the facts
	title int  // column of the choices' consequences
	open  int  // the most that a table's open column needs
	read  bool // the body is scrolled by arrows, and says so
}

func newPaper(t theme, l words.Lang, w int, rows []row) paper {
	p := paper{theme: t, lang: l, w: w}
	for _, r := range rows {
		switch r.kind {
		case rowFact, rowField:
			p.label = max(p.label, min(width(t.glyphs(r.label)), mostLabel)+2)
		case rowChoice:
			if n := width(t.glyphs(r.text)); (r.detail != "" || r.off != "") && n <= max(mostTitle, min(w*2/5, mostWide)) {
				p.title = max(p.title, n+2)
			}
		case rowTable:
			for i, c := range r.cells {
				if c.width == 0 && i < len(r.cells)-1 {
					p.open = max(p.open, c.least, width(t.glyphs(c.text)), width(t.glyphs(c.whole)))
				}
			}
		}
	}
	return p
}

// lay makes the lines of a row. Brief asks for as few as its words allow.
func (p paper) lay(r row, brief bool) []string {
	switch r.kind {
	case rowBlank:
		return []string{""}
	case rowFact:
		return p.fact(r, brief)
	case rowChoice:
		return p.choice(r, brief)
	case rowField:
		return p.field(r)
	case rowTable:
		return p.table(r)
	}
	return p.lines(r.mark, r, p.w-indent-width(r.mark), brief)
}

// lines flows a row's text behind a head of which only the first line has the words.
func (p paper) lines(head string, r row, room int, brief bool) []string {
	text := p.theme.glyphs(r.text)
	if brief && r.short != "" && width(text) > room {
		text = p.theme.glyphs(r.short)
	}
	var parts []string
	switch r.flow {
	case flowPath:
		parts = breakUp(text, room)
	case flowCut:
		parts = []string{cut(text, room, p.theme.glyphs("…"))}
	default:
		parts = wrap(text, room)
		if brief && !r.keep && len(parts) > tightLines {
			parts = parts[:tightLines]
			parts[tightLines-1] = cut(parts[tightLines-1]+p.theme.glyphs(" …"), room, p.theme.glyphs("…"))
		}
	}
	margin := strings.Repeat(" ", indent)
	var out []string
	for i, part := range parts {
		lead := strings.Repeat(" ", width(head))
		if i == 0 {
			lead = p.theme.paint(dimInk, head)
		}
		out = append(out, margin+lead+p.theme.paint(r.ink, strings.TrimRight(part, " ")))
	}
	return out
}

func (p paper) fact(r row, brief bool) []string {
	label := p.theme.glyphs(r.label)
	head := pad(label, p.label)
	if width(label) > mostLabel || p.w-indent-p.label < p.w/3 { // no column: the words follow the label
		head = label + "  "
	}
	return p.lines(head, r, max(p.w-indent-width(head), 8), brief)
}

// choice is an answer with what it leads to beside it, or below where it is selected and there is
// no room beside. Brief, one that is not selected takes one line.
func (p paper) choice(r row, brief bool) []string {
	title := cut(p.theme.glyphs(r.text), p.w-indent, p.theme.glyphs("…"))
	name := p.choiceName(r, title)
	detail, short := p.theme.glyphs(r.detail), p.theme.glyphs(r.short)
	if r.off != "" {
		detail, short = p.theme.glyphs(p.lang.NotNow(r.off)), ""
	}
	column := max(p.title, width(title)+2)
	room := p.w - indent - column
	if !r.selected && width(detail) > room {
		switch {
		case short != "" && width(short) <= room:
			detail = short
		case brief && room < leastClause:
			detail = ""
		case brief && short != "":
			detail = cut(short, room, p.theme.glyphs("…"))
		case brief:
			detail = clause(detail, room, p.theme.glyphs("…"))
		}
	}
	switch {
	case detail == "":
		return []string{name}
	case width(detail) <= room:
		return []string{name + strings.Repeat(" ", column-width(title)) + p.theme.paint(dimInk, detail)}
	case !r.selected:
		detail = clause(detail, p.w-indent-2, p.theme.glyphs("…"))
	}
	out := []string{name}
	below := wrap(detail, p.w-indent-2)
	for _, line := range below[:min(len(below), tightLines+1)] {
		out = append(out, strings.Repeat(" ", indent+2)+p.theme.paint(dimInk, line))
	}
	return out
}

// choiceName is the title of an answer behind its mark.
func (p paper) choiceName(r row, title string) string {
	mark := strings.Repeat(" ", indent)
	switch {
	case r.selected:
		return p.theme.paint(accentInk, " > ") + p.theme.paint(boldInk, title)
	case r.off != "":
		return mark + p.theme.paint(dimInk, title)
	}
	return mark + p.theme.paint(r.ink, title)
}

// field is a line being typed into: its end stays in view, the cursor behind it.
func (p paper) field(r row) []string {
	label, caret := p.theme.glyphs(r.label), p.theme.glyphs("▏")
	room := max(p.w-indent-p.label-2-width(caret), 4)
	return []string{strings.Repeat(" ", indent) + p.theme.paint(dimInk, pad(label, p.label)) +
		p.theme.paint(accentInk, "> ") + tail(p.theme.glyphs(r.text), room) + p.theme.paint(accentInk, caret)}
}

// tableGap parts the columns of a table.
const tableGap = "  "

// table sets columns side by side; the one of width 0 takes what is left. An opened row goes on
// below its first line with what its open cell holds.
func (p paper) table(r row) []string {
	cells, room := p.columns(r.cells, len(tableGap))
	var below []string
	if i := slices.IndexFunc(cells, func(c cell) bool { return c.width == 0 }); i >= 0 && r.opened {
		parts := wrap(p.theme.glyphs(cmp.Or(cells[i].whole, cells[i].text)), max(room, 4))
		cells = slices.Clone(cells)
		cells[i].text = parts[0]
		at := indent
		for _, c := range cells[:i] {
			at += c.width + len(tableGap)
		}
		for _, part := range parts[1:] {
			below = append(below, strings.Repeat(" ", at)+p.theme.paint(r.ink, part))
		}
	}
	return append([]string{p.columnsOf(r, cells, room)}, below...)
}

// shortened reports whether an open cell of a table row has no room for all that it holds, or a row
// stands for others.
func (p paper) shortened(r row) bool {
	if r.rest {
		return true
	}
	cells, room := p.columns(r.cells, len(tableGap))
	return !r.opened && slices.ContainsFunc(cells, func(c cell) bool {
		return c.width == 0 && (width(p.theme.glyphs(c.text)) > max(room, 4) || c.whole != "" && c.whole != c.text)
	})
}

// columnsOf is the first line of a table row.
func (p paper) columnsOf(r row, cells []cell, room int) string {
	line := strings.Repeat(" ", indent)
	if r.selected {
		line = p.theme.paint(accentInk, " > ")
	}
	for i, c := range cells {
		w := c.width
		if w == 0 {
			w = max(room, 4)
		}
		s := cut(p.theme.glyphs(c.text), w, p.theme.glyphs("…"))
		space := strings.Repeat(" ", max(0, w-width(s)))
		ink := c.ink
		if ink == plainInk {
			ink = r.ink
		}
		if r.selected && ink == plainInk {
			ink = boldInk
		}
		if i > 0 {
			line += tableGap
		}
		if c.right {
			line += space + p.theme.paint(ink, s)
		} else {
			line += p.theme.paint(ink, s) + space
		}
	}
	return cut(line, p.w, "")
}

// columns leaves out spare cells where the others have no room, and returns what the column of width 0
// has of the rest: no more than its widest row needs, so that what belongs together stands together.
func (p paper) columns(cells []cell, gap int) ([]cell, int) {
	for {
		room := p.w - indent - gap*max(len(cells)-1, 0)
		for _, c := range cells {
			room -= max(c.width, 0)
		}
		open := slices.ContainsFunc(cells, func(c cell) bool { return c.width == 0 })
		i := slices.IndexFunc(cells, func(c cell) bool { return c.spare })
		if i < 0 || room >= leastColumn || !open && room >= 0 {
			if n := len(cells); n > 0 && cells[n-1].width != 0 {
				room = min(room, max(p.open, leastColumn))
			}
			return cells, room
		}
		cells = slices.Delete(slices.Clone(cells), i, i+1)
	}
}
