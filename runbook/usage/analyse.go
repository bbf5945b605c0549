package usage

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// Analyse says which of the log's use is like the key's own past and which is not, since when
// there is any that is not, and what it cost. It is pure and gives the same for the same events
// in any order; it sorts the log in place. c.Thresholds must have passed Check.
func Analyse(l *Log, c Context) Analysis {
	l.sort()
	s := newStudy(c)
	s.names, s.told = &l.names, l.has
	s.asOf = c.AsOf
	if l.Len() > 0 {
		s.from = time.UnixMicro(l.inOrder(0).first).UTC()
		s.asOf = cmp.Or(s.asOf, s.ending(l))
	}
	s.base = s.choose()
	on := s.lay(l)
	s.prepare()
	s.trace(l, on)
	s.judge()
	return s.report(l, s.bundles())
}

// ending is the end of the last event.
func (s *study) ending(l *Log) time.Time {
	end := int64(0)
	for i := range l.Len() {
		r := l.row(i)
		end = max(end, r.last()+int64(l.shapes[r.shape].width)*1e6)
	}
	return time.UnixMicro(end).UTC()
}

// lay makes cells of the rows: calls of one kind in one hour between two marks, and counts as
// they are. It returns the cell of each row.
func (s *study) lay(l *Log) []*cell {
	kinds := s.kindsOf(l)
	on := make([]*cell, l.Len())
	open := make([]*cell, len(l.shapes)) // by the number of the kind
	for i := range l.order {
		r := l.inOrder(i)
		sh, k := &l.shapes[r.shape], kinds[r.shape]
		at := time.UnixMicro(r.first).UTC()
		c := open[k.number]
		if sh.width != 0 || c == nil || !c.start.Equal(at.Truncate(s.unit)) || s.eraOf(c.first) != s.eraOf(at) {
			c = &cell{kind: k, start: at, width: time.Duration(sh.width) * time.Second}
			if sh.width == 0 {
				c.start, c.width, c.first, c.last = at.Truncate(s.unit), s.unit, at, at
				open[k.number] = c
			}
			s.cells = append(s.cells, c)
		}
		on[i] = c
		s.fill(c, r, sh)
	}
	return on
}

// fill adds a row to its cell, and its size to those of the past where it lies in it.
func (s *study) fill(c *cell, r *row, sh *shape) {
	c.uncounted = c.uncounted || sh.flags.has(uncounted)
	c.requests, c.in, c.out = c.requests+r.calls, c.in+r.in, c.out+r.out
	c.micros = c.micros.plus(money{mid: r.micros, low: r.micros, high: r.micros, unknown: !sh.flags.has(priced) && sh.plane == Data})
	if c.first.IsZero() {
		return
	}
	s.short.slots[r.first/fineUnit.Microseconds()] += float64(r.calls)
	if last := time.UnixMicro(r.last()).UTC(); last.After(c.last) {
		c.last = last
	}
	if !c.sized || r.calls == 0 || c.control {
		return
	}
	size := (r.in + r.out) / r.calls
	c.largest = max(c.largest, float64(size))
	if r.last() < s.base.To.UnixMicro() && size > 0 {
		own := s.sizesOf(c.kind)[0]
		own.calls = append(own.calls, weighed{uint32(min(size, math.MaxUint32)), uint32(min(r.calls, math.MaxUint32))})
	}
}

// kindsOf works the shapes out. Shapes that only differ in what is not compared share a kind.
func (s *study) kindsOf(l *Log) []*kind {
	type alike struct {
		values          [aspects]string
		action          string
		status          int16
		failed, control bool
		ownPlace, own   bool
		longTerm, sized bool
		whose           Whose
		does            operation
		uncounted       bool
		spot            [2]int
	}
	known := map[alike]*kind{}
	out := make([]*kind, len(l.shapes))
	for i := range l.shapes {
		k := s.kindOf(&l.shapes[i])
		key := alike{k.values, k.action, k.status, k.failed, k.control, k.ownPlace, k.ownAgent, k.longTerm, k.sized, k.whose, k.does, l.shapes[i].flags.has(uncounted), k.at.spot()}
		if known[key] == nil {
			one := k
			one.number = len(known)
			known[key] = &one
		}
		out[i] = known[key]
		out[i].meet(&k)
	}
	return out
}

// mostListed bounds lists of values in a result; ours.
const mostListed = 20

// meet takes over what of another kind like it is told but not compared: the first of models and
// addresses in their order, so that the order of reading does not matter.
func (k *kind) meet(o *kind) {
	if name(o.model) < name(k.model) {
		k.model = o.model
	}
	at, known := slices.BinarySearch(k.addresses, o.address)
	if o.address == "" || known || at == mostListed {
		return
	}
	k.addresses = slices.Insert(k.addresses, at, o.address)
	k.addresses = k.addresses[:min(len(k.addresses), mostListed)]
}

// report puts the result together.
func (s *study) report(l *Log, groups []*bundle) Analysis {
	sortBundles(groups)
	a := Analysis{AsOf: s.asOf, Input: l.Intake, Groups: make([]Finding, 0, len(groups)), NotExposed: s.hidden(l), Persistence: s.left(l),
		Baseline: s.past(), Thresholds: s.Thresholds.Changed()}
	a.Input.Skipped = append([]Skip{}, l.Intake.Skipped...)
	for _, b := range groups {
		a.Groups = append(a.Groups, s.finding(b))
	}
	for i, b := range groups {
		a.count(&a.Groups[i], b)
	}
	s.attribute(&a, groups)
	a.KeyID = oneKey(l)
	return a
}

func (s *study) finding(b *bundle) Finding {
	f := Finding{ID: b.id, Suggested: b.suggested, Verdict: cmp.Or(s.Verdicts[b.id], b.suggested), Level: b.level, First: b.from, Last: b.to,
		Requests: b.Requests, Uncounted: b.Uncounted, Tokens: b.In + b.Out, In: b.In, Out: b.Out, Cost: USD(b.Micros), Priced: !b.unpriced,
		Dimensions: b.dimensions(), Reasons: []Why{}, RuleOut: s.Lang.RuleOut(b.signals)}
	for _, one := range weightiest(b.signals) {
		f.Reasons = append(f.Reasons, Why{Detector: Detector(one.Code), Code: one.Code, Strength: string(one.Strength), Observed: one.Observed,
			Expected: one.Expected, Score: one.Score, Value: one.Value, Sentence: s.Lang.Signal(one)})
	}
	return f
}

// weightiest are signals in the order of their strength, and of the detectors where that is equal.
func weightiest(signals []incident.Signal) []incident.Signal {
	order := []incident.Strength{incident.Strong, incident.Notable, incident.Soft, ""}
	out := slices.Clone(signals)
	slices.SortStableFunc(out, func(a, b incident.Signal) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Strength), slices.Index(order, b.Strength)), strings.Compare(weighty(b.Code), weighty(a.Code)))
	})
	return out
}

// weighty puts what only a stranger does before what is new, and that before how much there is.
func weighty(code string) string {
	switch d := Detector(code); {
	case slices.Contains(decisive, code) || d == "X1":
		return "3"
	case strings.HasPrefix(d, "P"):
		return "2"
	case strings.HasPrefix(d, "G"):
		return "1"
	}
	return "0"
}

// dimensions lists the values of a group's calls, each list in order.
func (b *bundle) dimensions() map[Dimension][]Outside {
	sets := map[Dimension]map[string]bool{}
	put := func(d Dimension, v string) {
		if v != "" && len(sets[d]) < mostListed {
			if sets[d] == nil {
				sets[d] = map[string]bool{}
			}
			sets[d][v] = true
		}
	}
	for _, k := range b.kinds {
		for a, v := range k.values {
			put(novelties[a].Dimension, v)
		}
		for _, v := range k.addresses {
			put(DimAddress, v)
		}
	}
	out := map[Dimension][]Outside{}
	for d, set := range sets {
		for _, v := range slices.Sorted(maps.Keys(set)) {
			out[d] = append(out[d], outside(v))
		}
	}
	return out
}

// count adds a group to the totals, and to the first foreign use where it is none of ours.
func (a *Analysis) count(f *Finding, b *bundle) {
	sum := map[incident.GroupVerdict]*Sum{incident.Ours: &a.Totals.Ours, incident.NotOurs: &a.Totals.NotOurs}[f.Verdict]
	if sum == nil {
		sum = &a.Totals.Undetermined
	}
	for _, to := range []*Sum{sum, &a.Totals.All} {
		to.Requests, to.Tokens, to.Cost = to.Requests+f.Requests, to.Tokens+f.Tokens, to.Cost+f.Cost
	}
	if f.Verdict != incident.NotOurs || a.FirstForeign != nil && !f.First.Before(*a.FirstForeign) {
		return
	}
	a.FirstForeign, a.FirstForeignEnd = &f.First, nil
	if !b.exact {
		end := b.cells[0].end()
		for _, c := range b.cells {
			if c.start.Equal(b.from) {
				end = c.end()
			}
		}
		a.FirstForeignEnd = &end
	}
}

// past is the baseline as it was used.
func (s *study) past() Past {
	return Past{From: s.base.From, To: s.base.To, How: s.base.How, Requests: s.base.Requests, Hours: int(s.base.To.Sub(s.base.From).Hours()),
		Mean: s.all.mean, Size: s.all.rhythm.usual.size, Contaminated: s.dirty,
		Sentence: s.Lang.Compared(s.base.How, s.base.From, s.base.To, s.dirty)}
}

// hidden are the dimensions that no event of the log has.
func (s *study) hidden(l *Log) []Dimension {
	told := map[Dimension]bool{DimTokens: l.has.tokens, DimCost: l.has.cost, DimRequests: l.has.requests, DimActs: l.has.acts}
	for _, k := range s.kinds {
		for a, v := range k.values {
			told[novelties[a].Dimension] = told[novelties[a].Dimension] || v != ""
		}
		told[DimAddress] = told[DimAddress] || k.address != ""
		told[DimNetwork] = told[DimNetwork] || k.address != ""
	}
	out := []Dimension{}
	for _, d := range dimensions {
		if !told[d] && l.Len() > 0 {
			out = append(out, d)
		}
	}
	return out
}

var dimensions = [...]Dimension{DimAddress, DimCountry, DimASN, DimNetwork, DimAgent, DimClient, DimModel, DimEndpoint, DimRegion, DimError,
	DimTokens, DimCost, DimRequests, DimActs}

// oneKey is the credential that all of a log is of, "" where it is of several.
func oneKey(l *Log) string {
	id := ""
	for i := range l.shapes {
		k := l.names.text(l.shapes[i].keyID)
		if i > 0 && k != id {
			return ""
		}
		id = k
	}
	return id
}

// left lists what acts left behind, and what was looked for.
func (s *study) left(l *Log) Persistence {
	p := Persistence{Found: []Left{}, LookedFor: []LookedKind{}}
	counts := map[providers.Trace]int{}
	for _, one := range l.acts {
		sh := &l.shapes[one.shape]
		at := time.UnixMicro(one.at).UTC()
		o := operationOf(l.names.text(sh.api), l.names.text(sh.action), providers.Trace(l.names.text(sh.left)))
		if o.trace == "" || sh.failure != 0 || sh.status >= 400 || !s.Exposed.IsZero() && at.Before(s.Exposed) {
			continue
		}
		counts[o.trace]++
		p.Found = append(p.Found, Left{At: at, Kind: o.trace, ID: outside(one.id), Action: outside(l.names.text(sh.action)),
			Actor: outside(l.names.text(sh.actor)), Target: outside(one.target),
			Sentence: s.Lang.LeftBehind(string(o.trace), outside(l.names.text(sh.action)), outside(one.target))})
	}
	slices.SortStableFunc(p.Found, func(a, b Left) int {
		return cmp.Or(a.At.Compare(b.At), strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Action.Line(mostText), b.Action.Line(mostText)),
			strings.Compare(a.ID.Line(mostText), b.ID.Line(mostText)))
	})
	for _, kind := range s.traces() {
		k := LookedKind{Kind: kind, Found: counts[kind]}
		if !l.has.acts {
			k.Why = cmp.Or(s.Unlooked, incident.WhyNotOffered)
		}
		k.Sentence = s.Lang.LookedInLog(incident.Looked{For: string(kind), Found: make([]string, k.Found), Why: k.Why}, l.has.acts)
		p.LookedFor = append(p.LookedFor, k)
	}
	return p
}

// traces are the kinds of things that are looked for: those that the source would show, else all
// that are known.
func (s *study) traces() []providers.Trace {
	if len(s.Traces) > 0 {
		return s.Traces
	}
	var all []providers.Trace
	for _, o := range operations {
		if o.trace != "" && !slices.Contains(all, o.trace) {
			all = append(all, o.trace)
		}
	}
	return all
}
