package usage

import (
	"slices"
	"time"

	"firebreak/runbook/incident"
)

// chartWidth is the width of the fine chart's cells.
const chartWidth = 2 * time.Minute

// Run makes the review. The same input gives the same review.
func Run(in Input) Review {
	if in.Zone == nil {
		in.Zone = time.UTC
	}
	all, gaps := refine(in)
	cells, ours, lost := takeOwn(all, in.Own)
	own := int64(len(ours))
	hours, _ := gather(in.Hours, "")
	p := learn(choose(in), hours, in.Zone)
	judge(p, in, cells)
	for _, c := range ours {
		c.signals = []incident.Signal{{Code: ReasonOwnProbe, Observed: 1}}
	}
	gaps = append(gaps, holes(in, cells)...)
	cells = append(cells, ours...)
	sortCells(cells)
	bill := price(in, cells)
	groups := append(group(cells), bill.unused()...)
	sortGroups(groups)
	gaps = append(append(gaps, bill.gaps...), in.Unread...)
	sortGaps(gaps)
	return Review{
		Baseline: p.Baseline, Settled: settledUntil(in, gaps), Groups: groups, Total: total(groups, bill),
		Billed: bill.billed, Currency: bill.currency, Method: bill.method, Own: own, OwnLost: lost,
		Gaps: gaps, Hours: chart(cells, cells, time.Hour), Minutes: chart(fine(cells), cells, chartWidth),
	}
}

// unused is the group of money on days without reported use, if there is any.
func (b bill) unused() []incident.Group {
	if len(b.orphans) == 0 {
		return nil
	}
	g := incident.Group{ID: groupID(&cell{}, ReasonNoUsage), Suggested: incident.CannotTell,
		Reasons: []incident.Signal{{Code: ReasonNoUsage, Observed: float64(len(b.orphans))}},
		From:    b.orphans[0].From, To: b.orphans[0].To}
	for _, o := range b.orphans {
		g.From = earlier(g.From, o.From)
		if o.To.After(g.To) {
			g.To = o.To
		}
	}
	g.Micros, g.Low, g.High = b.orphaned, b.orphaned, b.orphaned
	return []incident.Group{g}
}

func (c *cell) amount() incident.Amount {
	return incident.Amount{Requests: c.requests, Uncounted: c.uncounted, In: c.in, Out: c.out, Micros: c.micros.mid, Low: c.micros.low, High: c.micros.high}
}

func add(sum *incident.Amount, a incident.Amount) {
	sum.Requests += a.Requests
	sum.Uncounted = sum.Uncounted || a.Uncounted
	sum.In += a.In
	sum.Out += a.Out
	sum.Micros += a.Micros
	sum.Low += a.Low
	sum.High += a.High
}

// total adds the groups up. How money is shared among them does not matter to the sum, so its
// bounds are those of the estimated part alone.
func total(groups []incident.Group, b bill) incident.Amount {
	var sum incident.Amount
	for _, g := range groups {
		add(&sum, g.Amount)
	}
	sum.Low = sum.Micros - b.estimated.mid + b.estimated.low
	sum.High = sum.Micros - b.estimated.mid + b.estimated.high
	return sum
}

// chart adds cells up into columns, oldest first: in requests, or in tokens where these are not
// counted everywhere.
func chart(cells, all []*cell, width time.Duration) []incident.Cell {
	uncounted := slices.ContainsFunc(all, func(c *cell) bool { return c.uncounted })
	at := map[time.Time]incident.Cell{}
	for _, c := range cells {
		start := c.start.Truncate(width)
		column, n := at[start], c.requests
		if uncounted {
			n = c.tokens()
		}
		at[start] = incident.Cell{At: start, Requests: column.Requests + n, Micros: column.Micros + c.micros.mid}
	}
	out := make([]incident.Cell, 0, len(at))
	for _, column := range at {
		out = append(out, column)
	}
	slices.SortFunc(out, func(a, b incident.Cell) int { return a.At.Compare(b.At) })
	return out
}

// fine keeps the cells that are narrow enough for the fine chart.
func fine(cells []*cell) []*cell {
	return slices.DeleteFunc(slices.Clone(cells), func(c *cell) bool { return c.width > chartWidth })
}
