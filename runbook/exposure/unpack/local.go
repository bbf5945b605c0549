package unpack

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"

	"github.com/klauspost/compress/flate"
)

// A zip in another archive comes as a stream, which has no end to begin with: its contents are read one
// after the other, by the header that stands before each.

const (
	localMark   = "PK\x03\x04"
	sumMark     = "PK\x07\x08"
	localSize   = 30
	withSum     = 1 << 3 // the sizes stand behind the content
	encryptedZ  = 1
	methodStore = 0
	methodFlate = 8
)

type localHeader struct {
	flags, method uint16
	packed        int64 // bytes; unknown withSum
	name          string
	wide          bool // sizes are of 8 bytes
}

// local shows the contents of a zip as it streams by.
func (s *session) local(name string, r io.Reader, depth int) error {
	in := bufio.NewReader(r)
	for {
		mark, err := in.Peek(len(localMark))
		if err != nil || string(mark) != localMark {
			return err // mostly the directory at the end
		}
		h, err := readLocal(in)
		if err != nil {
			return err
		}
		inner := within(name, h.name)
		if err := s.told(inner, s.beside(inner, h.name, "", nil)); err != nil {
			return ending{err}
		}
		if err := s.streamed(inner, in, h, depth); err != nil {
			return err
		}
	}
}

func readLocal(in *bufio.Reader) (localHeader, error) {
	var b [localSize]byte
	if _, err := io.ReadFull(in, b[:]); err != nil {
		return localHeader{}, err
	}
	le := binary.LittleEndian
	h := localHeader{flags: le.Uint16(b[6:]), method: le.Uint16(b[8:]), packed: int64(le.Uint32(b[18:]))}
	rest := make([]byte, int(le.Uint16(b[26:]))+int(le.Uint16(b[28:])))
	if _, err := io.ReadFull(in, rest); err != nil {
		return localHeader{}, err
	}
	h.name = string(rest[:le.Uint16(b[26:])])
	for extra := rest[le.Uint16(b[26:]):]; len(extra) >= 4; {
		id, size := le.Uint16(extra), int(le.Uint16(extra[2:]))
		if extra = extra[4:]; size > len(extra) {
			break
		}
		if id == 1 { // sizes of zip64
			h.wide = true
			if h.packed == 1<<32-1 && size >= 16 {
				h.packed = int64(le.Uint64(extra[8:]))
			}
		}
		extra = extra[size:]
	}
	return h, nil
}

// streamed shows one content and leaves the stream behind it. An error means that where it ends is not
// known.
func (s *session) streamed(inner string, in *bufio.Reader, h localHeader, depth int) error {
	packed := &io.LimitedReader{R: in, N: h.packed}
	open := h.flags&withSum != 0 // ends where its own form says so
	var err error
	switch {
	case h.flags&encryptedZ != 0:
		err = ErrEncrypted
	case h.method == methodFlate && open:
		z := flate.NewReader(in) // which reads no byte too many of a reader of bytes
		if err = s.content(inner, z, depth+1); err == nil {
			_, err = io.Copy(io.Discard, metered{s, z})
		}
	case h.method == methodFlate:
		err = s.content(inner, flate.NewReader(packed), depth+1)
	case h.method == methodStore && !open:
		err = s.content(inner, packed, depth+1)
	default:
		err = ErrForeign
	}
	if end := s.told(inner, err); end != nil {
		return ending{end}
	}
	if open {
		if err != nil {
			return errors.Join(ErrBroken, err)
		}
		return skipSum(in, h.wide)
	}
	_, err = io.Copy(io.Discard, packed)
	return err
}

// skipSum leaves out the sizes behind a content, which may have a mark.
func skipSum(in *bufio.Reader, wide bool) error {
	size := 12
	if wide {
		size = 20
	}
	if mark, err := in.Peek(len(sumMark)); err == nil && string(mark) == sumMark {
		size += len(sumMark)
	}
	_, err := in.Discard(size)
	return err
}
