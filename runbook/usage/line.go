package usage

import (
	"math"
	"slices"
	"time"
)

// line is use that is compared with its own past: all of the key, one client at one place, or
// one model at one endpoint. Amounts are sizes by slot.
type line struct {
	*scale
	slots  map[int64]float64
	fine   map[int64]float64 // by ten minutes, of narrow counts
	failed map[int64]float64
	spent  map[int64]float64 // dollars
	total  float64           // in the baseline
	wrong  float64           // of them failed
	paid   float64           // dollars a slot, in the baseline
	rhythm
	daily *rhythm // of quiet lines, by the day
	risen map[int64]rise
}

// rhythm is what is usual of a line in slots of one width.
type rhythm struct {
	unit time.Duration
	usual
	high   float64 // the 99th percentile
	slots  int     // of the baseline
	timely [24]bool
	known  map[float64]float64 // surprises that were worked out
}

// score is the surprise of a count.
func (r *rhythm) score(x float64) float64 {
	if r.known == nil {
		r.known = map[float64]float64{}
	}
	if _, known := r.known[x]; !known {
		r.known[x] = r.surprise(x)
	}
	return r.known[x]
}

func newLine(at *scale) *line {
	return &line{scale: at, slots: map[int64]float64{}, fine: map[int64]float64{}, failed: map[int64]float64{}, spent: map[int64]float64{}, risen: map[int64]rise{}}
}

// slotOf is the number of the slot around a time.
func slotOf(t time.Time, unit time.Duration) int64 { return t.Unix() / int64(unit/time.Second) }

func slotStart(n int64, unit time.Duration) time.Time {
	return time.Unix(n*int64(unit/time.Second), 0).UTC()
}

// learn takes the rhythm of the slots from b.From to b.To, but for those that skip names. A
// quiet line is looked at by the day too.
func (l *line) learn(b Baseline, unit time.Duration, skip map[int64]bool) {
	l.rhythm = rhythm{unit: unit}
	if unit == time.Hour {
		l.timely = l.schedule(b)
	}
	l.rhythm = l.fitted(l.slots, b, l.rhythm, skip)
	l.total, l.wrong = 0, 0
	spent := 0.0
	for at := slotOf(b.From, unit); at < slotOf(b.To, unit); at++ {
		l.total, l.wrong, spent = l.total+l.slots[at], l.wrong+l.failed[at], spent+l.spent[at]
	}
	l.paid = spent / max(float64(slotOf(b.To, unit)-slotOf(b.From, unit)), 1)
	if unit == time.Hour && l.mean < l.scale[v1Quiet] {
		days := map[int64]float64{}
		for at, x := range l.slots {
			days[floor(at, 24)] += x
		}
		d := l.fitted(days, b, rhythm{unit: 24 * time.Hour}, nil)
		l.daily = &d
	}
}

func floor(n, by int64) int64 { return int64(math.Floor(float64(n) / float64(by))) }

func (l *line) fitted(slots map[int64]float64, b Baseline, r rhythm, skip map[int64]bool) rhythm {
	first, end := slotOf(b.From, r.unit), slotOf(b.To, r.unit)
	var counts []float64
	var sum, squares float64
	for at, x := range slots {
		if at < first || at >= end || r.scheduled(at) || skip[at] {
			continue
		}
		counts = append(counts, x)
	}
	slices.Sort(counts) // the sums below must not depend on the map's order
	for _, x := range counts {
		sum, squares = sum+x, squares+x*x
	}
	for at := first; at < end; at++ {
		if !r.scheduled(at) && !skip[at] {
			r.slots++
		}
	}
	if r.slots == 0 {
		return r
	}
	r.usual = fit(sum, squares, float64(r.slots))
	if rank := int(0.99*float64(r.slots-1)) - (r.slots - len(counts)); rank >= 0 {
		r.high = counts[rank]
	}
	return r
}

func (r *rhythm) scheduled(at int64) bool { return r.unit == time.Hour && r.timely[((at%24)+24)%24] }

// schedule finds the hours of the day that a regular batch runs in: on most days far more than
// the line's mean hour.
func (l *line) schedule(b Baseline) (hours [24]bool) {
	first, end := slotOf(b.From, time.Hour), slotOf(b.To, time.Hour)
	days := int(end-first) / 24
	if days < int(l.scale[batchDays]) {
		return hours
	}
	var high [24]int
	mean := 0.0
	for at, x := range l.slots {
		if at >= first && at < end {
			mean += x / float64(end-first)
		}
	}
	for at, x := range l.slots {
		if at >= first && at < end && x >= l.scale[batchTimes]*mean && x >= l.scale[batchFloor] {
			high[at%24]++
		}
	}
	for h := range hours {
		hours[h] = high[h] >= int(l.scale[batchDays]) && 2*high[h] > days
	}
	return hours
}

// sameHour lists the highest of the three slots around the same time of day, for each day of
// the baseline.
func (l *line) sameHour(b Baseline, at int64) []float64 {
	first, end := slotOf(b.From, time.Hour), slotOf(b.To, time.Hour)
	var days []float64
	for back := at - 24; back+1 >= first; back -= 24 {
		if back-1 > end {
			continue
		}
		top := 0.0
		for _, off := range []int64{-1, 0, 1} {
			if back+off >= first && back+off < end {
				top = max(top, l.slots[back+off])
			}
		}
		days = append(days, top)
	}
	return days
}

// recurs reports whether so much at that hour is what the line does on most days, and the most
// that it did.
func (l *line) recurs(b Baseline, at int64, x float64) (top float64, ok bool) {
	if l.unit != time.Hour || x < l.scale[batchFloor] || x < l.scale[batchMean]*l.meanAll(b) {
		return 0, false
	}
	days := 0
	for _, n := range l.sameHour(b, at) {
		if 2*n >= x {
			days++
		}
		top = max(top, n)
	}
	return top, days >= int(l.scale[batchDays]) && x <= l.scale[batchGrowth]*top
}

func (l *line) meanAll(b Baseline) float64 {
	return l.total / max(b.To.Sub(b.From).Hours(), 1)
}

// window is the sum of n slots that end with one.
func (l *line) window(end int64, n int64) float64 {
	sum := 0.0
	for at := end - n + 1; at <= end; at++ {
		sum += l.slots[at]
	}
	return sum
}
