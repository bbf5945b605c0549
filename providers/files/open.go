package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// swapTries bounds how often a name may be given to another file while it is opened. A writer
// of ours does that now and then; one who does it every time is no writer of ours.
const swapTries = 100

// openRegular opens a regular file for reading. It looks at the name before it opens, for
// opening a pipe blocks and opening a device acts, and compares after, for the name may have
// been given to another file in between: then it looks again.
func openRegular(root *os.Root, name string) (*os.File, fs.FileInfo, error) {
	for range swapTries {
		seen, err := root.Lstat(name)
		if err != nil {
			return nil, nil, bare(err)
		}
		if !seen.Mode().IsRegular() {
			return nil, nil, ErrNotRegular
		}
		file, err := root.OpenFile(name, os.O_RDONLY|openFlags, 0)
		if err != nil {
			return nil, nil, bare(err)
		}
		is, err := file.Stat()
		if err == nil && os.SameFile(seen, is) {
			return file, is, nil
		}
		_ = file.Close() // nothing was written
		if err != nil {
			return nil, nil, bare(err)
		}
	}
	return nil, nil, ErrNotRegular
}

// readUpTo reads all of r, or says ErrTooLarge where there is more than max.
func readUpTo(r io.Reader, max int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, max+1))
	if err != nil {
		return nil, bare(err)
	}
	if int64(len(data)) > max {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, max)
	}
	return data, nil
}

// makeFolders makes a folder and those above it that are missing, private and durable.
func makeFolders(path string) error {
	switch info, err := os.Stat(path); {
	case err == nil && info.IsDir():
		return nil
	case err == nil:
		return fs.ErrExist
	case !errors.Is(err, fs.ErrNotExist):
		return bare(err)
	}
	parent := filepath.Dir(path)
	if parent == path {
		return fs.ErrNotExist // a drive that is not there
	}
	if err := makeFolders(parent); err != nil {
		return err
	}
	if err := os.Mkdir(path, stateFolderMode); err != nil && !errors.Is(err, fs.ErrExist) {
		return bare(err)
	}
	root, err := os.OpenRoot(parent)
	if err != nil {
		return bare(err)
	}
	return errors.Join(syncFolder(root), bare(root.Close()))
}

// syncFolder makes the names in a folder durable.
func syncFolder(root *os.Root) error {
	folder, err := root.Open(".")
	if err != nil {
		return bare(err)
	}
	err = flushFolder(folder)
	return errors.Join(bare(err), bare(folder.Close()))
}

// bare takes the raw path out of an error of package os, which prints it unquoted.
func bare(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	var call *os.SyscallError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	case errors.As(err, &call):
		return call.Err
	}
	return err
}
