package usage

import (
	"math"
	"slices"
	"time"

	"firebreak/runbook/incident"
)

// notableAt is the surprise from which volume is notable, by the length of the baseline.
func (s *study) notableAt() float64 {
	switch length := s.base.To.Sub(s.base.From); {
	case length <= 72*time.Hour:
		return s.scale[v1Short]
	case length < 14*24*time.Hour:
		return s.scale[v1Week]
	}
	return s.scale[v1Notable]
}

// surprising holds the slot's count against the negative binomial of the past: that of the cell's
// own line where the past knows it, else that of all use, if the cell has a share in the excess.
func (s *study) surprising(c *cell) incident.Signal {
	at := slotOf(c.start, s.unit)
	l, x := s.judgedBy(c, at)
	if _, batch := l.recurs(s.base, at, x); batch {
		return incident.Signal{}
	}
	r, need := &l.rhythm, s.notableAt()
	if l.daily != nil {
		day := slotOf(c.start, 24*time.Hour)
		r, x = l.daily, l.window(day*24+23, 24)
	} else if l.scheduled(at) {
		return incident.Signal{} // of these hours the past has too few; a burst is seen all the same
	}
	if r.slots == 0 {
		return incident.Signal{}
	}
	score := r.score(x)
	if score < need || !s.blamed(c, l, r, x) {
		return incident.Signal{}
	}
	signal := incident.Signal{Code: ReasonSurprising, Observed: s.amount(c, x), Expected: s.amount(c, r.mean), Unit: c.unit(), Score: round2(score), Strength: incident.Notable}
	if l.daily != nil {
		signal.Code = ReasonSurprisingDay
	}
	if score >= need+s.scale[v1Strong] {
		signal.Strength = incident.Strong
	}
	return signal
}

// surprisingMinutes does the same with single calls in ten minutes, between exposure and end: a
// burst of minutes is lost in an hour. The client and place have a share in the hour's calls.
func (s *study) surprisingMinutes(c *cell) incident.Signal {
	if c.first.IsZero() || s.eraOf(c.from()) != eraOpen || s.short.rhythm.slots == 0 || c.line.total > 0 && s.surprising(c).Code != "" {
		return incident.Signal{}
	}
	need := s.notableAt() + s.scale[v1Fine]
	top := 0.0
	for at := slotOf(c.from(), fineUnit); at <= slotOf(c.until(), fineUnit); at++ {
		top = max(top, s.short.slots[at])
	}
	score := s.short.score(top)
	if score < need || c.line.slots[slotOf(c.start, s.unit)] < s.scale[blameShare]*(top-s.short.mean) || top < s.scale[v2Floor] {
		return incident.Signal{}
	}
	signal := incident.Signal{Code: ReasonSurprisingWindow, Observed: top, Expected: s.short.mean, Score: round2(score), Strength: incident.Notable}
	if score >= need+s.scale[v1Strong] {
		signal.Strength = incident.Strong
	}
	return signal
}

// judgedBy is the line that a cell's volume is held against, and the line's count in the slot.
func (s *study) judgedBy(c *cell, at int64) (*line, float64) {
	if c.line.total >= s.scale[g1Events] {
		return c.line, c.line.slots[at]
	}
	return s.all, s.all.slots[at]
}

// blamed reports whether a cell takes its share of an excess. A narrow cell does where the ten
// minutes around it stand out too: what is usual beside a burst is not called one.
func (s *study) blamed(c *cell, l *line, r *rhythm, x float64) bool {
	excess, own := x-r.mean, inRequests(c.size())
	if l != c.line {
		own = c.line.slots[slotOf(c.start, s.unit)]
		if l.daily != nil {
			own = c.line.window(slotOf(c.start, 24*time.Hour)*24+23, 24)
		}
	}
	if c.width < s.unit && c.first.IsZero() {
		window := fineUnit
		own = c.line.fine[slotOf(c.start, window)] - l.mean*float64(window)/float64(s.unit)
	}
	return own >= s.scale[blameShare]*excess || own >= s.scale[v2Floor]
}

// fineUnit is the width in which narrow counts are looked at.
const fineUnit = 10 * time.Minute

// burst holds the slot's count against the 99th percentile of the past; a regular batch, against
// what it was on other days.
func (s *study) burst(c *cell) incident.Signal {
	if s.unit != time.Hour || s.base.To.Sub(s.base.From).Hours() < s.scale[v2Slots] {
		return incident.Signal{}
	}
	at := slotOf(c.start, s.unit)
	x, usual := c.line.slots[at], max(c.line.high, s.scale[v2Floor])
	if c.line.scheduled(at) {
		usual = max(slices.Max(append(c.line.sameHour(s.base, at), 0)), s.scale[v2Floor])
	}
	if x < s.scale[v2Times]*usual {
		return incident.Signal{}
	}
	return incident.Signal{Code: ReasonOverPeak, Observed: s.amount(c, x), Expected: s.amount(c, usual), Unit: c.unit(), Score: round2(x / usual), Strength: incident.Notable}
}

// rising holds the last day's sum against those at the same time of day on the last days of the
// past, on the scale of counts.
func (s *study) rising(c *cell) incident.Signal {
	days := int64(s.scale[v3Days])
	if s.unit != time.Hour || s.base.To.Sub(s.base.From) < time.Duration(days)*24*time.Hour {
		return incident.Signal{}
	}
	at := slotOf(c.start, s.unit)
	up := s.all.rise(s.base, at, days)
	if up.score < s.scale[v3Notable] {
		return incident.Signal{}
	}
	if own := c.line.rise(s.base, at, days); own.score < s.scale[v3Notable] && own.usual > 0 {
		return incident.Signal{}
	}
	return incident.Signal{Code: ReasonRising, Observed: s.amount(c, up.now), Expected: s.amount(c, up.usual), Unit: c.unit(), Score: round2(up.score), Strength: incident.Notable}
}

// rise is how far a day's sum stands above the daily sums of the past, in deviations.
type rise struct{ score, now, usual float64 }

// rise is that of the 24 hours that end with a slot.
func (l *line) rise(b Baseline, at, days int64) rise {
	if known, ok := l.risen[at]; ok {
		return known
	}
	r := rise{now: l.window(at, 24)}
	end := slotOf(b.To, time.Hour) - 1
	end -= ((end-at)%24 + 24) % 24 // the same time of day
	var sums []float64
	for d := range days {
		if last := end - 24*d; last-23 >= slotOf(b.From, time.Hour) {
			sums = append(sums, l.window(last, 24))
		}
	}
	if len(sums) > 0 {
		slices.Sort(sums)
		r.usual = median(sums)
		for i, v := range sums {
			sums[i] = math.Abs(anscombe(v) - anscombe(r.usual))
		}
		slices.Sort(sums)
		r.score = (anscombe(r.now) - anscombe(r.usual)) / max(1, 1.4826*median(sums))
	}
	l.risen[at] = r
	return r
}

// anscombe is the scale on which counts of any mean scatter alike.
func anscombe(v float64) float64 { return 2 * math.Sqrt(v+3.0/8) }

// median of sorted values, of which there are some.
func median(sorted []float64) float64 {
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// costly holds the slot's money against the 99th percentile of the past.
func (s *study) costly(c *cell) incident.Signal {
	at := slotOf(c.start, s.unit)
	x, usual := s.money.slots[at], max(s.money.high, s.scale[m1Floor]*s.unit.Hours())
	if s.money.rhythm.slots == 0 || x < s.scale[m1Notable]*usual || !s.spends(c, at, 1, x-s.all.paid) {
		return incident.Signal{}
	}
	return incident.Signal{Code: ReasonCostHour, Observed: x, Expected: usual, Score: round2(x / usual), Strength: s.strength(x/usual, m1Notable, m1Strong)}
}

// costlyDay holds the day's money against the dearest day of the past two weeks before it.
func (s *study) costlyDay(c *cell) incident.Signal {
	if s.base.To.Sub(s.base.From) < 7*24*time.Hour {
		return incident.Signal{}
	}
	perDay := int64(24 * time.Hour / s.unit)
	day := floor(slotOf(c.start, s.unit), perDay)
	now := s.money.window(day*perDay+perDay-1, perDay)
	dearest := 0.0
	for d := floor(slotOf(s.base.To, s.unit), perDay) - 1; d >= floor(slotOf(s.base.From, s.unit), perDay) && d >= day-14*28; d-- {
		dearest = max(dearest, s.money.window(d*perDay+perDay-1, perDay))
	}
	budget := float64(s.Budget) / 1e6
	usual := max(dearest, s.scale[m1Floor])
	over := now >= s.scale[m1Day]*usual || budget > 0 && now > budget
	if !over || !s.spends(c, day*perDay+perDay-1, perDay, now-s.all.paid*float64(perDay)) {
		return incident.Signal{}
	}
	return incident.Signal{Code: ReasonCostDay, Observed: now, Expected: usual, Score: round2(now / usual), Strength: incident.Strong}
}

// spends reports whether a cell and its line have a share in an excess of money, in n slots that
// end with one.
func (s *study) spends(c *cell, end, n int64, excess float64) bool {
	own := 0.0
	for at := end - n + 1; at <= end; at++ {
		own += c.line.spent[at]
	}
	return c.micros.mid > 0 && float64(c.micros.mid)/1e6 >= s.scale[m1Least]*excess && own-c.line.paid*float64(n) >= s.scale[blameShare]*excess
}

func round2(v float64) float64 { return math.Round(v*100) / 100 }
