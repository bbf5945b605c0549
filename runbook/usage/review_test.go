package usage

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

var (
	asOf    = time.Date(2026, 11, 23, 8, 25, 0, 0, time.UTC) // a Monday
	from    = asOf.Add(-28 * 24 * time.Hour).Truncate(time.Hour)
	exposed = asOf.Add(-11 * 24 * time.Hour).Truncate(time.Hour)
)

const small = "drill-small-2026-01-05"

// world builds the buckets of a service: some 12 requests each hour of about 1,000 tokens, and
// a batch of 400 each night at 02:00.
type world struct{ in Input }

func service() *world {
	w := &world{Input{From: from, AsOf: asOf, MinutesFrom: asOf.Add(-48 * time.Hour).Truncate(time.Hour), Exposed: exposed, Lag: 5 * time.Minute}}
	for at := from; at.Before(asOf); at = at.Add(time.Hour) {
		n := int64(10 + at.Hour()%5)
		if at.Hour() == 2 {
			n = 400
		}
		for i := range n {
			if minute := at.Add(time.Duration(i%60) * time.Minute); minute.Before(asOf.Add(-5 * time.Minute)) {
				w.use(minute, "completions", small, 1, 800, 200)
			}
		}
	}
	return w
}

// use adds requests to the hour, and to the minute where minutes are told.
func (w *world) use(at time.Time, endpoint, model string, requests, in, out int64) {
	b := providers.Bucket{Start: at.Truncate(time.Hour), Width: time.Hour, Endpoint: endpoint, Model: providers.FromOutside(model), Requests: requests, In: in * requests, Out: out * requests}
	w.in.Hours = append(w.in.Hours, b)
	if b.Start.Before(w.in.MinutesFrom) {
		return
	}
	b.Start, b.Width = at.Truncate(time.Minute), time.Minute
	w.in.Minutes = append(w.in.Minutes, b)
}

// cost adds one line for each day and model at 2 micros a token in and 8 out.
func (w *world) cost(upTo time.Time) {
	type key struct {
		day   time.Time
		model providers.Untrusted
	}
	in, out := map[key]int64{}, map[key]int64{}
	var keys []key
	for _, b := range w.in.Hours {
		k := key{b.Start.Truncate(24 * time.Hour), b.Model}
		if !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
		in[k] += 2 * b.In
		out[k] += 8 * b.Out
	}
	for _, k := range keys {
		if k.day.After(upTo) {
			continue
		}
		for part, micros := range map[string]int64{"input": in[k], "output": out[k]} {
			w.in.Costs = append(w.in.Costs, providers.Cost{Start: k.day, Width: 24 * time.Hour, Micros: micros, Currency: "usd",
				Item: providers.FromOutside(fmt.Sprintf("%v, %s", k.model, part))})
		}
	}
}

func withCode(groups []incident.Group, codes ...string) []incident.Group {
	var out []incident.Group
	for _, g := range groups {
		all := true
		for _, code := range codes {
			all = all && slices.ContainsFunc(g.Reasons, func(s incident.Signal) bool { return s.Code == code })
		}
		if all {
			out = append(out, g)
		}
	}
	return out
}

func one(t *testing.T, groups []incident.Group, codes ...string) incident.Group {
	t.Helper()
	found := withCode(groups, codes...)
	if len(found) != 1 {
		t.Fatalf("%d groups with %v, want one; all: %+v", len(found), codes, groups)
	}
	return found[0]
}

func TestAServiceLikeItsPastIsOurs(t *testing.T) {
	r := Run(service().in)
	if r.Baseline.How != BeforeExposure || !r.Baseline.To.Equal(exposed.Add(-time.Hour)) {
		t.Errorf("baseline %+v, want it frozen an hour before the exposure", r.Baseline)
	}
	for _, g := range r.Groups {
		if g.Suggested != incident.Ours {
			t.Errorf("group %+v, want ours", g)
		}
	}
	batch := one(t, r.Groups, ReasonRecurring)
	if batch.Requests != 400*11 {
		t.Errorf("the nightly batch has %d requests since the exposure, want 4400", batch.Requests)
	}
}

func TestATheftIsToldApartFromOurOwnUse(t *testing.T) {
	w := service()
	probe := asOf.Add(-190 * time.Minute)
	w.use(probe, "completions", small, 1, 10, 1)
	for m := 30; m > 10; m-- {
		w.use(asOf.Add(-time.Duration(m)*time.Minute), "completions", small, 2, 340_000, 10_000)
	}
	large := asOf.Add(-20 * time.Minute)
	for m := range 10 {
		w.use(large.Add(time.Duration(m)*time.Minute), "completions", "drill-large", 3, 300_000, 10_000)
	}
	w.use(asOf.Add(-8*time.Minute), "images", "drill-image", 4, 0, 0)
	r := Run(w.in)

	g := one(t, r.Groups, ReasonSmallProbe)
	if g.Suggested != incident.CannotTell || g.From != probe.Truncate(time.Minute) || g.Requests != 1 {
		t.Errorf("the probe is %+v", g)
	}
	g = one(t, r.Groups, ReasonNewModel, ReasonTokensPerRequest)
	if g.Suggested != incident.NotOurs || g.Requests != 30 {
		t.Errorf("the new model is %+v", g)
	}
	g = one(t, r.Groups, ReasonNewModel, ReasonNewEndpoint)
	if g.Suggested != incident.NotOurs || g.Endpoint != "images" {
		t.Errorf("the new endpoint is %+v", g)
	}
	big := withCode(r.Groups, ReasonTokensPerRequest)
	if len(big) != 2 || big[1].Suggested != incident.CannotTell {
		t.Errorf("huge requests on a known model: %+v; want them left to a person", big)
	}
	if big[1].From != asOf.Add(-30*time.Minute) {
		t.Errorf("it begins at %v, want the minute of the first huge request", big[1].From)
	}
	if !slices.IsSortedFunc(r.Groups, func(a, b incident.Group) int {
		return suspicion(a.Suggested, a.Reasons) - suspicion(b.Suggested, b.Reasons)
	}) {
		t.Errorf("groups %+v, want the most suspicious first", r.Groups)
	}
	// Our own traffic of the same hour and model is not lumped in.
	usual := one(t, r.Groups, ReasonUsual)
	if usual.Suggested != incident.Ours || usual.To.Before(asOf.Add(-75*time.Minute)) {
		t.Errorf("our own use beside it: %+v", usual)
	}
}

func TestSignals(t *testing.T) {
	noon := asOf.Add(-44 * time.Hour).Truncate(time.Hour).Add(30 * time.Minute) // Saturday 12:30
	for name, tc := range map[string]struct {
		do      func(*world)
		code    string
		suggest incident.GroupVerdict
	}{
		"volume alone is for a person to judge": {func(w *world) { w.use(noon, "completions", small, 500, 800, 200) }, ReasonOverPeak, incident.CannotTell},
		"a new model alone too":                 {func(w *world) { w.use(noon, "completions", "drill-x", 2, 800, 200) }, ReasonNewModel, incident.CannotTell},
		"a new model in great volume":           {func(w *world) { w.use(noon, "completions", "drill-x", 100, 800, 200) }, ReasonOverPeak, incident.NotOurs},
		"use after others ended it": {func(w *world) {
			w.in.Revoked, w.in.Gone = noon, true
			w.use(noon.Add(time.Minute), "completions", "drill-x", 2, 8, 200)
		}, ReasonAfterGone, incident.CannotTell},
		"use after the revoke": {func(w *world) { w.in.Revoked = noon; w.use(noon.Add(time.Minute), "completions", "drill-x", 2, 8, 200) }, ReasonAfterRevoke, incident.CannotTell},
		"the batch of the night three times as large": {func(w *world) {
			w.use(time.Date(2026, 11, 22, 2, 5, 0, 0, time.UTC), "completions", small, 900, 800, 200)
		}, ReasonOverPeak, incident.CannotTell},
		"a batch at another hour": {func(w *world) { w.use(noon, "completions", small, 390, 800, 200) }, ReasonOverPeak, incident.CannotTell},
	} {
		t.Run(name, func(t *testing.T) {
			w := service()
			tc.do(w)
			found := withCode(Run(w.in).Groups, tc.code)
			if len(found) == 0 || found[0].Suggested != tc.suggest {
				t.Errorf("groups with %s: %+v, want suggested %s", tc.code, found, tc.suggest)
			}
		})
	}
}

func TestOddHoursAreASoftSignal(t *testing.T) {
	w := &world{Input{From: from, AsOf: asOf, Exposed: exposed, MinutesFrom: asOf}}
	for at := from; at.Before(asOf); at = at.Add(time.Hour) {
		if at.Hour() >= 8 && at.Hour() < 18 {
			w.use(at, "completions", small, 10, 800, 200)
		}
	}
	w.use(time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC), "completions", small, 12, 800, 200)
	g := one(t, Run(w.in).Groups, ReasonOddHour)
	if g.Suggested != incident.CannotTell || g.Requests != 12 {
		t.Errorf("the night's use is %+v", g)
	}
	w.in.Declared.Zone = time.FixedZone("there", -9*3600) // 03:00Z is 18:00 there; 08:00Z to 18:00Z is the night
	if found := withCode(Run(w.in).Groups, ReasonOddHour); len(found) != 1 {
		t.Errorf("in another zone: %+v", found)
	}
}

func TestADatedSnapshotIsNoNewModel(t *testing.T) {
	w := service()
	w.use(asOf.Add(-3*time.Hour), "completions", "drill-small-2026-11-20", 5, 800, 200)
	if found := withCode(Run(w.in).Groups, ReasonNewModel); len(found) != 0 {
		t.Errorf("a moved snapshot was called new: %+v", found)
	}
}

func TestBaselineFallbacks(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil   func(*Input)
		how     string
		suggest incident.GroupVerdict
	}{
		"exposure unknown":                 {func(in *Input) { in.Exposed = time.Time{} }, OlderHalf, incident.CannotTell},
		"exposed since it was created":     {func(in *Input) { in.Exposed = in.From }, OlderHalf, incident.CannotTell},
		"exposed before the records begin": {func(in *Input) { in.Exposed = in.From.Add(-time.Hour) }, OlderHalf, incident.CannotTell},
		"less than a day before":           {func(in *Input) { in.Exposed = in.From.Add(20 * time.Hour) }, OlderHalf, incident.CannotTell},
		"a key of this morning":            {func(in *Input) { in.From = in.AsOf.Add(-6 * time.Hour) }, TooShort, incident.CannotTell},
	} {
		t.Run(name, func(t *testing.T) {
			w := service()
			tc.spoil(&w.in)
			r := Run(w.in)
			if r.Baseline.How != tc.how || r.Groups[0].Suggested != tc.suggest {
				t.Errorf("baseline %+v, first group %+v", r.Baseline, r.Groups[0])
			}
		})
	}
	w := service()
	w.in.Exposed = from.Add(-50 * time.Hour)
	if gaps := Run(w.in).Gaps; len(gaps) == 0 || gaps[0].Why != incident.WhyNotExposed || !gaps[0].To.Equal(from) {
		t.Errorf("gaps %+v, want the time before the records named", gaps)
	}
}

func TestF073EmptyLastHoursAreUnknownAndNotZero(t *testing.T) {
	w := service()
	cut := time.Date(2026, 11, 22, 20, 25, 0, 0, time.UTC)
	before := func(b providers.Bucket) bool { return !b.Start.Before(cut) }
	filled := w.in
	w.in.Minutes = slices.DeleteFunc(slices.Clone(w.in.Minutes), before)
	w.in.Hours = slices.DeleteFunc(slices.Clone(w.in.Hours), func(b providers.Bucket) bool { return !b.Start.Before(cut.Truncate(time.Hour)) })
	for _, b := range w.in.Minutes {
		if b.Start.Truncate(time.Hour).Equal(cut.Truncate(time.Hour)) {
			b.Start, b.Width = b.Start.Truncate(time.Hour), time.Hour
			w.in.Hours = append(w.in.Hours, b)
		}
	}
	r := Run(w.in)
	i := slices.IndexFunc(r.Gaps, func(g incident.Gap) bool { return g.What == "usage" && g.Why == incident.WhyUnsettled })
	if i < 0 || r.Gaps[i].From.After(cut) || r.Gaps[i].From.Before(cut.Add(-15*time.Minute)) || !r.Gaps[i].To.Equal(asOf) {
		t.Fatalf("gaps %+v, want usage unknown since about %v", r.Gaps, cut)
	}
	if !r.Settled.Equal(r.Gaps[i].From) {
		t.Errorf("settled until %v, want %v", r.Settled, r.Gaps[i].From)
	}
	for _, c := range r.Hours {
		if !c.At.Before(cut) {
			t.Errorf("a cell at %v stands for time that is unknown", c.At)
		}
	}
	again := Run(filled)
	if again.Total.Requests <= r.Total.Requests || !again.Settled.Equal(asOf.Add(-5*time.Minute)) {
		t.Errorf("after the refresh: %d requests, settled %v", again.Total.Requests, again.Settled)
	}
	for _, g := range r.Groups {
		if !slices.ContainsFunc(again.Groups, func(o incident.Group) bool { return o.ID == g.ID }) {
			t.Errorf("group %s lost its id in the refresh: a verdict would be lost", g.ID)
		}
	}
}

func TestSilenceAfterTheRevokeIsNoGap(t *testing.T) {
	w := service()
	w.in.Revoked = asOf.Add(-5 * time.Minute)
	w.in.AsOf = asOf.Add(6 * time.Hour)
	for _, g := range Run(w.in).Gaps {
		if g.From.Before(w.in.AsOf.Add(-w.in.Lag)) && g.What == "usage" {
			t.Errorf("gap %+v, although the key was dead", g)
		}
	}
}

func TestNothingReportedAtAllIsUnknown(t *testing.T) {
	r := Run(Input{From: from, AsOf: asOf, Exposed: exposed})
	if len(r.Groups) != 0 || len(r.Gaps) == 0 || !r.Settled.Equal(from) {
		t.Errorf("review %+v, want everything unknown", r)
	}
}

func TestF071OwnProbesAreSubtracted(t *testing.T) {
	w := service()
	at := asOf.Add(-7 * time.Minute).Truncate(time.Minute)
	for i := range 40 {
		call := Call{At: at.Add(time.Duration(i) * time.Second), Endpoint: "embeddings"}
		w.in.Own = append(w.in.Own, call)
		w.use(call.At, "embeddings", "drill-embed", 1, 1, 0)
	}
	w.in.Own = append(w.in.Own, Call{At: at}) // listing models is counted nowhere
	r := Run(w.in)
	g := one(t, r.Groups, ReasonOwnProbe)
	if r.Own != 40 || r.OwnLost != 0 || g.Requests != 40 || g.Suggested != incident.Ours {
		t.Fatalf("own %d, lost %d, group %+v", r.Own, r.OwnLost, g)
	}
	if found := withCode(r.Groups, ReasonNewEndpoint); len(found) != 0 {
		t.Errorf("our own probes count as abuse: %+v", found)
	}
	// A stranger who does just what we do is still counted.
	w.use(at, "embeddings", "drill-embed", 3, 1, 0)
	g = one(t, Run(w.in).Groups, ReasonNewEndpoint)
	if g.Requests != 3 {
		t.Errorf("the stranger has %d requests, want 3", g.Requests)
	}
	w.in.Own = []Call{{At: asOf.Add(-30 * time.Hour), Endpoint: "embeddings"}}
	if r := Run(w.in); r.Own != 0 || r.OwnLost != 1 {
		t.Errorf("own %d, lost %d; want a call that nothing matches to be named", r.Own, r.OwnLost)
	}
}

func TestWhereMinutesAndHoursDifferTheLargerStands(t *testing.T) {
	w := service()
	hour := asOf.Add(-5 * time.Hour).Truncate(time.Hour)
	w.in.Hours = append(w.in.Hours, providers.Bucket{Start: hour, Width: time.Hour, Endpoint: "completions", Model: providers.FromOutside(small), Requests: 7})
	r := Run(w.in)
	if !slices.Contains(r.Gaps, incident.Gap{What: "usage minutes", Why: incident.WhyUnsettled, From: hour, To: hour.Add(time.Hour)}) {
		t.Errorf("gaps %+v, want the hour named", r.Gaps)
	}
	if r.Total.Requests != requestsIn(w.in.Hours) {
		t.Errorf("total %d, want %d", r.Total.Requests, requestsIn(w.in.Hours))
	}
}

func TestAbsurdCountsAreLeftOutAndNamed(t *testing.T) {
	w := service()
	want := Run(w.in).Total.Requests
	for _, n := range []int64{-1, 1 << 60} {
		w.in.Hours = append(w.in.Hours, providers.Bucket{Start: from, Width: time.Hour, Requests: n})
	}
	r := Run(w.in)
	if r.Total.Requests != want || len(withWhy(r.Gaps, incident.WhyShape)) != 2 {
		t.Errorf("total %d, gaps %+v", r.Total.Requests, r.Gaps)
	}
}

func withWhy(gaps []incident.Gap, why incident.Reason) []incident.Gap {
	return slices.DeleteFunc(slices.Clone(gaps), func(g incident.Gap) bool { return g.Why != why })
}

func requestsIn(buckets []providers.Bucket) int64 {
	var sum int64
	for _, b := range buckets {
		sum += b.Requests
	}
	return sum
}

// Whatever comes in, in whatever order: the groups add up to what the provider reported, the
// verdicts' parts to the groups, and the answer is the same twice.
func TestTotalsAddUp(t *testing.T) {
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 1))
		w := &world{Input{From: from, AsOf: asOf, Lag: 5 * time.Minute, MinutesFrom: asOf.Add(-48 * time.Hour).Truncate(time.Hour)}}
		if rng.IntN(3) > 0 {
			w.in.Exposed = from.Add(time.Duration(rng.Int64N(int64(asOf.Sub(from)))))
		}
		for range rng.IntN(600) {
			at := from.Add(time.Duration(rng.Int64N(int64(asOf.Sub(from)))))
			model := []string{small, "drill-large", "", "x\x1b[2J"}[rng.IntN(4)]
			w.use(at, []string{"completions", "images"}[rng.IntN(2)], model, rng.Int64N(1000), rng.Int64N(1<<20), rng.Int64N(1<<20))
			if rng.IntN(20) == 0 {
				w.in.Own = append(w.in.Own, Call{At: at, Endpoint: "completions"})
			}
		}
		if rng.IntN(4) > 0 {
			w.cost(asOf.Add(-time.Duration(rng.IntN(72)) * time.Hour))
		}
		rng.Shuffle(len(w.in.Hours), func(i, j int) { w.in.Hours[i], w.in.Hours[j] = w.in.Hours[j], w.in.Hours[i] })
		checkSums(t, seed, w.in, Run(w.in))
	}
}

func checkSums(t *testing.T, seed uint64, in Input, r Review) {
	t.Helper()
	var wantIn, wantOut int64
	for _, b := range in.Hours {
		wantIn, wantOut = wantIn+b.In, wantOut+b.Out
	}
	if r.Total.Requests != requestsIn(in.Hours) || r.Total.In != wantIn || r.Total.Out != wantOut {
		t.Fatalf("seed %d: total %+v, provider %d, %d, %d", seed, r.Total, requestsIn(in.Hours), wantIn, wantOut)
	}
	var billed int64
	for _, c := range in.Costs {
		billed += c.Micros
	}
	if r.Billed != billed || r.Method != WithOwnRate && r.Total.Micros != billed || r.Total.Micros < billed {
		t.Fatalf("seed %d: money %d by %s, billed %d of %d", seed, r.Total.Micros, r.Method, r.Billed, billed)
	}
	known := map[string]bool{}
	for _, g := range r.Groups {
		if known[g.ID] {
			t.Fatalf("seed %d: two groups are called %s", seed, g.ID)
		}
		known[g.ID] = true
		if g.Low > g.Micros || g.Micros > g.High || g.To.Before(g.From) || len(g.Reasons) == 0 {
			t.Fatalf("seed %d: group %+v", seed, g)
		}
	}
	var sum incident.Amount
	for _, g := range r.Groups {
		add(&sum, g.Amount)
	}
	if sum.Requests != r.Total.Requests || sum.In != r.Total.In || sum.Out != r.Total.Out || sum.Micros != r.Total.Micros {
		t.Fatalf("seed %d: groups %+v, total %+v", seed, sum, r.Total)
	}
	slices.Reverse(in.Hours)
	if again := Run(in); !reflect.DeepEqual(again, r) {
		t.Fatalf("seed %d: two answers for one input\n%+v\n%+v", seed, r, again)
	}
}

func BenchmarkReview(b *testing.B) {
	w := service()
	w.cost(asOf)
	for b.Loop() {
		Run(w.in)
	}
}

func TestEmbeddingsAreNoSmallProbes(t *testing.T) {
	w := service()
	for at := from; at.Before(asOf); at = at.Add(time.Hour) {
		w.use(at, "embeddings", "drill-vectors", 2, 700, 0)
	}
	w.use(asOf.Add(-5*time.Hour), "completions", "drill-x", 1, 9, 1)
	for _, g := range withCode(Run(w.in).Groups, ReasonSmallProbe) {
		if g.Endpoint == "embeddings" {
			t.Errorf("taken for a probe: %+v", g)
		}
	}
	one(t, Run(w.in).Groups, ReasonSmallProbe) // and the probe beside them is seen
}

func TestTheReviewTellsWhatIsUsual(t *testing.T) {
	p := Run(service().in).Past
	if p.How != BeforeExposure || p.Mean < 11 || p.Mean > 13 || p.High != 14 || p.Doubtful {
		t.Errorf("usual is %+v, want some 12 requests an hour and 14 at most beside the batch", p)
	}
}
