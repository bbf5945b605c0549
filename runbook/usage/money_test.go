package usage

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestCostLinesAreSharedByTheUseOfTheirModel(t *testing.T) {
	w := service()
	day := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	w.use(day.Add(12*time.Hour), "images", "drill-image", 10, 0, 0)
	w.in.Costs = []providers.Cost{
		{Start: day, Width: 24 * time.Hour, Item: providers.FromOutside(small + ", input"), Micros: 1000, Currency: "usd"},
		{Start: day, Width: 24 * time.Hour, Item: providers.FromOutside("Drill-Image, per picture"), Micros: 400, Currency: "usd"},
	}
	r := Run(w.in)
	g := one(t, r.Groups, ReasonNewEndpoint)
	if r.Method != WithOwnRate || g.Micros != 400 || g.Low != 400 || g.High != 400 {
		t.Errorf("method %s, images %+v; want exactly their own line", r.Method, g)
	}
}

func TestLinesWithoutAModelAreSharedByTokensAndBounded(t *testing.T) {
	day := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	w := &world{Input{From: from, AsOf: asOf, Exposed: exposed, MinutesFrom: asOf}}
	for at := from; at.Before(exposed); at = at.Add(time.Hour) {
		w.use(at, "completions", small, 10, 800, 200)
	}
	w.use(day.Add(1*time.Hour), "completions", small, 9, 800, 200)
	w.use(day.Add(5*time.Hour), "completions", "drill-large", 1, 80_000, 1000)
	w.in.Costs = []providers.Cost{{Start: day, Width: 24 * time.Hour, Micros: 9_000_000, Currency: "usd"}}
	r := Run(w.in)
	g := one(t, r.Groups, ReasonNewModel)
	// 81,000 of 90,000 tokens; 1 of 10 requests.
	if g.Micros != 8_100_000 || g.Low != 900_000 || g.High < 8_100_000 {
		t.Errorf("share %+v, want 8.1 of 9, bounded by its share of requests", g.Amount)
	}
	if r.Total.Low > r.Total.Micros || r.Billed != 9_000_000 {
		t.Errorf("total %+v", r.Total)
	}
}

func TestADayWithoutCostIsEstimatedAndNamed(t *testing.T) {
	w := service()
	yesterday := asOf.Truncate(24 * time.Hour).Add(-24 * time.Hour)
	w.use(asOf.Add(-time.Hour), "completions", "drill-large", 5, 1000, 1000)
	w.cost(yesterday)
	r := Run(w.in)
	if r.Method != WithOwnRate || r.Total.Micros <= r.Billed || r.Total.Low >= r.Total.Micros || r.Total.High <= r.Total.Micros {
		t.Errorf("method %s, total %+v, billed %d; want today estimated with bounds", r.Method, r.Total, r.Billed)
	}
	unsettled := 0
	for _, g := range r.Gaps {
		if g.What == "cost" && g.Why == incident.WhyUnsettled && !g.To.Before(asOf) {
			unsettled++
		}
	}
	if unsettled != 1 {
		t.Errorf("gaps %+v, want today's cost named", r.Gaps)
	}
	// Nobody knows the price of a model that was never billed: not zero, unknown.
	if g := one(t, r.Groups, ReasonNewModel); len(withCode([]incident.Group{g}, ReasonNoPrice)) != 1 {
		t.Errorf("the new model's money is %+v", g)
	}
}

func TestNoReadableCostIsNotFree(t *testing.T) {
	r := Run(service().in)
	if r.Method != NoCost || !slices.Contains(r.Gaps, incident.Gap{What: "cost", Why: incident.WhyNotReadable, From: from, To: asOf}) {
		t.Errorf("method %s, gaps %+v", r.Method, r.Gaps)
	}
	if priced := len(r.Groups) - len(withCode(r.Groups, ReasonNoPrice)); priced != 0 || len(r.Groups) == 0 {
		t.Errorf("%d of %d groups cost something known", priced, len(r.Groups))
	}
	in := service().in
	in.Unread = []incident.Gap{{What: "cost", Why: incident.WhyNotOffered}}
	if r := Run(in); slices.ContainsFunc(r.Gaps, func(g incident.Gap) bool { return g.Why == incident.WhyNotReadable }) {
		t.Errorf("what the vendor has no call for is said to be refused: %+v", r.Gaps)
	}
}

func TestMoneyOnADayWithoutUseIsAGroupOfItsOwn(t *testing.T) {
	w := service()
	w.in.Costs = []providers.Cost{{Start: from.Add(-48 * time.Hour).Truncate(24 * time.Hour), Width: 24 * time.Hour, Micros: 77, Currency: "usd"}}
	r := Run(w.in)
	if g := one(t, r.Groups, ReasonNoUsage); g.Micros != 77 || g.Suggested != incident.CannotTell {
		t.Errorf("group %+v", g)
	}
}

func TestAnotherCurrencyIsNamedAndNotAdded(t *testing.T) {
	w := service()
	w.in.Costs = []providers.Cost{{Start: from, Width: 24 * time.Hour, Micros: 5, Currency: "usd"}, {Start: from, Width: 24 * time.Hour, Micros: 5, Currency: "eur"}}
	if r := Run(w.in); r.Billed != 5 || len(withWhy(r.Gaps, incident.WhyShape)) != 1 {
		t.Errorf("billed %d, gaps %+v", r.Billed, r.Gaps)
	}
}

func TestSharesAddUpToTheLine(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		cells := make([]*cell, 1+rng.IntN(20))
		for i := range cells {
			cells[i] = &cell{requests: rng.Int64N(5), in: rng.Int64N(1 << 40)}
			if rng.IntN(3) == 0 {
				cells[i].in = 0
			}
		}
		amount := rng.Int64N(1<<44) - 1<<43
		var sum int64
		for _, share := range allot(amount, cells, inOf) {
			sum += share
		}
		if sum != amount {
			t.Fatalf("shares of %d add up to %d", amount, sum)
		}
	}
}

func TestADayBilledInPartIsNotTakenForWhole(t *testing.T) {
	w := service()
	today := asOf.Truncate(24 * time.Hour)
	w.cost(today.Add(-24 * time.Hour))
	w.use(asOf.Add(-time.Hour), "completions", small, 2, 1_000_000, 1000)
	w.in.Costs = append(w.in.Costs, providers.Cost{Start: today, Width: 24 * time.Hour, Micros: 50_000, Currency: "usd"})
	r := Run(w.in)
	if r.Total.Micros < r.Billed+1_000_000 {
		t.Errorf("total %+v, billed %d: a million tokens of today are not estimated", r.Total, r.Billed)
	}
	if r.Total.Low > r.Total.Micros || r.Total.High < r.Total.Micros {
		t.Errorf("bounds of %+v", r.Total)
	}
}
