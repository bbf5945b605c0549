//go:build unix

package journal

import (
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// A program that is being started shares our descriptors between fork and exec, so a lock can
// outlive its owner by a moment. That long a lock that is held is tried again.
const (
	lockTries = 10
	lockPause = 20 * time.Millisecond
)

// lockFile takes an flock. The kernel lets go of it with the last descriptor, so a killed
// process leaves nothing behind; Go opens files close-on-exec, so children do not keep it.
func lockFile(f *os.File) error {
	for try := 1; ; {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		switch {
		case err == nil:
			return nil
		case errors.Is(err, unix.EINTR):
		case !errors.Is(err, unix.EWOULDBLOCK):
			return fmt.Errorf("lock journal: %w", err)
		case try == lockTries:
			return ErrLocked
		default:
			try++
			time.Sleep(lockPause)
		}
	}
}

// syncDir makes a folder's entries durable.
func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}

// noRoom tells a full disk or quota from other failures.
func noRoom(err error) bool {
	return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT)
}
