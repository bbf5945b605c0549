package usage

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"time"

	"firebreak/runbook/incident"
)

// sizes are the tokens a request of one model at one endpoint, or of all, in the baseline.
type sizes struct {
	endpoint string
	hours    map[int64]*volumeOf // by hour
	means    []float64           // sorted means of those hours
	outs     []float64           // sorted means of tokens out, of hours that have any
	calls    []weighed           // single calls, sorted
	out      int64
	top      float64 // the 99th percentile of single calls; 0 for none
}

type volumeOf struct{ requests, tokens, out int64 }

type weighed struct{ size, calls uint32 }

// sizesOf are those of a kind's model at its endpoint, and of all.
func (s *study) sizesOf(k *kind) [2]*sizes {
	if k.sizes[0] != nil {
		return k.sizes
	}
	for i, key := range [...][2]string{{k.values[asEndpoint], k.values[asModel]}, {}} {
		if s.sizes[key] == nil {
			s.sizes[key] = &sizes{endpoint: key[0], hours: map[int64]*volumeOf{}}
		}
		k.sizes[i] = s.sizes[key]
	}
	return k.sizes
}

func (s *study) learnSize(c *cell) {
	if c.control || c.requests == 0 && c.tokens() == 0 {
		return
	}
	hour := slotOf(c.start, time.Hour)
	for _, z := range s.sizesOf(c.kind) {
		z.out += c.out
		if z.hours[hour] == nil {
			z.hours[hour] = &volumeOf{}
		}
		v := z.hours[hour]
		v.requests, v.tokens, v.out = v.requests+c.requests, v.tokens+c.tokens(), v.out+c.out
	}
}

func (z *sizes) settle() {
	for _, v := range z.hours {
		if v.requests > 0 && v.tokens > 0 {
			z.means = append(z.means, float64(v.tokens)/float64(v.requests))
		}
		if v.requests > 0 && v.out > 0 {
			z.outs = append(z.outs, float64(v.out)/float64(v.requests))
		}
	}
	slices.Sort(z.means)
	slices.Sort(z.outs)
	slices.SortFunc(z.calls, func(a, b weighed) int { return cmp.Compare(a.size, b.size) })
	var sum uint32
	for i := range z.calls {
		sum = uint32(min(uint64(sum)+uint64(z.calls[i].calls), math.MaxUint32))
		z.calls[i].calls = sum
	}
	z.top = highOf(z.calls)
}

// highOf is the 99th percentile of single calls in sorted lists; 0 for none.
func highOf(lists ...[]weighed) float64 {
	var all int64
	for _, list := range lists {
		all += callsUpTo(list, math.MaxUint32)
	}
	if all == 0 {
		return 0
	}
	return float64(sort.Search(math.MaxUint32, func(size int) bool {
		var below int64
		for _, list := range lists {
			below += callsUpTo(list, uint32(size))
		}
		return 100*below >= 99*all
	}))
}

// callsUpTo counts the calls of a sorted list that are no larger. Each entry holds, once the list
// is settled, its own calls and those before it.
func callsUpTo(list []weighed, size uint32) int64 {
	n := sort.Search(len(list), func(i int) bool { return list[i].size > size })
	if n == 0 {
		return 0
	}
	return int64(list[n-1].calls)
}

// oversized holds a cell's largest call, or the mean of its counts, against the usual size.
func (s *study) oversized(c *cell) incident.Signal {
	own, all := s.sizesOf(c.kind)[0], s.sizesOf(c.kind)[1]
	seen, usual, times := c.perRequest(), 0.0, s.scale[s1Mean]
	if c.width < time.Hour {
		times = s.scale[s1Call]
	}
	switch {
	case c.control || !c.sized:
		return incident.Signal{}
	case !c.first.IsZero():
		seen, times, usual = c.largest, s.scale[s1Call], own.top
		if usual == 0 {
			usual = all.top
		}
	case len(own.means) > 0:
		usual = quantile(own.means, 0.95)
	default:
		usual = quantile(all.means, 0.95)
	}
	usual = max(usual, s.scale[s1Floor])
	if seen <= times*usual {
		return incident.Signal{}
	}
	return incident.Signal{Code: ReasonTokensPerRequest, Observed: seen, Expected: usual, Score: round2(seen / usual),
		Strength: s.strength(seen/usual, s1Mean, s1Strong)}
}

// smallProbe sees a few requests with next to no answer from a key whose answers are long. An
// endpoint that never answers in tokens has no small answers.
func (s *study) smallProbe(c *cell) incident.Signal {
	if c.control || !c.sized || s.mute[c.values[asEndpoint]] {
		return incident.Signal{}
	}
	usual := quantile(s.sizesOf(c.kind)[1].outs, 0.05)
	if c.requests == 0 || float64(c.requests) > s.scale[s1Few] || c.tokens() == 0 || usual < s.scale[s1UsualOut] {
		return incident.Signal{}
	}
	out := float64(c.out) / float64(c.requests)
	if out > tinyAnswer {
		return incident.Signal{}
	}
	return incident.Signal{Code: ReasonSmallProbe, Observed: out, Expected: usual, Strength: incident.Notable}
}

// settleSizes ends the learning of sizes: those of all calls, and the endpoints that never answer
// in tokens.
func (s *study) settleSizes() {
	var calls [][]weighed
	answers := map[string]int64{}
	for _, z := range s.sizes {
		z.settle()
		calls = append(calls, z.calls)
		if len(z.hours) > 0 {
			answers[z.endpoint] += z.out
		}
	}
	if all := s.sizes[[2]string{}]; all != nil {
		all.top = highOf(calls...)
	}
	for endpoint, out := range answers {
		if out == 0 {
			s.mute[endpoint] = true
		}
	}
}

// quantile of sorted values, the lower of two; 0 for none.
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(q*float64(len(sorted)-1))]
}
