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
	unknown        bool // no cost and no rate: the zero says nothing
}

func (m money) plus(o money) money {
	return money{m.mid + o.mid, m.low + o.low, m.high + o.high, m.unknown || o.unknown}
}

// ownRateSpread bounds an estimate by the key's own past price on both sides: the mix of
// tokens in and out may differ that much. Our own figure.
const ownRateSpread = 2

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
		b.gaps = []incident.Gap{{What: "cost", Why: incident.WhyNotReadable, From: in.From, To: in.AsOf}}
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
		if c.Currency != b.currency || c.Micros > plausible || c.Micros < -plausible {
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
		spread(c.Micros, day, tokensOf, tokensOf, inOf, outOf, requestsOf)
	}
}

// splitItem takes a cost line such as "gpt-4o-2024-08-06, input" apart.
func splitItem(item providers.Untrusted) (model, part string) {
	text := item.Line(200)
	cut := strings.IndexAny(text, ",:|")
	if cut < 0 {
		cut = len(text)
	}
	model = strings.TrimSpace(text[:cut])
	model = name(series{model: providers.FromOutside(model)}.family().model)
	return model, strings.ToLower(text[cut:])
}

type weight func(*cell) int64

func tokensOf(c *cell) int64   { return c.tokens() }
func inOf(c *cell) int64       { return c.in }
func outOf(c *cell) int64      { return c.out }
func requestsOf(c *cell) int64 { return c.requests }

func weightOf(part string) weight {
	switch {
	case strings.Contains(part, "output"):
		return outOf
	case strings.Contains(part, "input"):
		return inOf
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

// allot splits an amount by weight, exactly: by requests where nothing has that weight, and
// evenly where there are none of these either.
func allot(micros int64, cells []*cell, by weight) []int64 {
	out := make([]int64, len(cells))
	weights := []weight{by, requestsOf, func(*cell) int64 { return 1 }}
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

// unsettled names the days whose cost is missing or may rise, and estimates their cells by
// the price per token (per request where none are counted) of the settled days.
func (b *bill) unsettled(in Input, cells []*cell) {
	settled := settledDays(in.Costs, in.AsOf)
	rates := ownRates(cells, settled)
	var open time.Time
	for _, c := range cells {
		if settled(c) {
			continue
		}
		if day := dayOf(c.start); !day.Equal(open) {
			open = day
			b.gaps = append(b.gaps, incident.Gap{What: "cost", Why: incident.WhyUnsettled, From: day, To: earlier(day.Add(24*time.Hour), in.AsOf)})
		}
		b.estimate(c, rates)
	}
}

func (b *bill) estimate(c *cell, rates map[series]rate) {
	r, known := rates[c.family()]
	guess := r.of(c)
	switch {
	case c.micros.mid >= guess && c.micros.mid != 0:
		c.micros.high = max(c.micros.high, guess)
	case c.micros.mid != 0:
		// The vendor has billed a part so far; the rest of the day comes later.
		b.estimated = b.estimated.plus(money{mid: guess - c.micros.mid, high: guess*ownRateSpread - c.micros.mid})
		c.micros = money{mid: guess, low: c.micros.low, high: guess * ownRateSpread}
		b.method = WithOwnRate
	case known:
		c.micros = money{mid: guess, low: guess / ownRateSpread, high: guess * ownRateSpread}
		b.estimated = b.estimated.plus(c.micros)
		b.method = WithOwnRate
	default:
		c.micros.unknown = true
	}
}

// rate is what a family cost so far.
type rate struct{ micros, tokens, requests int64 }

func ownRates(cells []*cell, settled func(*cell) bool) map[series]rate {
	rates := map[series]rate{}
	for _, c := range cells {
		if !settled(c) {
			continue
		}
		f := c.family()
		r := rates[f]
		rates[f] = rate{r.micros + c.micros.mid, r.tokens + c.tokens(), r.requests + c.requests}
	}
	return rates
}

func (r rate) of(c *cell) int64 {
	guess := 0.0
	switch {
	case r.tokens > 0 && c.tokens() > 0:
		guess = float64(r.micros) / float64(r.tokens) * float64(c.tokens())
	case r.requests > 0:
		guess = float64(r.micros) / float64(r.requests) * float64(c.requests)
	}
	return int64(min(guess, float64(plausible)))
}

func dayOf(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
