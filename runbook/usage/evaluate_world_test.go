package usage

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"firebreak/runbook/incident"
)

// theft is a seeded world of four weeks: two services of ours with a daily wave and a colleague
// by day, and a thief of one kind. It knows whose each call is.
type theft struct {
	events []Event
	truth  []bool // whether a call is the thief's
	first  time.Time
	stolen int64 // micros
}

func (w *theft) call(thief bool, e Event) {
	e.ID = fmt.Sprint("req_", len(w.events))
	e.KeyID, e.Sized, e.Priced, e.Status = "key_1", true, true, 200
	e.Micros = e.In*2 + e.Out*8
	if e.Model == "drill-large" {
		e.Micros *= 5
	}
	w.events, w.truth = append(w.events, e), append(w.truth, thief)
	if thief {
		w.stolen += e.Micros
		if w.first.IsZero() || e.At.Before(w.first) {
			w.first = e.At
		}
	}
}

// ours are two services around the clock and a colleague on working days.
func (w *theft) ours(rng *rand.Rand) {
	for at := from; at.Before(asOf); at = at.Add(time.Hour) {
		wave := 1 + 0.5*math.Sin(float64(at.Hour())/24*2*math.Pi)
		w.some(rng, at, drawn(rng, 14*wave, 6), Event{Endpoint: "chat", Model: small, Agent: "shop/2.4.1", Address: "192.0.2.7", In: 900, Out: 250})
		w.some(rng, at, drawn(rng, 5*wave, 4), Event{Endpoint: "embeddings", Model: "drill-vectors", Agent: "indexer/1.9", Address: "192.0.2.9", In: 600, Out: 0})
		if day := at.Weekday(); at.Hour() >= 8 && at.Hour() < 17 && day != time.Sunday && day != time.Saturday {
			w.some(rng, at, drawn(rng, 1, 2), Event{Endpoint: "chat", Model: small, Agent: "python-requests/2.31", Address: "198.51.100.20", In: 1500, Out: 500})
		}
	}
}

func (w *theft) some(rng *rand.Rand, hour time.Time, n float64, like Event) {
	for range int(n) {
		e := like
		e.At = hour.Add(time.Duration(rng.Int64N(int64(time.Hour))))
		e.In, e.Out = jitter(rng, like.In), jitter(rng, like.Out)
		if e.At.Before(asOf) {
			w.call(false, e)
		}
	}
}

func jitter(rng *rand.Rand, n int64) int64 {
	return int64(float64(n) * math.Exp(0.5*rng.NormFloat64()))
}

// thieves by name, each from some hours after the exposure on.
var thieves = map[string]func(*theft, *rand.Rand, time.Time){
	"probes, then resells": func(w *theft, rng *rand.Rand, at time.Time) {
		client := Event{At: at, Endpoint: "models", Agent: "python-httpx/0.27", Address: "203.0.113.5", In: 0, Out: 0}
		w.call(true, client)
		client.At, client.Endpoint, client.Model, client.In, client.Out = at.Add(time.Minute), "chat", small, 9, 1
		w.call(true, client)
		for h := range 30 {
			for range int(drawn(rng, 150, 5)) {
				client.At = at.Add(time.Duration(h)*time.Hour + time.Duration(rng.Int64N(int64(time.Hour))) + 2*time.Minute)
				client.Model, client.In, client.Out = "drill-large", jitter(rng, 3000), jitter(rng, 900)
				if client.At.Before(asOf) {
					w.call(true, client)
				}
			}
		}
	},
	"huge requests": func(w *theft, rng *rand.Rand, at time.Time) {
		for i := range 267 {
			w.call(true, Event{At: at.Add(time.Duration(i) * 2 * time.Second), Endpoint: "chat", Model: "drill-large", Agent: "Go-http-client/2.0",
				Address: "203.0.113.77", In: jitter(rng, 340_000), Out: 4_000})
		}
	},
	"many proxies": func(w *theft, rng *rand.Rand, at time.Time) {
		for range 2500 {
			w.call(true, Event{At: at.Add(time.Duration(rng.Int64N(int64(40 * time.Hour)))), Endpoint: "chat", Model: "drill-large", Agent: "axios/1.7",
				Address: fmt.Sprintf("203.0.%d.%d", rng.IntN(60), rng.IntN(250)), In: jitter(rng, 2000), Out: jitter(rng, 700)})
		}
	},
	"two calls a day": func(w *theft, rng *rand.Rand, at time.Time) {
		for at.Before(asOf) {
			w.call(true, Event{At: at, Endpoint: "chat", Model: small, Agent: "okhttp/4.12", Address: "203.0.113.200", In: jitter(rng, 1200), Out: jitter(rng, 300)})
			at = at.Add(time.Duration(10+rng.IntN(4)) * time.Hour)
		}
	},
}

func steal(kind string, seed uint64) *theft {
	rng := rand.New(rand.NewPCG(seed, 99))
	w := &theft{}
	w.ours(rng)
	thieves[kind](w, rng, exposed.Add(time.Duration(24+rng.IntN(72))*time.Hour+time.Duration(rng.IntN(3600))*time.Second))
	return w
}

// Ways in which a source tells less than all.
const (
	full     = "full"
	noPlace  = "no address"
	asCounts = "counts only"
)

// log is what the source tells of the world.
func (w *theft) log(way string) *Log {
	var l Log
	if way == asCounts {
		w.buckets(&l)
		return &l
	}
	for i := range w.events {
		e := w.events[i]
		if way == noPlace {
			e.Address = ""
		}
		l.Add(&e)
	}
	return &l
}

func (w *theft) buckets(l *Log) {
	type at struct {
		hour            time.Time
		endpoint, model string
	}
	sums := map[at]*Event{}
	for _, e := range w.events {
		if e.Endpoint == "models" {
			continue // counted nowhere
		}
		k := at{e.At.Truncate(time.Hour), e.Endpoint, e.Model}
		if sums[k] == nil {
			sums[k] = &Event{At: k.hour, Width: time.Hour, KeyID: "key_1", Endpoint: k.endpoint, Model: k.model, Sized: true, Priced: true}
		}
		b := sums[k]
		b.Requests, b.In, b.Out, b.Micros = b.Requests+1, b.In+e.In, b.Out+e.Out, b.Micros+e.Micros
	}
	for _, b := range sums {
		l.Add(b)
	}
}

// score is what one analysis gets right.
type score struct {
	precision, recall, undetermined, costError float64
	firstWithin                                bool
}

// whose is the verdict on a call by the group that holds it.
func whose(a *Analysis, e *Event) incident.GroupVerdict {
	has := func(g *Finding, d Dimension, v string) bool {
		for _, one := range g.Dimensions[d] {
			if one.Is(v) {
				return true
			}
		}
		return v == "" || len(g.Dimensions[d]) == 0
	}
	best := incident.GroupVerdict("")
	for i := range a.Groups {
		g := &a.Groups[i]
		if e.At.Before(g.First.Truncate(time.Hour)) || e.At.After(g.Last.Add(time.Hour)) || !has(g, DimAgent, agentFamily(e.Agent)) ||
			!has(g, DimModel, name(series{model: outside(e.Model)}.family().model)) || !has(g, DimEndpoint, e.Endpoint) || len(g.Dimensions[DimNetwork]) > 0 && !has(g, DimNetwork, network(e.Address)) {
			continue
		}
		if within := !e.At.Before(g.First) && !e.At.After(g.Last); best == "" || within && g.Verdict != incident.Ours {
			best = g.Verdict
		}
	}
	return best
}

func (w *theft) score(a *Analysis) score {
	var hit, miss, wrong, unsure, all float64
	for i := range w.events {
		verdict := whose(a, &w.events[i])
		all++
		switch {
		case verdict == incident.NotOurs && w.truth[i]:
			hit++
		case verdict == incident.NotOurs:
			wrong++
		case w.truth[i]:
			miss++
		}
		if verdict == incident.CannotTell {
			unsure++
		}
	}
	s := score{precision: hit / max(hit+wrong, 1), recall: hit / max(hit+miss, 1), undetermined: unsure / all}
	s.costError = math.Abs(float64(a.Cost.USD)-float64(w.stolen)) / float64(w.stolen)
	s.firstWithin = a.FirstForeign != nil && a.FirstForeign.Sub(w.first).Abs() <= time.Hour
	return s
}

func TestEvaluateWorlds(t *testing.T) {
	seeds, kinds, ways := uint64(1), []string{"huge requests"}, []string{full}
	if os.Getenv(datasets) != "" {
		seeds, kinds, ways = 200, slices.Sorted(maps.Keys(thieves)), []string{full, noPlace, asCounts}
	}
	for _, kind := range kinds {
		for _, way := range ways {
			var sum score
			firsts, cheap := 0.0, 0.0
			for seed := range seeds {
				w := steal(kind, seed)
				a := Analyse(w.log(way), Context{Exposed: exposed, AsOf: asOf})
				s := w.score(&a)
				sum.precision, sum.recall, sum.undetermined = sum.precision+s.precision, sum.recall+s.recall, sum.undetermined+s.undetermined
				if s.firstWithin {
					firsts++
				}
				if s.costError <= 0.1 {
					cheap++
				}
			}
			n := float64(seeds)
			t.Logf("E  %-22s %-12s precision %.3f recall %.3f undetermined %.3f first use %3.0f %% cost %3.0f %%", kind, way, sum.precision/n, sum.recall/n,
				sum.undetermined/n, 100*firsts/n, 100*cheap/n)
			if way == full && (sum.precision < 0.9*n || sum.recall < 0.9*n || firsts < 0.8*n || cheap < 0.8*n) {
				t.Errorf("E  %s: want precision and recall of 0.90, first use and cost right in 80 of 100 worlds", kind)
			}
		}
	}
}
