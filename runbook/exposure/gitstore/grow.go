package gitstore

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

// grow shows an object and makes all that build on it. The text is given back. An error is that
// of making the text.
func (w *worker) grow(p *pack, kind Kind, rank uint32, text *buffer, err error) {
	w.enter(p, kind, rank, text, err)
	for len(w.path) > 0 {
		top := &w.path[len(w.path)-1]
		if top.next == 0 || w.stopped.Load() {
			w.leave()
			continue
		}
		child := top.next - 1
		top.next = p.forest.bearing(p.forest.next.at(child))
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
		w.enter(p, kind, child, text, err)
	}
}

// enter shows an object and those that build on it and bear no others. If there are such that
// do, its text stays on the path.
func (w *worker) enter(p *pack, kind Kind, rank uint32, text *buffer, err error) {
	if err != nil {
		if text, err = w.rescue(p, kind, rank, err); err != nil {
			w.lose(p, rank, err)
			return
		}
	}
	w.show(p, kind, rank, text.data)
	w.leaves(p, kind, rank, text)
	next := p.forest.bearing(p.forest.first.at(rank))
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

// leaves shows the objects that build on one and bear no others.
func (w *worker) leaves(p *pack, kind Kind, rank uint32, base *buffer) {
	f := p.forest
	for link := f.first.at(rank); link != 0 && !w.stopped.Load(); link = f.next.at(link - 1) {
		if f.first.at(link-1) != 0 || w.share(branch{p, kind, base, link - 1}) {
			continue
		}
		text, err := w.child(p, base, link-1)
		if err != nil {
			if text, err = w.rescue(p, kind, link-1, err); err != nil {
				w.lose(p, link-1, err)
				continue
			}
		}
		w.show(p, kind, link-1, text.data)
		w.pool.give(text)
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
