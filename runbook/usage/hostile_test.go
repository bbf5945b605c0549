package usage

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"firebreak/runbook/incident"
)

// anyEvent is an event as no sane log has it.
func anyEvent(rng *rand.Rand) Event {
	text := func(of ...string) string { return of[rng.IntN(len(of))] }
	at := from.Add(time.Duration(rng.Int64N(int64(40 * 24 * time.Hour))))
	if rng.IntN(50) == 0 {
		at = at.Add(-time.Duration(rng.IntN(20)) * 365 * 24 * time.Hour)
	}
	return Event{At: at, Width: []time.Duration{0, 0, 0, time.Minute, time.Hour, 24 * time.Hour}[rng.IntN(6)], ID: text("", fmt.Sprint(rng.IntN(5000))),
		KeyID: text("a", "b"), Plane: Plane(rng.IntN(2)), API: text("", "iam", "lambda.amazonaws.com"), Action: text("", "CreateUser", "Invoke20150331", "InvokeModel", "ListFoundationModels"),
		Endpoint: text("", "chat", "/v1/models", "\x1b[2J"), Model: text("", "m", "m-2026-01-05", strings.Repeat("x", 500)), Region: text("", "eu-1", "us-1"),
		Status: []int{0, 200, 401, 429, -5, 9999}[rng.IntN(6)], Error: text("", "", "ValidationException"), Requests: rng.Int64N(5), Uncounted: rng.IntN(9) == 0,
		In: rng.Int64N(1 << 20), Out: rng.Int64N(1 << 12), Sized: rng.IntN(3) > 0, Micros: rng.Int64N(1 << 22), Priced: rng.IntN(2) > 0,
		Address: text("", "192.0.2.7", "035.249.253.232", "2001:db8::1", "cloudtrail.amazonaws.com", "999.1.1.1", "::ffff:192.0.2.7"), Country: text("", "de", "SG"),
		ASN: uint32(rng.IntN(3)), Agent: text("", "shop/2.4", "[a/b]", "/", "curl"), Client: text("", "app"), Actor: text("", "root"), LongTerm: rng.IntN(2) > 0,
		Whose: Whose(rng.IntN(12) / 5)}
}

// Whatever a log holds, in whatever order: nothing is lost, and the answer is the same.
func TestAnyLogIsAnsweredAndAddsUp(t *testing.T) {
	for seed := range uint64(8) {
		rng := rand.New(rand.NewPCG(seed, 5))
		c := Context{Lang: "id", AsOf: asOf, Locate: func(a netip.Addr) Place { return Place{Country: "DE", Lat: float64(a.As16()[15]), Located: true} }}
		if rng.IntN(3) > 0 {
			c.Exposed = from.Add(time.Duration(rng.Int64N(int64(45 * 24 * time.Hour))))
		}
		if rng.IntN(2) > 0 {
			c.Revoked = asOf.Add(-time.Duration(rng.Int64N(int64(72 * time.Hour))))
		}
		var events []Event
		for range rng.IntN(900) {
			events = append(events, anyEvent(rng))
		}
		seen := map[string]bool{}
		events = slices.DeleteFunc(events, func(e Event) bool { // which of two duplicates counts is the order's to say
			again := seen[e.ID]
			seen[e.ID] = e.ID != ""
			return again
		})
		answer := func() string {
			a := analysedAs(c, events)
			checkTotals(t, seed, a, events)
			return asJSON(t, a)
		}
		first := answer()
		slices.Reverse(events)
		if again := answer(); again != first {
			t.Fatalf("seed %d: two answers for one log\n%.1500s\n%.1500s", seed, first, again)
		}
	}
}

func analysedAs(c Context, events []Event) Analysis {
	var l Log
	for i := range events {
		l.Add(&events[i])
	}
	return Analyse(&l, c)
}

func checkTotals(t *testing.T, seed uint64, a Analysis, events []Event) {
	t.Helper()
	var want, got Sum
	for i := range events {
		if e := &events[i]; e.sane() {
			want.Requests, want.Tokens, want.Cost = want.Requests+e.calls(), want.Tokens+e.In+e.Out, want.Cost+USD(e.Micros)
		}
	}
	ids := map[string]bool{}
	for _, g := range a.Groups {
		got.Requests, got.Tokens, got.Cost = got.Requests+g.Requests, got.Tokens+g.Tokens, got.Cost+g.Cost
		if ids[g.ID] || g.Last.Before(g.First) || len(g.Reasons) == 0 || g.Verdict == "" {
			t.Fatalf("seed %d: group %+v", seed, g)
		}
		ids[g.ID] = true
	}
	if want != got || a.Totals.All != got {
		t.Fatalf("seed %d: groups %+v, totals %+v, want %+v", seed, got, a.Totals.All, want)
	}
	if a.Cost.Low > a.Cost.USD || a.Cost.USD > a.Cost.High {
		t.Fatalf("seed %d: cost %+v", seed, a.Cost)
	}
}

func TestACoarserLogLosesNoUse(t *testing.T) {
	w := steal("many proxies", 1)
	fine := w.log(full)
	coarse := w.log(full)
	coarse.grain = time.Hour
	coarse.merge()
	if coarse.Len() >= fine.Len() {
		t.Fatalf("%d rows of %d", coarse.Len(), fine.Len())
	}
	c := Context{Exposed: exposed, AsOf: asOf}
	a, b := Analyse(fine, c), Analyse(coarse, c)
	if a.Totals.All != b.Totals.All || b.Totals.NotOurs.Requests*100 < a.Totals.NotOurs.Requests*98 {
		t.Errorf("fine %+v, coarse %+v", a.Totals, b.Totals)
	}
}

func TestEmptyLogsAreAnsweredToo(t *testing.T) {
	a := Analyse(&Log{}, Context{Exposed: exposed})
	if a.Groups == nil || a.NotExposed == nil || a.FirstForeign != nil || a.Totals != (Totals{}) {
		t.Errorf("%+v", a)
	}
	for _, k := range a.Persistence.LookedFor {
		if k.Why != incident.WhyNotOffered {
			t.Errorf("%+v", k)
		}
	}
}
