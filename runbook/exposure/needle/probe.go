package needle

import (
	"encoding/binary"
	"math/bits"
)

const (
	gram = 8 // bytes that are looked up at once
	// mostStep is how many bytes lie between two look-ups where the forms are long enough: 21 bytes, of
	// which a line break in the middle leaves a stretch of 11 whole.
	mostStep = 4

	// filterBits is the size of the filter: 32 KiB, which stays in the processor's nearest cache.
	filterBits = 18
)

// period is how many bytes of a form lie between the rows of grams that are entered of it. Of long forms
// fewer are, or the filter would let too much through; a line of 42 bytes always holds a row.
func period(length, stride int) int {
	switch {
	case length <= 64:
		return stride
	case length <= 320:
		return 8
	case length <= 1024:
		return 16
	}
	return 32
}

// probe knows the grams of all forms.
type probe struct {
	filter  filter
	factor  uint64
	stride  int
	slots   []slot // open addressing, a power of two of them
	entries []entry
}

// filter is a set of hashes, of which the first filterBits bits count.
type filter [1 << (filterBits - 6)]uint64

// has is odd where the hash is in the set.
func (f *filter) has(h uint64) uint64 {
	return f[h>>(64-filterBits+6)] >> (h >> (64 - filterBits) & 63)
}

func (f *filter) add(h uint64) {
	f[h>>(64-filterBits+6)] |= 1 << (h >> (64 - filterBits) & 63)
}

// slot is a gram, and the first of its entries; -1: empty.
type slot struct {
	gram  uint64
	first int32
}

// entry is a place of a gram: in which form, where, and how many of its bytes are the form's. next is
// the next place of the same gram, -1 for none.
type entry struct {
	form, offset, whole, next int32
}

// factors are what grams are multiplied with to be spread over the filter. The first that lets no
// ordinary filling of files through by mistake is taken.
var factors = []uint64{0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3, 0x589965CC75374CC3}

func newProbe(forms []form) *probe {
	p := &probe{stride: mostStep}
	for _, f := range forms {
		if len(f.text) != evenHalves {
			p.stride = min(p.stride, max(1, (len(f.text)+1)/2-gram+1))
		}
	}
	grams := 0
	for _, f := range forms {
		grams += len(f.text)/period(len(f.text), p.stride)*p.stride + 2*gram
	}
	p.slots = make([]slot, 1<<bits.Len(uint(2*grams)))
	for i := range p.slots {
		p.slots[i].first = -1
	}
	for i, f := range forms {
		p.enter(int32(i), f.text)
	}
	p.choose()
	return p
}

// enter notes of a form the grams at as many offsets in a row as the stride is long, once per period:
// wherever the look-ups fall, one meets one of each row.
func (p *probe) enter(form int32, text []byte) {
	every := period(len(text), p.stride)
	for at := 0; at+gram <= len(text); at++ {
		if at%every < p.stride {
			p.note(le(text[at:]), entry{form: form, offset: int32(at), whole: gram})
		}
	}
	if len(text) == evenHalves {
		p.brink(form, text)
	}
}

func (p *probe) note(g uint64, e entry) {
	s := p.slot(g)
	e.next = s.first
	p.entries = append(p.entries, e)
	s.gram, s.first = g, int32(len(p.entries)-1)
}

// evenHalves is the length of a form of which a break in the middle leaves two stretches that are one byte
// too short for the stride. Many keys have it.
const evenHalves = 2 * (gram + mostStep - 2)

// brink notes the last gram of the first half with one byte of a break behind it.
func (p *probe) brink(form int32, text []byte) {
	const last = evenHalves/2 - gram + 1
	for _, c := range []byte("\n\r\\ =\"'`") {
		var g [gram]byte
		copy(g[:], text[last:evenHalves/2])
		g[gram-1] = c
		p.note(le(g[:]), entry{form: form, offset: last, whole: gram - 1})
	}
}

// choose takes the factor by which the fewest fillings, a byte that repeats itself, pass the filter
// without being a gram, and fills the filter.
func (p *probe) choose() {
	best, fewest := uint64(0), 1<<8+1
	for _, factor := range factors {
		p.fill(factor)
		wrong := 0
		for c := range uint64(1 << 8) {
			if g := c * 0x0101010101010101; p.passes(g) && p.slot(g).first < 0 {
				wrong++
			}
		}
		if wrong < fewest {
			best, fewest = factor, wrong
		}
		if wrong == 0 {
			break
		}
	}
	p.fill(best)
}

func (p *probe) fill(factor uint64) {
	p.factor = factor
	clear(p.filter[:])
	for _, s := range p.slots {
		if s.first >= 0 {
			p.filter.add(s.gram * factor)
		}
	}
}

func (p *probe) passes(g uint64) bool {
	return p.filter.has(g*p.factor)&1 != 0
}

// slot is where a gram stands, or would.
func (p *probe) slot(g uint64) *slot {
	mask := uint64(len(p.slots) - 1)
	for i := (g * factors[1] >> 32) & mask; ; i = (i + 1) & mask {
		if s := &p.slots[i]; s.first < 0 || s.gram == g {
			return s
		}
	}
}

// next is the first place at or behind at, in steps of the stride, whose gram is known; -1 for none.
func (p *probe) next(b []byte, at int) int {
	for {
		at = p.leap(b, at)
		for range 4 { // those that leap stopped before
			if at+gram > len(b) {
				return -1
			}
			if g := le(b[at:]); p.passes(g) && p.slot(g).first >= 0 {
				return at
			}
			at += p.stride
		}
	}
}

// leap goes on from at, four steps at once, while none of the grams passes the filter. Its loops differ in
// the stride alone, which must be constant for them to be fast.
func (p *probe) leap(b []byte, at int) int {
	rest, f, k := b[min(at, len(b)):], &p.filter, p.factor
	switch p.stride {
	case 4:
		for ; len(rest) >= 12+gram; rest = rest[16:] {
			if (f.has(le(rest)*k)|f.has(le(rest[4:])*k)|f.has(le(rest[8:])*k)|f.has(le(rest[12:])*k))&1 != 0 {
				break
			}
		}
	case 3:
		for ; len(rest) >= 9+gram; rest = rest[12:] {
			if (f.has(le(rest)*k)|f.has(le(rest[3:])*k)|f.has(le(rest[6:])*k)|f.has(le(rest[9:])*k))&1 != 0 {
				break
			}
		}
	}
	return len(b) - len(rest)
}

func le(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

// first is the first entry of the gram at a place.
func (p *probe) first(b []byte, at int) int32 {
	return p.slot(le(b[at:])).first
}

func (p *probe) wipe() {
	clear(p.filter[:])
	clear(p.slots)
	clear(p.entries)
	p.slots, p.entries = []slot{{first: -1}}, nil
}
