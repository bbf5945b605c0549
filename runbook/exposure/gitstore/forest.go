package gitstore

import "slices"

// forest is the order of a pack: its objects by their place, and for each those that are stored
// as differences to it. An object's rank is its number in that order. Links are ranks plus one;
// zero ends a list.
type forest struct {
	keys    keys    // by rank: place and number in the index
	first   numbers // of those that build on it
	next    numbers // that builds on the same
	size    uint32
	outside []uint32 // ranks whose base is in no place of this pack
	broken  []uint32 // ranks that have no sound head or base; what builds on them is lost as well
	lost    []uint32 // numbers of objects that have no sound place, or build on each other in a ring
	room    *buffer
}

// A key holds 24 bits of number and 40 of place, so packs end at 16 million objects and a terabyte.
const (
	numberBits = 24
	numberMask = 1<<numberBits - 1
	maxPlace   = 1<<(64-numberBits) - 1
	keyBytes   = 8
)

func (f *forest) place(rank uint32) uint64  { return f.keys.at(rank) >> numberBits }
func (f *forest) number(rank uint32) uint32 { return uint32(f.keys.at(rank) & numberMask) }

// plant builds the forest of a pack. The caller gives its room back.
func plant(p *pack) (*forest, error) {
	room, err := takeRoom(2 * keyBytes * p.index.count)
	if err != nil {
		return nil, err
	}
	f := &forest{room: room}
	half := keyBytes * p.index.count
	sorted, other := f.listPlaces(p, room.data[:half], room.data[half:])
	f.keys = sorted
	clear(other)
	f.first, f.next = numbers(other[:len(other)/2]), numbers(other[len(other)/2:])
	named := false
	for rank := f.size; rank > 0; { // backwards, so that the lists run forwards
		rank--
		e, err := p.entry(f.place(rank))
		if err != nil {
			f.broken = append(f.broken, rank)
			continue
		}
		named = named || e.kind == idDelta
		f.link(p, e, rank)
	}
	if named {
		f.findRings(p)
	}
	return f, nil
}

// listPlaces fills and sorts the keys. Both slices have room for all.
func (f *forest) listPlaces(p *pack, k, spare keys) (sorted, other keys) {
	for at := range p.index.count {
		place, ok := p.index.place(at)
		if !ok || place < packHeader || place >= uint64(len(p.data)) || place > maxPlace {
			f.lost = append(f.lost, uint32(at))
			continue
		}
		k.set(f.size, place<<numberBits|uint64(at))
		f.size++
	}
	used := keyBytes * int(f.size)
	return sortKeys(k[:used], spare[:used], numberBits)
}

// count is how many units of work of a kind there are.
func (f *forest) count(what work) int {
	switch what {
	case outside:
		return len(f.outside)
	case broken:
		return len(f.broken)
	case lost:
		return len(f.lost)
	}
	return int(f.size)
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
	f.next.set(rank, f.first.at(base))
	f.first.set(base, rank+1)
}

// rankBefore finds the object at a place. Bases are mostly near, so the steps back double.
func (f *forest) rankBefore(rank uint32, place uint64) (uint32, bool) {
	low, step := rank, uint32(1)
	for low > 0 && f.place(low) > place {
		low -= min(step, low)
		step *= 2
	}
	return f.rankIn(low, min(low+step, rank), place)
}

// rankIn finds the first object at a place, between two ranks.
func (f *forest) rankIn(low, high uint32, place uint64) (uint32, bool) {
	for low < high {
		middle := low + (high-low)/2
		if f.place(middle) < place {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, low < f.size && f.place(low) == place
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
	return f.rankIn(0, f.size, place)
}

// findRings finds the objects that build on each other in a ring, and those that build on them.
func (f *forest) findRings(p *pack) {
	reached := newBitmap(int(f.size))
	for rank := range f.size {
		if e, err := p.entry(f.place(rank)); err == nil && e.kind.whole() {
			f.under(rank, reached.set)
		}
	}
	for _, rank := range slices.Concat(f.outside, f.broken) {
		f.under(rank, reached.set)
	}
	for rank := range f.size {
		if !reached.has(rank) {
			f.lost = append(f.lost, f.number(rank))
		}
	}
}

// under calls use for an object and all that build on it, which must be no ring.
func (f *forest) under(rank uint32, use func(uint32)) {
	use(rank)
	waiting := []uint32{f.first.at(rank)}
	for len(waiting) > 0 {
		top := &waiting[len(waiting)-1]
		link := *top
		if link == 0 {
			waiting = waiting[:len(waiting)-1]
			continue
		}
		*top = f.next.at(link - 1)
		use(link - 1)
		if first := f.first.at(link - 1); first != 0 {
			waiting = append(waiting, first)
		}
	}
}

// bearing follows a list to the first object that others build on.
func (f *forest) bearing(link uint32) uint32 {
	for link != 0 && f.first.at(link-1) == 0 {
		link = f.next.at(link - 1)
	}
	return link
}
