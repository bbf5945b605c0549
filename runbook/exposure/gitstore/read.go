package gitstore

import (
	"errors"
	"slices"
)

// Reader reads single objects. It keeps the texts that others are built on for a while. Not
// safe for concurrent use.
type Reader struct {
	store *Store
	z     *inflater
	kept  map[spot]*text
	order []spot // of keeping
	delta []byte // room for the difference that is applied
	bytes int
}

type spot struct {
	pack  *pack
	place uint64
}

type text struct {
	kind Kind
	data []byte
}

const (
	maxKept  = 12 << 20
	maxChain = 1 << 16 // objects built on each other; git makes at most 4095
)

// Reader makes a reader.
func (s *Store) Reader() *Reader { return &Reader{store: s} }

// Read returns an object that is not larger than most. The text is the reader's: it must not be
// changed. Errors are those of Visitor.Refuse.
func (r *Reader) Read(number uint32, most int64) (kind Kind, data []byte, err error) {
	p, at := r.store.packOf(number)
	if p == nil {
		kind, data, err = r.loose(r.store.loose[int(number)-r.store.count], most)
		return kind, data, readable(err)
	}
	err = guard(func() error {
		place, ok := p.index.place(at)
		if !ok {
			return errObject
		}
		kind, data, err = r.packed(p, place, most)
		return err
	})
	if err != nil && !errors.Is(err, ErrTooLarge) {
		if kind, data, other := r.elsewhere(p, p.index.id(at), most); other == nil {
			return kind, data, nil
		}
	}
	return kind, data, readable(err)
}

// elsewhere reads an object from another pack than this one, or from a file of its own.
func (r *Reader) elsewhere(not *pack, id ID, most int64) (Kind, []byte, error) {
	for _, p := range r.store.packs {
		at, ok := p.index.find(id[:r.store.size])
		if !ok || p == not {
			continue
		}
		if place, ok := p.index.place(at); ok {
			if kind, data, err := r.packed(p, place, most); err == nil {
				return kind, data, nil
			}
		}
	}
	for _, folder := range r.store.folders {
		if kind, data, err := r.loose(loose{id, folder}, most); err == nil {
			return kind, data, nil
		}
	}
	return 0, nil, ErrDamaged
}

func (r *Reader) loose(l loose, most int64) (Kind, []byte, error) {
	in, err := r.store.openLoose(l)
	if err != nil {
		return 0, nil, err
	}
	defer in.close()
	if in.size > most {
		return in.kind, nil, ErrTooLarge
	}
	data := make([]byte, in.size)
	return in.kind, data, in.read(data, true)
}

// packed makes the object at a place from the whole one, or a kept one, that it is built on.
func (r *Reader) packed(p *pack, place uint64, most int64) (Kind, []byte, error) {
	if r.z == nil {
		r.z, r.kept = newInflater(), map[spot]*text{}
	}
	at := spot{p, place}
	var chain []spot
	var base *text
	for base == nil {
		if base = r.kept[at]; base != nil {
			break
		}
		e, err := at.pack.entry(at.place)
		if err != nil {
			return 0, nil, err
		}
		if e.kind.whole() {
			data, err := r.inflate(at.pack, e, most, nil)
			if err != nil {
				return 0, nil, err
			}
			base = &text{e.kind, data}
			r.keep(at, base)
			break
		}
		if chain = append(chain, at); len(chain) > maxChain {
			return 0, nil, errObject
		}
		next, loose, err := r.base(at, e, most)
		if err != nil {
			return 0, nil, err
		}
		at, base = next, loose
	}
	for _, at := range slices.Backward(chain) {
		data, err := r.build(at, base.data, most)
		if err != nil {
			return 0, nil, err
		}
		base = &text{base.kind, data}
		r.keep(at, base)
	}
	return base.kind, base.data, nil
}

// base finds what an entry is built on: a place in a pack, or the text of a loose object.
func (r *Reader) base(at spot, e entry, most int64) (spot, *text, error) {
	if e.kind == offsetDelta {
		return spot{at.pack, e.base}, nil, nil
	}
	if in, ok := at.pack.index.find(e.id); ok {
		if place, ok := at.pack.index.place(in); ok {
			return spot{at.pack, place}, nil, nil
		}
	}
	var id ID
	copy(id[:], e.id)
	number, ok := r.store.Find(id)
	if !ok {
		return spot{}, nil, ErrNoBase
	}
	p, in := r.store.packOf(number)
	if p == nil {
		kind, data, err := r.loose(r.store.loose[int(number)-r.store.count], most)
		return spot{}, &text{kind, data}, err
	}
	place, ok := p.index.place(in)
	if !ok {
		return spot{}, nil, errObject
	}
	return spot{p, place}, nil, nil
}

// inflate makes what an entry holds, in room if that is large enough.
func (r *Reader) inflate(p *pack, e entry, most int64, room []byte) ([]byte, error) {
	if e.size > uint64(most) {
		return nil, ErrTooLarge
	}
	if uint64(cap(room)) < e.size {
		room = make([]byte, e.size)
	}
	room = room[:e.size]
	packed := p.data[e.data:]
	// Compressed bytes are seldom more than the text, and what follows need not be looked at.
	if near := e.size + e.size/64 + 64; near < uint64(len(packed)) && r.z.whole(room, packed[:near], true) == nil {
		return room, nil
	}
	return room, r.z.whole(room, packed, true)
}

func (r *Reader) build(at spot, base []byte, most int64) ([]byte, error) {
	e, err := at.pack.entry(at.place)
	if err != nil {
		return nil, err
	}
	delta, err := r.inflate(at.pack, e, most, r.delta)
	if err != nil {
		return nil, err
	}
	if len(delta) <= maxKept/16 {
		r.delta = delta
	}
	from, size, n := deltaSizes(delta)
	if n == 0 || from != uint64(len(base)) {
		return nil, errObject
	}
	if size > uint64(most) {
		return nil, ErrTooLarge
	}
	data := make([]byte, size)
	return data, apply(data, base, delta[n:])
}

// keep remembers a text, and forgets the oldest ones for it.
func (r *Reader) keep(at spot, t *text) {
	if len(t.data) > maxKept/4 {
		return
	}
	r.kept[at] = t
	r.order = append(r.order, at)
	r.bytes += len(t.data)
	for r.bytes > maxKept {
		oldest := r.order[0]
		r.order = r.order[1:]
		r.bytes -= len(r.kept[oldest].data)
		delete(r.kept, oldest)
	}
}
