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
		got, ok := PricesOf(days, costs, hour.Start.Add(hour.Width)).Of(hour)
		if !ok || got < price*99/100 || got > price*101/100 {
			t.Errorf("at %02d:00 an hour of %d micro-units is priced at %d (%v)", h, price, got, ok)
		}
	}
}

func TestUseThatWasNeverBilledHasNoPrice(t *testing.T) {
	days, costs, hour, _ := dailyAt(asOf)
	hour.Model = providers.FromOutside("never-billed")
	if micros, ok := PricesOf(days, costs, asOf).Of(hour); ok {
		t.Errorf("priced at %d", micros)
	}
	hour.Model = providers.FromOutside(small)
	p := PricesOf(days, nil, asOf)
	if micros, ok := p.Of(hour); ok || p.Currency != "" {
		t.Errorf("without any cost: %d %q", micros, p.Currency)
	}
}

func TestUseFirstSeenTodayIsPricedByWhatTodayWasBilled(t *testing.T) {
	days, costs, hour, _ := dailyAt(asOf)
	today := asOf.Truncate(24 * time.Hour)
	hour.Model = providers.FromOutside("new-large")
	days = append(days, providers.Bucket{Start: today, Width: 24 * time.Hour, Endpoint: hour.Endpoint, Model: hour.Model, Requests: 100, In: 80_000, Out: 20_000})
	costs = append(costs, providers.Cost{Start: today, Width: 24 * time.Hour, Micros: 5_000_000, Currency: "usd", Item: providers.FromOutside("new-large, input")})
	if micros, ok := PricesOf(days, costs, asOf).Of(hour); !ok || micros != 500_000 {
		t.Errorf("a tenth of today's use is priced at %d (%v), want 500000", micros, ok)
	}
}
