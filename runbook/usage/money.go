package usage

import (
	"math/bits"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// money is an amount in micro-units with its bounds.
type money struct {
	mid, low, high int64
	unknown        bool // no full price is known: what stands here is the least, and a zero says nothing
}

func (m money) plus(o money) money {
	return money{m.mid + o.mid, m.low + o.low, m.high + o.high, m.unknown || o.unknown}
}

// ownRateSpread widens an estimate by what was billed before on both sides: prices and tiers of
// service may have changed since. Our own figure.
const ownRateSpread = 1.1

// bill is the result of sharing cost among cells.
type bill struct {
	method    Method
	currency  string
	billed    int64          // everything in the currency
	orphans   []incident.Gap // days with cost and no use; one per cost line
	orphaned  int64
	estimated money // part of the cells' money that no cost line backs
	gaps      []incident.Gap
}

// price shares each cost line among the cells of its interval and estimates what has no cost
// yet. The shares of a line add up to the line.
func price(in Input, cells []*cell) bill {
	b := bill{method: ByTokens}
	if len(in.Costs) == 0 {
		b.method = NoCost
		for _, c := range cells {
			c.micros.unknown = true
		}
		if !slices.ContainsFunc(in.Unread, func(g incident.Gap) bool { return g.What == "cost" }) {
			b.gaps = []incident.Gap{{What: "cost", Why: incident.WhyNotReadable, From: in.From, To: in.AsOf}}
		}
		return b
	}
	b.lines(in.Costs, cells)
	b.unsettled(in, cells)
	return b
}

// lines shares all cost lines in the currency of the first among the cells, which come in
// order of time. Others are named as gaps.
func (b *bill) lines(costs []providers.Cost, cells []*cell) {
	b.currency = costs[0].Currency
	for _, c := range costs {
		if c.Currency != b.currency || !plausibleMoney(c.Micros) {
			b.gaps = append(b.gaps, incident.Gap{What: "cost", Why: incident.WhyShape, From: c.Start, To: c.Start.Add(c.Width)})
			continue
		}
		b.billed += c.Micros
		b.line(c, cells)
	}
}

// line shares one cost line. Cells come in order of time.
func (b *bill) line(c providers.Cost, cells []*cell) {
	end := c.Start.Add(c.Width)
	from, _ := slices.BinarySearchFunc(cells, c.Start, func(c *cell, t time.Time) int { return c.start.Compare(t) })
	to, _ := slices.BinarySearchFunc(cells, end, func(c *cell, t time.Time) int { return c.start.Compare(t) })
	day := cells[from:max(from, to)]
	model, part := splitItem(c.Item)
	named := slices.DeleteFunc(slices.Clone(day), func(c *cell) bool { return !strings.EqualFold(name(c.family().model), model) })
	switch {
	case c.Micros == 0:
	case len(day) == 0:
		b.orphaned += c.Micros
		b.orphans = append(b.orphans, incident.Gap{From: c.Start, To: end})
	case len(named) > 0:
		b.method = ByLine
		spread(c.Micros, named, weightOf(part), weightOf(part))
	default:
		spread(c.Micros, day, tokensOf, tokensOf, inOf, outOf, sizeOf)
	}
}

// splitItem takes a cost line such as "gpt-4o-2024-08-06, input" apart.
func splitItem(item providers.Untrusted) (model string, p part) {
	text := item.Line(200)
	cut := strings.IndexAny(text, ",:|")
	if cut < 0 {
		cut = len(text)
	}
	model = strings.TrimSpace(text[:cut])
	model = name(series{model: providers.FromOutside(model)}.family().model)
	return model, partOf(text[cut:])
}

type weight func(*cell) int64

func tokensOf(c *cell) int64 { return c.tokens() }
func inOf(c *cell) int64     { return c.in }
func outOf(c *cell) int64    { return c.out }
func sizeOf(c *cell) int64   { return c.size() }

func weightOf(p part) weight {
	switch p {
	case partOut:
		return outOf
	case partIn:
		return inOf
	case partCached:
		return func(c *cell) int64 { return c.cached }
	}
	return tokensOf
}

// spread gives each cell its share by the first weight, bounded by the shares that the others
// would give.
func spread(micros int64, cells []*cell, mid weight, bounds ...weight) {
	shares := allot(micros, cells, mid)
	low, high := slices.Clone(shares), slices.Clone(shares)
	for _, w := range bounds {
		for i, s := range allot(micros, cells, w) {
			low[i], high[i] = min(low[i], s), max(high[i], s)
		}
	}
	for i, c := range cells {
		c.micros = c.micros.plus(money{mid: shares[i], low: low[i], high: high[i]})
	}
}

// allot splits an amount by weight, exactly: by size where nothing has that weight, and
// evenly where nothing has a size either.
func allot(micros int64, cells []*cell, by weight) []int64 {
	out := make([]int64, len(cells))
	weights := []weight{by, sizeOf, func(*cell) int64 { return 1 }}
	var sum int64
	for sum == 0 {
		by, weights = weights[0], weights[1:]
		for _, c := range cells {
			sum += by(c)
		}
	}
	var before, given int64
	for i, c := range cells {
		before += by(c)
		upTo := fraction(micros, before, sum)
		out[i], given = upTo-given, upTo
	}
	return out
}

// fraction is amount × part / whole, rounded towards zero, for 0 ≤ part ≤ whole.
func fraction(amount, part, whole int64) int64 {
	if amount < 0 {
		return -fraction(-amount, part, whole)
	}
	hi, lo := bits.Mul64(uint64(amount), uint64(part))
	q, _ := bits.Div64(hi, lo, uint64(whole))
	return int64(q)
}

// unsettled names the days whose cost is missing or may rise, and estimates their cells by what
// the provider charged for such use.
func (b *bill) unsettled(in Input, cells []*cell) {
	settled := settledDays(in.Costs, in.AsOf)
	first := dayOf(in.From.Add(24*time.Hour - 1)) // a day's cost needs all of its use beside it
	prices := PricesOf(
		slices.DeleteFunc(slices.Clone(in.Hours), func(h providers.Bucket) bool { return h.Start.Before(first) }),
		slices.DeleteFunc(slices.Clone(in.Costs), func(c providers.Cost) bool { return c.Start.Before(first) }), in.AsOf)
	var open time.Time
	for _, c := range cells {
		if settled(c.start) {
			continue
		}
		if day := dayOf(c.start); !day.Equal(open) {
			open = day
			b.gaps = append(b.gaps, incident.Gap{What: "cost", Why: incident.WhyUnsettled, From: day, To: earlier(day.Add(24*time.Hour), in.AsOf)})
		}
		b.estimate(c, prices.of(c.paidAs(), c.use()))
	}
}

// estimate puts a likely amount on a cell whose day was billed in part or not at all.
func (b *bill) estimate(c *cell, e Estimate) {
	high := int64(float64(e.High) * ownRateSpread)
	c.micros.unknown = e.AtLeast // what stands there is the least that it can be
	switch {
	case e.Mid == 0 && c.micros.mid == 0:
	case c.micros.mid >= e.Mid:
		c.micros.high = max(c.micros.high, high)
	default:
		// The vendor has billed a part so far, or nothing; the rest of the day comes later.
		low := max(c.micros.low, int64(float64(e.Low)/ownRateSpread))
		b.estimated = b.estimated.plus(money{mid: e.Mid - c.micros.mid, low: max(0, low-c.micros.mid), high: high - c.micros.mid})
		c.micros = money{mid: e.Mid, low: low, high: max(high, e.Mid)}
		b.method = WithOwnRate
	}
}

func dayOf(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
