package tui

import (
	"math"
	"slices"
	"strings"
	"time"

	"firebreak/runbook/incident"
)

// steps of a chart's height. The lowest is nothing at all, so that little is seen beside none.
var steps = []rune("▁▂▃▄▅▆▇█")

// spread adds cells up to n cells of a width that end at a time. Cells outside are left out.
func spread(cells []incident.Cell, end time.Time, width time.Duration, n int) []int64 {
	all := make([]int64, n)
	from := end.Add(-time.Duration(n) * width)
	for _, c := range cells {
		if c.At.Before(from) || !c.At.Before(end) {
			continue
		}
		all[c.At.Sub(from)/width] += c.Requests
	}
	return all
}

// unsettled stands where nothing is told of a time for which use may still appear.
const unsettled = '?'

// bars draws a row of cells against its own maximum, by the square root: a burst must not hide
// what is usual. Of those behind the first final ones, an empty one says nothing.
func bars(cells []int64, final int) string {
	most := int64(0)
	for _, n := range cells {
		most = max(most, n)
	}
	var b strings.Builder
	for i, n := range cells {
		if n == 0 && i >= final {
			b.WriteRune(unsettled)
			continue
		}
		at := 0
		if n > 0 {
			at = 1 + int(math.Round(math.Sqrt(float64(n)/float64(most))*float64(len(steps)-2)))
		}
		b.WriteRune(steps[at])
	}
	return b.String()
}

// chartWidths are the widths of a cell of the long row, the finest that shows the whole time is
// taken.
var chartWidths = []time.Duration{8 * time.Hour, 16 * time.Hour, 24 * time.Hour, 48 * time.Hour}

const (
	leastSpan = 3 * 24 * time.Hour // of the long row that begins at the exposure
	fineWidth = 2 * time.Minute
	fineCells = 30
	mostCells = 42
	chartHead = 13 // column of the spans
)

// chart is one row of a key's use.
type chart struct {
	head  string
	cell  time.Duration
	cells []int64
	final int // cells that begin before the figures may still change
	notes []string
}

// charts are the two rows of a key's use: from the exposure on, and the hour before the figures
// end, each with its own maximum.
func charts(v *view, u incident.FetchedData) []row {
	if len(u.Hours) == 0 && len(u.Minutes) == 0 {
		return nil
	}
	const gap = 2
	revoked := v.key().Accepted()
	room := v.w - 1 - indent - 2*gap - chartHead
	n := room - width(v.lang.ChartNotes(chartWidths[len(chartWidths)-1], time.Time{}, false, u.AsOf)[0])
	n = min(max(n, 8), mostCells)
	end := u.AsOf.Truncate(fineWidth).Add(fineWidth)
	fine := chart{cell: fineWidth, cells: spread(u.Minutes, end, fineWidth, min(fineCells, n))}
	fine.final = finalCells(u, end, fine)
	hour := fineWidth * time.Duration(len(fine.cells))
	fine.head = v.lang.ChartHead(hour, time.Time{})
	if u.AsOf.Sub(revoked) > hour || v.key().StillAccepted() {
		revoked = time.Time{}
	}
	fine.notes = v.lang.ChartNotes(fineWidth, revoked, !v.key().GoneAt().IsZero(), u.AsOf)
	both := []chart{longChart(v, u, n), fine}
	wide := max(len(both[0].cells), len(both[1].cells))
	var rows []row
	for _, c := range both {
		rows = append(rows, table(false, cell{text: c.head, width: chartHead, ink: dimInk}, cell{text: bars(c.cells, c.final), width: wide},
			cell{text: fitting(c.notes, room-wide), ink: dimInk}))
	}
	all, highest := v.lang.ChartScale(u.Total, [2]int64{slices.Max(both[0].cells), slices.Max(both[1].cells)}, [2]time.Duration{both[0].cell, both[1].cell})
	return append(rows, row{text: all, short: highest, ink: dimInk, keep: !v.small()})
}

// longChart is the use from the exposure on, in at most n cells, or all that was read where the
// exposure is not known, or too young for a row of its own.
func longChart(v *view, u incident.FetchedData, n int) chart {
	end := u.AsOf.Truncate(chartWidths[0]).Add(chartWidths[0])
	from, exposed := u.From, v.exposed()
	if exposed.After(u.From) && u.AsOf.Sub(exposed) >= leastSpan {
		from = exposed
	} else {
		exposed = time.Time{}
	}
	cell := chartWidths[len(chartWidths)-1]
	for _, w := range slices.Backward(chartWidths) {
		if cellsOf(end.Sub(from), w) <= n {
			cell = w
		}
	}
	cells := spread(u.Hours, end, cell, min(cellsOf(end.Sub(from), cell), n))
	long := chart{head: v.lang.ChartHead(u.AsOf.Sub(from), exposed), cell: cell, cells: cells, notes: v.lang.ChartNotes(cell, time.Time{}, false, u.AsOf)}
	long.final = finalCells(u, end, long)
	return long
}

// finalCells counts the cells of a row up to end that begin before the time from which on use may
// still appear.
func finalCells(u incident.FetchedData, end time.Time, c chart) int {
	from := end.Add(-time.Duration(len(c.cells)) * c.cell)
	return max(0, cellsOf(u.Settled.Sub(from), c.cell))
}

// fitting is the first text that fits a room, or else the last.
func fitting(texts []string, room int) string {
	for _, s := range texts {
		if width(s) <= room {
			return s
		}
	}
	return texts[len(texts)-1]
}

// cellsOf is how many cells of a width a span takes.
func cellsOf(span, width time.Duration) int { return int((span + width - 1) / width) }

// exposed is since when the key could be out, as people said, else as the forecast took it; the
// zero time where nobody knows.
func (v *view) exposed() time.Time {
	if a, ok := v.state.Answer(incident.AskExposedSince, ""); ok && !a.Time.IsZero() {
		return a.Time
	}
	if f := v.key().Forecast; f != nil {
		return f.Exposed
	}
	return time.Time{}
}
