package usage

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strconv"
	"testing"
	"time"
)

const million = 1_000_000

// crowd makes up calls of four weeks in no order: from several clients, on some models, from two
// thousand addresses.
func crowd(n int, each func(*Event)) {
	rng := rand.New(rand.NewPCG(1, 2))
	var addresses, agents, models []string
	for i := range 2048 {
		addresses = append(addresses, fmt.Sprintf("192.0.%d.%d", i/256, i%256))
	}
	for i := range 6 {
		agents, models = append(agents, fmt.Sprintf("shop/2.%d.1", i)), append(models, fmt.Sprint("drill-", i))
	}
	for i := range n {
		each(&Event{At: from.Add(time.Duration(rng.Int64N(int64(asOf.Sub(from))))), ID: "req_" + strconv.Itoa(i), KeyID: "key_1", Endpoint: "completions",
			Model: models[rng.IntN(6)], Region: "eu-central-1", Status: 200, Address: addresses[rng.IntN(2048)],
			Agent: agents[rng.IntN(6)], In: 400 + rng.Int64N(800), Out: rng.Int64N(400), Sized: true, Micros: 900, Priced: true})
	}
}

// BenchmarkAnalyse reads and analyses a million calls. On two shared cores it took 2.0 s of the
// processor with the making of the calls, and the process had 192 MB at most; a million in 2 s and
// 200 MB is what it must hold.
func BenchmarkAnalyse(b *testing.B) {
	for b.Loop() {
		var l Log
		crowd(million, func(e *Event) { l.Add(e) })
		a := Analyse(&l, Context{Exposed: exposed})
		if a.Totals.All.Requests != million {
			b.Fatal(a.Totals)
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/1e6, "MB-of-process")
}
