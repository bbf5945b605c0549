//go:build unix

package term

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

const devTTY = "/dev/tty"

// readWait is how long a read of a quiet terminal lasts; the tty counts in tenths of a second.
const readWait = 100 * time.Millisecond

// timedReads makes reads return after readWait even when nothing was typed, so that a cancelled
// context is seen and no read is left behind that would take the next key.
func timedReads(tty *os.File) error {
	fd := int(tty.Fd())
	t, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return fmt.Errorf("read terminal settings: %w", err)
	}
	t.Cc[unix.VMIN], t.Cc[unix.VTIME] = 0, byte(readWait/(100*time.Millisecond))
	if err := unix.IoctlSetTermios(fd, setTermios, t); err != nil {
		return fmt.Errorf("set terminal: %w", err)
	}
	return nil
}
