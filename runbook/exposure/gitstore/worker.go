package gitstore

import (
	"errors"
	"hash/crc32"
	"math"
)

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

// node is an object that others build on which are yet to be made.
type node struct {
	rank uint32
	next uint32  // link to the first of those
	text *buffer // nil: given up for want of memory, to be made again
}

// branch is a part of a tree of differences that one worker leaves to another.
type branch struct {
	pack *pack
	kind Kind
	base *buffer
	rank uint32 // the first object to be made
}

// maxHeld bounds the texts that a worker keeps on its path.
const maxHeld = 12 << 20

func newWorker(w *walk, name int) *worker {
	return &worker{walk: w, name: name, z: newInflater(), reader: w.Store.Reader()}
}

// run does units, and then what other workers leave.
func (w *worker) run() {
	for u := range w.units {
		w.try(u.pack, func() { w.unit(u) })
		w.settle()
	}
	w.idle.Add(1)
	w.finish()
	for b := range w.shared {
		w.idle.Add(-1)
		w.try(b.pack, func() { w.branch(b) })
		w.settle()
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

func (w *worker) settle() {
	w.objects.Add(int64(w.made.Objects))
	w.bytes.Add(w.made.Bytes)
	w.made = Tally{}
	w.done()
}

// try does work on a mapped file, which may turn out to be cut short.
func (w *worker) try(p *pack, work func()) {
	if err := guard(func() error { work(); return nil }); err != nil {
		w.path, w.held = w.path[:0], 0
		w.refuse(Object{Number: p.base, Size: -1}, err)
	}
}

func (w *worker) unit(u unit) {
	for at := u.from; at < u.to && !w.stopped.Load(); at++ {
		switch u.what {
		case ranks:
			w.root(u.pack, at)
		case outside:
			w.outside(u.pack, u.pack.forest.outside[at])
		case loosely:
			w.loose(at)
		}
	}
}

// outside makes an object whose base is not in its pack.
func (w *worker) outside(p *pack, rank uint32) {
	kind, data, err := w.reader.packed(p, p.forest.place(rank), w.limits.Object)
	if err != nil {
		w.lose(p, rank, err)
		return
	}
	if !w.wanted[kind] {
		return
	}
	text, err := w.copyOf(data)
	if err != nil {
		w.lose(p, rank, err)
		return
	}
	w.grow(p, kind, rank, text)
}

// copyOf puts a text into a buffer.
func (w *worker) copyOf(data []byte) (*buffer, error) {
	if err := w.charge(uint64(len(data))); err != nil {
		return nil, err
	}
	b, err := w.pool.take(len(data))
	if err == nil {
		copy(b.data, data)
	}
	return b, err
}

// root makes a whole object and all that build on it.
func (w *worker) root(p *pack, rank uint32) {
	e, err := p.entry(p.forest.place(rank))
	if err != nil || !e.kind.whole() || !w.wanted[e.kind] {
		return // told by refuseLost, made from its base, or not asked for
	}
	if e.kind == Blob && e.size > Window && p.forest.first[rank] == 0 {
		w.stream(p, rank, e)
		return
	}
	text, err := w.inflate(p, rank, e)
	if err != nil {
		w.lose(p, rank, err)
		return
	}
	w.grow(p, e.kind, rank, text)
}

// branch makes what another worker left.
func (w *worker) branch(b branch) {
	text, err := w.child(b.pack, b.base, b.rank)
	w.pool.give(b.base)
	if err != nil {
		w.lose(b.pack, b.rank, err)
		return
	}
	w.grow(b.pack, b.kind, b.rank, text)
}

// grow shows an object and makes all that build on it. The text is given back.
func (w *worker) grow(p *pack, kind Kind, rank uint32, text *buffer) {
	w.enter(p, kind, rank, text)
	for len(w.path) > 0 {
		top := &w.path[len(w.path)-1]
		link := p.forest.bearing(top.next)
		if link == 0 || w.stopped.Load() {
			w.leave()
			continue
		}
		child := link - 1
		top.next = p.forest.bearing(p.forest.next[child])
		if err := w.recall(p, top); err != nil {
			w.lose(p, child, err)
			continue
		}
		if top.next != 0 && w.share(branch{p, kind, top.text, child}) {
			continue
		}
		text, err := w.child(p, top.text, child)
		if top.next == 0 {
			w.leave()
		}
		if err != nil {
			w.lose(p, child, err)
			continue
		}
		w.enter(p, kind, child, text)
	}
}

// enter shows an object and those that build on it and bear no others. If there are such that
// do, its text stays on the path.
func (w *worker) enter(p *pack, kind Kind, rank uint32, text *buffer) {
	f := p.forest
	w.show(p, kind, rank, text.data)
	for link := f.first[rank]; link != 0 && !w.stopped.Load(); link = f.next[link-1] {
		if f.first[link-1] != 0 || w.share(branch{p, kind, text, link - 1}) {
			continue
		}
		leaf, err := w.child(p, text, link-1)
		if err != nil {
			w.lose(p, link-1, err)
			continue
		}
		w.show(p, kind, link-1, leaf.data)
		w.pool.give(leaf)
	}
	next := f.bearing(f.first[rank])
	if next == 0 {
		w.pool.give(text)
		return
	}
	w.path = append(w.path, node{rank, next, text})
	w.held += len(text.data)
	for i := 0; w.held > maxHeld && i < len(w.path)-1; i++ {
		w.forget(&w.path[i])
	}
}

// leave drops the last object of the path.
func (w *worker) leave() {
	w.forget(&w.path[len(w.path)-1])
	w.path = w.path[:len(w.path)-1]
}

func (w *worker) forget(n *node) {
	if n.text != nil {
		w.held -= len(n.text.data)
		w.pool.give(n.text)
		n.text = nil
	}
}

// recall makes a text again that was given up.
func (w *worker) recall(p *pack, n *node) error {
	if n.text != nil {
		return nil
	}
	_, made, err := w.reader.packed(p, p.forest.place(n.rank), w.limits.Object)
	if err != nil {
		return err
	}
	if n.text, err = w.copyOf(made); err != nil {
		return err
	}
	w.held += len(made)
	return nil
}

// share leaves a branch to a worker that has nothing to do, if there is one.
func (w *worker) share(b branch) bool {
	if w.idle.Load() == 0 {
		return false
	}
	w.pending.Add(1)
	b.base.owners.Add(1)
	select {
	case w.shared <- b:
		return true
	default:
		b.base.owners.Add(-1)
		w.pending.Add(-1) // which is not the last: this worker has one
		return false
	}
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
	if !errors.Is(err, ErrTooLarge) && !errors.Is(err, ErrNoBase) {
		err = ErrDamaged
	}
	p.forest.under(rank, func(rank uint32) { w.refuseRank(p, p.forest.number(rank), err) })
}

// charge takes from the budget of the walk.
func (w *worker) charge(size uint64) error {
	if size > math.MaxInt64 || w.work.Add(-int64(size)) < 0 {
		return ErrTooLarge
	}
	return nil
}

// packedBytes are the bytes of an entry up to the next one, and its checksum if the index has
// the same.
func packedBytes(p *pack, rank uint32, e entry) (text []byte, sound bool) {
	f := p.forest
	end := uint64(len(p.data))
	if int(rank)+1 < len(f.keys) && f.place(rank+1) >= e.data {
		end = f.place(rank + 1)
	}
	return p.data[e.data:end], crc32.ChecksumIEEE(p.data[f.place(rank):end]) == p.index.sum(int(f.number(rank)))
}

// inflate makes what an entry holds.
func (w *worker) inflate(p *pack, rank uint32, e entry) (*buffer, error) {
	if e.size > uint64(w.limits.Object) {
		return nil, ErrTooLarge
	}
	if err := w.charge(e.size); err != nil {
		return nil, err
	}
	b, err := w.pool.take(int(e.size))
	if err != nil {
		return nil, err
	}
	packed, sound := packedBytes(p, rank, e)
	if err := w.z.whole(b.data, packed, !sound); err != nil {
		w.pool.give(b)
		return nil, err
	}
	return b, nil
}

// child makes an object from its base.
func (w *worker) child(p *pack, base *buffer, rank uint32) (*buffer, error) {
	e, err := p.entry(p.forest.place(rank))
	if err != nil {
		return nil, err
	}
	delta, err := w.inflate(p, rank, e)
	if err != nil {
		return nil, err
	}
	defer w.pool.give(delta)
	from, size, n := deltaSizes(delta.data)
	if n == 0 || from != uint64(len(base.data)) {
		return nil, errObject
	}
	if size > uint64(w.limits.Object) {
		return nil, ErrTooLarge
	}
	if err := w.charge(size); err != nil {
		return nil, err
	}
	b, err := w.pool.take(int(size))
	if err != nil {
		return nil, err
	}
	if err := apply(b.data, base.data, delta.data[n:]); err != nil {
		w.pool.give(b)
		return nil, err
	}
	return b, nil
}
