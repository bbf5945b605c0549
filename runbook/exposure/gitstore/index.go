package gitstore

import (
	"bytes"
	"encoding/binary"
	"errors"
)

var errIndex = errors.New("index of a pack is not sound")

// index is the table of contents of a pack, version 2: ids in order, and for each the checksum
// of its packed bytes and where they start. It reads from the file's bytes and keeps none.
type index struct {
	size   int // bytes of an id
	count  int
	fanout []byte // 256 counts: ids that begin with at most this byte
	ids    []byte
	sums   []byte
	places []byte // 31 bits, or the number of a far place
	far    []byte // 64 bits
	pack   []byte // checksum of the pack
}

const (
	indexMark   = "\xfftOc\x00\x00\x00\x02"
	fanoutBytes = 256 * 4
	farBit      = 1 << 31
)

// parseIndex checks the shape of an index, not its order: a search in one out of order misses.
func parseIndex(data []byte, size int) (x index, err error) {
	if !bytes.HasPrefix(data, []byte(indexMark)) || len(data) < len(indexMark)+fanoutBytes+2*size {
		return x, errIndex
	}
	x = index{size: size, fanout: data[len(indexMark):][:fanoutBytes]}
	before := uint32(0)
	for i := range 256 {
		if n := x.upTo(i); n < before {
			return x, errIndex
		} else {
			before = n
		}
	}
	rest := data[len(indexMark)+fanoutBytes : len(data)-2*size]
	x.pack = data[len(data)-2*size:][:size]
	if uint64(before)*uint64(size+8) > uint64(len(rest)) {
		return x, errIndex
	}
	x.count = int(before)
	x.ids, rest = rest[:x.count*size], rest[x.count*size:]
	x.sums, rest = rest[:4*x.count], rest[4*x.count:]
	x.places, x.far = rest[:4*x.count], rest[4*x.count:]
	return x, nil
}

func (x *index) upTo(first int) uint32 { return binary.BigEndian.Uint32(x.fanout[4*first:]) }

func (x *index) rawID(at int) []byte { return x.ids[at*x.size:][:x.size] }

func (x *index) id(at int) (id ID) {
	copy(id[:], x.rawID(at))
	return id
}

func (x *index) sum(at int) uint32 { return binary.BigEndian.Uint32(x.sums[4*at:]) }

// place is where an object starts in the pack; ok is false where the index does not say.
func (x *index) place(at int) (place uint64, ok bool) {
	near := binary.BigEndian.Uint32(x.places[4*at:])
	if near&farBit == 0 {
		return uint64(near), true
	}
	n := uint64(near &^ farBit)
	if 8*(n+1) > uint64(len(x.far)) {
		return 0, false
	}
	return binary.BigEndian.Uint64(x.far[8*n:]), true
}

// find looks an id up. Ids are spread evenly, so the search begins where this one should be and
// widens from there.
func (x *index) find(id []byte) (at int, ok bool) {
	low, high := 0, int(x.upTo(int(id[0])))
	if id[0] > 0 {
		low = int(x.upTo(int(id[0]) - 1))
	}
	low, high = x.around(id, low, high)
	for low < high {
		middle := int(uint(low+high) >> 1)
		switch order := bytes.Compare(x.rawID(middle), id); {
		case order == 0:
			return middle, true
		case order < 0:
			low = middle + 1
		default:
			high = middle
		}
	}
	return 0, false
}

// around narrows a stretch to a few ids that an id stands among, if it is there.
func (x *index) around(id []byte, low, high int) (int, int) {
	if high-low < 32 {
		return low, high
	}
	want := binary.BigEndian.Uint64(id)
	guess := low + int(uint64(high-low)*(want<<8>>32)>>32)
	for step := 8; ; step *= 4 {
		from, to := max(low, guess-step), min(high-1, guess+step)
		before := from == low || binary.BigEndian.Uint64(x.rawID(from)) <= want
		after := to == high-1 || binary.BigEndian.Uint64(x.rawID(to)) >= want
		switch {
		case before && after:
			return from, to + 1
		case before:
			low = from
		default:
			high = to + 1
		}
	}
}
