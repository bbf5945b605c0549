package gitstore

import (
	"math/bits"
	"sync/atomic"
)

// buffer holds the text of an object for the workers that build on it; the last one frees it.
type buffer struct {
	data   []byte
	room   mapping // of a large one
	owners atomic.Int32
}

// Sizes of buffers. Larger ones are kept in files without a name, whose pages the system can
// take back, so that memory stays bounded.
const (
	smallest   = 9 // bits of the size
	largest    = 22
	maxUnused  = 6 << 20 // bytes that one worker keeps for later
	inMemory   = 1 << largest
	numClasses = largest + 1
)

// pool gives buffers and takes them back. Not safe for concurrent use, but a buffer may go back
// into another pool than it came from.
type pool struct {
	free   [numClasses][]*buffer
	unused int
}

// take gives a buffer of this size with one owner.
func (p *pool) take(size int) (*buffer, error) {
	if size > inMemory {
		return takeShared(size)
	}
	class := max(smallest, bits.Len(uint(max(size, 1)-1)))
	if n := len(p.free[class]); n > 0 {
		b := p.free[class][n-1]
		p.free[class] = p.free[class][:n-1]
		p.unused -= cap(b.data)
		b.data = b.data[:size]
		b.owners.Store(1)
		return b, nil
	}
	b := &buffer{data: make([]byte, size, 1<<class)}
	b.owners.Store(1)
	return b, nil
}

// give takes a buffer back from one of its owners.
func (p *pool) give(b *buffer) {
	if b == nil || b.owners.Add(-1) > 0 {
		return
	}
	if b.room.data != nil {
		b.room.close()
		return
	}
	if p.unused+cap(b.data) > maxUnused {
		return
	}
	class := bits.Len(uint(cap(b.data)) - 1)
	p.free[class] = append(p.free[class], b)
	p.unused += cap(b.data)
}

// inHeap bounds what one pack's forest takes of our own memory.
const inHeap = 24 << 20

// takeRoom gives memory that is kept for long: of a file, where it is much.
func takeRoom(size int) (*buffer, error) {
	if size > inHeap {
		return takeShared(size)
	}
	b := &buffer{data: make([]byte, size)}
	b.owners.Store(1)
	return b, nil
}
