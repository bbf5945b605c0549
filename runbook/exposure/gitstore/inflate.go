package gitstore

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"hash/adler32"
	"io"

	"github.com/klauspost/compress/flate"
)

// inflater decompresses zlib streams one after the other. Not safe for concurrent use.
type inflater struct {
	src  bytes.Reader
	in   *bufio.Reader // of src: from it, and not from src, bytes are taken without a call for each
	out  io.ReadCloser
	more [1]byte // what a stream must not have
}

func newInflater() *inflater {
	z := &inflater{}
	z.in = bufio.NewReaderSize(&z.src, 8<<10)
	z.out = flate.NewReader(z.in)
	return z
}

const zlibHeader, zlibSum = 2, 4

// start begins the stream in src.
func (z *inflater) start(src []byte) error {
	if len(src) < zlibHeader+zlibSum || src[0]&0x0F != 8 || src[0]>>4 > 7 || src[1]&0x20 != 0 || binary.BigEndian.Uint16(src)%31 != 0 {
		return errObject
	}
	z.src.Reset(src[zlibHeader:])
	z.in.Reset(&z.src)
	return z.out.(flate.Resetter).Reset(z.in, nil) // which every reader of that package is
}

// whole fills into from a stream of exactly that length. The checksum is compared if asked for.
func (z *inflater) whole(into, src []byte, check bool) error {
	if err := z.start(src); err != nil {
		return err
	}
	if _, err := io.ReadFull(z.out, into); err != nil {
		return errObject
	}
	if err := z.end(); err != nil {
		return err
	}
	if check && adler32.Checksum(into) != z.sum(src) {
		return errObject
	}
	return nil
}

// end makes sure that the stream ends here.
func (z *inflater) end() error {
	if n, err := z.out.Read(z.more[:]); n != 0 || err != io.EOF || z.left() < zlibSum {
		return errObject
	}
	return nil
}

// left is how many bytes of the source stand behind what was read.
func (z *inflater) left() int { return z.in.Buffered() + z.src.Len() }

// sum is the checksum that stands behind the stream, after end.
func (z *inflater) sum(src []byte) uint32 {
	return binary.BigEndian.Uint32(src[len(src)-z.left():])
}
