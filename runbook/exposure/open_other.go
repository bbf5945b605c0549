//go:build !unix

package exposure

import (
	"io/fs"
	"os"
	"path/filepath"
)

// plainFile is an open regular file. It is as safe for concurrent use as its descriptor.
type plainFile struct {
	*os.File
	size int64
}

// openPlainIn opens a regular file of a folder; fs.ErrInvalid: the name stands for something else now.
func openPlainIn(folder *os.File, name string) (plainFile, error) {
	full := filepath.Join(folder.Name(), name)
	if info, err := os.Lstat(full); err != nil || !info.Mode().IsRegular() {
		return plainFile{}, fs.ErrInvalid
	}
	f, err := os.Open(full)
	if err != nil {
		return plainFile{}, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fs.ErrInvalid
	}
	if err != nil {
		_ = f.Close() // not what it was a moment ago
		return plainFile{}, err
	}
	return plainFile{f, info.Size()}, nil
}

// openFolder opens a folder for reading its entries.
func openFolder(root *os.Root, full string) (folder *os.File, err error) { return os.Open(full) }
