package usage

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"firebreak/runbook/incident"
)

// figures are requests, tokens and dollars of a stretch of time.
type figures [3]float64

func (f *figures) add(o figures, times float64) {
	for i := range f {
		f[i] += times * o[i]
	}
}

// daysOf adds cells up by day of the baseline, days without use included.
func (s *study) daysOf(in func(*cell) bool) []figures {
	const day = 24 * time.Hour
	first := s.base.From.Truncate(day)
	if first.Before(s.base.From) {
		first = first.Add(day)
	}
	n := int(s.base.To.Sub(first) / day)
	if n < 1 {
		return nil
	}
	days := make([]figures, n)
	for _, c := range s.cells {
		if i := int(c.start.Sub(first) / day); !c.start.Before(first) && i < n && in(c) {
			days[i].add(c.figures(), 1)
		}
	}
	return days
}

func (c *cell) figures() figures {
	return figures{float64(c.requests), float64(c.tokens()), float64(c.micros.mid) / 1e6}
}

// expectation is what some days of the past lead to expect of a stretch of time, with what 90 of
// 100 draws of whole days stay within.
type expectation struct{ mid, low, high figures }

// expect draws days with a fixed seed: the same past gives the same interval.
func (s *study) expect(days []figures, span time.Duration) expectation {
	var e expectation
	if len(days) == 0 || span <= 0 {
		return e
	}
	length := span.Hours() / 24
	for _, d := range days {
		e.mid.add(d, length/float64(len(days)))
	}
	draws := int(s.scale[v4Draws])
	rng := rand.New(rand.NewPCG(uint64(len(days)), uint64(span)))
	sums := make([]figures, draws)
	for i := range sums {
		rest := length
		for ; rest > 0; rest-- {
			sums[i].add(days[rng.IntN(len(days))], min(rest, 1))
		}
	}
	for f := range e.mid {
		column := make([]float64, draws)
		for i := range sums {
			column[i] = sums[i][f]
		}
		slices.Sort(column)
		e.low[f], e.high[f] = min(quantile(column, 0.05), e.mid[f]), max(quantile(column, 0.95), e.mid[f])
	}
	return e
}

// since is all use between the exposure and the end, and how long that is. Time in which the key
// was dead is none in which it would have been used.
func (s *study) since() (used figures, span time.Duration) {
	end := s.asOf
	if !s.Revoked.IsZero() {
		end = earlier(end, s.Revoked)
	}
	for _, c := range s.cells {
		if !c.from().Before(s.Exposed) && s.batch(c) == nil {
			used.add(c.figures(), 1)
		}
	}
	return used, end.Sub(s.Exposed)
}

// excess is the use since the exposure above what the past leads to expect; nil where there is
// no past before the exposure.
func (s *study) excess() *Excess {
	if s.base.How != BeforeExposure || s.Exposed.IsZero() {
		return nil
	}
	used, span := s.since()
	e := s.expect(s.daysOf(func(c *cell) bool { return s.batch(c) == nil }), span)
	if span <= 0 || e == (expectation{}) {
		return nil
	}
	part := func(i int) Range {
		return Range{Mid: round2(used[i] - e.mid[i]), Low: round2(used[i] - e.high[i]), High: round2(used[i] - e.low[i])}
	}
	x := &Excess{Since: s.Exposed, Requests: part(0), Tokens: part(1), Cost: part(2)}
	x.Measurable = x.Requests.Low > max(1, s.scale[v4Uneven]*e.mid[0])
	x.Sentence = s.Lang.ExcessOf(x.Requests.Mid, x.Requests.Low, x.Requests.High, x.Measurable)
	return x
}

// attribute works the attacker's cost out: all of what single calls of strangers cost, and of
// counts that may hold our own use as well, what is above the past of their line. What nobody
// can tell may be a stranger's too: it counts in the upper bound.
func (s *study) attribute(a *Analysis, groups []*bundle) {
	a.Cost.Priced, a.Cost.Untold = s.told.cost, !s.told.cost
	for i, b := range groups {
		f := &a.Groups[i]
		switch {
		case f.Verdict == incident.NotOurs:
			own := s.ownShare(b)
			a.Cost.USD += max(0, f.Cost-dollars(own.mid[2]))
			a.Cost.Low += max(0, USD(b.Low)-dollars(own.high[2]))
			a.Cost.High += max(0, USD(b.High)-dollars(own.low[2]))
			a.Cost.Priced = a.Cost.Priced && f.Priced
		case f.Verdict == incident.CannotTell && b.level != Clear:
			a.Cost.High += f.Cost
		}
	}
	a.Cost.Low, a.Cost.High = min(a.Cost.Low, a.Cost.USD), max(a.Cost.High, a.Cost.USD)
	a.Excess = s.excess()
}

// ownShare is what of a group of counts the line's own past leads to expect.
func (s *study) ownShare(b *bundle) expectation {
	if b.exact || b.line == nil || b.line.total == 0 {
		return expectation{}
	}
	var span time.Duration
	for _, c := range b.cells {
		span += c.width
	}
	return s.expect(s.daysOf(func(c *cell) bool { return c.line == b.line }), span)
}

func dollars(v float64) USD { return USD(math.Round(v * 1e6)) }
