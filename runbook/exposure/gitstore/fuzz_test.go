package gitstore

import (
	"bytes"
	"compress/zlib"
	"testing"
)

// The parsers read whatever a hostile repository holds. None may fail but by its error, read
// outside its bytes, or make more than it was allowed to.

func FuzzIndex(f *testing.F) {
	f.Add([]byte(indexMark))
	f.Add(append(append([]byte(indexMark), make([]byte, fanoutBytes)...), make([]byte, 80)...))
	one := append([]byte(indexMark), make([]byte, 255*4)...)
	one = append(one, 0, 0, 0, 1)
	f.Add(append(one, make([]byte, 20+4+4+40)...))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, size := range []int{20, 32} {
			x, err := parseIndex(data, size)
			if err != nil {
				continue
			}
			for at := range x.count {
				if found, ok := x.find(x.rawID(at)); ok && !bytes.Equal(x.rawID(found), x.rawID(at)) {
					t.Error("found another id")
				}
				x.place(at)
				x.sum(at)
			}
			x.find(bytes.Repeat([]byte{7}, size))
		}
	})
}

func FuzzPack(f *testing.F) {
	f.Add([]byte("PACK\x00\x00\x00\x02\x00\x00\x00\x01\x33abc"), uint8(20))
	f.Add([]byte("PACK\x00\x00\x00\x02\x00\x00\x00\x02\x31a\x61\x02b"), uint8(3))
	f.Add([]byte("PACK\x00\x00\x00\x02\x00\x00\x00\x02\x31a\xf1\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"), uint8(1))
	f.Fuzz(func(t *testing.T, data []byte, spread uint8) {
		p := &pack{data: data}
		p.index = index{size: 20, ids: bytes.Repeat([]byte{1}, 20*8), sums: make([]byte, 4*8), fanout: make([]byte, fanoutBytes), count: 8}
		for at := range byte(8) {
			p.index.places = append(p.index.places, 0, 0, 0, packHeader+at*(spread%32))
		}
		trees, err := plant(p)
		if err != nil {
			t.Fatal(err)
		}
		seen := len(trees.lost)
		for rank := range trees.size {
			e, err := p.entry(trees.place(rank))
			if err == nil && e.data > uint64(len(data)) {
				t.Error("an entry ends outside")
			}
			if err == nil && e.kind.whole() {
				trees.under(rank, func(uint32) { seen++ })
			}
		}
		for _, rank := range append(trees.outside, trees.broken...) {
			trees.under(rank, func(uint32) { seen++ })
		}
		if seen != 8 {
			t.Errorf("%d of 8 objects are accounted for", seen)
		}
	})
}

func FuzzDelta(f *testing.F) {
	f.Add([]byte("\x03\x05\x90\x03\x02xy"), []byte("abc"))
	f.Add([]byte("\x03\x80\x80\x04\x80"), []byte("abc"))
	f.Add([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), []byte{})
	f.Fuzz(func(t *testing.T, delta, base []byte) {
		from, size, n := deltaSizes(delta)
		if n == 0 || size > 1<<20 || from != uint64(len(base)) {
			return
		}
		into := make([]byte, size)
		if apply(into, base, delta[n:]) == nil && !bytes.Equal(into, slowly(base, delta[n:])) {
			t.Error("differs from the slow way")
		}
	})
}

// slowly makes the result of sound operations byte by byte.
func slowly(base, ops []byte) (out []byte) {
	next := func() int {
		c := ops[0]
		ops = ops[1:]
		return int(c)
	}
	for len(ops) > 0 {
		op := next()
		if op < 0x80 {
			for range op {
				out = append(out, byte(next()))
			}
			continue
		}
		from, size := 0, 0
		for bit := range 4 {
			if op&(1<<bit) != 0 {
				from += next() << (8 * bit)
			}
		}
		for bit := range 3 {
			if op&(0x10<<bit) != 0 {
				size += next() << (8 * bit)
			}
		}
		if size == 0 {
			size = 65536
		}
		out = append(out, base[from:from+size]...)
	}
	return out
}

func FuzzInflate(f *testing.F) {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	w.Write([]byte("some text, some text"))
	w.Close()
	f.Add(packed.Bytes(), uint16(20))
	f.Add([]byte("\x78\x9c\x01"), uint16(3))
	z := newInflater()
	f.Fuzz(func(t *testing.T, data []byte, size uint16) {
		into, again := make([]byte, size), make([]byte, size)
		if z.whole(into, data, true) == nil && (z.whole(again, data, false) != nil || !bytes.Equal(into, again)) {
			t.Error("a second time it is another text")
		}
	})
}

func TestSortingOfPlaces(t *testing.T) {
	const count = 5000
	k, spare := make(keys, 8*count), make(keys, 8*count)
	seed := uint64(1)
	for i := range uint32(count) {
		seed = seed*6364136223846793005 + 1442695040888963407
		k.set(i, seed>>(i%40)<<numberBits|uint64(i))
	}
	sorted, _ := sortKeys(k, spare, numberBits)
	have := map[uint64]bool{}
	for i := range uint32(count) {
		have[sorted.at(i)&numberMask] = true
		if i > 0 && sorted.at(i-1)>>numberBits > sorted.at(i)>>numberBits {
			t.Fatalf("key %d is before a smaller one", i-1)
		}
	}
	if len(have) != count {
		t.Errorf("%d of %d keys are left", len(have), count)
	}
}
