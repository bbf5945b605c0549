package usage

import (
	"time"

	"firebreak/runbook/incident"
)

// detector finds at most one signal on a cell. A code of "" means none.
type detector func(*past, *cell) incident.Signal

// detectors in the order in which their signals are told.
var detectors = []detector{newEndpoint, newModel, overPeak, tokensPerRequest, smallProbe, oddHour}

// judge attaches signals to the cells after the baseline.
func judge(p *past, in Input, cells []*cell) {
	for _, c := range cells {
		switch {
		case p.How == BeforeExposure && !c.end().After(in.Exposed):
			c.signals = []incident.Signal{{Code: ReasonBefore}}
		case p.How == TooShort:
			c.signals = []incident.Signal{{Code: ReasonNoHistory}}
		case !c.end().After(p.To):
			c.signals = []incident.Signal{{Code: ReasonInBaseline}}
		default:
			c.signals = signalsOf(p, c)
		}
		if !in.Revoked.IsZero() && !c.start.Before(in.Revoked) {
			after := ReasonAfterRevoke
			if in.Gone {
				after = ReasonAfterGone
			}
			c.signals = append(c.signals, incident.Signal{Code: after, Observed: c.told(c.size()), Unit: c.unit()})
		}
	}
}

func signalsOf(p *past, c *cell) []incident.Signal {
	var found []incident.Signal
	for _, d := range detectors {
		if s := d(p, c); s.Code != "" {
			found = append(found, s)
		}
	}
	if len(found) > 0 {
		return found
	}
	if s := recurring(p, c); s.Code != "" {
		return []incident.Signal{s}
	}
	return []incident.Signal{{Code: ReasonUsual}}
}

func newEndpoint(p *past, c *cell) incident.Signal {
	if p.endpoints[c.endpoint] > 0 {
		return incident.Signal{}
	}
	return p.firstSeen(ReasonNewEndpoint, c)
}

func newModel(p *past, c *cell) incident.Signal {
	if p.families[c.family()] > 0 {
		return incident.Signal{}
	}
	return p.firstSeen(ReasonNewModel, c)
}

func (p *past) firstSeen(code string, c *cell) incident.Signal {
	if p.total < littleHistory*callSize {
		code = ReasonFirstSeen
	}
	return incident.Signal{Code: code, Observed: 1, Expected: c.told(p.total), Unit: c.unit()}
}

// overPeak holds the whole hour against the busiest comparable one.
func overPeak(p *past, c *cell) incident.Signal {
	usual := max(p.peak(c.family(), c.start), peakFloor*callSize)
	if float64(c.hourTotal) < peakTimes*float64(usual) {
		return incident.Signal{}
	}
	return incident.Signal{Code: ReasonOverPeak, Observed: c.told(c.hourTotal), Expected: c.told(usual), Unit: c.unit()}
}

func tokensPerRequest(p *past, c *cell) incident.Signal {
	means := p.perToken[c.family()]
	if len(means) == 0 {
		means = p.allTokens
	}
	usual := max(quantile(means, 0.95), tokenFloor)
	times := tokenTimesHour
	if c.width < time.Hour {
		times = tokenTimesMin
	}
	if c.perRequest() < times*usual {
		return incident.Signal{}
	}
	return incident.Signal{Code: ReasonTokensPerRequest, Observed: c.perRequest(), Expected: usual}
}

// smallProbe sees a few requests with next to no answer from a key whose answers are long. An
// endpoint that never answers in tokens has no small answers.
func smallProbe(p *past, c *cell) incident.Signal {
	if p.endpoints[c.endpoint] > 0 && p.answers[c.endpoint] == 0 {
		return incident.Signal{}
	}
	usual := quantile(p.outMeans, 0.05)
	if c.requests == 0 || c.requests > probeRequests || c.tokens() == 0 || usual < probeUsualOut {
		return incident.Signal{}
	}
	out := float64(c.out) / float64(c.requests)
	if out > probeOut {
		return incident.Signal{}
	}
	return incident.Signal{Code: ReasonSmallProbe, Observed: out, Expected: usual}
}

func oddHour(p *past, c *cell) incident.Signal {
	if p.total < oddRequests*callSize || p.length() < oddHistory {
		return incident.Signal{}
	}
	share := (inRequests(p.ofDay[p.daySlot(c.start)]) + 0.5) / (inRequests(p.total) + 24)
	if share >= oddShare {
		return incident.Signal{}
	}
	return incident.Signal{Code: ReasonOddHour, Observed: share, Expected: oddShare, Unit: c.unit()}
}

// recurring knows a daily batch: far above the ordinary hour, but at its own hour as on
// several days of the past, and no more than twice as large.
func recurring(p *past, c *cell) incident.Signal {
	f := c.family()
	if c.hourTotal < peakFloor*callSize || inRequests(c.hourTotal) < peakTimes*p.meanHour(f) {
		return incident.Signal{}
	}
	days, top := 0, int64(0)
	for _, n := range p.sameHour(f, c.start) {
		if 2*n >= c.hourTotal {
			days++
		}
		top = max(top, n)
	}
	if days < recurringDays || float64(c.hourTotal) > recurringTimes*float64(top) {
		return incident.Signal{}
	}
	return incident.Signal{Code: ReasonRecurring, Observed: c.told(c.hourTotal), Expected: c.told(top), Unit: c.unit()}
}

// meanHour is the mean of a family's size an hour over the whole past, in requests.
func (p *past) meanHour(f series) float64 {
	return inRequests(p.families[f]) / max(p.length().Hours(), 1)
}
