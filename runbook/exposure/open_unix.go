//go:build unix

package exposure

import (
	"io"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// plainFile is an open regular file, without what the runtime keeps for files that may have to be waited
// for. It is as safe for concurrent use as its descriptor.
type plainFile struct {
	fd   int
	size int64
}

// openPlainIn opens a regular file of a folder. It follows no link and waits for no pipe; fs.ErrInvalid: the
// name stands for something else now.
func openPlainIn(folder *os.File, name string) (plainFile, error) {
	var fd int
	err := unbroken(func() (err error) {
		fd, err = unix.Openat(int(folder.Fd()), name, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
		return err
	})
	if err == unix.ELOOP {
		return plainFile{}, fs.ErrInvalid
	}
	if err != nil {
		return plainFile{}, err
	}
	var info unix.Stat_t
	if err = unix.Fstat(fd, &info); err == nil && info.Mode&unix.S_IFMT != unix.S_IFREG {
		err = fs.ErrInvalid
	}
	f := plainFile{fd, info.Size}
	if err != nil {
		_ = f.Close()
	}
	return f, err
}

// ReadAt implements io.ReaderAt.
func (f plainFile) ReadAt(p []byte, at int64) (n int, err error) {
	for n < len(p) {
		got := 0
		err := unbroken(func() (err error) {
			got, err = unix.Pread(f.fd, p[n:], at+int64(n))
			return err
		})
		if err != nil {
			return n, err
		}
		if got == 0 {
			return n, io.EOF
		}
		n += got
	}
	return n, nil
}

// Close gives the file back.
func (f plainFile) Close() error { return unix.Close(f.fd) }

// unbroken does a call again that a signal broke off.
func unbroken(call func() error) error {
	for {
		if err := call(); err != unix.EINTR {
			return err
		}
	}
}

// openFolder opens a folder for reading its entries, by a descriptor that asks for no more than their names and
// kinds.
func openFolder(root *os.Root, full string) (folder *os.File, err error) {
	inside, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	defer func() { _ = inside.Close() }() // only read
	fd, err := unix.FcntlInt(inside.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), full), nil
}
