package gitstore

// bitmap is a set of small numbers.
type bitmap []uint64

func newBitmap(size int) bitmap { return make(bitmap, (size+63)/64) }

func (b bitmap) set(at uint32)      { b[at/64] |= 1 << (at % 64) }
func (b bitmap) has(at uint32) bool { return b != nil && b[at/64]&(1<<(at%64)) != 0 }
