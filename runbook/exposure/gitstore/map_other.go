//go:build !unix

package gitstore

import (
	"io"
	"os"
)

// mapping holds a file in memory, where the system is not asked to do so.
type mapping struct{ data []byte }

func mapFile(f *os.File, size int, write bool) (mapping, error) {
	m := mapping{make([]byte, size)}
	if write {
		return m, nil
	}
	_, err := io.ReadFull(f, m.data)
	return m, err
}

func (m *mapping) close() { m.data = nil }
