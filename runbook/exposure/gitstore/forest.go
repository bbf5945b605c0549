package gitstore

import "slices"

// forest is the order of a pack: its objects by their place, and for each those that are stored
// as differences to it. An object's rank is its number in that order. Links are ranks plus one;
// zero ends a list.
type forest struct {
	keys    []uint64 // by rank: place and number in the index
	first   []uint32 // of those that build on it
	next    []uint32 // that builds on the same
	outside []uint32 // ranks whose base is in no place of this pack
	broken  []uint32 // ranks that have no sound head or base; what builds on them is lost as well
	lost    []uint32 // numbers of objects that have no sound place, or build on each other in a ring
}

// A key holds 24 bits of number and 40 of place, so packs end at 16 million objects and a terabyte.
const (
	numberBits = 24
	numberMask = 1<<numberBits - 1
	maxPlace   = 1<<(64-numberBits) - 1
)

func (f *forest) place(rank uint32) uint64  { return f.keys[rank] >> numberBits }
func (f *forest) number(rank uint32) uint32 { return uint32(f.keys[rank] & numberMask) }

// plant builds the forest of a pack.
func plant(p *pack) *forest {
	f := &forest{keys: make([]uint64, 0, p.index.count)}
	for at := range p.index.count {
		place, ok := p.index.place(at)
		if !ok || place < packHeader || place >= uint64(len(p.data)) || place > maxPlace {
			f.lost = append(f.lost, uint32(at))
			continue
		}
		f.keys = append(f.keys, place<<numberBits|uint64(at))
	}
	slices.Sort(f.keys)
	f.first, f.next = make([]uint32, len(f.keys)), make([]uint32, len(f.keys))
	named := false
	for rank := len(f.keys) - 1; rank >= 0; rank-- { // backwards, so that the lists run forwards
		e, err := p.entry(f.place(uint32(rank)))
		if err != nil {
			f.broken = append(f.broken, uint32(rank))
			continue
		}
		named = named || e.kind == idDelta
		f.link(p, e, uint32(rank))
	}
	if named {
		f.findRings(p)
	}
	return f
}

// link hangs an object that is a difference under its base.
func (f *forest) link(p *pack, e entry, rank uint32) {
	if e.kind.whole() {
		return
	}
	base, ok := uint32(0), false
	if e.kind == offsetDelta {
		if base, ok = f.rankBefore(rank, e.base); !ok {
			f.broken = append(f.broken, rank)
			return
		}
	} else if base, ok = f.rankOf(p, e.id); !ok {
		f.outside = append(f.outside, rank)
		return
	}
	f.next[rank], f.first[base] = f.first[base], rank+1
}

// rankBefore finds the object at a place. Bases are mostly near, so the steps back double.
func (f *forest) rankBefore(rank uint32, place uint64) (uint32, bool) {
	low, step := int(rank), 1
	for low > 0 && f.place(uint32(low)) > place {
		low -= step
		step *= 2
		low = max(low, 0)
	}
	high := min(low+step, int(rank))
	return f.rankIn(low, high, place)
}

func (f *forest) rankIn(low, high int, place uint64) (uint32, bool) {
	for low < high {
		middle := int(uint(low+high) >> 1)
		if f.place(uint32(middle)) < place {
			low = middle + 1
		} else {
			high = middle
		}
	}
	ok := low < len(f.keys) && f.place(uint32(low)) == place
	return uint32(low), ok
}

// rankOf finds an object of this pack by its id.
func (f *forest) rankOf(p *pack, id []byte) (uint32, bool) {
	at, ok := p.index.find(id)
	if !ok {
		return 0, false
	}
	place, ok := p.index.place(at)
	if !ok {
		return 0, false
	}
	return f.rankIn(0, len(f.keys), place)
}

// findRings finds the objects that build on each other in a ring, and those that build on them.
func (f *forest) findRings(p *pack) {
	reached := newBitmap(len(f.keys))
	for rank := range uint32(len(f.keys)) {
		if e, err := p.entry(f.place(rank)); err == nil && e.kind.whole() {
			f.under(rank, reached.set)
		}
	}
	for _, rank := range slices.Concat(f.outside, f.broken) {
		f.under(rank, reached.set)
	}
	for rank := range uint32(len(f.keys)) {
		if !reached.has(rank) {
			f.lost = append(f.lost, f.number(rank))
		}
	}
}

// under calls use for an object and all that build on it.
func (f *forest) under(rank uint32, use func(uint32)) {
	use(rank)
	waiting := []uint32{f.first[rank]}
	for len(waiting) > 0 {
		top := &waiting[len(waiting)-1]
		at := *top
		if at == 0 {
			waiting = waiting[:len(waiting)-1]
			continue
		}
		*top = f.next[at-1]
		use(at - 1)
		if first := f.first[at-1]; first != 0 {
			waiting = append(waiting, first)
		}
	}
}

// bearing follows a list to the first object that others build on.
func (f *forest) bearing(link uint32) uint32 {
	for link != 0 && f.first[link-1] == 0 {
		link = f.next[link-1]
	}
	return link
}
