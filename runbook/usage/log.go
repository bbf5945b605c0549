package usage

import (
	"cmp"
	"hash/maphash"
	"slices"
	"time"
)

// Log collects events in little memory, in any order. What is alike in all but time and amount
// is kept once, and calls of the same minute and size are kept as one row; past mostRows rows
// the minute becomes ten, then an hour. The zero value is empty and ready. It is not safe for
// several goroutines: readers that work side by side hand their events to one of them.
type Log struct {
	Intake Intake // the reader's: records, bytes, what was skipped

	names  symbols
	shapes []shape
	known  map[shape]uint32
	latest []int32 // by shape: its newest row, -1 for none
	blocks [][]row // all but the last are full
	order  []moment
	grain  time.Duration // zero is a minute
	acts   []act
	seen   idSet
	seed   maphash.Seed
	last   Event // texts of the event before, interned
	lastID uint32
	has    told
	limit  int // rows at which it gets coarser; zero is mostRows
}

// Bounds of a log in memory; ours. Past them it gets coarser, and no event is lost.
const (
	mostRows   = 1 << 20
	mostShapes = 1 << 18
	mostActsOf = 1 << 16
)

// shape is all of an event but time and amount, as numbers of interned texts.
type shape struct {
	keyID, api, action, endpoint, model, region, failure uint32
	address, country, asn, agent, client, actor          uint32
	width                                                int32 // seconds
	status                                               int16
	plane                                                Plane
	whose                                                Whose
	flags                                                flags
	left                                                 uint32
}

type flags uint8

const (
	uncounted flags = 1 << iota
	sized
	priced
	longTerm
)

func (f flags) has(one flags) bool { return f&one != 0 }

// row is calls of one shape and about one size within one grain.
type row struct {
	first   int64 // Unix time in microseconds
	span    uint32
	shape   uint32
	calls   int64
	in, out int64
	micros  int64
}

// act is a control call that leaves something behind or needs a look.
type act struct {
	at         int64
	shape      uint32
	id, target string
}

// told are the dimensions that any event has.
type told struct{ tokens, cost, requests, acts bool }

// Add takes one event. It returns false for one that was dropped: seen before by its id, which
// is counted as a duplicate, or with figures that cannot be true, which is counted as skipped.
func (l *Log) Add(e *Event) bool {
	if !e.sane() {
		l.Intake.Skip("", e.At.UTC().Format(time.RFC3339), "implausible")
		return false
	}
	if e.ID != "" && l.again(e.ID) {
		l.Intake.Duplicates++
		return false
	}
	id := l.shapeOf(e)
	l.note(e, id)
	l.put(row{first: e.At.UnixMicro(), shape: id, calls: e.calls(), in: e.In, out: e.Out, micros: e.Micros})
	if l.Len() >= max(l.limit, mostRows) {
		l.coarsen()
	}
	return true
}

// Len is how many rows there are, for a reader's progress; events of one minute share one.
func (l *Log) Len() int {
	n := len(l.blocks)
	if n == 0 {
		return 0
	}
	return (n-1)*blockRows + len(l.blocks[n-1])
}

// blockRows is how many rows lie together: rows are never moved while the log grows.
const blockRows = 1 << 14

func (l *Log) row(i int) *row { return &l.blocks[i/blockRows][i%blockRows] }

func (l *Log) append(r row) {
	if n := len(l.blocks); n == 0 || len(l.blocks[n-1]) == blockRows {
		l.blocks = append(l.blocks, make([]row, 0, blockRows))
	}
	last := &l.blocks[len(l.blocks)-1]
	*last = append(*last, r)
}

// again reports whether an event of that id was added before. Hashes of 64 bits stand for the ids:
// of a million, two share one with a chance of one in thirty million.
func (l *Log) again(id string) bool {
	if l.seen.n == 0 {
		l.seed = maphash.MakeSeed()
	}
	return !l.seen.add(maphash.String(l.seed, id))
}

// note remembers what the source tells, and acts in full.
func (l *Log) note(e *Event, id uint32) {
	l.has.tokens = l.has.tokens || e.Sized
	l.has.cost = l.has.cost || e.Priced
	l.has.requests = l.has.requests || !e.Uncounted
	if e.Plane != Control {
		return
	}
	l.has.acts = true
	if operationOf(e.API, e.Action, e.Left).trace != "" && len(l.acts) < mostActsOf {
		l.acts = append(l.acts, act{e.At.UnixMicro(), id, string([]byte(cut(e.ID))), string([]byte(cut(e.Target)))})
	}
}

func (l *Log) shapeOf(e *Event) uint32 {
	if len(l.shapes) > 0 && alike(&l.last, e) {
		return l.lastID
	}
	s := l.intern(e)
	id, ok := l.known[s]
	if !ok && len(l.shapes) >= mostShapes {
		s.address, s.actor, s.failure = 0, 0, min(s.failure, 1)
		id, ok = l.known[s]
	}
	if !ok {
		if l.known == nil {
			l.known = map[shape]uint32{}
		}
		id = uint32(len(l.shapes))
		l.known[s], l.shapes, l.latest = id, append(l.shapes, s), append(l.latest, -1)
	}
	l.remember(e, s, id)
	return id
}

// alike reports whether two events have one shape.
func alike(a, b *Event) bool {
	return a.Width == b.Width && a.KeyID == b.KeyID && a.Plane == b.Plane && a.API == b.API && a.Action == b.Action && a.Endpoint == b.Endpoint &&
		a.Model == b.Model && a.Region == b.Region && a.Status == b.Status && a.Error == b.Error && a.Address == b.Address &&
		a.Country == b.Country && a.ASN == b.ASN && a.Agent == b.Agent && a.Client == b.Client && a.Actor == b.Actor && a.Whose == b.Whose &&
		flagsOf(a) == flagsOf(b) && a.Left == b.Left
}

// remember keeps the event's texts from the table, since the event's own may lie in a buffer.
func (l *Log) remember(e *Event, s shape, id uint32) {
	l.lastID, l.last = id, *e
	n := &l.names
	l.last.KeyID, l.last.API, l.last.Action, l.last.Endpoint = n.text(s.keyID), n.text(s.api), n.text(s.action), n.text(s.endpoint)
	l.last.Model, l.last.Region, l.last.Error, l.last.Address = n.text(s.model), n.text(s.region), n.text(s.failure), n.text(s.address)
	l.last.Country, l.last.Agent, l.last.Client, l.last.Actor = n.text(s.country), n.text(s.agent), n.text(s.client), n.text(s.actor)
	l.last.ID, l.last.Target = "", ""
}

func (l *Log) intern(e *Event) shape {
	n := &l.names
	return shape{
		keyID: n.id(e.KeyID), api: n.id(e.API), action: n.id(e.Action), endpoint: n.id(e.Endpoint), model: n.id(e.Model), region: n.id(e.Region),
		failure: n.id(e.Error), address: n.id(e.Address), country: n.id(e.Country), asn: e.ASN, agent: n.id(e.Agent), client: n.id(e.Client),
		actor: n.id(e.Actor), width: int32(min(e.Width/time.Second, 366*24*3600)), status: int16(min(max(e.Status, 0), 999)),
		plane: e.Plane, whose: e.Whose, flags: flagsOf(e), left: n.id(string(e.Left)),
	}
}

func flagsOf(e *Event) flags {
	var f flags
	for i, on := range [...]bool{e.Uncounted, e.Sized, e.Priced, e.LongTerm} {
		if on {
			f |= 1 << i
		}
	}
	return f
}

// put adds calls to the newest row of their shape where time and size are about the same.
func (l *Log) put(r row) {
	l.order = nil
	if at := l.latest[r.shape]; at >= 0 && l.shapes[r.shape].width == 0 && l.row(int(at)).joins(&r, l.step()) {
		l.row(int(at)).join(&r)
		return
	}
	l.latest[r.shape] = int32(l.Len())
	l.append(r)
}

func (l *Log) step() int64 { return max(l.grain, time.Minute).Microseconds() }

func (r *row) joins(o *row, step int64) bool {
	return r.first/step == o.first/step && r.class() == o.class() && r.calls < 1<<31
}

func (r *row) join(o *row) {
	first, last := min(r.first, o.first), max(r.last(), o.last())
	r.first, r.span = first, uint32(last-first)
	r.calls, r.in, r.out, r.micros = r.calls+o.calls, r.in+o.in, r.out+o.out, r.micros+o.micros
}

func (r *row) last() int64 { return r.first + int64(r.span) }

// class is the size of a call in steps of a quarter, and whether it was answered in a few
// tokens: rows of one class stand for each of their calls.
func (r *row) class() uint8 {
	calls := max(r.calls, 1)
	class := octave((r.in+r.out)/calls) << 1
	if r.out/calls <= tinyAnswer {
		class |= 1
	}
	return class
}

// octave is the logarithm of n in steps of a quarter of an octave; 0 for none.
func octave(n int64) uint8 {
	if n <= 0 {
		return 0
	}
	exp := uint8(0)
	for n >= 8 {
		n, exp = n>>1, exp+1
	}
	return exp<<2 + uint8(n)
}

// coarsen makes the grain wider until the rows take half of their bound, or the grain is an hour;
// then there is room again for as many rows as that half.
func (l *Log) coarsen() {
	for l.Len() > mostRows/2 && l.step() < time.Hour.Microseconds() {
		l.grain = min(max(l.grain*10, 10*time.Minute), time.Hour)
		l.merge()
	}
	l.limit = l.Len() + mostRows/2
	for i := range l.latest {
		l.latest[i] = -1
	}
	for i := range l.Len() {
		l.latest[l.row(i).shape] = int32(i)
	}
}

// merge puts rows together that fall into one grain.
func (l *Log) merge() {
	step := l.step()
	rows := slices.Concat(l.blocks...)
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.shape, b.shape), cmp.Compare(a.first/step, b.first/step), cmp.Compare(a.class(), b.class()), cmp.Compare(a.first, b.first))
	})
	l.blocks, l.order = nil, nil
	for i := range rows {
		if n := l.Len(); n > 0 {
			last := l.row(n - 1)
			if last.shape == rows[i].shape && l.shapes[last.shape].width == 0 && last.joins(&rows[i], step) {
				last.join(&rows[i])
				continue
			}
		}
		l.append(rows[i])
	}
}

// moment is a row in the order of time.
type moment struct {
	at  int64
	row uint32
}

// sort puts the rows in the order of time.
func (l *Log) sort() {
	if len(l.order) == l.Len() {
		return
	}
	l.order = make([]moment, l.Len())
	for i := range l.order {
		l.order[i] = moment{l.row(i).first, uint32(i)}
	}
	slices.SortFunc(l.order, func(a, b moment) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.row, b.row)) })
}

// inOrder is the row at a place in the order of time.
func (l *Log) inOrder(i int) *row { return l.row(int(l.order[i].row)) }
