//go:build unix

package gitstore

import (
	"os"

	"golang.org/x/sys/unix"
)

// mapping is a file in memory: its pages are the system's, which takes them back when it needs
// them. Reading beyond the end of a file that was cut short is a fault; see guard.
type mapping struct{ data []byte }

func mapFile(f *os.File, size int, write bool) (mapping, error) {
	access := unix.PROT_READ
	if write {
		access |= unix.PROT_WRITE
	}
	data, err := unix.Mmap(int(f.Fd()), 0, size, access, unix.MAP_SHARED)
	return mapping{data}, err
}

func (m *mapping) close() {
	if m.data != nil {
		_ = unix.Munmap(m.data) // fails for what is no mapping only
		m.data = nil
	}
}
