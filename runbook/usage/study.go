package usage

import (
	"cmp"
	"slices"
	"time"
)

// study is one run of the analysis: cells are laid out, the past is learnt from those before
// the exposure, and each of the others is held against it.
type study struct {
	Context
	scale   *scale
	names   *symbols
	located map[string]Place
	kinds   []*kind
	cells   []*cell // in order of time once judged
	from    time.Time
	asOf    time.Time
	unit    time.Duration // of volume: an hour, or a day where the source tells no less

	base  Baseline
	dirty bool // the baseline may hold foreign use
	lines map[[2]string]*line
	all   *line
	money *line // dollars of all
	short *line // all single calls, by ten minutes
	seen  [aspects]seen
	sizes map[[2]string]*sizes
	mute  map[string]bool // endpoints that were used and never answered in tokens
	odds  odds
	fans  [len(fanned)]*line // distinct values of all
	day   workday
	told  told // what the log tells
}

func newStudy(c Context) *study {
	if c.Zone == nil {
		c.Zone = time.UTC
	}
	s := &study{Context: c, unit: time.Hour, scale: c.Thresholds.scale(), names: &symbols{}, located: map[string]Place{},
		lines: map[[2]string]*line{}, sizes: map[[2]string]*sizes{}, mute: map[string]bool{}}
	s.all, s.money, s.short = newLine(s.scale), newLine(s.scale), newLine(s.scale)
	for i := range s.fans {
		s.fans[i] = newLine(s.scale)
	}
	return s
}

// Eras of a cell: marks part them.
const (
	eraBefore = iota
	eraOpen
	eraRevoked
)

func (s *study) eraOf(t time.Time) int {
	switch {
	case !s.Revoked.IsZero() && !t.Before(s.Revoked):
		return eraRevoked
	case s.Exposed.IsZero() || t.Before(s.Exposed):
		return eraBefore
	}
	return eraOpen
}

// prepare lays the cells out, which are complete, and learns the past.
func (s *study) prepare() {
	sortCells(s.cells)
	if slices.ContainsFunc(s.cells, func(c *cell) bool { return c.width > time.Hour }) {
		s.unit = 24 * time.Hour
	}
	s.layOut()
	s.learn()
	for _, k := range s.kinds {
		k.fresh = s.novel(k)
	}
	s.shareNovelty()
}

// judge attaches signals to the cells. Those that are on them already stay.
func (s *study) judge() {
	for _, c := range s.cells {
		c.signals = s.signals(c)
	}
}

// layOut adds the cells up by line and slot.
func (s *study) layOut() {
	known := map[*kind]bool{}
	values := [len(fanned)]map[int64]map[string]bool{{}, {}, {}}
	for _, c := range s.cells {
		if !known[c.kind] {
			known[c.kind] = true
			s.kinds = append(s.kinds, c.kind)
			c.line = s.lineOf(c.kind)
		}
		if s.batch(c) != nil {
			continue
		}
		at, n := slotOf(c.start, s.unit), inRequests(c.size())
		c.line.slots[at] += n
		s.all.slots[at] += n
		s.money.slots[at] += float64(c.micros.mid) / 1e6
		s.all.spent[at] += float64(c.micros.mid) / 1e6
		c.line.spent[at] += float64(c.micros.mid) / 1e6
		if c.width < s.unit && c.first.IsZero() {
			c.line.fine[slotOf(c.start, fineUnit)] += n
		}
		if c.failed {
			s.all.failed[at] += n
			c.line.failed[at] += n
		}
		for i, a := range fanned {
			if v := c.values[a]; v != "" {
				if values[i][at] == nil {
					values[i][at] = map[string]bool{}
				}
				values[i][at][v] = true
			}
		}
	}
	for i := range values {
		for at, set := range values[i] {
			s.fans[i].slots[at] = float64(len(set))
		}
	}
}

// lineOf is what a kind is compared with: a client at a place, or a model at an endpoint.
func (s *study) lineOf(k *kind) *line {
	at := [2]string{k.client, k.place}
	if k.bucketed() {
		at = [2]string{k.values[asEndpoint], k.values[asModel]}
	}
	if s.lines[at] == nil {
		s.lines[at] = newLine(s.scale)
	}
	return s.lines[at]
}

// batch is the declared batch that a cell lies in; nil for none.
func (s *study) batch(c *cell) *Declared {
	for i, b := range s.Batches {
		if !c.start.Before(b.From) && c.end().Before(b.To.Add(s.unit)) && c.start.Before(b.To) {
			return &s.Batches[i]
		}
	}
	return nil
}

// learn takes the past from the cells of the baseline.
func (s *study) learn() {
	if s.base.How == TooShort {
		s.fallBack()
		return
	}
	skip := s.trim()
	for _, l := range s.lines {
		l.learn(s.base, s.unit, skip)
	}
	for _, l := range append([]*line{s.all, s.money}, s.fans[:]...) {
		l.learn(s.base, s.unit, skip)
	}
	if s.base.How == BeforeExposure {
		s.short.learn(s.base, fineUnit, nil)
	}
	for _, c := range s.cells {
		if !s.inBase(c) || skip[slotOf(c.start, s.unit)] || s.batch(c) != nil {
			continue
		}
		s.base.Requests += c.requests
		s.base.size += c.size()
		s.learnValues(c)
		s.learnSize(c)
		s.odds.learn(c, s.Zone)
	}
	s.settleSizes()
	for i := range s.seen {
		s.seen[i].settle()
	}
	s.day = s.workday()
}

// fallBack finds something to compare a key without a past with: keys beside it, else what people
// declared.
func (s *study) fallBack() {
	if s.Siblings != nil && s.Siblings.Len() > 0 {
		s.borrow(s.Siblings)
	}
	if s.base.How == TooShort && len(s.Models)+len(s.Agents)+len(s.Ranges)+len(s.ASNs) > 0 {
		s.base.How = Declaredly
	}
}

func (s *study) inBase(c *cell) bool {
	return !c.start.Before(s.base.From) && !c.end().After(s.base.To)
}

// trim finds the slots of a doubtful baseline that are far from quiet, the loudest first.
func (s *study) trim() map[int64]bool {
	skip := map[int64]bool{}
	if !s.dirty {
		return skip
	}
	first, end := slotOf(s.base.From, s.unit), slotOf(s.base.To, s.unit)
	most := int(s.scale[baseTrimShare] * float64(end-first))
	for len(skip) < most {
		s.all.learn(s.base, s.unit, skip)
		var loudest int64
		top := 0.0
		for at := first; at < end; at++ {
			if x := s.all.slots[at]; x > top && !skip[at] && !s.all.scheduled(at) {
				loudest, top = at, x
			}
		}
		if s.all.surprise(top) <= s.scale[baseTrim] {
			break
		}
		skip[loudest] = true
	}
	return skip
}

// choose freezes the past: before the exposure, or before foreign use that is known to be
// older, with an hour of safety; else the older half of what is known; else nothing.
func (s *study) choose() Baseline {
	from := s.from.Truncate(time.Hour)
	mark := s.Exposed
	if !s.Foreign.IsZero() && (mark.IsZero() || s.Foreign.Before(mark)) {
		mark = s.Foreign
	}
	least, longest := s.hours(baseLeast), 24*s.hours(baseDays)
	if end := mark.Add(-s.hours(baseGap)).Truncate(time.Hour); !mark.IsZero() && end.Sub(from) >= least {
		return Baseline{From: later(from, end.Add(-longest)), To: end, How: BeforeExposure}
	}
	half := from.Add(s.asOf.Sub(from) / 2).Truncate(time.Hour)
	if half.Sub(from) >= least {
		s.dirty = true
		return Baseline{From: later(from, half.Add(-longest)), To: half, How: OlderHalf}
	}
	return Baseline{From: from, To: from, How: TooShort}
}

// borrow takes what is usual from the use of other keys, where this one has no past of its own:
// values and sizes, but no amounts.
func (s *study) borrow(l *Log) {
	c := s.Context
	c.Siblings, c.Verdicts = nil, nil
	o := newStudy(c)
	o.names = &l.names
	l.sort()
	o.from, o.asOf = time.UnixMicro(l.inOrder(0).first).UTC(), s.asOf
	o.base = Baseline{From: o.from.Truncate(time.Hour), To: cmp.Or(s.Exposed, s.asOf).Truncate(time.Hour)}
	if o.base.To.Sub(o.base.From) < s.hours(baseLeast) {
		return
	}
	o.lay(l)
	o.prepare()
	s.seen, s.sizes, s.mute = o.seen, o.sizes, o.mute
	s.base.How, s.base.Requests, s.base.size = FromSiblings, o.base.Requests, o.base.size
}

// hours is a threshold that is told in hours.
func (s *study) hours(of limit) time.Duration {
	return time.Duration(s.scale[of] * float64(time.Hour))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
