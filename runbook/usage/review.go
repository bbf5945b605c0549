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
	c := in.Declared
	c.Exposed, c.Revoked, c.Gone = in.Exposed, in.Revoked, in.Gone
	s := newStudy(c)
	s.from, s.asOf = in.From, in.AsOf
	s.base = s.choose()
	all, gaps := refine(in)
	cells, ours, lost := takeOwn(all, in.Own)
	priced := slices.Concat(cells, ours)
	sortCells(priced)
	bill := price(in, priced)
	s.cells = cells
	s.prepare()
	s.judge()
	for _, c := range ours {
		c.signals = []incident.Signal{{Code: ReasonOwnProbe, Observed: 1}}
	}
	gaps = append(gaps, holes(in, cells)...)
	s.cells = priced
	groups := append(s.bundles(), bill.unused()...)
	sortBundles(groups)
	gaps = append(append(gaps, bill.gaps...), in.Unread...)
	sortGaps(gaps)
	r := Review{
		Baseline: s.base, Settled: settledUntil(in, gaps), Total: total(groups, bill),
		Billed: bill.billed, Currency: bill.currency, Method: bill.method, Own: int64(len(ours)), OwnLost: lost,
		Gaps: gaps, Hours: chart(s.cells, s.cells, time.Hour), Minutes: chart(fine(s.cells), s.cells, chartWidth),
	}
	for _, b := range groups {
		r.Groups = append(r.Groups, b.group())
	}
	return r
}

// group is the bundle as the journal keeps it.
func (b *bundle) group() incident.Group {
	return incident.Group{ID: b.id, Endpoint: b.endpoint, Model: b.model, From: b.from, To: b.to, Amount: b.Amount, Suggested: b.suggested, Reasons: b.signals}
}

// unused is the group of money on days without reported use, if there is any.
func (b bill) unused() []*bundle {
	if len(b.orphans) == 0 {
		return nil
	}
	g := &bundle{kind: &kind{}, suggested: incident.CannotTell, level: Look,
		signals: []incident.Signal{{Code: ReasonNoUsage, Observed: float64(len(b.orphans))}},
		from:    b.orphans[0].From, to: b.orphans[0].To}
	for _, o := range b.orphans {
		g.from, g.to = earlier(g.from, o.From), later(g.to, o.To)
	}
	g.id = groupID(g, g.key())
	g.Micros, g.Low, g.High = b.orphaned, b.orphaned, b.orphaned
	return []*bundle{g}
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
func total(groups []*bundle, b bill) incident.Amount {
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
