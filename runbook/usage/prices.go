package usage

import (
	"time"

	"firebreak/providers"
)

// Prices are what a key's own use cost it by the token (by the request where no tokens are
// counted), by endpoint and model.
type Prices struct {
	// Billed is the provider's money for the days, in micro-units of Currency. An empty
	// Currency means that no cost was readable, and the zero says nothing.
	Billed   int64
	Currency string

	settled, soFar map[series]rate
}

// PricesOf learns prices from days of use and the cost of the same days: both begin at the
// start of the same UTC day and end at asOf. What the latest days were billed so far is a lower
// bound: it counts where it is above the price of the days whose cost is final, and where there
// are none of these.
func PricesOf(days []providers.Bucket, costs []providers.Cost, asOf time.Time) Prices {
	p := Prices{}
	if len(costs) == 0 {
		return p
	}
	table, _ := gather(days, "") // the caller names what is no count
	cells := make([]*cell, 0, len(table))
	for _, c := range table {
		cells = append(cells, c)
	}
	sortCells(cells)
	b := bill{}
	b.lines(costs, cells)
	p.Billed, p.Currency = b.billed, b.currency
	final := settledDays(costs, asOf)
	p.settled = ownRates(cells, final)
	p.soFar = ownRates(cells, func(c *cell) bool { return !final(c) && c.micros.mid > 0 })
	return p
}

// Of estimates what one bucket of use cost, in micro-units; ok is false where such use was
// never billed.
func (p Prices) Of(b providers.Bucket) (micros int64, ok bool) {
	c := &cell{series: series{b.Endpoint, b.Model}, start: b.Start, width: b.Width, requests: b.Requests, in: b.In, out: b.Out}
	for _, rates := range []map[series]rate{p.settled, p.soFar} {
		if r, known := rates[c.family()]; known {
			micros, ok = max(micros, r.of(c)), true
		}
	}
	return micros, ok
}

// settledDays reports of a cell whether the cost of its day was told and will not rise.
func settledDays(costs []providers.Cost, asOf time.Time) func(*cell) bool {
	told := map[time.Time]bool{}
	for _, c := range costs {
		told[dayOf(c.Start)] = true
	}
	return func(c *cell) bool {
		day := dayOf(c.start)
		return told[day] && !day.Add(24*time.Hour+costSettles).After(asOf)
	}
}
