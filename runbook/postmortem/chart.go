package postmortem

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"time"

	"firebreak/runbook/incident"
)

// chart draws the use of the key over time. The table below it holds the same figures.
type chart struct {
	title, file, alt string
	width            time.Duration // of a bar
	from             time.Time     // of the first
	bars             []int64
	marks            []chartMark
}

// chartMark is a milestone within the time that is drawn.
type chartMark struct {
	label string
	at    time.Time
	bad   bool // something that strangers could do, or did
}

// mostBars keeps a bar wide enough to be seen, and the table short enough to be read.
const mostBars = 60

// barWidths are tried from the finest on.
var barWidths = []time.Duration{time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, dayOf, 2 * dayOf, 7 * dayOf, 28 * dayOf}

// overTime is the use of the key by hours, drawn and listed. There is none where nothing was told.
func (w *writer) overTime() []block {
	u := w.key.Usage
	cells := slices.DeleteFunc(slices.Clone(u.Hours), func(c incident.Cell) bool { return c.Requests == 0 && c.Micros == 0 })
	if len(cells) == 0 {
		return nil
	}
	slices.SortFunc(cells, func(a, b incident.Cell) int { return a.At.Compare(b.At) })
	first, last := cells[0].At.UTC(), cells[len(cells)-1].At.UTC()
	width := barWidths[len(barWidths)-1]
	for _, candidate := range barWidths {
		if last.Sub(first.Truncate(candidate))/candidate < mostBars {
			width = candidate
			break
		}
	}
	from := first.Truncate(width)
	n := int(last.Sub(from)/width) + 1
	sums := make([]incident.Cell, n)
	for _, c := range cells {
		s := &sums[c.At.UTC().Sub(from)/width]
		s.Requests, s.Micros = s.Requests+c.Requests, s.Micros+c.Micros
	}
	return append([]block{heading(w.say("Use over time", "Pemakaian dari waktu ke waktu")), w.drawn(sums, from, width)}, w.overTimeTable(sums, from, width))
}

// counted names what the cells count.
func (w *writer) counted() string {
	if w.key.Usage.Total.Uncounted {
		return w.say("Tokens", "Token")
	}
	return w.say("Requests", "Permintaan")
}

func (w *writer) drawn(sums []incident.Cell, from time.Time, width time.Duration) chart {
	per := fmt.Sprintf(w.say("%s per %s, UTC", "%s per %s, UTC"), w.counted(), w.Lang.Short(width))
	c := chart{title: per, file: w.Base + chartEnding, width: width, from: from, bars: make([]int64, len(sums)),
		alt: per + w.say("; the same figures stand in the table below", "; angka yang sama ada pada tabel di bawah")}
	for i, s := range sums {
		c.bars[i] = s.Requests
	}
	m := w.figures.Milestones
	for _, mark := range []struct {
		label string
		at    Moment
		bad   bool
	}{{"T0", m.ExposureStart, true}, {"T1", m.FirstAbuse, true}, {"T2", m.Detected, false}, {"T4", m.RevokeRequested, false}, {"T5", m.VerifiedDead, false}} {
		if mark.at.Known() && !mark.at.From.Before(from) && mark.at.From.Before(c.end()) {
			c.marks = append(c.marks, chartMark{mark.label, mark.at.From, mark.bad})
		}
	}
	slices.SortStableFunc(c.marks, func(a, b chartMark) int { return a.at.Compare(b.at) })
	return c
}

func (w *writer) overTimeTable(sums []incident.Cell, from time.Time, width time.Duration) *table {
	t := &table{key: "over_time", class: auto, folded: true, title: fmt.Sprintf(w.say("Use per %s", "Pemakaian per %s"), w.Lang.Short(width)), cols: []column{
		{"from", w.say("From (UTC)", "Sejak (UTC)")}, {"count", w.counted()}, {"money", w.say("Money", "Biaya")}}}
	for i, s := range sums {
		if s.Requests == 0 && s.Micros == 0 {
			continue // no bar either
		}
		money := w.unknown(noFigures)
		if w.figures.Money.Currency != "" && s.Micros != 0 {
			money = w.money(s.Micros)
		}
		t.add(own(stamp(from.Add(time.Duration(i)*width))), w.count(s.Requests), money)
	}
	return t
}

// chartEnding is that of the picture's file beside the page.
const chartEnding = ".usage.svg"

func (c chart) end() time.Time { return c.from.Add(time.Duration(len(c.bars)) * c.width) }

func (chart) data() (string, any) { return "", nil }

func (c chart) markdown() string { return fmt.Sprintf("![%s](%s)\n", c.alt, c.file) }

// Sizes of the picture, in its own units.
const (
	chartWide, chartHigh          = 720, 230
	chartLeft, chartRight         = 64, 10
	chartTop, chartBottom         = 34, 40
	chartInk, chartDim, chartBars = "#1b1f24", "#57606a", "#5b7fb0"
	chartBad, chartGood           = "#b3261e", "#1a7f37"
)

// svg draws the bars with their scale and the milestones. It is made of our words and figures alone,
// and names its colours, since it also stands as a file of its own.
func (c chart) svg() string {
	most := slices.Max(c.bars)
	room, high := float64(chartWide-chartLeft-chartRight), float64(chartHigh-chartTop-chartBottom)
	x := func(at time.Time) float64 {
		return chartLeft + room*float64(at.Sub(c.from))/float64(c.end().Sub(c.from))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n<title>%s</title>\n",
		chartWide, chartHigh, html.EscapeString(c.alt))
	fmt.Fprintf(&b, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n<text x=\"%d\" y=\"14\" fill=\"%s\">%s</text>\n", chartWide, chartHigh, chartLeft, chartInk, html.EscapeString(c.title))
	base := chartTop + high
	for _, share := range []float64{0, 0.5, 1} {
		y := base - share*high
		fmt.Fprintf(&b, "<path d=\"M%d %.1fH%d\" stroke=\"#d0d7de\"/>\n<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"%s\">%s</text>\n",
			chartLeft, y, chartWide-chartRight, chartLeft-6, y+4, chartDim, shortCount(int64(share*float64(most))))
	}
	step := room / float64(len(c.bars))
	for i, n := range c.bars {
		if n > 0 {
			h := max(high*float64(n)/float64(most), 1)
			fmt.Fprintf(&b, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n", chartLeft+float64(i)*step, base-h, max(step-1, 0.8), h, chartBars)
		}
	}
	b.WriteString(c.axis(x, base))
	b.WriteString(c.milestones(x, base))
	b.WriteString("</svg>\n")
	return b.String()
}

// axis names the beginning, the middle and the end of the time.
func (c chart) axis(x func(time.Time) float64, base float64) string {
	var b strings.Builder
	span := c.end().Sub(c.from)
	for i, anchor := range []string{"start", "middle", "end"} {
		at := c.from.Add(span * time.Duration(i) / 2)
		fmt.Fprintf(&b, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n", x(at), base+16, anchor, chartDim, at.UTC().Format("2006-01-02 15:04"))
	}
	return b.String()
}

// milestones draws a line for each; those that stand too near to each other share a label.
func (c chart) milestones(x func(time.Time) float64, base float64) string {
	const touching, margin = 24, 60
	var b strings.Builder
	label := func(at float64, ink, words string) {
		anchor := "middle"
		if at > chartWide-margin {
			anchor = "end"
		}
		fmt.Fprintf(&b, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\" font-weight=\"600\" fill=\"%s\">%s</text>\n", at, chartTop-6, anchor, ink, words)
	}
	words, ink, last := "", "", -2.0*touching
	for _, m := range c.marks {
		at, colour := x(m.at), chartGood
		if m.bad {
			colour = chartBad
		}
		fmt.Fprintf(&b, "<path d=\"M%.1f %dV%.1f\" stroke=\"%s\" stroke-dasharray=\"4 3\"/>\n", at, chartTop, base, colour)
		if at-last >= touching && words != "" {
			label(last, ink, words)
			words = ""
		}
		if words == "" {
			ink = colour
		}
		words, last = strings.TrimPrefix(words+" "+m.label, " "), at
	}
	if words != "" {
		label(last, ink, words)
	}
	return b.String()
}

// shortCount is a figure of the scale, from ten thousand on in thousands, millions or billions.
func shortCount(n int64) string {
	for _, unit := range []struct {
		from, of int64
		name     string
	}{{1e9, 1e9, "G"}, {1e6, 1e6, "M"}, {1e4, 1e3, "k"}} {
		if n >= unit.from {
			return fmt.Sprintf("%.3g%s", float64(n)/float64(unit.of), unit.name)
		}
	}
	return fmt.Sprint(n)
}
