package gitstore

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/klauspost/compress/zlib"
)

// loose is an object in a file of its own.
type loose struct {
	id     ID
	folder string // of objects
}

func (l loose) path(size int) string {
	name := l.id.Text(size)
	return filepath.Join(l.folder, name[:2], name[2:])
}

// listLoose lists the loose objects of a folder of objects that no pack has.
func (s *Store) listLoose(folder string) {
	for first := range 256 {
		dir := filepath.Join(folder, hex.EncodeToString([]byte{byte(first)}))
		entries, err := os.ReadDir(dir)
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) {
				s.fault(dir, err)
			}
			continue
		}
		for _, e := range entries {
			id, ok := ParseID(append([]byte(filepath.Base(dir)), e.Name()...), s.size)
			if !ok {
				continue // left over by a write that was cut off
			}
			if !e.Type().IsRegular() {
				s.fault(filepath.Join(dir, e.Name()), ErrSpecial)
				continue
			}
			if _, packed := s.Find(id); packed {
				continue
			}
			s.loose = append(s.loose, loose{id, folder})
		}
	}
}

func (s *Store) sortLoose() {
	slices.SortStableFunc(s.loose, func(a, b loose) int { return bytes.Compare(a.id[:], b.id[:]) })
	s.loose = slices.CompactFunc(s.loose, func(a, b loose) bool { return a.id == b.id })
}

// looseHead is more than the longest head of a loose object: "commit 18446744073709551615\0".
const looseHead = 32

// openLoose reads the head of a loose object. The caller closes it.
func (s *Store) openLoose(l loose) (in *looseReader, err error) {
	f, _, err := OpenPlain(l.path(s.size))
	if err != nil {
		return nil, err
	}
	in = &looseReader{file: f}
	defer func() {
		if err != nil {
			_ = f.Close()
		}
	}()
	if in.z, err = zlib.NewReader(bufio.NewReader(f)); err != nil {
		return nil, errObject
	}
	in.text = bufio.NewReader(in.z)
	head, err := in.text.Peek(looseHead)
	end := bytes.IndexByte(head, 0)
	if end < 0 {
		return nil, errors.Join(errObject, ignoreEOF(err))
	}
	word, size, ok := bytes.Cut(head[:end], []byte{' '})
	in.kind = kindOf(string(word))
	in.size, err = strconv.ParseInt(string(size), 10, 64)
	if !ok || err != nil || in.size < 0 || in.kind == 0 {
		return nil, errObject
	}
	_, err = in.text.Discard(end + 1)
	return in, err
}

func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// looseReader reads the text of a loose object.
type looseReader struct {
	file *os.File
	z    io.ReadCloser
	text *bufio.Reader
	kind Kind
	size int64
}

func (l *looseReader) close() { _ = l.file.Close() } // read only

// read fills all of into; the last read of a text makes sure that it ends there.
func (l *looseReader) read(into []byte, last bool) error {
	if _, err := io.ReadFull(l.text, into); err != nil {
		return errObject
	}
	if !last {
		return nil
	}
	if _, err := l.text.ReadByte(); err != io.EOF {
		return errObject
	}
	return nil
}
