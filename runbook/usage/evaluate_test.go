package usage

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The evaluation measures the detectors on public data, which is not part of the project:
//
//	FIREBREAK_DATASETS=FOLDER go test ./runbook/usage -run Evaluate -v
//
// FOLDER holds copies of the repositories numenta/NAB, DataDog/stratus-red-team,
// invictus-ir/aws_dataset and Azure/AzurePublicDataset under their own names. What is not there is
// named and left out. Without FOLDER volume is measured on made-up series.
const datasets = "FIREBREAK_DATASETS"

// hourly is a count for each hour since a start.
type hourly struct {
	name    string
	start   int64 // hour since 1970
	counts  []float64
	windows [][2]int64 // labelled hours, from and to
}

// volumes says which of the volume detectors flag an hour against a baseline.
type volumes struct{ v1, v2, v3 bool }

func (v volumes) any() bool { return v.v1 || v.v2 || v.v3 }

// scorer holds a series against one baseline.
type scorer struct{ *study }

func newScorer(counts func(hour int64) float64, from, to int64, base [2]int64) scorer {
	s := newStudy(Context{})
	for at := from; at < to; at++ {
		if x := counts(at); x > 0 {
			s.all.slots[at] = x
		}
	}
	s.base = Baseline{From: slotStart(base[0], time.Hour), To: slotStart(base[1], time.Hour), How: BeforeExposure}
	s.all.learn(s.base, time.Hour, nil)
	return scorer{s}
}

func (s scorer) at(hour int64) volumes {
	c := &cell{kind: &kind{line: s.all}, start: slotStart(hour, time.Hour), width: time.Hour, requests: int64(s.all.slots[hour])}
	return volumes{s.surprising(c).Code != "", s.burst(c).Code != "", s.rising(c).Code != ""}
}

// rolling flags the hours of a series against the fortnight before each; seven days where the
// series is short.
func (h hourly) rolling() (flagged []int64, scored int) {
	span := int64(14 * 24)
	if len(h.counts) < 700 {
		span = 7 * 24
	}
	end := h.start + int64(len(h.counts))
	at := func(hour int64) float64 { return h.counts[hour-h.start] }
	for hour := h.start + span; hour < end; hour++ {
		scored++
		if newScorer(at, hour-span, hour+1, [2]int64{hour - span, hour}).at(hour).v1 {
			flagged = append(flagged, hour)
		}
	}
	return flagged, scored
}

// episodes counts runs of hours, merged within six hours.
func episodes(hours []int64) int {
	n, last := 0, int64(math.MinInt32)
	for _, h := range hours {
		if h-last > 6 {
			n++
		}
		last = h
	}
	return n
}

func hoursAMonth(n int) float64 { return float64(n) / (30 * 24) }

// madeUp are series like public counts: a daily and a weekly wave, heavy tails, and days that go
// their own way.
func madeUp(n int) []hourly {
	var all []hourly
	for i := range n {
		rng := rand.New(rand.NewPCG(uint64(i), 7))
		h := hourly{name: fmt.Sprint("made up ", i), start: 480000}
		mood := 1.0
		for at := range 60 * 24 {
			if at%24 == 0 {
				mood = math.Exp(rng.NormFloat64() * 0.25)
			}
			wave := 1 + 0.6*math.Sin(float64(at%24)/24*2*math.Pi) + 0.2*math.Sin(float64(at%168)/168*2*math.Pi)
			h.counts = append(h.counts, drawn(rng, 400*wave*mood, 2+6*rng.Float64()))
		}
		all = append(all, h)
	}
	return all
}

// drawn is a count from a negative binomial.
func drawn(rng *rand.Rand, mean, size float64) float64 {
	return poisson(rng, mean*gamma(rng, size)/size)
}

// gamma is by Marsaglia and Tsang.
func gamma(rng *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return gamma(rng, shape+1) * math.Pow(rng.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	for {
		x := rng.NormFloat64()
		v := math.Pow(1+x/math.Sqrt(9*d), 3)
		if v > 0 && math.Log(1-rng.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

func poisson(rng *rand.Rand, mean float64) float64 {
	if mean > 50 {
		return max(0, math.Round(mean+math.Sqrt(mean)*rng.NormFloat64()))
	}
	n, p, limit := -1.0, 1.0, math.Exp(-mean)
	for p > limit {
		p *= 1 - rng.Float64()
		n++
	}
	return n
}

// thin keeps each count's unit with one chance, so that the mean hour becomes what is asked for.
func (h hourly) thin(rng *rand.Rand, mean float64) hourly {
	sum := 0.0
	for _, x := range h.counts {
		sum += x
	}
	keep := mean * float64(len(h.counts)) / sum
	out := h
	out.counts = make([]float64, len(h.counts))
	for i, x := range h.counts {
		if keep >= 1 {
			out.counts[i] = x
			continue
		}
		out.counts[i] = min(poisson(rng, x*keep), x)
	}
	return out
}

// attack adds what a thief does to the hours from one on.
type attack struct {
	name string
	add  func(rng *rand.Rand, mean float64, counts []float64)
}

var attacks = []attack{
	{"267 in ten minutes", func(_ *rand.Rand, _ float64, c []float64) { c[0] += 267 }},
	{"4,200 over 11 h", func(rng *rand.Rand, _ float64, c []float64) {
		for i := range 11 {
			c[i] += poisson(rng, 4200.0/11)
		}
	}},
	{"resale, ten times", func(rng *rand.Rand, mean float64, c []float64) {
		for i := range 48 {
			c[i] += poisson(rng, max(10*mean, 30))
		}
	}},
	{"ramp of half a day more", func(rng *rand.Rand, mean float64, c []float64) {
		for i := range 14 * 24 {
			c[i] += poisson(rng, mean*(math.Pow(1.5, float64(i/24+1))-1))
		}
	}},
}

var evaluatedMeans = []float64{0.2, 1, 5, 20, 100}

// report is what protocol B gives for one mean.
type report struct {
	false volumesCount
	found []float64 // by attack, share
}

type volumesCount struct{ v1, v2, v3, any float64 } // episodes a key and month

// protocolB thins series, counts false episodes with a frozen baseline of 28 days, and injects
// attacks after it.
func protocolB(series []hourly, mean float64) report {
	r := report{found: make([]float64, len(attacks))}
	months := 0.0
	for i, h := range series {
		rng := rand.New(rand.NewPCG(uint64(i), uint64(mean*10)))
		h = h.thin(rng, mean)
		cut := h.start + min(28*24, int64(len(h.counts))/2)
		end := h.start + int64(len(h.counts))
		base := [2]int64{h.start, cut - 1}
		clean := newScorer(func(at int64) float64 { return h.counts[at-h.start] }, h.start, end, base)
		var hits [4][]int64
		for at := cut; at < end; at++ {
			v := clean.at(at)
			for j, on := range []bool{v.v1, v.v2, v.v3, v.any()} {
				if on {
					hits[j] = append(hits[j], at)
				}
			}
		}
		months += hoursAMonth(int(end - cut))
		r.false.v1 += float64(episodes(hits[0]))
		r.false.v2 += float64(episodes(hits[1]))
		r.false.v3 += float64(episodes(hits[2]))
		r.false.any += float64(episodes(hits[3]))
		for j, a := range attacks {
			stolen := slices.Clone(h.counts)
			from := int(cut-h.start) + 24 + rng.IntN(24)
			theft := make([]float64, 15*24)
			a.add(rng, mean, theft)
			for k, x := range theft {
				if from+k < len(stolen) {
					stolen[from+k] += x
				}
			}
			s := newScorer(func(at int64) float64 { return stolen[at-h.start] }, h.start, end, base)
			for at := from; at < len(stolen); at++ {
				if stolen[at] != h.counts[at] && s.at(h.start+int64(at)).any() {
					r.found[j]++
					break
				}
			}
		}
	}
	for _, f := range []*float64{&r.false.v1, &r.false.v2, &r.false.v3, &r.false.any} {
		*f /= months
	}
	for j := range r.found {
		r.found[j] /= float64(len(series))
	}
	return r
}

func TestEvaluateVolumeOnInjectedAttacks(t *testing.T) {
	series, means := madeUp(2), []float64{1, 20}
	if folder := os.Getenv(datasets); folder != "" {
		means = evaluatedMeans
		series = slices.DeleteFunc(nab(t, folder), func(h hourly) bool { return len(h.counts) < 700 })
	}
	for _, mean := range means {
		r := protocolB(series, mean)
		t.Logf("B  mean %5.1f/h  false a month: V1 %.2f V2 %.2f V3 %.2f any %.2f", mean, r.false.v1, r.false.v2, r.false.v3, r.false.any)
		for j, a := range attacks {
			t.Logf("                %-24s %3.0f %%", a.name, 100*r.found[j])
		}
		if mean <= 5 && (r.found[0] < 0.95 || r.found[1] < 0.95) || r.found[3] < 0.90 {
			t.Errorf("mean %v: found %v", mean, r.found)
		}
		if r.false.any > 0.9 {
			t.Errorf("mean %v: %.2f false episodes a key and month", mean, r.false.any)
		}
	}
}

// nab reads the count-like series of the Numenta benchmark.
func nab(t *testing.T, folder string) []hourly {
	t.Helper()
	root := filepath.Join(folder, "NAB")
	var labels map[string][][2]string
	raw, err := os.ReadFile(filepath.Join(root, "labels", "combined_windows.json"))
	if err != nil || json.Unmarshal(raw, &labels) != nil {
		t.Skipf("no labels of NAB below %s", folder)
	}
	var all []hourly
	for name, windows := range labels {
		if !strings.HasPrefix(name, "realTweets/") && name != "realKnownCause/nyc_taxi.csv" && name != "realAWSCloudwatch/elb_request_count_8c0756.csv" {
			continue
		}
		f, err := os.Open(filepath.Join(root, "data", name))
		if err != nil {
			t.Logf("%s is not there", name)
			continue
		}
		lines, err := csv.NewReader(f).ReadAll()
		_ = f.Close() // it was only read
		if err != nil {
			t.Fatal(err)
		}
		h := sumHours(t, name, lines[1:])
		for _, w := range windows {
			h.windows = append(h.windows, [2]int64{hourOf(t, w[0]), hourOf(t, w[1])})
		}
		all = append(all, h)
	}
	slices.SortFunc(all, func(a, b hourly) int { return cmp.Compare(a.name, b.name) })
	return all
}

func hourOf(t *testing.T, text string) int64 {
	t.Helper()
	at, err := time.Parse(time.DateTime, strings.TrimSuffix(text, ".000000"))
	if err != nil {
		t.Fatal(err)
	}
	return at.Unix() / 3600
}

func sumHours(t *testing.T, name string, lines [][]string) hourly {
	t.Helper()
	h := hourly{name: name, start: hourOf(t, lines[0][0])}
	for _, line := range lines {
		at := int(hourOf(t, line[0]) - h.start)
		for len(h.counts) <= at {
			h.counts = append(h.counts, 0)
		}
		v, err := strconv.ParseFloat(line[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		h.counts[at] += v
	}
	return h
}

func TestEvaluateVolumeOnLabelledWindows(t *testing.T) {
	folder := os.Getenv(datasets)
	if folder == "" {
		t.Skipf("%s names no folder", datasets)
	}
	found, windows, wrong, months := 0, 0, 0, 0.0
	for _, h := range nab(t, folder) {
		flagged, scored := h.rolling()
		months += hoursAMonth(scored)
		var outside []int64
		inside := map[int]bool{}
		for _, at := range flagged {
			i := slices.IndexFunc(h.windows, func(w [2]int64) bool { return w[0] <= at && at <= w[1] })
			if i < 0 {
				outside = append(outside, at)
				continue
			}
			inside[i] = true
		}
		found, windows, wrong = found+len(inside), windows+len(h.windows), wrong+episodes(outside)
		t.Logf("A  %-44s %d of %d windows, %d false episodes", h.name, len(inside), len(h.windows), episodes(outside))
	}
	precision, recall := float64(found)/float64(max(found+wrong, 1)), float64(found)/float64(max(windows, 1))
	f1 := 2 * precision * recall / max(precision+recall, 1e-9)
	t.Logf("A  %d of %d, %.2f false a month, P %.2f R %.2f F1 %.2f", found, windows, float64(wrong)/months, precision, recall, f1)
	if f1 < 0.5 || float64(wrong)/months > 0.7 {
		t.Errorf("want F1 of 0.50 or more at 0.7 false episodes a month or fewer")
	}
}
