package journal

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// Names within the incident's folder.
const (
	journalName = "journal.jsonl"
	headName    = "journal.head"
	ballastName = "journal.ballast"
	tornPrefix  = "journal.torn-"
)

// disk is the folder of one incident. It stands behind an interface so that tests can fail
// each write and fsync, and forget what was not made durable.
type disk interface {
	// open opens an existing regular file, never through a link.
	open(name string, write bool) (file, error)
	// create makes a file that is not there yet, 0600.
	create(name string) (file, error)
	remove(name string) error
	// sync makes the folder's entries durable.
	sync() error
	close() error
}

// file is one open file of the folder.
type file interface {
	io.ReaderAt
	io.WriterAt
	Truncate(int64) error
	Sync() error
	Close() error
	size() (int64, error)
	// lock takes the file for this process, or returns ErrLocked within a moment.
	lock() error
}

type folder struct {
	root *os.Root
	path string
}

type osFile struct{ *os.File }

// openFolder opens an existing folder.
func openFolder(path string) (*folder, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fmt.Errorf("open incident folder: %w", err)
	}
	return &folder{root: root, path: path}, nil
}

// makeFolder makes the folder and its parents where missing, each durable in the one above.
func makeFolder(path string) error {
	path = filepath.Clean(path)
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.IsDir():
		return fmt.Errorf("make incident folder: %w", &fs.PathError{Op: "mkdir", Path: path, Err: syscall.ENOTDIR})
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("make incident folder: %w", err)
	}
	if err := makeFolder(filepath.Dir(path)); err != nil {
		return err
	}
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make incident folder: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

// narrow takes the folder from others where an earlier hand left it wider than 0700.
func (d *folder) narrow() error {
	info, err := d.root.Stat(".")
	if err != nil {
		return err
	}
	if runtime.GOOS == "windows" || info.Mode().Perm() == 0o700 {
		return nil
	}
	return d.root.Chmod(".", 0o700)
}

func (d *folder) open(name string, write bool) (file, error) {
	seen, err := d.root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !seen.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("not a regular file")}
	}
	flag := os.O_RDONLY
	if write {
		flag = os.O_RDWR
	}
	f, err := d.root.OpenFile(name, flag|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	got, err := f.Stat()
	if err == nil && !os.SameFile(seen, got) {
		err = &fs.PathError{Op: "open", Path: name, Err: errors.New("replaced while it was opened")}
	}
	if err == nil && write && runtime.GOOS != "windows" && got.Mode().Perm() != 0o600 {
		err = f.Chmod(0o600)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return osFile{f}, nil
}

func (d *folder) create(name string) (file, error) {
	f, err := d.root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	if err := f.Chmod(0o600); err != nil && runtime.GOOS != "windows" { // whatever the umask took away
		return nil, errors.Join(err, f.Close())
	}
	return osFile{f}, nil
}

func (d *folder) remove(name string) error { return d.root.Remove(name) }
func (d *folder) sync() error              { return syncDir(d.path) }
func (d *folder) close() error             { return d.root.Close() }

func (f osFile) size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (f osFile) lock() error { return lockFile(f.File) }
