//go:build !windows

package files

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

const (
	// openFlags: a symlink is refused, a pipe does not block, a terminal does not adopt us.
	openFlags         = unix.O_NOFOLLOW | unix.O_NONBLOCK | unix.O_NOCTTY
	modesMatter       = true
	closeBeforeRename = false // the lock must outlive the draft's name
	removeWhileOpen   = true
)

func ownedByUs(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}

// linksOf counts the names that a file has.
func linksOf(info fs.FileInfo) int {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(stat.Nlink)
	}
	return 1
}

// keepOwner gives a file the owner that info has.
func keepOwner(file *os.File, info fs.FileInfo) error {
	want, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	is, err := file.Stat()
	if err != nil {
		return err
	}
	if has, ok := is.Sys().(*syscall.Stat_t); ok && has.Uid == want.Uid && has.Gid == want.Gid {
		return nil
	}
	return file.Chown(int(want.Uid), int(want.Gid))
}

// lockDraft reports whether this process now holds the file's lock and the file still has a
// name. The lock ends with the process, however it ends.
func lockDraft(file *os.File) (bool, error) {
	var err error
	for {
		if err = unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != unix.EINTR {
			break
		}
	}
	if errors.Is(err, unix.EWOULDBLOCK) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	info, err := file.Stat()
	return err == nil && linksOf(info) > 0, err
}

// flushFolder makes names durable. A file system that cannot flush a folder says so by one of
// two errors and is as durable as it gets.
func flushFolder(folder *os.File) error {
	err := folder.Sync()
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOTSUP) {
		return nil
	}
	return err
}

// lacksLocks reports whether the file system offers no locks at all.
func lacksLocks(err error) bool {
	return errors.Is(err, unix.ENOTSUP) || errors.Is(err, unix.ENOLCK) || errors.Is(err, unix.ENOSYS)
}
