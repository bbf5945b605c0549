//go:build unix

package term

import (
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// tellsTogether says whether readable can tell that more lines came with one.
const tellsTogether = true

// readable waits until something can be read, or the time is over.
func readable(tty *os.File, wait time.Duration) (bool, error) {
	fd := int(tty.Fd())
	if fd >= unix.FD_SETSIZE {
		return false, ErrNoTerminal
	}
	var set unix.FdSet
	set.Set(fd)
	limit := unix.NsecToTimeval(wait.Nanoseconds())
	n, err := unix.Select(fd+1, &set, nil, nil, &limit)
	if errors.Is(err, unix.EINTR) {
		return false, nil // a signal: the caller looks at its context and comes back
	}
	if err != nil {
		return false, fmt.Errorf("wait for the terminal: %w", err)
	}
	return n > 0, nil
}

// keyed gives keys as they come, without echo: also ctrl+c is a key then. restore puts the
// terminal back as it was.
func keyed(tty *os.File) (restore func() error, err error) {
	fd := int(tty.Fd())
	before, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return nil, fmt.Errorf("read terminal settings: %w", err)
	}
	t := *before
	t.Lflag &^= unix.ICANON | unix.ECHO | unix.ISIG | unix.IEXTEN
	t.Cc[unix.VMIN], t.Cc[unix.VTIME] = 0, byte(readWait/(100*time.Millisecond))
	if err := unix.IoctlSetTermios(fd, setTermios, &t); err != nil {
		return nil, fmt.Errorf("set terminal: %w", err)
	}
	return func() error { return unix.IoctlSetTermios(fd, setTermios, before) }, nil
}
