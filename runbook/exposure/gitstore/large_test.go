package gitstore_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"firebreak/runbook/exposure/gitstore"
)

// long makes text that packs well and differs everywhere.
func long(size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		b.WriteString("line ")
		b.WriteString(strings.Repeat(string(rune('a'+i%26)), i%70))
		b.WriteByte('\n')
	}
	return b.String()[:size]
}

func TestLargeBlobsAreShownInParts(t *testing.T) {
	m := newMaker(t, 8, 20)
	p := m.pack()
	for _, size := range []int{gitstore.Window - 1, gitstore.Window, gitstore.Window + 1, 2*gitstore.Window + 50, 3 * gitstore.Window} {
		p.whole(m.note(gitstore.Blob, long(size)))
	}
	p.whole(m.note(gitstore.Tree, long(gitstore.Window+7)))
	p.write("objects", nil)
	m.loose("objects", m.note(gitstore.Blob, "x"+long(2*gitstore.Window)))
	expect(t, m, walk(t, openStore(t, m.gitDir, 20), 2), nil)
}

func TestALargeDamagedBlobIsRefusedOrShownFromItsCopy(t *testing.T) {
	for _, copied := range []bool{false, true} {
		m := newMaker(t, 9, 20)
		p := m.pack()
		o := p.whole(m.note(gitstore.Blob, long(gitstore.Window+100)))
		p.write("objects", func(data []byte) { data[len(data)-1] ^= 1 }) // its checksum
		want := map[string]error{o.id: gitstore.ErrDamaged}
		if copied {
			m.loose("objects", o)
			want = nil
		}
		expect(t, m, walk(t, openStore(t, m.gitDir, 20), 1), want)
	}
}

// Objects that others build on are kept in files where they are large, and given up and made
// again where many are open at once.
func TestLargeObjectsThatOthersBuildOn(t *testing.T) {
	m := newMaker(t, 10, 20)
	p := m.pack()
	p.whole(m.note(gitstore.Blob, long(5<<20)))
	at := p.entries[0]
	for range 4 { // a path whose objects all have a branch that is yet to be made
		p.change(at)
		next := p.entries[len(p.entries)-1]
		p.change(at)
		p.change(p.entries[len(p.entries)-1])
		at = next
	}
	p.change(at)
	p.write("objects", nil)
	expect(t, m, walk(t, openStore(t, m.gitDir, 20), 2), nil)
}

// change adds an object that differs from a base in one line.
func (p *packMaker) change(base packed) {
	from := p.rng.IntN(len(base.text) - 20)
	line := p.random(20)
	ops := copyRange(0, from)
	ops = append(append(ops, byte(len(line))), line...)
	ops = append(ops, copyRange(from+20, len(base.text)-from-20)...)
	p.rawOn(base, ops, base.text[:from]+line+base.text[from+20:])
}

// copyRange writes the operations that copy a stretch of any length.
func copyRange(from, n int) (ops []byte) {
	const most = 1<<24 - 1
	for ; n > most; from, n = from+most, n-most {
		ops = append(ops, copyOf(from, most)...)
	}
	if n > 0 {
		ops = append(ops, copyOf(from, n)...)
	}
	return ops
}

func TestAChainOfManyThousandObjects(t *testing.T) {
	m := newMaker(t, 11, 20)
	p := m.pack()
	p.whole(m.note(gitstore.Blob, m.lines(20)))
	for range 5000 {
		p.change(p.entries[len(p.entries)-1])
	}
	p.write("objects", nil)
	expect(t, m, walk(t, openStore(t, m.gitDir, 20), 2), nil)
}

// A few bytes can claim to be an object of many: each difference copies its whole base again and again.
func TestABombIsRefused(t *testing.T) {
	m := newMaker(t, 12, 20)
	p := m.pack()
	p.whole(m.note(gitstore.Blob, strings.Repeat("bomb", 1000)))
	size := 4000
	for range 4 {
		ops := []byte{}
		for range 100 {
			ops = append(ops, copyRange(0, size)...)
		}
		size *= 100
		p.claim(p.entries[len(p.entries)-1], ops, size/100, size)
	}
	p.write("objects", nil)
	for name, tc := range map[string]struct {
		limits gitstore.Limits
		shown  int
	}{
		"one that is too large":    {gitstore.Limits{Object: 1 << 20, Work: 1 << 40, Count: 1 << 20}, 2},
		"all together too large":   {gitstore.Limits{Object: 1 << 40, Work: 1 << 20, Count: 1 << 20}, 2},
		"more objects than may be": {gitstore.Limits{Object: 1 << 20, Work: 1 << 40, Count: 3}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := openWithin(t, m.gitDir, tc.limits)
			w := walk(t, s, 2)
			for id, err := range w.refused {
				if !errors.Is(err, gitstore.ErrTooLarge) {
					t.Errorf("%s: %v", id, err)
				}
			}
			if len(w.objects) != tc.shown || len(w.objects)+len(w.refused) != s.Count() {
				t.Errorf("%d shown, %d refused", len(w.objects), len(w.refused))
			}
		})
	}
}

// slowVisitor ends the walk from within.
type slowVisitor struct {
	cancel context.CancelFunc
	shown  atomic.Int32
}

func (v *slowVisitor) Visit(int, gitstore.Object, gitstore.Part) {
	v.shown.Add(1)
	v.cancel()
	time.Sleep(100 * time.Microsecond)
}

func (v *slowVisitor) Refuse(gitstore.Object, error) {}

func TestAWalkEndsWhenItsContextDoes(t *testing.T) {
	m := newMaker(t, 13, 20)
	p := m.pack()
	for range 300 {
		p.whole(m.note(gitstore.Blob, m.random(20)))
		p.on(p.entries[m.rng.IntN(len(p.entries))])
	}
	p.write("objects", nil)
	ctx, cancel := context.WithCancel(t.Context())
	v := &slowVisitor{cancel: cancel}
	_, err := openStore(t, m.gitDir, 20).Walk(ctx, gitstore.Tour{Workers: 2, Visitor: v})
	if !errors.Is(err, context.Canceled) || v.shown.Load() > 200 {
		t.Errorf("%v, %d of 600 shown", err, v.shown.Load())
	}
}
