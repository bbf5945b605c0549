package gitstore

import (
	"bytes"
	"container/heap"
)

// markAgain marks in each pack what an earlier one has as well: the ids of all packs are gone
// through in order, side by side.
func (s *Store) markAgain() error {
	h := &cursors{}
	for i, p := range s.packs {
		p.again = newBitmap(p.index.count)
		if p.index.count > 0 {
			*h = append(*h, cursor{i, 0, p.index.rawID(0)})
		}
	}
	heap.Init(h)
	var last ID
	have := false
	for h.Len() > 0 {
		top := &(*h)[0]
		p := s.packs[top.pack]
		if have && bytes.Equal(top.id, last[:s.size]) {
			p.again.set(uint32(top.at))
		}
		copy(last[:], top.id)
		have = true
		if top.at++; top.at == p.index.count {
			heap.Pop(h)
			continue
		}
		top.id = p.index.rawID(top.at)
		heap.Fix(h, 0)
	}
	return nil
}

// cursor stands in one index.
type cursor struct {
	pack, at int
	id       []byte
}

type cursors []cursor

func (c cursors) Len() int      { return len(c) }
func (c cursors) Swap(i, j int) { c[i], c[j] = c[j], c[i] }
func (c *cursors) Push(x any)   { *c = append(*c, x.(cursor)) }
func (c *cursors) Pop() any {
	last := (*c)[len(*c)-1]
	*c = (*c)[:len(*c)-1]
	return last
}

func (c cursors) Less(i, j int) bool {
	if order := bytes.Compare(c[i].id, c[j].id); order != 0 {
		return order < 0
	}
	return c[i].pack < c[j].pack
}
