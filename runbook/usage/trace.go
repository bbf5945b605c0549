package usage

import (
	"math"
	"strings"

	"firebreak/runbook/incident"
)

// trail is what one client at one place did last, call by call. Times are microseconds since
// 1970; 0 is never.
type trail struct {
	asked, tried, listed int64
	slot                 int64
	models, regions      map[string]bool // that refused it within the slot
}

// trace follows the calls in order of time, for what no count of them shows. on holds the cell
// of each row.
func (s *study) trace(l *Log, on []*cell) {
	trails := map[*line]*trail{}
	var j journey
	for i := range l.order {
		c, r := on[i], l.inOrder(i)
		if c.first.IsZero() {
			continue
		}
		j.step(s, c, r)
		if s.base.How == TooShort || c.end().After(s.base.To) {
			if trails[c.line] == nil {
				trails[c.line] = &trail{}
			}
			s.probe(c, r, trails[c.line])
		}
	}
}

// probe sees a client that finds out what a key is good for.
func (s *study) probe(c *cell, r *row, t *trail) {
	window := int64(s.scale[p1Window] * 60e6)
	switch {
	case c.asks:
		t.asked = r.first
	case tries(c.kind, r):
		t.tried = r.first
	}
	if c.lists {
		t.listed = r.first
	}
	if c.line.total > 0 {
		return // the past knows the client
	}
	if c.fresh.strange() && t.asked != 0 && t.tried != 0 && max(t.asked, t.tried)-min(t.asked, t.tried) <= window {
		c.mark(incident.Signal{Code: ReasonProbing, Observed: 1, Strength: incident.Strong})
	}
	if !c.longTerm {
		return
	}
	if c.uses && t.listed != 0 && r.first-t.listed <= int64(s.scale[p1Listed]*60e6) {
		c.mark(incident.Signal{Code: ReasonListedThenUsed, Observed: 1, Strength: incident.Strong})
	}
	s.refused(c, r, t)
}

// refused sees a key that is tried on one model, or in one region, after the other.
func (s *study) refused(c *cell, r *row, t *trail) {
	if !c.failed || !c.uses {
		return
	}
	if slot := slotOf(c.start, s.unit); t.models == nil || t.slot != slot {
		t.slot, t.models, t.regions = slot, map[string]bool{}, map[string]bool{}
	}
	t.models[c.values[asModel]], t.regions[c.values[asRegion]] = true, true
	if n := max(len(t.models), len(t.regions)); float64(n) >= s.scale[p1Spread] {
		c.mark(incident.Signal{Code: ReasonRefusedAround, Observed: float64(n), Strength: incident.Strong})
	}
}

// mark puts a signal on a cell, the strongest of its code.
func (c *cell) mark(signal incident.Signal) {
	for i := range c.signals {
		if c.signals[i].Code == signal.Code {
			if stronger(signal, c.signals[i]) {
				c.signals[i] = signal
			}
			return
		}
	}
	c.signals = append(c.signals, signal)
}

// asked are operations and ends of paths that tell what a key is and can do.
var asked = []string{"models", "listmodels", "listfoundationmodels", "getfoundationmodelavailability", "listinferenceprofiles", "getcalleridentity", "whoami",
	"key", "auth/key", "key/info", "me", "user", "account", "organizations", "credits", "usage", "getaccountsummary", "getuser"}

// asking reports whether calls of a kind ask what the key is good for.
func asking(k *kind) bool {
	for _, text := range [...]string{k.action, k.values[asEndpoint]} {
		text = strings.TrimRight(strings.ToLower(text), "/")
		for _, one := range asked {
			if text == one || strings.HasSuffix(text, "/"+one) || strings.HasSuffix(text, " "+one) {
				return true
			}
		}
	}
	return false
}

// tries reports whether a call only tries out whether it is answered: next to no answer, or an
// invalid parameter.
func tries(k *kind, r *row) bool {
	if k.control && !k.uses {
		return false
	}
	invalid := k.status == 400 || k.status == 422 || strings.Contains(strings.ToLower(k.values[asError]), "valid")
	return k.failed && invalid || !k.failed && k.sized && r.calls > 0 && r.out/r.calls <= tinyAnswer && r.in > 0
}

// uses reports whether calls of a kind make a model work.
func uses(k *kind) bool {
	return strings.HasPrefix(k.action, "InvokeModel") || strings.HasPrefix(k.action, "Converse")
}

// journey follows where the key is used.
type journey struct {
	last   Place
	at     int64
	places map[[2]int]bool // of the baseline, in whole degrees
}

// spot is a place in whole degrees.
func (p Place) spot() [2]int { return [2]int{int(math.Round(p.Lat)), int(math.Round(p.Long))} }

const earthKM = 6371

// step sees calls that follow each other faster than anybody travels, from a place that the past
// does not know. A key that is used from several places anyway tells nothing.
func (j *journey) step(s *study, c *cell, r *row) {
	here := c.at
	if !here.Located {
		return
	}
	if j.places == nil {
		j.places = map[[2]int]bool{}
	}
	spot := here.spot()
	if !c.end().After(s.base.To) {
		j.places[spot] = true
	}
	before, since := j.last, float64(r.first-j.at)/3600e6
	j.last, j.at = here, r.first
	if !before.Located || c.ownPlace || j.places[spot] || float64(len(j.places)) > s.scale[g3Places] || s.base.How == TooShort {
		return
	}
	far := distance(before, here)
	if speed := far / max(since, 1.0/60); far > s.scale[g3Distance] && speed > s.scale[g3Speed] {
		c.mark(incident.Signal{Code: ReasonTravel, Observed: math.Round(speed), Expected: s.scale[g3Speed], Score: round2(speed / s.scale[g3Speed]), Strength: incident.Notable})
	}
}

// distance is that on the great circle, in kilometres.
func distance(a, b Place) float64 {
	rad := math.Pi / 180
	lat, long := (b.Lat-a.Lat)*rad/2, (b.Long-a.Long)*rad/2
	h := math.Sin(lat)*math.Sin(lat) + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*math.Sin(long)*math.Sin(long)
	return 2 * earthKM * math.Asin(min(1, math.Sqrt(h)))
}
