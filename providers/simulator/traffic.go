package simulator

import (
	"math"
	"time"
)

// cell is an amount of traffic.
type cell struct{ calls, in, out, cached, micros int64 }

func (c *cell) add(o cell) {
	c.calls += o.calls
	c.in += o.in
	c.out += o.out
	c.cached += o.cached
	c.micros += o.micros
}

func (c *cell) sub(o cell) {
	c.add(cell{-o.calls, -o.in, -o.out, -o.cached, -o.micros})
}

// upTo is the share of the first j calls. Shares of neighbouring stretches add up exactly.
func (c cell) upTo(j int) cell {
	switch n := int64(j); {
	case n <= 0:
		return cell{}
	case n >= c.calls:
		return c
	default:
		return cell{n, c.in * n / c.calls, c.out * n / c.calls, c.cached * n / c.calls, c.micros * n / c.calls}
	}
}

// row is a line of the traffic table, bound to its key.
type row struct {
	t          Traffic
	key        *key
	start, end time.Time // end zero: for ever
	seed       uint64
	hours      map[int64]cell // whole hours since 1970, as if the key never died
}

func newRow(seed int64, n int, t Traffic, k *key, start, end time.Time) *row {
	return &row{t: t, key: k, start: start, end: end, seed: stream(seed, "traffic", n).Uint64(), hours: map[int64]cell{}}
}

// cut ends the row.
func (r *row) cut(at time.Time) {
	r.end = at
	clear(r.hours)
}

// beat is what a row does within one minute: calls lo to hi of those in whole.
type beat struct {
	whole  cell
	lo, hi int
	start  time.Time    // of the minute
	slots  [2]time.Time // when, for calls a minute or more apart
	rare   bool
}

// before counts the calls earlier than t, among those that the row really makes.
func (b beat) before(t time.Time) int { return max(b.lo, min(b.hi, b.earlier(t))) }

func (b beat) earlier(t time.Time) int {
	if b.rare {
		n := 0
		for _, at := range b.slots[:b.whole.calls] {
			if at.Before(t) {
				n++
			}
		}
		return n
	}
	// Call i of n comes at (2i+1)/2n of the minute.
	part := float64(t.Sub(b.start)) / float64(time.Minute)
	return max(0, min(int(b.whole.calls), int(math.Ceil(part*float64(b.whole.calls)-0.5))))
}

// time tells when call i comes.
func (b beat) time(i int) time.Time {
	if b.rare {
		return b.slots[i]
	}
	return b.start.Add(time.Duration(float64(time.Minute) * float64(2*i+1) / float64(2*b.whole.calls)))
}

// part is what comes in [from, to).
func (b beat) part(from, to time.Time) cell {
	c := b.whole.upTo(b.before(to))
	c.sub(b.whole.upTo(b.before(from)))
	return c
}

// all is what comes in the minute.
func (b beat) all() cell {
	c := b.whole.upTo(b.hi)
	c.sub(b.whole.upTo(b.lo))
	return c
}

// beat computes a minute of the row, as if the key never died.
func (r *row) beat(minute int64) beat {
	b := beat{start: time.Unix(minute*60, 0).UTC()}
	next := b.start.Add(time.Minute)
	if !next.After(r.start) || !r.end.IsZero() && !b.start.Before(r.end) {
		return b
	}
	if r.t.Every == 0 || r.t.Every >= time.Minute {
		b.rare = true
		r.slots(&b, next)
	} else {
		r.rate(&b, minute)
	}
	if b.whole.calls == 0 {
		return b
	}
	n := float64(b.whole.calls) * (0.85 + 0.3*unit(mix(r.seed+1, uint64(minute))))
	b.whole.in, b.whole.out = int64(n*float64(r.t.In)), int64(n*float64(r.t.Out))
	b.whole.cached, b.whole.micros = int64(n*float64(r.t.Cached)), int64(n*float64(r.t.Micros))
	b.hi = int(b.whole.calls)
	if b.rare {
		return b
	}
	if !r.end.IsZero() && r.end.Before(next) {
		b.hi = b.earlier(r.end)
	}
	if r.start.After(b.start) {
		b.lo = min(b.hi, b.earlier(r.start))
	}
	return b
}

// slots places calls that are at least a minute apart: one in each interval of Every, moved
// by the jitter, and left out where the shape says so.
func (r *row) slots(b *beat, next time.Time) {
	put := func(at time.Time) {
		n := b.whole.calls
		if int(n) < len(b.slots) && !at.Before(b.start) && at.Before(next) && (r.end.IsZero() || at.Before(r.end)) {
			b.slots[n] = at
			b.whole.calls++
		}
	}
	if r.t.Every == 0 {
		put(r.start)
		return
	}
	first := max(0, int64(b.start.Sub(r.start)/r.t.Every))
	for k := first; k <= int64(next.Sub(r.start)/r.t.Every); k++ {
		at, h := r.slot(k)
		if r.t.Shape == Flat || unit(mix(h, 1)) < weight(r.t.Shape, at) {
			put(at)
		}
	}
}

// slot is the time of the kth call, if the shape lets it be made, and the chance that decides.
func (r *row) slot(k int64) (at time.Time, chance uint64) {
	h := mix(r.seed, uint64(k))
	return r.start.Add(time.Duration(k)*r.t.Every + time.Duration(unit(h)*float64(min(r.t.Jitter, r.t.Every)))), h
}

// busy tells the minutes of an hour in which there may be calls.
func (r *row) busy(hour int64) (minutes [60]bool) {
	begin := time.Unix(hour*3600, 0).UTC()
	mark := func(at time.Time) {
		if since := at.Sub(begin); since >= 0 && since < time.Hour {
			minutes[since/time.Minute] = true
		}
	}
	switch {
	case r.t.Every == 0:
		mark(r.start)
	case r.t.Every >= time.Minute:
		last := int64(begin.Add(time.Hour).Sub(r.start) / r.t.Every)
		for k := max(0, int64(begin.Sub(r.start)/r.t.Every)); k <= last; k++ {
			at, _ := r.slot(k)
			mark(at)
		}
	default:
		for m := range minutes {
			minutes[m] = true
		}
	}
	return minutes
}

// rate spreads calls that are less than a minute apart evenly over it.
func (r *row) rate(b *beat, minute int64) {
	h := mix(r.seed, uint64(minute))
	n := float64(time.Minute) / float64(r.t.Every) * weight(r.t.Shape, b.start)
	n *= 1 + float64(min(r.t.Jitter, r.t.Every))/float64(r.t.Every)*(unit(h)-0.5)
	b.whole.calls = int64(n + unit(mix(h, 1)))
}

// officeDay is a bell around 14:00Z over a small floor, by minute of the day.
var officeDay = func() (w [24 * 60]float64) {
	for m := range w {
		hour := float64(m) / 60
		w[m] = 0.06 + 0.94*math.Exp(-(hour-14)*(hour-14)/18)
	}
	return w
}()

// weight is the part of the peak rate at a moment.
func weight(s Shape, at time.Time) float64 {
	if s == Flat {
		return 1
	}
	minute := at.Hour()*60 + at.Minute()
	working := false
	switch s {
	case Office:
		w := officeDay[minute]
		if day := at.Weekday(); day == time.Saturday || day == time.Sunday {
			w /= 3
		}
		return w
	case Nightly:
		working = minute >= 2*60 && minute < 2*60+40
	case Weekly:
		working = at.Weekday() == time.Monday && minute >= 6*60 && minute < 7*60
	}
	if working {
		return 1
	}
	return 0
}

// hour sums a whole hour, counted since 1970, as if the key never died.
func (r *row) hour(n int64) cell {
	if c, ok := r.hours[n]; ok {
		return c
	}
	var c cell
	for m, busy := range r.busy(n) {
		if busy {
			c.add(r.beat(n*60 + int64(m)).all())
		}
	}
	r.hours[n] = c
	return c
}

// sum adds the row's calls in [from, to), as if the key never died.
func (r *row) sum(from, to time.Time) cell {
	var total cell
	if from.Before(r.start) {
		from = r.start
	}
	if !r.end.IsZero() && r.end.Before(to) {
		to = r.end
	}
	for at := from; at.Before(to); {
		next := at.Truncate(time.Hour).Add(time.Hour)
		if at.Equal(at.Truncate(time.Hour)) && !next.After(to) {
			total.add(r.hour(at.Unix() / 3600))
			at = next
			continue
		}
		b := r.beat(at.Unix() / 60)
		next = b.start.Add(time.Minute)
		if next.After(to) {
			next = to
		}
		total.add(b.part(at, next))
		at = next
	}
	return total
}
