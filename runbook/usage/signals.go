package usage

import (
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// detector finds at most one signal on a cell. A code of "" means none.
type detector func(*study, *cell) incident.Signal

// detectors in the order in which their signals are told, after what is new.
var detectors = []detector{
	(*study).surprising, (*study).surprisingMinutes, (*study).burst, (*study).rising, (*study).costly, (*study).costlyDay, (*study).oversized, (*study).smallProbe,
	(*study).failing, (*study).awake, (*study).fanOut, (*study).oddHour,
}

func outside(text string) providers.Untrusted { return providers.FromOutside(text) }

// signals are what is found on one cell.
func (s *study) signals(c *cell) []incident.Signal {
	found := s.compared(c)
	if !s.Revoked.IsZero() && !c.start.Before(s.Revoked) && !c.failed {
		after := ReasonAfterRevoke
		if s.Gone {
			after = ReasonAfterGone
		}
		found = append(found, incident.Signal{Code: after, Observed: c.told(c.size()), Unit: c.unit(), Strength: incident.Strong})
	}
	return found
}

// compared holds a cell against the past, where there is one and it lies after it.
func (s *study) compared(c *cell) []incident.Signal {
	switch {
	case c.whose == KnownOurs:
		return []incident.Signal{{Code: ReasonKnownOurs}}
	case s.batch(c) != nil:
		return []incident.Signal{{Code: ReasonInBatch, Value: outside(s.batch(c).What)}}
	case s.base.How == BeforeExposure && !c.end().After(s.Exposed):
		return []incident.Signal{{Code: ReasonBefore}}
	case s.base.How == TooShort:
		return append(append(s.acts(c), c.signals...), incident.Signal{Code: ReasonNoHistory})
	case !c.end().After(s.base.To):
		return append(s.acts(c), incident.Signal{Code: ReasonInBaseline})
	}
	found := s.found(c)
	if len(found) > 0 {
		return found
	}
	at := slotOf(c.start, s.unit)
	if top, ok := c.line.recurs(s.base, at, c.line.slots[at]); ok {
		return []incident.Signal{{Code: ReasonRecurring, Observed: s.amount(c, c.line.slots[at]), Expected: s.amount(c, top), Unit: c.unit()}}
	}
	return []incident.Signal{{Code: ReasonUsual}}
}

func (s *study) found(c *cell) []incident.Signal {
	found := s.newOn(c)
	for _, d := range detectors {
		if one := d(s, c); one.Code != "" {
			found = append(found, one)
		}
	}
	return append(append(found, s.acts(c)...), c.signals...)
}

// newOn tells what is new of the cell's kind, in the cell's own unit.
func (s *study) newOn(c *cell) []incident.Signal {
	var found []incident.Signal
	for _, one := range c.fresh.found {
		if one.Code == ReasonNewModel || one.Code == ReasonNewEndpoint || one.Code == ReasonFirstSeen {
			one.Expected, one.Unit = c.told(s.base.size), c.unit()
		}
		found = append(found, one)
	}
	if c.fresh.hard >= int(s.scale[g2Values]) {
		found = append(found, incident.Signal{Code: ReasonCoNovelty, Observed: float64(c.fresh.hard), Expected: s.scale[g2Values], Strength: incident.Strong})
	}
	return found
}

// strength is strong from one threshold on, else notable.
func (s *study) strength(score float64, _, strong limit) incident.Strength {
	if score >= s.scale[strong] {
		return incident.Strong
	}
	return incident.Notable
}

// amount is a size in requests, told in the cell's own unit.
func (s *study) amount(c *cell, requests float64) float64 {
	if c.uncounted {
		return requests * callSize
	}
	return requests
}

// odds are at which hours of the day, on working days and on weekends, the key is used.
type odds struct {
	slots [48]int64
	total int64
}

func (o *odds) learn(c *cell, zone *time.Location) {
	o.slots[daySlot(c.start, zone)] += c.size()
	o.total += c.size()
}

// daySlot is one of 24 hours of weekdays or of weekends, in the team's time.
func daySlot(at time.Time, zone *time.Location) int {
	local := at.In(zone)
	if d := local.Weekday(); d == time.Saturday || d == time.Sunday {
		return 24 + local.Hour()
	}
	return local.Hour()
}

// oddHour is a soft signal: use at an hour of the day that the past hardly knows.
func (s *study) oddHour(c *cell) incident.Signal {
	days := s.base.To.Sub(s.base.From).Hours() / 24
	if s.unit != time.Hour || inRequests(s.odds.total) < s.scale[h1Events] || days < s.scale[h1Days] {
		return incident.Signal{}
	}
	share := (inRequests(s.odds.slots[daySlot(c.start, s.Zone)]) + 0.5) / (inRequests(s.odds.total) + 24)
	if share >= s.scale[h1Share] {
		return incident.Signal{}
	}
	return incident.Signal{Code: ReasonOddHour, Observed: share, Expected: s.scale[h1Share], Unit: c.unit(), Strength: incident.Soft}
}
