package gitstore

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"hash"
	"hash/adler32"
	"io"

	"github.com/klauspost/compress/flate"
)

// inflater decompresses zlib streams one after the other. Not safe for concurrent use.
type inflater struct {
	src  bytes.Reader
	in   *bufio.Reader // of src: from it bytes are taken without a call for each
	out  io.ReadCloser
	sum  hash.Hash32 // nil: the stream's checksum is not looked at
	ours hash.Hash32
	tail [zlibSum]byte
}

func newInflater() *inflater {
	z := &inflater{ours: adler32.New()}
	z.in = bufio.NewReaderSize(&z.src, 8<<10)
	z.out = flate.NewReader(z.in)
	return z
}

const zlibHeader, zlibSum = 2, 4

// start begins the stream in src.
func (z *inflater) start(src []byte, check bool) error {
	if len(src) < zlibHeader+zlibSum || src[0]&0x0F != 8 || src[0]>>4 > 7 || src[1]&0x20 != 0 || binary.BigEndian.Uint16(src)%31 != 0 {
		return errObject
	}
	z.sum = nil
	if check {
		z.sum = z.ours
		z.sum.Reset()
	}
	z.src.Reset(src[zlibHeader:])
	z.in.Reset(&z.src)
	return z.out.(flate.Resetter).Reset(z.in, nil) // which every reader of that package is
}

// part fills into from the stream; the last part ends it.
func (z *inflater) part(into []byte, last bool) error {
	if _, err := io.ReadFull(z.out, into); err != nil {
		return errObject
	}
	if z.sum != nil {
		z.sum.Write(into) // never fails
	}
	if !last {
		return nil
	}
	if n, err := z.out.Read(z.tail[:1]); n != 0 || err != io.EOF {
		return errObject
	}
	if _, err := io.ReadFull(z.in, z.tail[:]); err != nil || (z.sum != nil && z.sum.Sum32() != binary.BigEndian.Uint32(z.tail[:])) {
		return errObject
	}
	return nil
}

// whole fills into from a stream of exactly that length.
func (z *inflater) whole(into, src []byte, check bool) error {
	if err := z.start(src, check); err != nil {
		return err
	}
	return z.part(into, true)
}
