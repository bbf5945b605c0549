package gitstore

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// ErrSpecial means that something is a link, a pipe or a device where a file or folder should be.
var ErrSpecial = errors.New("no regular file")

// OpenPlain opens a regular file for reading, and tells its size. It goes through no link and never waits on
// a pipe: ErrSpecial.
func OpenPlain(path string) (*os.File, int64, error) {
	seen, err := os.Lstat(path)
	if err != nil {
		return nil, 0, err
	}
	if !seen.Mode().IsRegular() {
		return nil, 0, ErrSpecial
	}
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil || !os.SameFile(info, seen) {
		_ = f.Close() // not what it was a moment ago
		return nil, 0, errors.Join(err, ErrSpecial)
	}
	return f, info.Size(), nil
}

const maxSmall = 64 << 10

// SmallFile reads the beginning of a regular file, 64 KiB at most.
func SmallFile(path string) ([]byte, error) {
	f, _, err := OpenPlain(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // read only
	return io.ReadAll(io.LimitReader(f, maxSmall))
}

// openMapped maps a whole regular file for reading. An empty file has no bytes to map.
func openMapped(path string) (mapping, error) {
	f, size, err := OpenPlain(path)
	if err != nil {
		return mapping{}, err
	}
	defer func() { _ = f.Close() }() // the mapping stays
	if size == 0 || size != int64(int(size)) {
		return mapping{}, errPack
	}
	return mapFile(f, int(size), false)
}
