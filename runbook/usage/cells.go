package usage

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// series names a stretch of use that is compared with itself.
type series struct {
	endpoint string
	model    providers.Untrusted
}

// cell is calls of one kind in one interval: the unit that signals are found on.
type cell struct {
	*kind
	start       time.Time
	width       time.Duration
	first, last time.Time // of the calls, where they are told one by one; else zero
	requests    int64
	uncounted   bool // the vendor counts no requests of it, or not of all
	in, out     int64
	cached      int64   // part of in
	batch       counts  // part of all
	largest     float64 // tokens of its largest request, where they are told one by one
	micros      money
	signals     []incident.Signal
}

func (c *cell) end() time.Time { return c.start.Add(c.width) }

// from and until are those of the calls where they are told, else of the interval.
func (c *cell) from() time.Time {
	if c.first.IsZero() {
		return c.start
	}
	return c.first
}

func (c *cell) until() time.Time {
	if c.first.IsZero() {
		return c.end()
	}
	return c.last
}

func (c *cell) tokens() int64 { return c.in + c.out }

// use splits what the cell holds into calls of the moment and batches.
func (c *cell) use() use {
	all := counts{c.requests, c.in, c.cached, c.out}
	return use{live: all.less(c.batch), batch: c.batch}
}

// perRequest is the mean of tokens a request.
func (c *cell) perRequest() float64 {
	if c.requests == 0 {
		return 0
	}
	return float64(c.tokens()) / float64(c.requests)
}

type slot struct {
	series
	start time.Time
}

// gather adds up buckets of one interval and series. It drops what cannot be counts, and says so.
func gather(kinds kinds, buckets []providers.Bucket, what string) (map[slot]*cell, []incident.Gap) {
	cells := map[slot]*cell{}
	var gaps []incident.Gap
	for _, b := range buckets {
		if !sane(b) {
			gaps = append(gaps, incident.Gap{What: what, Why: incident.WhyShape, From: b.Start, To: b.Start.Add(b.Width)})
			continue
		}
		if b.Requests == 0 && b.In == 0 && b.Out == 0 {
			continue
		}
		at := slot{series{b.Endpoint, b.Model}, b.Start.UTC()}
		c := cells[at]
		if c == nil {
			c = &cell{kind: kinds.of(at.series), start: at.start, width: b.Width}
			cells[at] = c
		}
		u := useOf(b)
		c.uncounted = c.uncounted || b.Uncounted
		c.requests += b.Requests
		c.in += b.In
		c.cached += u.live.cached + u.batch.cached
		c.out += b.Out
		c.batch = c.batch.plus(u.batch)
	}
	return cells, gaps
}

func sane(b providers.Bucket) bool {
	for _, n := range []int64{b.Requests, b.In, b.Out} {
		if n < 0 || n > plausible {
			return false
		}
	}
	return b.Width > 0
}

// refine returns the cells to judge: an hour is replaced by its minutes where these were read.
// Where the two tell different sums, the larger stands and the difference is named.
func refine(in Input) ([]*cell, []incident.Gap) {
	kinds := kinds{}
	hours, gaps := gather(kinds, in.Hours, "usage")
	minutes, more := gather(kinds, in.Minutes, "usage minutes")
	gaps = append(gaps, more...)
	within := map[slot][]*cell{}
	for at, m := range minutes {
		if hour := at.start.Truncate(time.Hour); !hour.Before(in.MinutesFrom) {
			within[slot{at.series, hour}] = append(within[slot{at.series, hour}], m)
		}
	}
	var cells []*cell
	for at, h := range hours {
		if len(within[at]) == 0 {
			cells = append(cells, h)
		}
	}
	for at, parts := range within {
		chosen, agree := settle(hours[at], parts)
		cells = append(cells, chosen...)
		if !agree {
			gaps = append(gaps, incident.Gap{What: "usage minutes", Why: incident.WhyUnsettled, From: at.start, To: at.start.Add(time.Hour)})
		}
	}
	sortCells(cells)
	return cells, gaps
}

// settle chooses between an hour, which may be nil, and its minutes.
func settle(h *cell, parts []*cell) (chosen []*cell, agree bool) {
	var sum cell
	for _, m := range parts {
		sum.requests, sum.in, sum.out = sum.requests+m.requests, sum.in+m.in, sum.out+m.out
		sum.uncounted = sum.uncounted || m.uncounted
	}
	agree = h != nil && h.requests == sum.requests && h.in == sum.in && h.out == sum.out
	if !agree && h != nil && h.size() >= sum.size() {
		return []*cell{h}, false
	}
	return parts, agree
}

func sortCells(cells []*cell) {
	slices.SortFunc(cells, func(a, b *cell) int {
		return cmp.Or(a.start.Compare(b.start), a.compare(b.series), cmp.Compare(a.width, b.width))
	})
}

// compare orders series by their names.
func (s series) compare(o series) int {
	return cmp.Or(strings.Compare(s.endpoint, o.endpoint), strings.Compare(name(s.model), name(o.model)))
}

// name is the model's name for ordering and matching.
func name(model providers.Untrusted) string { return model.Line(200) }

// family is the name without the date of a snapshot, which vendors move by themselves.
func (s series) family() series {
	text := name(s.model)
	for _, form := range []string{"-2006-01-02", "-20060102", "-0102"} {
		if cut := len(text) - len(form); cut > 0 && shaped(text[cut:], form) {
			if _, err := time.Parse(form, text[cut:]); err == nil {
				return series{s.endpoint, providers.FromOutside(text[:cut])}
			}
		}
	}
	return series{s.endpoint, providers.FromOutside(text)}
}

// shaped tells digits and separators that stand as in a date's form, which most names lack: an
// error of the time package for each would be most of what a review allocates.
func shaped(text, form string) bool {
	digit := func(b byte) bool { return '0' <= b && b <= '9' }
	for i := range len(form) {
		if digit(text[i]) != digit(form[i]) || !digit(form[i]) && text[i] != form[i] {
			return false
		}
	}
	return true
}

// takeOwn moves our own calls out of the cells into cells of their own: one request each, in
// the interval of the call or the one after it, where the vendor may have counted it. A cell's
// tokens go along only with its last request: our share of a mixed cell is a few tokens, and
// not known.
func takeOwn(cells []*cell, own []Call) (rest, ours []*cell, lost int64) {
	for _, call := range own {
		if call.Endpoint == "" {
			continue
		}
		c := holder(cells, call)
		if c == nil {
			lost++
			continue
		}
		mine := &cell{kind: c.kind, start: c.start, width: c.width, requests: 1}
		c.requests--
		if c.requests == 0 {
			mine.in, mine.out, c.in, c.out = c.in, c.out, 0, 0
		}
		ours = append(ours, mine)
	}
	rest = slices.DeleteFunc(cells, func(c *cell) bool { return c.requests == 0 && c.tokens() == 0 })
	sortCells(ours)
	return rest, ours, lost
}

func holder(cells []*cell, call Call) *cell {
	for _, late := range []bool{false, true} {
		for _, c := range cells {
			at := call.At
			if late {
				at = at.Add(c.width)
			}
			if c.endpoint == call.Endpoint && c.requests > 0 && !at.Before(c.start) && at.Before(c.end()) {
				return c
			}
		}
	}
	return nil
}
