package usage

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
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
	counted := slices.Concat(cells, ours)
	sortCells(counted)
	bill := price(in, counted)
	own := int64(len(ours))
	if len(in.Calls) > 0 {
		own = s.callByCall(in)
	} else {
		s.cells = cells
		s.prepare()
		s.judge()
		for _, c := range ours {
			c.signals = []incident.Signal{{Code: ReasonOwnProbe, Observed: 1}}
		}
		s.cells = counted
	}
	gaps = append(gaps, holes(in, cells)...)
	groups := append(s.bundles(), bill.unused()...)
	sortBundles(groups)
	gaps = append(append(gaps, bill.gaps...), in.Unread...)
	sortGaps(gaps)
	r := Review{
		Baseline: s.base, Past: s.usualHour(), Settled: settledUntil(in, gaps), Total: total(groups, bill),
		Billed: bill.billed, Currency: bill.currency, Method: bill.method, Own: own, OwnLost: lost,
		Gaps: gaps, Hours: chart(counted, counted, time.Hour), Minutes: chart(fine(counted), counted, chartWidth),
	}
	for _, b := range groups {
		r.Groups = append(r.Groups, b.group())
	}
	return r
}

// usualHour is the baseline as the journal keeps it.
func (s *study) usualHour() incident.Past {
	return incident.Past{From: s.base.From, To: s.base.To, How: s.base.How, Doubtful: s.dirty, Mean: round2(s.all.mean / s.unit.Hours()), High: round2(s.all.high / s.unit.Hours())}
}

// callByCall judges single calls instead of their counts, and returns how many of them are our own
// by the id of the request.
func (s *study) callByCall(in Input) (own int64) {
	mine := map[string]bool{}
	for _, c := range in.Own {
		mine[c.ID] = c.ID != ""
	}
	var l Log
	for _, u := range in.Calls {
		e := eventOf(u)
		if mine[u.RequestID] {
			e.Whose = KnownOurs
			own++
		}
		l.Add(&e)
	}
	s.names, s.told = &l.names, l.has
	l.sort()
	on := s.lay(&l)
	for _, c := range s.cells {
		c.micros.unknown = true // what a call costs is not told
	}
	s.prepare()
	s.trace(&l, on)
	s.judge()
	return own
}

// eventOf is a call as a log has it. Texts from outside are cut as those of a log are.
func eventOf(u providers.Use) Event {
	e := Event{At: u.At, ID: u.ID, API: u.Service, Action: u.Action, Region: u.Region, Error: u.Error, Target: u.Target,
		Address: u.Address.Line(mostText), Agent: u.Agent.Line(mostText), Actor: u.Actor.Line(mostText), LongTerm: u.Lasting, Left: u.Left}
	if u.Changes {
		e.Plane = Control
	}
	return e
}

// group is the bundle as the journal keeps it.
func (b *bundle) group() incident.Group {
	g := incident.Group{ID: b.id, Endpoint: b.endpoint, Model: b.model, From: b.from, To: b.to, Amount: b.Amount, Suggested: b.suggested, Reasons: b.signals}
	if b.bucketed() || !b.exact {
		return g
	}
	g.Model, g.Client, g.Place, g.Reasons = providers.Untrusted{}, outside(b.client), outside(b.place), weightiest(b.signals)
	for _, c := range b.cells {
		i := slices.IndexFunc(g.Did, func(d incident.Calls) bool { return d.Endpoint == c.endpoint && d.Model == c.model })
		if i < 0 {
			i = len(g.Did)
			g.Did = append(g.Did, incident.Calls{Endpoint: c.endpoint, Model: c.model})
		}
		g.Did[i].Requests += c.requests
	}
	slices.SortFunc(g.Did, func(a, b incident.Calls) int {
		return cmp.Or(cmp.Compare(b.Requests, a.Requests), strings.Compare(a.Endpoint, b.Endpoint), strings.Compare(name(a.Model), name(b.Model)))
	})
	g.Endpoint = g.Did[0].Endpoint
	return g
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
