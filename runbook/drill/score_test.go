package drill

import (
	"math"
	"testing"
	"time"

	"firebreak/providers/simulator"
	"firebreak/runbook/incident"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func TestTheWorkedExampleComesTo76Point6(t *testing.T) {
	t.Parallel()
	p := func(points, most float64) Part { return part(points, most, nil) }
	s := Sheet{Parts: map[string]Part{
		"C": p(containment(14*time.Minute, 8*time.Minute), maxC), "M": p(money(126, 72, 540), maxM),
		"V": p(10, maxV), "E": p(12, maxE), "R": p(10, maxR), "O": p(10, maxO), "X": p(4, maxX), "P": p(5*22.0/25, maxP),
	}, Penalties: []Penalty{{"hint", 2}}}.add(false)
	if s.Parts["C"].Points != 14.9 || s.Parts["M"].Points != 13.3 || s.Parts["P"].Points != 4.4 {
		t.Errorf("parts: %+v", s.Parts)
	}
	if s.Points != 76.6 || s.Band != "B" || s.Max != 100 {
		t.Errorf("%v of %v, %s", s.Points, s.Max, s.Band)
	}
}

func TestFormulasAtTheirEdges(t *testing.T) {
	t.Parallel()
	par := 8 * time.Minute
	for name, tc := range map[string]struct{ got, want float64 }{
		"containment at par":                     {containment(par, par), 25},
		"containment at four times par":          {containment(4*par, par), 0},
		"containment far beyond":                 {containment(100*par, par), 0},
		"money at par":                           {money(72, 72, 540), 15},
		"money better than par":                  {money(10, 72, 540), 15},
		"money worse than doing nothing":         {money(900, 72, 540), 0},
		"money where nothing could be saved":     {money(5, 5, 5), 15},
		"no refusal was seen":                    {verified(0, 0, 0), 0},
		"one refusal":                            {verified(1, 0, 0), 5},
		"two refusals, span too short":           {verified(2, time.Second, 2*time.Second), 5},
		"two refusals that span the tail":        {verified(2, 2*time.Second, 2*time.Second), 10},
		"all related found":                      {related(2, 2, 0), 15},
		"one found, two replaced without reason": {related(1, 2, 2), 3.5},
		"related never below nothing":            {related(0, 2, 4), 0},
		"no outage":                              {outage(0, time.Minute, time.Hour), 10},
		"outage of half the budget":              {outage(31*time.Minute, time.Minute, time.Hour), 5},
		"outage beyond the budget":               {outage(5*time.Hour, time.Minute, time.Hour), 0},
	} {
		t.Run(name, func(t *testing.T) {
			if !near(tc.got, tc.want) {
				t.Errorf("%v, want %v", tc.got, tc.want)
			}
		})
	}
}

func TestRoundingGoesHalfUp(t *testing.T) {
	t.Parallel()
	for in, want := range map[float64]float64{0.05: 0.1, 0.04: 0, 2.25: 2.3, 14.95: 15, 76.578: 76.6} {
		if got := tenth(in); !near(got, want) {
			t.Errorf("%v rounds to %v, want %v", in, got, want)
		}
	}
}

func TestBandsBeginWhereTheySay(t *testing.T) {
	t.Parallel()
	for percent, want := range map[float64]string{100: "S", 90: "S", 89.9: "A", 80: "A", 79.9: "B", 65: "B", 64.9: "C", 50: "C", 49.9: "D", 0: "D"} {
		if got := band(percent); got != want {
			t.Errorf("%v%% is %s, want %s", percent, got, want)
		}
	}
}

func TestRevokingEarlierNeverLowersContainmentAndMoney(t *testing.T) {
	t.Parallel()
	alone := make([]simulator.Usd, 61)
	for i := range alone {
		alone[i] = simulator.Usd(9 * i)
	}
	j := judge{Facts: Facts{Truth: simulator.Truth{Alone: alone}}}
	last := math.Inf(1)
	for s := 0; s <= 3600; s += 7 {
		a := time.Duration(s) * time.Second
		sum := containment(a, 8*time.Minute) + money(j.alone(a), j.alone(8*time.Minute), j.alone(time.Hour))
		if sum > last+1e-9 {
			t.Fatalf("dead after %s is worth %v, earlier %v", a, sum, last)
		}
		last = sum
	}
}

func TestAFurtherRefusalNeverLowersTheScore(t *testing.T) {
	t.Parallel()
	for _, tail := range []time.Duration{0, time.Second, 20 * time.Second, time.Minute} {
		last := 0.0
		for n := range 8 {
			got := verified(n, time.Duration(max(0, n-1))*10*time.Second, tail)
			if got < last {
				t.Errorf("%d refusals are worth %v, one less %v", n, got, last)
			}
			last = got
		}
	}
}

func TestPenaltiesAreCappedAndAGateCapsThePoints(t *testing.T) {
	t.Parallel()
	full := map[string]Part{}
	for name, most := range map[string]float64{"C": maxC, "M": maxM, "V": maxV, "E": maxE, "R": maxR, "O": maxO, "X": maxX, "P": 0} {
		full[name] = part(most, most, nil)
	}
	many := []Penalty{{WrongKey, 8}, {WrongKey, 8}, {WrongKey, 8}, {WrongKey, 8}, {FalselyContained, 10}}
	if s := (Sheet{Parts: full, Penalties: many}).add(false); s.Points != 65 || s.Band != "B" {
		t.Errorf("with all penalties: %v %s", s.Points, s.Band)
	}
	if s := (Sheet{Parts: full}).add(true); s.Points != 46.6 || s.Gate != GateLive || s.Band != "D" {
		t.Errorf("with a live key: %+v", s)
	}
}

func TestPenaltiesComeFromTheTruth(t *testing.T) {
	t.Parallel()
	page := time.Date(2026, 10, 6, 3, 12, 0, 0, time.UTC)
	old := page.AddDate(0, -1, 0)
	after := page.Add(5 * time.Minute)
	truth := simulator.Truth{Page: page, Now: page.Add(time.Hour), Keys: []simulator.KeyState{
		{Ref: "leaked", ID: "key_1", Created: old, State: simulator.Live},
		{Ref: "docs-search", ID: "key_2", Created: old, RevokedAt: after},
		{ID: "key_3", Created: old, RevokedAt: after},
		{ID: "key_4", Created: page.Add(time.Minute), RevokedAt: after}, // an orphan of ours
		{ID: "key_5", Created: old, RevokedAt: old},
	}, Events: []simulator.Event{{At: after, Actor: "us", What: "archive"}, {At: old, Actor: "us", What: "archive"}}}
	story, err := Find("S01", 1)
	if err != nil {
		t.Fatal(err)
	}
	story.Page = page
	s := Score(Facts{Story: story, Truth: truth, State: incident.State{Closing: &incident.ClosedData{}}})
	got := map[string]int{}
	for _, p := range s.Penalties {
		got[p.What]++
	}
	if len(s.Penalties) != 3 || got[FalselyContained] != 1 || got[WrongKey] != 1 || got[TooMuchDisabled] != 1 {
		t.Errorf("penalties: %+v", s.Penalties)
	}
}
