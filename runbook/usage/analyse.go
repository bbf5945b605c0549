package usage

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// Analyse says which of the log's use is like the key's own past and which is not. It is pure
// and gives the same for the same events in any order; it sorts the log in place.
func Analyse(l *Log, c Context) Analysis {
	l.order()
	s := newStudy(l, c)
	s.learn()
	s.gather()
	return s.result()
}

// study is one run of the analysis.
type study struct {
	*Log
	Context
	scale  *scale
	asOf   time.Time
	base   Past
	facts  []facts // by shape
	values map[Dimension]*seenValues
	hours  map[int64]int64 // requests by hour since 1970
	usual  usual
	groups map[groupKey]*Finding
}

// facts are what the detectors go by, worked out once for each shape.
type facts struct {
	client, place string
	values        map[Dimension]string
}

type seenValues struct {
	events int64
	counts map[string]int64
}

type groupKey struct {
	client, place, model, endpoint string
	hour                           int64
}

func newStudy(l *Log, c Context) *study {
	s := &study{Log: l, Context: c, scale: c.Thresholds.scale(), asOf: c.AsOf, values: map[Dimension]*seenValues{}, hours: map[int64]int64{}, groups: map[groupKey]*Finding{}}
	if s.asOf.IsZero() && len(l.rows) > 0 {
		s.asOf = time.UnixMicro(l.rows[len(l.rows)-1].last()).UTC()
	}
	for i := range l.shapes {
		s.facts = append(s.facts, s.factsOf(&l.shapes[i]))
	}
	return s
}

func (s *study) factsOf(sh *shape) facts {
	n := &s.names
	f := facts{client: cmp.Or(agentFamily(n.text(sh.agent)), n.text(sh.client)), place: network(n.text(sh.address))}
	f.values = map[Dimension]string{DimAgent: f.client, DimNetwork: f.place, DimModel: name(series{model: providers.FromOutside(n.text(sh.model))}.family().model),
		DimEndpoint: n.text(sh.endpoint), DimRegion: n.text(sh.region)}
	for d, v := range f.values {
		if v == "" {
			delete(f.values, d)
		}
	}
	return f
}

// learn fits the baseline: what lies an hour or more before the exposure.
func (s *study) learn() {
	if len(s.rows) == 0 {
		return
	}
	s.base.From = time.UnixMicro(s.rows[0].first).UTC().Truncate(time.Hour)
	s.base.To = s.base.From
	if end := s.Exposed.Add(-safety).Truncate(time.Hour); !s.Exposed.IsZero() && end.After(s.base.From) {
		s.base.To, s.base.How = end, BeforeExposure
	}
	for i := range s.rows {
		r := &s.rows[i]
		s.hours[r.first/time.Hour.Microseconds()] += r.calls
		if r.last() >= s.base.To.UnixMicro() {
			continue
		}
		s.base.Requests += r.calls
		for d, v := range s.facts[r.shape].values {
			if s.values[d] == nil {
				s.values[d] = &seenValues{counts: map[string]int64{}}
			}
			s.values[d].events += r.calls
			s.values[d].counts[v] += r.calls
		}
	}
	var sum, squares float64
	for h, n := range s.hours {
		if h < s.base.To.Unix()/3600 {
			sum, squares = sum+float64(n), squares+float64(n)*float64(n)
		}
	}
	if hours := s.base.To.Sub(s.base.From).Hours(); hours > 0 {
		s.usual = fit(sum, squares, hours)
		s.base.Hours, s.base.Mean, s.base.Size = int(hours), s.usual.mean, s.usual.size
	}
}

func (s *study) gather() {
	for i := range s.rows {
		r := &s.rows[i]
		f := &s.facts[r.shape]
		key := groupKey{client: f.client, place: f.place, hour: r.first / time.Hour.Microseconds()}
		if f.client == "" && f.place == "" {
			key.model, key.endpoint = f.values[DimModel], f.values[DimEndpoint]
		}
		g := s.groups[key]
		if g == nil {
			g = &Finding{ID: findingID(key), First: time.UnixMicro(r.first).UTC(), Priced: true, Dimensions: map[Dimension][]Outside{}}
			s.groups[key] = g
			s.volume(g, key.hour)
		}
		s.join(g, r, f)
	}
}

func (s *study) join(g *Finding, r *row, f *facts) {
	g.Last = time.UnixMicro(r.last()).UTC().Add(time.Duration(s.shapes[r.shape].width) * time.Second)
	g.Requests, g.In, g.Out, g.Tokens, g.Cost = g.Requests+r.calls, g.In+r.in, g.Out+r.out, g.Tokens+r.in+r.out, g.Cost+USD(r.micros)
	g.Priced = g.Priced && s.shapes[r.shape].flags.has(priced)
	for d, v := range f.values {
		if out := providers.FromOutside(v); !slices.Contains(g.Dimensions[d], out) {
			g.Dimensions[d] = append(g.Dimensions[d], out)
			s.novel(g, d, v)
		}
	}
}

func (s *study) novel(g *Finding, d Dimension, v string) {
	past := s.values[d]
	if !g.First.After(s.base.To) || past == nil || past.counts[v] > 0 {
		return
	}
	once := int64(0)
	for _, n := range past.counts {
		if n == 1 {
			once++
		}
	}
	if score := unseen(past.events, once); past.events >= int64(s.scale[g1Events]) && score >= s.scale[g1Notable] {
		g.Reasons = append(g.Reasons, Why{Detector: "G1", Code: ReasonNewModel, Observed: 1, Expected: float64(past.events), Score: score, Value: providers.FromOutside(v)})
	}
}

func (s *study) volume(g *Finding, hour int64) {
	if !g.First.After(s.base.To) || s.base.Hours == 0 {
		return
	}
	if score := s.usual.surprise(float64(s.hours[hour])); score >= s.scale[v1Notable] {
		g.Reasons = append(g.Reasons, Why{Detector: "V1", Code: ReasonOverPeak, Observed: float64(s.hours[hour]), Expected: s.usual.mean, Score: score})
	}
}

func (s *study) result() Analysis {
	a := Analysis{AsOf: s.asOf, Input: s.Intake, Baseline: s.base, Groups: []Finding{}, Persistence: Persistence{Found: []Left{}, LookedFor: []LookedKind{}}, NotExposed: []Dimension{}, Thresholds: s.Thresholds.Changed()}
	for _, g := range s.groups {
		g.Suggested, g.Level = incident.CannotTell, Look
		if len(g.Reasons) == 0 {
			g.Suggested, g.Level = incident.Ours, Clear
		}
		g.Verdict = cmp.Or(s.Verdicts[g.ID], g.Suggested)
		for i := range g.Reasons {
			r := &g.Reasons[i]
			r.Sentence = s.Lang.Signal(incident.Signal{Code: r.Code, Observed: r.Observed, Expected: r.Expected})
		}
		a.Groups = append(a.Groups, *g)
		a.add(g)
	}
	slices.SortFunc(a.Groups, func(x, y Finding) int {
		return cmp.Or(cmp.Compare(len(y.Reasons), len(x.Reasons)), x.First.Compare(y.First), strings.Compare(x.ID, y.ID))
	})
	a.Input.Skipped = slices.Concat([]Skip{}, a.Input.Skipped)
	return a
}

func (a *Analysis) add(g *Finding) {
	part := Sum{g.Requests, g.Tokens, g.Cost}
	sum := map[incident.GroupVerdict]*Sum{incident.Ours: &a.Totals.Ours, incident.NotOurs: &a.Totals.NotOurs, incident.CannotTell: &a.Totals.Undetermined}[g.Verdict]
	for _, to := range []*Sum{sum, &a.Totals.All} {
		to.Requests, to.Tokens, to.Cost = to.Requests+part.Requests, to.Tokens+part.Tokens, to.Cost+part.Cost
	}
	if g.Verdict == incident.NotOurs && (a.FirstForeign == nil || g.First.Before(*a.FirstForeign)) {
		a.FirstForeign = &g.First
	}
}

func findingID(k groupKey) string {
	h := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q %d", k.client, k.place, k.model, k.endpoint, k.hour))
	return "u-" + hex.EncodeToString(h[:5])
}
