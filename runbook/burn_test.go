package runbook_test

import (
	"fmt"
	"testing"
	"time"

	"firebreak/providers/simulator"
	"firebreak/runbook"
)

// steadyBurn is what the key of ownOnly costs, in micro-units a minute.
const steadyBurn = 360_000

// ownOnly is a service of ours that makes one call a minute around the clock, and nobody else.
func ownOnly(c *simulator.Config) {
	c.Scenario = simulator.Scenario{ID: "own-only", Org: "northwind-labs", NoBackground: true,
		Projects: []simulator.Project{{Ref: "p", Name: "docs-bot", Created: -210 * 24 * time.Hour}},
		Users:    []simulator.User{{Ref: "mara", Name: "Mara", Mail: "mara@northwind.example", Role: "owner", Added: -400 * 24 * time.Hour, Projects: []simulator.Ref{"p"}}},
		Keys:     []simulator.Key{{Ref: "leaked", Kind: simulator.ProjectKey, Name: "docs-bot", Project: "p", Owner: "mara", Created: -95 * 24 * time.Hour, Leaked: true}},
		Traffic: []simulator.Traffic{{Key: "leaked", Actor: simulator.Ours, From: -60 * 24 * time.Hour, Every: time.Minute, Family: "completions", Model: "gpt-4o",
			In: 1000, Out: 100, Micros: steadyBurn}},
	}
}

func TestTheBurnIsTheSameAtEveryHourOfTheDay(t *testing.T) {
	t.Parallel()
	for _, h := range []int{0, 1, 7, 12, 23} { // what the hours of a whole day end with, the pure test of the prices holds
		t.Run(fmt.Sprintf("at %02d:05", h), func(t *testing.T) {
			r := newRigAt(t, time.Date(2026, 11, 23, h, 5, 0, 0, time.UTC), ownOnly)
			k := r.run(&runbook.Policy{Approve: []string{}})
			f := k.Forecast
			if f == nil || f.NoPrice || f.MicrosPerMin < steadyBurn*8/10 || f.MicrosPerMin > steadyBurn*11/10 {
				t.Fatalf("forecast %+v, want about %d micro-units a minute", f, steadyBurn)
			}
			if f.Currency == "" || f.Billed < 27*24*60*steadyBurn {
				t.Errorf("billed %d %q", f.Billed, f.Currency)
			}
		})
	}
}

func TestABurnWithoutReadableCostIsUnknown(t *testing.T) {
	t.Parallel()
	r := newRig(t, ownOnly)
	r.fault(simulator.Fault{Match: simulator.Match{Path: "/organization/costs"}, Do: "no_right"})
	if f := r.run(&runbook.Policy{}).Forecast; f == nil || !f.NoPrice || f.Currency != "" || len(f.Partial) == 0 {
		t.Errorf("forecast %+v", f)
	}
}

func TestTheBurnAgreesWithWhatTheThiefReallySpends(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		after   time.Duration // of the page
		atLeast bool
	}{
		"a model of ours, called far more":                   {0, false},
		"a model never billed before":                        {20 * time.Minute, true},
		"two, one of them never billed":                      {40 * time.Minute, true},
		"the same after a day, when some of it was billed":   {26 * time.Hour, true},
		"the same after four days, when bills of it settled": {4 * 24 * time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.clock.Run(func() { _ = r.clock.Sleep(t.Context(), c.after) })
			f := r.run(&runbook.Policy{Approve: []string{}}).Forecast
			if f == nil || f.BurnTo.Sub(f.BurnFrom) != 15*time.Minute || f.NoPrice != c.atLeast {
				t.Fatalf("from %s to %s, at least %v: %d", f.BurnFrom, f.BurnTo, f.NoPrice, f.MicrosPerMin)
			}
			truth := (r.world.Burn(f.BurnTo).Attacker - r.world.Burn(f.BurnFrom).Attacker) / 15 // our own calls are a hundredth of it
			if f.MicrosPerMin > truth*105/100 {
				t.Errorf("%d micro-units a minute, the truth is %d", f.MicrosPerMin, truth)
			}
			if !c.atLeast && (f.MicrosPerMin < truth*95/100 || f.LowPerMin > f.MicrosPerMin || f.HighPerMin < f.MicrosPerMin) {
				t.Errorf("%d to %d, mean %d; the truth is %d micro-units a minute", f.LowPerMin, f.HighPerMin, f.MicrosPerMin, truth)
			}
		})
	}
}
