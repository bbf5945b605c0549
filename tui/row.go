package tui

// row is one thing in a body. It is not padded and not coloured: fit lays it out for the room
// there is, and the theme gives it its ink. Make rows with the functions below.
//
// Room is given in this order: title, all choices, the selected choice's consequence; then
// rows that must stay; then facts by weight; blank lines go first. What has no room is behind
// tab, and the body says so.
type row struct {
	kind     rowKind
	label    string // of a fact, in a column of its own
	mark     string // of a text: its indentation, or the number of a step; what wraps goes on below the words
	text     string
	short    string // in place of text, or of a choice's consequence, where one line is not enough; "" for none
	detail   string // of a choice: its consequence
	ink      ink
	flow     flow
	weight   int // of a fact: higher stays longer
	keep     bool
	selected bool
	off      string // of a choice: why it cannot be taken
	cells    []cell // of a table row
	rest     bool   // stands for rows that are counted and not shown
	opened   bool   // a table row shows its open cell on as many lines as it takes
}

type rowKind int

const (
	rowText rowKind = iota
	rowBlank
	rowFact
	rowChoice
	rowField
	rowTable
)

// flow is what happens to a text that is wider than its room.
type flow int

const (
	flowWrap flow = iota // at spaces, at most two lines in a tight body, then cut
	flowCut              // cut with an ellipsis: names only
	flowPath             // broken anywhere and never cut: ids, paths, addresses
)

// ink is a role of the palette, never a colour.
type ink int

const (
	plainInk  ink = iota
	dimInk        // secondary
	accentInk     // the cursor, the field
	okInk         // proven by a provider
	warnInk       // unknown, unproven, dry run
	dangerInk     // proven alive, or cannot be undone: nothing else
	drillInk      // the word DRILL
	boldInk       // title and selected row
)

// blank is an empty line. The first to go.
func blank() row { return row{kind: rowBlank} }

// text is a line that wraps.
func text(s string) row { return row{text: s} }

// must is a text that stays whatever the room.
func must(s string) row { return row{text: s, keep: true} }

// marked is a text that stays, behind a mark.
func marked(mark, s string) row { return row{mark: mark, text: s, keep: true} }

// fact is something known, behind its label. Short stands in where there is no room for two
// lines; higher weights stay longer (0 to 9, and 0 goes before blank lines do). Label, short and
// long are clean already.
func fact(label, short, long string, weight int) row {
	return row{kind: rowFact, label: label, text: long, short: short, weight: weight}
}

// address is a path, id or URL behind its label: broken over lines and never cut; it stays.
func address(label, s string) row {
	return row{kind: rowFact, label: label, text: s, flow: flowPath, keep: true, weight: 9}
}

// choice is one answer, with what it leads to. Off says why it cannot be taken; "" for one that
// can.
func choice(title, consequence string, selected bool, off string) row {
	return row{kind: rowChoice, text: title, detail: consequence, selected: selected, off: off}
}

// field is a line that a person types into. Text is shown as it is, with a cursor behind it.
func field(label, typed string) row {
	return row{kind: rowField, label: label, text: typed, keep: true}
}

// cell is one column of a table row: cut to its width, or set right within it.
type cell struct {
	text  string
	whole string // in place of text where there is room for all of it; "" for the same
	width int
	least int // of an open column: what rows that are not in view need
	right bool
	ink   ink
	spare bool // left out where room is short
}

// table is a line of columns, two spaces apart. A column of width 0 takes what is left. What it
// cuts of that is behind tab.
func table(selected bool, cells ...cell) row {
	return row{kind: rowTable, cells: cells, selected: selected}
}

// inked gives a row its ink.
func (r row) inked(i ink) row { r.ink = i; return r }

// kept has a row stay whatever the room.
func (r row) kept() row { r.keep = true; return r }
