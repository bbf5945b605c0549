package gitstore

import "errors"

// worker makes the texts of objects: each whole one once, and from it, depth first, those that
// are stored as differences to it. A text lives until the last object is made from it.
type worker struct {
	*walk
	name   int
	z      *inflater
	pool   pool
	path   []node // from the whole object down to where the worker is
	held   int    // bytes of the texts on the path
	made   Tally  // since the last unit
	reader *Reader
}

func newWorker(w *walk, name int) *worker {
	return &worker{walk: w, name: name, z: newInflater(), reader: w.Store.Reader()}
}

// run does units, and then what other workers leave.
func (w *worker) run() {
	for u, ok := w.claim(); ok; u, ok = w.claim() {
		w.try(u.pack, func() { w.unit(u) })
	}
	w.idle.Add(1)
	w.finish()
	for b := range w.shared {
		w.idle.Add(-1)
		w.try(b.pack, func() { w.branch(b) })
		w.idle.Add(1)
		w.finish()
	}
}

// finish gives up one claim; with the last one the walk ends.
func (w *worker) finish() {
	if w.pending.Add(-1) == 0 {
		close(w.shared)
	}
}

// try does work on a mapped file, which may turn out to be cut short, and tells of progress.
func (w *worker) try(p *pack, work func()) {
	if err := guard(func() error { work(); return nil }); err != nil {
		w.path, w.held = w.path[:0], 0
		w.refuse(Object{Number: p.base, Size: -1}, err)
	}
	w.objects.Add(int64(w.made.Objects))
	w.bytes.Add(w.made.Bytes)
	w.made = Tally{}
	w.done()
}

func (w *worker) unit(u unit) {
	for at := u.from; at < u.to && !w.stopped.Load(); at++ {
		switch u.what {
		case ranks:
			w.root(u.pack, at)
		case outside:
			w.outside(u.pack, u.pack.forest.outside[at])
		case broken:
			w.broken(u.pack, u.pack.forest.broken[at])
		case lost:
			w.lost(u.pack, u.pack.forest.lost[at])
		case loosely:
			w.loose(at)
		}
	}
}

// root makes a whole object and all that build on it.
func (w *worker) root(p *pack, rank uint32) {
	e, err := p.entry(p.forest.place(rank))
	if err != nil || !e.kind.whole() || !w.wanted[e.kind] {
		return // told of as broken, made from its base, or not asked for
	}
	if e.kind == Blob && e.size > Window && p.forest.first.at(rank) == 0 {
		w.stream(p, rank, e)
		return
	}
	text, err := w.inflate(p, rank, e)
	w.grow(p, e.kind, rank, text, err)
}

// outside makes an object whose base is not in its pack.
func (w *worker) outside(p *pack, rank uint32) {
	kind, data, err := w.reader.packed(p, p.forest.place(rank), w.limits.Object)
	w.growFrom(p, kind, rank, data, err)
}

// broken makes an object that the pack does not hold as it should, from another copy.
func (w *worker) broken(p *pack, rank uint32) {
	kind, data, err := w.reader.elsewhere(p, p.index.id(int(p.forest.number(rank))), w.limits.Object)
	w.growFrom(p, kind, rank, data, err)
}

func (w *worker) growFrom(p *pack, kind Kind, rank uint32, data []byte, err error) {
	if err != nil {
		w.lose(p, rank, err)
		return
	}
	if w.wanted[kind] {
		text, err := w.copyOf(data)
		w.grow(p, kind, rank, text, err)
	}
}

// lost shows another copy of an object that the pack says it has.
func (w *worker) lost(p *pack, number uint32) {
	if p.again.has(number) {
		return
	}
	kind, data, err := w.reader.elsewhere(p, p.index.id(int(number)), w.limits.Object)
	if err != nil {
		w.refuseNumber(p, number, err)
	} else if w.wanted[kind] {
		w.visit(Object{p.base + number, kind, int64(len(data))}, Part{Text: data, Last: true})
	}
}

// branch makes what another worker left.
func (w *worker) branch(b branch) {
	text, err := w.child(b.pack, b.base, b.rank)
	w.pool.give(b.base)
	w.grow(b.pack, b.kind, b.rank, text, err)
}

func (w *worker) show(p *pack, kind Kind, rank uint32, text []byte) {
	if number := p.forest.number(rank); !p.again.has(number) {
		w.visit(Object{p.base + number, kind, int64(len(text))}, Part{Text: text, Last: true})
	}
}

func (w *worker) visit(o Object, part Part) {
	w.Visitor.Visit(w.name, o, part)
	w.made.Bytes += int64(len(part.Text) - part.Seen)
	if part.Last {
		w.made.Objects++
	}
}

// lose tells of an object that cannot be made, and of all that build on it.
func (w *worker) lose(p *pack, rank uint32, err error) {
	err = readable(err)
	p.forest.under(rank, func(rank uint32) { w.refuseNumber(p, p.forest.number(rank), err) })
}

// readable makes the error one that callers know.
func readable(err error) error {
	if err == nil || errors.Is(err, ErrTooLarge) || errors.Is(err, ErrNoBase) {
		return err
	}
	return ErrDamaged
}
