package gitstore

import (
	"hash/crc32"
	"math"
)

// affords reports whether the budget of the walk is enough to make so many bytes.
func (w *worker) affords(size uint64) bool {
	return size <= math.MaxInt64 && w.work.Load() >= int64(size)
}

// charge takes from the budget what was made. What was only claimed costs nothing: a few objects
// that claim much must not hide the others.
func (w *worker) charge(size int) { w.work.Add(-int64(size)) }

// room gives a buffer for an object, within the limits.
func (w *worker) room(size uint64) (*buffer, error) {
	if size > uint64(w.limits.Object) || !w.affords(size) {
		return nil, ErrTooLarge
	}
	return w.pool.take(int(size))
}

// copyOf puts a text into a buffer.
func (w *worker) copyOf(data []byte) (*buffer, error) {
	b, err := w.room(uint64(len(data)))
	if err == nil {
		w.charge(copy(b.data, data))
	}
	return b, err
}

// packedBytes are the bytes of an entry up to the next one, if the index has the same checksum of
// them: sound. Else they are all that follow, for where the next one begins may be wrong as well.
func packedBytes(p *pack, rank uint32, e entry) (data []byte, sound bool) {
	f := p.forest
	end := uint64(len(p.data))
	if rank+1 < f.size && f.place(rank+1) >= e.data {
		end = f.place(rank + 1)
	}
	if crc32.ChecksumIEEE(p.data[f.place(rank):end]) != p.index.sum(int(f.number(rank))) {
		return p.data[e.data:], false
	}
	return p.data[e.data:end], true
}

// inflate makes what an entry holds. The stream's own checksum is looked at where that of the
// index, which takes less time, does not hold.
func (w *worker) inflate(p *pack, rank uint32, e entry) (*buffer, error) {
	b, err := w.room(e.size)
	if err != nil {
		return nil, err
	}
	packed, sound := packedBytes(p, rank, e)
	if err := w.z.whole(b.data, packed, !sound); err != nil {
		w.pool.give(b)
		return nil, err
	}
	w.charge(len(b.data))
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
	b, err := w.room(size)
	if err != nil {
		return nil, err
	}
	if err := apply(b.data, base.data, delta.data[n:]); err != nil {
		w.pool.give(b)
		return nil, err
	}
	w.charge(len(b.data))
	return b, nil
}

// rescue makes an object from another copy of it, if there is one: from why this one failed.
func (w *worker) rescue(p *pack, kind Kind, rank uint32, why error) (*buffer, error) {
	found, data, err := w.reader.elsewhere(p, p.index.id(int(p.forest.number(rank))), w.limits.Object)
	if err != nil || found != kind {
		return nil, why
	}
	return w.copyOf(data)
}
