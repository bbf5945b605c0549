package usage

import (
	"slices"
	"testing"
	"time"

	"firebreak/providers"
)

// dailyAt is the service as it looked at a moment: days of use and cost from their first
// minute on, and one hour's use with its true price.
func dailyAt(now time.Time) (days []providers.Bucket, costs []providers.Cost, hour providers.Bucket, price int64) {
	w := service()
	w.in.Hours = slices.DeleteFunc(w.in.Hours, func(b providers.Bucket) bool { return !b.Start.Before(now) })
	w.cost(now)
	from := now.Add(-27 * 24 * time.Hour).Truncate(24 * time.Hour)
	at := map[time.Time]int{}
	for _, b := range w.in.Hours {
		start := b.Start.Truncate(24 * time.Hour)
		if start.Before(from) {
			continue
		}
		i, known := at[start]
		if !known {
			i = len(days)
			at[start] = i
			days = append(days, providers.Bucket{Start: start, Width: 24 * time.Hour, Endpoint: b.Endpoint, Model: b.Model})
		}
		days[i].Requests, days[i].In, days[i].Out = days[i].Requests+b.Requests, days[i].In+b.In, days[i].Out+b.Out
	}
	costs = slices.DeleteFunc(w.in.Costs, func(c providers.Cost) bool { return c.Start.Before(from) })
	hour = providers.Bucket{Start: now.Add(-time.Hour), Width: time.Hour, Endpoint: "completions", Model: providers.FromOutside(small), Requests: 10, In: 8000, Out: 2000}
	return days, costs, hour, 2*hour.In + 8*hour.Out
}

func TestThePriceOfUseDoesNotDependOnTheHourOfTheDay(t *testing.T) {
	for h := range 24 {
		days, costs, hour, price := dailyAt(asOf.Truncate(24 * time.Hour).Add(-24 * time.Hour).Add(time.Duration(h) * time.Hour))
		if got := PricesOf(days, costs, hour.Start.Add(hour.Width)).Of(hour); got != exactly(price) {
			t.Errorf("at %02d:00 an hour of %d micro-units is priced at %+v", h, price, got)
		}
	}
}

func TestUseThatWasNeverBilledHasNoPrice(t *testing.T) {
	days, costs, hour, _ := dailyAt(asOf)
	hour.Model = providers.FromOutside("never-billed")
	if e := PricesOf(days, costs, asOf).Of(hour); e != (Estimate{AtLeast: true}) {
		t.Errorf("priced at %+v", e)
	}
	hour.Model = providers.FromOutside(small)
	p := PricesOf(days, nil, asOf)
	if e := p.Of(hour); e != (Estimate{AtLeast: true}) || p.Currency != "" {
		t.Errorf("without any cost: %+v %q", e, p.Currency)
	}
}

func TestUseFirstSeenTodayCostsAtLeastWhatTodayWasBilled(t *testing.T) {
	days, costs, hour, _ := dailyAt(asOf)
	today := asOf.Truncate(24 * time.Hour)
	hour.Model = providers.FromOutside("new-large")
	days = append(days, providers.Bucket{Start: today, Width: 24 * time.Hour, Endpoint: hour.Endpoint, Model: hour.Model, Requests: 100, In: 80_000, Out: 20_000})
	costs = append(costs, providers.Cost{Start: today, Width: 24 * time.Hour, Micros: 5_000_000, Currency: "usd", Item: providers.FromOutside("new-large, input")})
	if e := PricesOf(days, costs, asOf).Of(hour); e != (Estimate{500_000, 500_000, 500_000, true}) {
		t.Errorf("a tenth of today's use is priced at %+v, want at least 500000", e)
	}
}

func exactly(micros int64) Estimate { return Estimate{micros, micros, micros, false} }

// ledgerOf is ten final days: what each was used for and what its lines charge, by item.
func ledgerOf(use func(day int) []providers.Bucket, charge func(day int) map[string]int64) ([]providers.Bucket, []providers.Cost) {
	var used []providers.Bucket
	var costs []providers.Cost
	for i := range 10 {
		day := asOf.Truncate(24 * time.Hour).Add(-time.Duration(i+3) * 24 * time.Hour)
		for _, b := range use(i) {
			b.Start, b.Width = day, 24*time.Hour
			used = append(used, b)
		}
		for item, micros := range charge(i) {
			costs = append(costs, providers.Cost{Start: day, Width: 24 * time.Hour, Micros: micros, Currency: "USD", Item: providers.FromOutside(item)})
		}
	}
	return used, costs
}

func TestATheftIsPricedByWhatTheBillsTellApart(t *testing.T) {
	call := func(in, cached, out int64, batch bool) providers.Bucket {
		return providers.Bucket{Endpoint: "completions", Model: providers.FromOutside("m-2024-07-18"), Requests: 1, In: in, Cached: cached, Out: out, Batch: batch}
	}
	other := call(1000, 0, 0, false)
	other.Model = providers.FromOutside("other")
	picture := providers.Bucket{Endpoint: "images", Model: providers.FromOutside("m-2024-07-18"), Requests: 2}
	thief := call(1_000_000, 0, 100, false) // of the same model, at the full price: 4 in, 1 cached, 16 out; a batch pays half
	const full = 4*1_000_000 + 16*100
	live := func(int) []providers.Bucket { return []providers.Bucket{call(1000, 400, 300, false)} }
	for name, c := range map[string]struct {
		use    func(int) []providers.Bucket
		charge func(int) map[string]int64
		thief  providers.Bucket
		want   Estimate
	}{
		"each part has its line": {live, func(int) map[string]int64 {
			return map[string]int64{"m, input": 2400, "m, cached input": 400, "m, output": 4800}
		}, thief, exactly(full)},
		"days of more and of fewer batches tell the full price": {func(i int) []providers.Bucket {
			return []providers.Bucket{call(1000*int64(i), 0, 300*int64(i), false), call(5000, 0, 500, true)}
		}, func(i int) map[string]int64 {
			return map[string]int64{"m, input": 4000*int64(i) + 10_000, "m, output": 4800*int64(i) + 4000}
		}, thief, exactly(full)},
		"the same batches every day bound it": {func(int) []providers.Bucket {
			return []providers.Bucket{call(1000, 0, 300, false), call(1000, 0, 300, true)}
		}, func(int) map[string]int64 { return map[string]int64{"m, input": 6000, "m, output": 7200} },
			thief, Estimate{3*1_000_000 + 12*100, 4_500_000 + 18*100, 6*1_000_000 + 24*100, false}},
		"a line for all parts bounds it": {func(int) []providers.Bucket { return []providers.Bucket{call(1000, 0, 1000, false)} },
			func(int) map[string]int64 { return map[string]int64{"m": 20_000} },
			call(1000, 0, 0, false), Estimate{0, 10_000, 20_000, false}},
		"a line that names no model is at most all of it": {func(int) []providers.Bucket { return []providers.Bucket{call(1000, 0, 0, false), other} },
			func(int) map[string]int64 { return map[string]int64{"": 8000} },
			call(1000, 0, 0, false), Estimate{0, 8000, 8000, false}},
		"a line that names no model is all of it where one was used": {func(int) []providers.Bucket { return []providers.Bucket{call(1000, 0, 0, false)} },
			func(int) map[string]int64 { return map[string]int64{"": 4000} }, call(2000, 0, 0, false), exactly(8000)},
		"what has no tokens is priced by the call": {func(int) []providers.Bucket { return []providers.Bucket{picture} },
			func(int) map[string]int64 { return map[string]int64{"m, output": 200} }, picture, exactly(200)},
		"a part that was never billed leaves it open": {func(int) []providers.Bucket { return []providers.Bucket{call(1000, 0, 0, false)} },
			func(int) map[string]int64 { return map[string]int64{"m, input": 4000} }, thief, Estimate{4_000_000, 4_000_000, 4_000_000, true}},
	} {
		t.Run(name, func(t *testing.T) {
			used, costs := ledgerOf(c.use, c.charge)
			if got := PricesOf(used, costs, asOf).Of(c.thief); got != c.want {
				t.Errorf("priced at %+v, want %+v", got, c.want)
			}
		})
	}
}
