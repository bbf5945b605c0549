package usage

import (
	"math"
	"time"

	"firebreak/providers"
)

// Prices are what a provider charged for a key's own use, by model and by what each cost line is
// for. They come from its bills alone: no price list is kept.
type Prices struct {
	// Billed is the provider's money for the days, in micro-units of Currency. An empty
	// Currency means that no cost was readable, and the zero says nothing.
	Billed   int64
	Currency string

	settled, soFar map[string]tariff // by the name of the model
}

// Estimate is what some use cost, in micro-units: at least Low, likely Mid, at most High.
// AtLeast means that High is not known: some of the use was never billed, or so far in part.
type Estimate struct {
	Low, Mid, High int64
	AtLeast        bool
}

// Plus adds two estimates up.
func (e Estimate) Plus(o Estimate) Estimate {
	return Estimate{e.Low + o.Low, e.Mid + o.Mid, e.High + o.High, e.AtLeast || o.AtLeast}
}

// PricesOf learns prices from use and the cost of the same days: both begin at the start of the
// same UTC day and end at asOf. A bucket of use lies within one day. Days whose cost is final
// make the price. What later days were billed so far is the least that they will cost, for use
// is told before its cost.
func PricesOf(used []providers.Bucket, costs []providers.Cost, asOf time.Time) Prices {
	if len(costs) == 0 {
		return Prices{}
	}
	books := booksOf(used)
	p := Prices{Currency: costs[0].Currency}
	for _, c := range costs {
		if c.Currency != p.Currency || !plausibleMoney(c.Micros) {
			continue
		}
		p.Billed += c.Micros
		books.charge(c)
	}
	books.share()
	final := settledDays(costs, asOf)
	p.settled = books.tariffs(final)
	p.soFar = books.tariffs(func(day time.Time) bool { return !final(day) })
	return p
}

// Of estimates what one bucket of use cost.
func (p Prices) Of(b providers.Bucket) Estimate { return p.of(modelOf(b), useOf(b)) }

func (p Prices) of(model string, u use) Estimate {
	settled, known := p.settled[model].of(u)
	soFar, _ := p.soFar[model].of(u)
	e := Estimate{Low: whole(settled.low), Mid: whole(settled.mid), High: whole(settled.high), AtLeast: !known || math.IsInf(settled.high, 1)}
	if least := whole(soFar.low); least > e.Low && (e.AtLeast || least > e.High) {
		e = Estimate{Low: least, Mid: least, High: least, AtLeast: true}
	}
	return e
}

// whole turns money into a count that cannot run over; what is not finite is left to AtLeast.
func whole(micros float64) int64 {
	if math.IsInf(micros, 0) || math.IsNaN(micros) {
		return 0
	}
	return int64(math.Round(min(micros, float64(plausible))))
}

func plausibleMoney(micros int64) bool { return micros <= plausible && micros >= -plausible }

// settledDays reports whether the cost of a day was told and will not rise.
func settledDays(costs []providers.Cost, asOf time.Time) func(time.Time) bool {
	told := map[time.Time]bool{}
	for _, c := range costs {
		told[dayOf(c.Start)] = true
	}
	return func(at time.Time) bool {
		day := dayOf(at)
		return told[day] && !day.Add(24*time.Hour+costSettles).After(asOf)
	}
}
