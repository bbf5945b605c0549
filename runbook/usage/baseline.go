package usage

import (
	"slices"
	"time"
)

// choose freezes the past: before the exposure with an hour of safety, else the older half of
// what is known, else nothing.
func choose(in Input) Baseline {
	from := in.From.Truncate(time.Hour)
	if end := in.Exposed.Add(-safety).Truncate(time.Hour); !in.Exposed.IsZero() && end.Sub(from) >= minHistory {
		return Baseline{From: from, To: end, How: BeforeExposure}
	}
	half := from.Add(in.AsOf.Sub(from) / 2).Truncate(time.Hour)
	if half.Sub(from) >= minHistory {
		return Baseline{From: from, To: half, How: OlderHalf}
	}
	return Baseline{From: from, To: from, How: TooShort}
}

// past is what the baseline knows.
type past struct {
	Baseline
	zone      *time.Location
	total     int64 // sizes, here and below
	families  map[series]int64
	endpoints map[string]int64
	hourly    map[series]map[time.Time]int64 // by family and hour
	perToken  map[series][]float64           // sorted means of tokens a request
	allTokens []float64
	outMeans  []float64        // sorted means of tokens out a request, of uses that have any
	answers   map[string]int64 // endpoint to tokens out: embeddings have none
	ofDay     [48]int64        // by hour of day, weekdays then weekends
}

// learn reads the past from hourly cells.
func learn(b Baseline, hours map[slot]*cell, zone *time.Location) *past {
	p := &past{Baseline: b, zone: zone, families: map[series]int64{}, endpoints: map[string]int64{}, answers: map[string]int64{},
		hourly: map[series]map[time.Time]int64{}, perToken: map[series][]float64{}}
	for at, c := range hours {
		if at.start.Before(b.From) || c.end().After(b.To) {
			continue
		}
		f := c.family()
		p.Requests += c.requests
		p.total += c.size()
		p.families[f] += c.size()
		p.endpoints[f.endpoint] += c.size()
		p.answers[f.endpoint] += c.out
		p.ofDay[p.daySlot(at.start)] += c.size()
		if p.hourly[f] == nil {
			p.hourly[f] = map[time.Time]int64{}
		}
		p.hourly[f][at.start.Truncate(time.Hour)] += c.size()
		if c.requests > 0 && c.tokens() > 0 {
			p.perToken[f] = append(p.perToken[f], c.perRequest())
			p.allTokens = append(p.allTokens, c.perRequest())
		}
		if c.requests > 0 && c.out > 0 {
			p.outMeans = append(p.outMeans, float64(c.out)/float64(c.requests))
		}
	}
	for _, means := range p.perToken {
		slices.Sort(means)
	}
	slices.Sort(p.allTokens)
	slices.Sort(p.outMeans)
	return p
}

func (p *past) length() time.Duration { return p.To.Sub(p.From) }

// daySlot is one of 24 hours of weekdays or of weekends, in the team's time.
func (p *past) daySlot(at time.Time) int {
	local := at.In(p.zone)
	if d := local.Weekday(); d == time.Saturday || d == time.Sunday {
		return 24 + local.Hour()
	}
	return local.Hour()
}

// sameHour lists the past's sizes of a family in the hours at most one away from this one
// on the clock, one figure a day: the day's highest.
func (p *past) sameHour(f series, at time.Time) []int64 {
	var days []int64
	at = at.Truncate(time.Hour)
	for back := at.Add(-24 * time.Hour); !back.Add(time.Hour).Before(p.From); back = back.Add(-24 * time.Hour) {
		if back.Add(-time.Hour).After(p.To) {
			continue
		}
		top := int64(0)
		for _, off := range []time.Duration{-time.Hour, 0, time.Hour} {
			top = max(top, p.hourly[f][back.Add(off)])
		}
		days = append(days, top)
	}
	return days
}

// peak is the busiest comparable hour of a family: on the same stretch of the clock where the
// past is a week or longer, else any.
func (p *past) peak(f series, at time.Time) int64 {
	top := int64(0)
	if p.length() >= oddHistory {
		for _, n := range p.sameHour(f, at) {
			top = max(top, n)
		}
		return top
	}
	for _, n := range p.hourly[f] {
		top = max(top, n)
	}
	return top
}

// quantile of sorted values, the lower of two; 0 for none.
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(q*float64(len(sorted)-1))]
}
