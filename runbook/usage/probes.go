package usage

import (
	"time"

	"firebreak/runbook/incident"
)

// fanned are the aspects of which many at once are looked for.
var fanned = [...]aspect{asModel, asRegion, asNetwork}

// fanOut holds the number of distinct values an hour against that of the past. The values that
// the past does not know are to blame.
func (s *study) fanOut(c *cell) incident.Signal {
	at := slotOf(c.start, s.unit)
	for i, a := range fanned {
		l := s.fans[i]
		if c.values[a] == "" || s.seen[a].counts[c.compared(a)] > 0 || l.rhythm.slots == 0 || l.slots[at] < s.scale[p5Floor] {
			continue
		}
		if score := l.score(l.slots[at]); score >= s.notableAt() {
			code := [...]string{ReasonFanModels, ReasonFanRegions, ReasonFanAddresses}[i]
			return incident.Signal{Code: code, Observed: l.slots[at], Expected: l.mean, Score: round2(score), Strength: incident.Notable}
		}
	}
	return incident.Signal{}
}

// failing holds the share of failed calls in the hour against that of the past. Refusals after
// the revocation are what we want, and no sign.
func (s *study) failing(c *cell) incident.Signal {
	if !c.failed || !s.Revoked.IsZero() && !c.start.Before(s.Revoked) {
		return incident.Signal{}
	}
	at := slotOf(c.start, s.unit)
	failed, all := c.line.failed[at], c.line.slots[at]
	usual := (s.all.wrong + 0.5) / (s.all.total + 1)
	if failed < s.scale[p3Errors] || failed/all < s.scale[p3Times]*usual {
		return incident.Signal{}
	}
	return incident.Signal{Code: ReasonFailing, Observed: failed / all, Expected: usual, Score: round2(failed / all / usual), Strength: incident.Notable}
}

// workday is when a key with working hours works.
type workday struct {
	known bool
	from  int            // hour of the day
	run   map[int64]int  // slots within a run without a pause, and its length
	zone  *time.Location // of from
}

// workday finds out whether the past keeps working hours, and the runs since that do not.
func (s *study) workday() workday {
	var hours [24]float64
	total := 0.0
	if s.unit != time.Hour || s.base.To.Sub(s.base.From) < 7*24*time.Hour {
		return workday{}
	}
	first, end := slotOf(s.base.From, s.unit), slotOf(s.base.To, s.unit)
	for at := first; at < end; at++ {
		hours[slotStart(at, s.unit).In(s.Zone).Hour()] += s.all.slots[at]
		total += s.all.slots[at]
	}
	d := workday{run: map[int64]int{}, zone: s.Zone}
	for from := range hours {
		within := 0.0
		for h := range int(s.scale[p4Hours]) {
			within += hours[(from+h)%24]
		}
		if total > 0 && within >= s.scale[p4Share]*total && !d.known {
			d.known, d.from = true, from
		}
	}
	if !d.known {
		return workday{}
	}
	d.runs(s.all.slots, end, slotOf(s.asOf, s.unit), int(s.scale[p4Run]))
	return d
}

// runs notes the slots of runs that are long enough.
func (d *workday) runs(slots map[int64]float64, from, to int64, least int) {
	length := 0
	for at := from; at <= to+1; at++ {
		if slots[at] > 0 && at <= to {
			length++
			continue
		}
		if length >= least {
			for back := at - int64(length); back < at; back++ {
				d.run[back] = length
			}
		}
		length = 0
	}
}

// awake sees a key with working hours that does not sleep.
func (s *study) awake(c *cell) incident.Signal {
	length := s.day.run[slotOf(c.start, s.unit)]
	if length == 0 || (c.start.In(s.Zone).Hour()-s.day.from+24)%24 < int(s.scale[p4Hours]) {
		return incident.Signal{}
	}
	return incident.Signal{Code: ReasonAwake, Observed: float64(length), Expected: s.scale[p4Hours], Strength: incident.Notable}
}
