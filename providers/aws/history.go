package aws

import (
	"context"
	"slices"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// depth is how much is read of one Region: pages, and time for all of them. Our choice.
type depth struct {
	pages int
	time  time.Duration
}

var (
	full  = depth{60, time.Minute}    // 3,000 events, half a minute at the vendor's pace
	brief = depth{3, 6 * time.Second} // 150 events: a person waits to end the key
)

// trailFresh is how long what was read is believed without asking again.
const trailFresh = time.Minute

// history is what the event history of all Regions tells of one key in a span of time, newest first.
type history struct {
	events []event
	refuse []providers.Gap
	cuts   []cut
}

// cut is a Region of which more was told than was read: nothing before the time.
type cut struct {
	region string
	before time.Time
}

// gaps names what is missing of the time since from.
func (h history) gaps(from time.Time) []providers.Gap {
	gaps := slices.Clone(h.refuse)
	for _, c := range h.cuts {
		if c.before.After(from) {
			gaps = append(gaps, providers.Gap{Part: c.region + "-before-" + c.before.Format(time.RFC3339), Why: providers.GapRefused})
		}
	}
	return gaps
}

// history reads the events of a key, all Regions side by side. Within one step of an incident it is
// asked for several widths of the same time: what was read just now is not read again. Regions that
// cannot be read are gaps, and an error where none can.
func (s session) history(ctx context.Context, id string, from, to time.Time, how depth) (history, error) {
	if oldest := s.clock.Now().Add(-trailKept); from.Before(oldest) {
		from = oldest
	}
	if h, ok := s.read.within(id, from, to, s.clock.Now(), how); ok {
		return h, nil
	}
	var h history
	names, err := s.regions(ctx)
	if _, refused := providers.RefusedWith(err, 400, 403); refused {
		h.refuse = append(h.refuse, providers.Gap{Part: "regions", Why: providers.GapRefused, Err: err})
		names, err = []string{globalRegion}, nil
	}
	if err != nil {
		return history{}, err
	}
	read := make([]regional, len(names)) // each Region has a pace of its own
	providers.Report(ctx, "regions", 0, len(names))
	providers.Together(ctx, s.clock, len(names), func(i int) { read[i] = s.lookup(ctx, names[i], id, from, to, how) })
	if err := ctx.Err(); err != nil {
		return history{}, err
	}
	var failed []error
	for i, r := range read {
		h.events = append(h.events, r.events...)
		switch {
		case r.err != nil:
			failed = append(failed, r.err)
			h.refuse = append(h.refuse, providers.Gap{Part: names[i], Why: providers.GapRefused, Err: r.err})
		case r.more:
			h.cuts = append(h.cuts, cut{names[i], r.events[len(r.events)-1].time()})
		}
	}
	if len(failed) == len(names) && !refusedAll(failed) {
		return history{}, failed[0]
	}
	slices.SortStableFunc(h.events, func(a, b event) int { return b.time().Compare(a.time()) })
	s.read.keep(id, from, to, s.clock.Now(), how, h)
	return h, nil
}

// refusedAll reports whether the vendor itself refused each Region, which is a lack of rights and no
// failure to read.
func refusedAll(failed []error) bool {
	return !slices.ContainsFunc(failed, func(err error) bool {
		_, refused := providers.RefusedWith(err, 400, 403)
		return !refused
	})
}

// regional is what was read of one Region.
type regional struct {
	events []event
	more   bool // and not read
	err    error
}

// lookup reads one Region's events of a key, newest first.
func (s session) lookup(ctx context.Context, region, id string, from, to time.Time, how depth) (r regional) {
	body, until := lookupOf(id, from, to), s.clock.Now().Add(how.time)
	for range how.pages {
		page, err := s.page(ctx, region, body)
		if err != nil {
			r.err = err
			return r
		}
		r.events = append(r.events, *page.Events...)
		switch {
		case page.Next == "":
			return r
		case page.Next == body["NextToken"]:
			r.err = rows.Circling(routeTrail, transport.Answer{})
			return r
		}
		body["NextToken"] = page.Next
		if r.err = s.clock.Sleep(ctx, trailPace); r.err != nil {
			return r
		}
		if s.clock.Now().After(until) {
			break
		}
	}
	r.more = len(r.events) > 0
	return r
}
