package gitstore

import (
	"encoding/binary"
	"math/bits"
)

// numbers are many small numbers of 32 bits, in bytes: those may be of a file, so that a
// repository of any size takes little memory.
type numbers []byte

func (n numbers) at(i uint32) uint32     { return binary.LittleEndian.Uint32(n[4*uint64(i):]) }
func (n numbers) set(i uint32, v uint32) { binary.LittleEndian.PutUint32(n[4*uint64(i):], v) }

// keys are as many of 64 bits.
type keys []byte

func (k keys) at(i uint32) uint64     { return binary.LittleEndian.Uint64(k[8*uint64(i):]) }
func (k keys) set(i uint32, v uint64) { binary.LittleEndian.PutUint64(k[8*uint64(i):], v) }

// sortKeys sorts by the bits from the first on, digit by digit. spare is as long as k. It returns the
// sorted keys first, which may be in either.
func sortKeys(k, spare keys, first int) (sorted, other keys) {
	const digit = 11
	count := uint32(len(k) / 8)
	top := uint64(0)
	for i := range count {
		top |= k.at(i)
	}
	for shift := first; shift < bits.Len64(top); shift += digit {
		var starts [1 << digit]uint32
		for i := range count {
			starts[k.at(i)>>shift&(1<<digit-1)]++
		}
		sum := uint32(0)
		for d, n := range starts {
			starts[d] = sum
			sum += n
		}
		for i := range count {
			v := k.at(i)
			d := v >> shift & (1<<digit - 1)
			spare.set(starts[d], v)
			starts[d]++
		}
		k, spare = spare, k
	}
	return k, spare
}
