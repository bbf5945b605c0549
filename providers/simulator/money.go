package simulator

import "time"

// micros in a cent and in a dollar.
const (
	microsPerCent   = 10_000
	microsPerDollar = 1_000_000
)

// month is the start of t's calendar month.
func month(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// spent is what the projects cost from the start of a month until `to`.
func (v *view) spent(of []*project, start, to time.Time) int64 {
	total := int64(0)
	for _, p := range of {
		if start.Equal(month(v.w.page)) {
			total += p.spent
		}
		for _, r := range v.w.rows {
			if r.key.project == p {
				total += v.sum(r, start, to).micros
			}
		}
	}
	return total
}

// halt finds when the limit that came into force at `from` stopped the projects, and until
// when, as far as the moment of the view: once the month's spend is above it, until the month
// ends or the limit changes. A limit bites at once (our assumption).
func (v *view) halt(history []spending, from time.Time, of []*project) {
	cents := inForce(history, from)
	until := v.now
	for _, next := range history {
		if next.from.After(from) && next.from.Before(until) {
			until = next.from
			break
		}
	}
	// Limits that were set long ago held all the time: only this month can be over.
	from = later(from, month(v.w.page))
	if cents == 0 {
		return
	}
	for from.Before(until) {
		end := earlier(until, month(from).AddDate(0, 1, 0))
		if over, found := v.crossing(of, from, end, cents*microsPerCent); found {
			shut := span{from: over, to: end}
			if end.Equal(v.now) {
				shut.to = time.Time{}
			}
			for _, p := range of {
				v.halts[p] = append(v.halts[p], shut)
			}
		}
		from = end
	}
}

// crossing finds, to the minute, when the month's spend went above the limit in [from, to).
func (v *view) crossing(of []*project, from, to time.Time, limit int64) (time.Time, bool) {
	start := month(from)
	if v.spent(of, start, from) > limit {
		return from, true
	}
	if v.spent(of, start, to) <= limit {
		return time.Time{}, false
	}
	for to.Sub(from) > time.Minute {
		middle := from.Add(to.Sub(from) / 2)
		if v.spent(of, start, middle) > limit {
			to = middle
		} else {
			from = middle
		}
	}
	return to, true
}

// overspent reports whether a hard limit stops the project at the moment of the view.
func (v *view) overspent(p *project) bool {
	for _, s := range v.halts[p] {
		if s.has(v.now) {
			return true
		}
	}
	return false
}

// Burn is money spent until a moment, in micro-USD.
type Burn struct {
	Total     int64 // of the organisation, in the month of that moment
	Attacker  int64 // by the attacker, ever
	SincePage int64 // by the attacker, since the page
	PerMinute int64 // by the attacker, in the last minute
}

// Burn computes the money spent until t, with what is known of the world now.
func (w *World) Burn(t time.Time) Burn {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.burn(t)
}

func (w *World) burn(t time.Time) Burn {
	v := w.at(t)
	b := Burn{Total: v.spent(w.projects, month(t), t)}
	for _, r := range w.rows {
		if r.t.Actor != Attacker {
			continue
		}
		b.Attacker += v.sum(r, r.start, t).micros
		b.SincePage += v.sum(r, w.page, t).micros
		b.PerMinute += v.sum(r, t.Add(-time.Minute), t).micros
	}
	return b
}

// alone is what the attacker would have spent between the page and t, had no key ever stopped
// working.
func (w *World) alone(t time.Time) int64 {
	total := int64(0)
	for _, r := range w.rows {
		if r.t.Actor == Attacker {
			total += r.sum(w.page, t).micros
		}
	}
	return total
}
