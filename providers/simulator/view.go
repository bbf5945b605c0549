package simulator

import (
	"slices"
	"time"
)

// view looks at the traffic as it was really served up to one moment. It is made for one
// answer; World.mu is held.
type view struct {
	w     *World
	now   time.Time
	halts map[*project][]span // when spend limits stop a project
	open  map[*row][]span     // what served has found; nil while the halts are still sought
}

func (w *World) at(now time.Time) *view {
	v := &view{w: w, now: now, halts: map[*project][]span{}}
	for _, p := range w.projects {
		for _, from := range p.spendings {
			v.halt(p.spendings, from.from, []*project{p})
		}
	}
	for of, history := range w.spendings {
		for _, from := range history {
			v.halt(history, from.from, w.projectsOf(of))
		}
	}
	v.open = map[*row][]span{}
	return v
}

// served lists when the vendor served the row, as far as the moment of the view.
func (v *view) served(r *row) []span {
	if found, ok := v.open[r]; ok {
		return found
	}
	found := v.serving(r)
	if v.open != nil {
		v.open[r] = found
	}
	return found
}

func (v *view) serving(r *row) []span {
	to := v.now
	if !r.end.IsZero() {
		to = earlier(to, r.end)
	}
	return v.working(r.key, r.t.Family, r.start, to)
}

// working lists when the vendor served calls of a family with a key in [from, to).
func (v *view) working(k *key, family string, from, to time.Time) []span {
	from = later(from, k.created)
	for _, end := range []time.Time{k.dead, k.expires} {
		if !end.IsZero() && end.Before(to) {
			to = end
		}
	}
	if p := k.project; p != nil && !p.archived.IsZero() && p.archived.Before(to) {
		to = p.archived
	}
	open := []span{{from, to}}
	shuts := slices.Concat(k.barred, k.paused, v.halts[k.project])
	if k.of.beyond != nil && k.of.beyond(family) {
		shuts = slices.Concat(k.closed, k.paused)
	}
	if k.account != nil {
		shuts = append(shuts, k.account.paused...)
	}
	for _, shut := range shuts {
		open = without(open, shut)
	}
	return slices.DeleteFunc(open, func(s span) bool { return !s.from.Before(s.to) })
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// without cuts a stretch out of closed spans.
func without(open []span, shut span) []span {
	var rest []span
	for _, s := range open {
		if !shut.from.Before(s.to) || !shut.to.IsZero() && !s.from.Before(shut.to) {
			rest = append(rest, s)
			continue
		}
		if s.from.Before(shut.from) {
			rest = append(rest, span{s.from, shut.from})
		}
		if !shut.to.IsZero() && shut.to.Before(s.to) {
			rest = append(rest, span{shut.to, s.to})
		}
	}
	return rest
}

// sum adds what was served of the row in [from, to).
func (v *view) sum(r *row, from, to time.Time) cell {
	var total cell
	for _, s := range v.served(r) {
		total.add(v.paced(r, later(from, s.from), earlier(to, s.to)))
	}
	return total
}

// paced adds the calls in [from, to) that the rate limit lets pass. A limit shares itself out
// over the rows that it holds back; only limits that somebody changed can bind.
func (v *view) paced(r *row, from, to time.Time) cell {
	if !from.Before(to) {
		return cell{}
	}
	limit := r.limit()
	if limit == nil || len(limit.changes) == 0 || !limit.changes[0].from.Before(to) {
		return r.sum(from, to)
	}
	bites := later(from, limit.changes[0].from)
	total := r.sum(from, bites)
	for at := bites; at.Before(to); {
		b := r.beat(at.Unix() / 60)
		next := earlier(b.start.Add(time.Minute), to)
		b.hi = min(b.hi, b.lo+v.share(limit, b, r))
		total.add(b.part(at, next))
		at = next
	}
	return total
}

// share is how many of the row's calls the limit lets pass in that minute.
func (v *view) share(limit *rateLimit, b beat, r *row) int {
	most := int64(0)
	for _, c := range limit.changes {
		if !c.from.After(b.start.Add(time.Minute - 1)) {
			most = c.perMinute
		}
	}
	wanted := int64(0)
	for _, other := range v.w.rows {
		if other.limit() == limit {
			wanted += other.beat(b.start.Unix() / 60).all().calls
		}
	}
	mine := int64(b.hi - b.lo)
	if wanted <= most {
		return int(mine)
	}
	return int(mine * most / wanted)
}

// limit is the rate limit that the row's calls fall under.
func (r *row) limit() *rateLimit {
	if r.key.project == nil {
		return nil
	}
	return find(r.key.project.limits, func(l *rateLimit) bool { return l.model == r.t.Model })
}

// last tells when the row was last served, or the zero time.
func (v *view) last(r *row) time.Time {
	open := v.served(r)
	for i := len(open) - 1; i >= 0; i-- {
		s := open[i]
		for m := s.to.Add(-1).Unix() / 60; m >= s.from.Unix()/60; m-- {
			if m%60 == 59 && r.hour(m/60).calls == 0 {
				m -= 59
				continue
			}
			b := r.beat(m)
			if n := b.before(s.to); n > b.lo && !b.time(n-1).Before(s.from) {
				return b.time(n - 1)
			}
		}
	}
	return time.Time{}
}

// used tells when the key was last used, by its traffic or by calls that we received.
func (v *view) used(k *key) time.Time {
	last := k.used
	for _, r := range v.w.rows {
		if r.key == k {
			last = later(last, v.last(r))
		}
	}
	return last
}
