package gitstore

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
)

var (
	errPack   = errors.New("pack is not sound")
	errObject = errors.New("object is not sound")
)

// pack is a file of objects with its index. Objects are numbered in the order of their ids.
type pack struct {
	name  string // path without its ending
	data  []byte // without the checksum at the end
	index index
	maps  []mapping
	base  uint32 // number in the store of the first object

	forest *forest
	again  bitmap // objects that an earlier pack has too; nil: none
}

const packHeader = 12 // bytes: mark, version, count

// openPack maps the pack of this name and its index; ErrNoIndex where it has none.
func openPack(name string, size int) (*pack, error) {
	idx, err := openMapped(name + ".idx")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoIndex
	}
	if err != nil {
		return nil, err
	}
	data, err := openMapped(name + ".pack")
	if err != nil {
		idx.close()
		return nil, err
	}
	p := &pack{name: name, maps: []mapping{idx, data}}
	if err := guard(func() error { return p.parse(idx.data, data.data, size) }); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

// parse checks the frame of a pack and that it is the one that the index speaks of.
func (p *pack) parse(idx, data []byte, size int) (err error) {
	if p.index, err = parseIndex(idx, size); err != nil {
		return err
	}
	if len(data) < packHeader+size || !bytes.HasPrefix(data, []byte("PACK\x00\x00\x00")) || (data[7] != 2 && data[7] != 3) {
		return errPack
	}
	if binary.BigEndian.Uint32(data[8:]) != uint32(p.index.count) || !bytes.Equal(data[len(data)-size:], p.index.pack) {
		return errPack
	}
	p.data = data[:len(data)-size]
	return nil
}

func (p *pack) close() {
	for i := range p.maps {
		p.maps[i].close()
	}
	p.dropForest()
	p.data, p.index = nil, index{}
}

// dropForest gives the forest up; the next walk plants it again.
func (p *pack) dropForest() {
	if p.forest != nil {
		p.forest.room.room.close()
		p.forest = nil
	}
}

// entry is an object as a pack holds it.
type entry struct {
	kind Kind
	size uint64 // of what is inflated: the object, or its difference to the base
	base uint64 // place of the base; offsetDelta only
	id   []byte // of the base; idDelta only
	data uint64 // place of the compressed bytes
}

// entry reads the head of the object at a place.
func (p *pack) entry(place uint64) (e entry, err error) {
	if place < packHeader || place >= uint64(len(p.data)) {
		return e, errObject
	}
	rest := p.data[place:]
	first := rest[0]
	e.kind, e.size = Kind(first>>4&7), uint64(first&15)
	at := 1
	for shift := 4; first&0x80 != 0; shift += 7 {
		if at == len(rest) || shift > 56 {
			return e, errObject
		}
		first = rest[at]
		e.size |= uint64(first&0x7F) << shift
		at++
	}
	switch {
	case e.kind.whole():
	case e.kind == offsetDelta:
		back, n := distance(rest[at:])
		if n == 0 || back == 0 || back > place-packHeader {
			return e, errObject
		}
		e.base, at = place-back, at+n
	case e.kind == idDelta && len(rest)-at > p.index.size:
		e.id, at = rest[at:][:p.index.size], at+p.index.size
	default:
		return e, errObject
	}
	e.data = place + uint64(at)
	return e, nil
}

// distance reads how far back the base of an offsetDelta lies, and how many bytes say so: 0 for
// none or more than any pack has.
func distance(text []byte) (back uint64, n int) {
	for n < len(text) && n < 9 {
		c := text[n]
		back = back<<7 | uint64(c&0x7F)
		if n++; c&0x80 == 0 {
			return back, n
		}
		back++
	}
	return 0, 0
}
