package gitstore

import (
	"os"

	"golang.org/x/sys/unix"
)

// takeShared gives much memory that the system may move out when it needs the room: pages of a file
// that has no name and lies on no disk of its own.
func takeShared(size int) (*buffer, error) {
	fd, err := unix.MemfdCreate("firebreak-object", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, err
	}
	f := os.NewFile(uintptr(fd), "firebreak-object")
	defer func() { _ = f.Close() }() // the mapping stays
	if err := f.Truncate(int64(size)); err != nil {
		return nil, err
	}
	m, err := mapFile(f, size, true)
	if err != nil {
		return nil, err
	}
	b := &buffer{data: m.data[:size], room: m}
	b.owners.Store(1)
	return b, nil
}
