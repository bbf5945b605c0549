//go:build unix

package term

import (
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// tellsTogether says whether readable can tell that more came with what was read.
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

// asked are the settings of a terminal that answers are read from.
func asked(tty *os.File) (*settings, error) { return saveSettings(tty, nil) }

// keyed gives keys as they come, without echo. Also ctrl+c and ctrl+z are keys then; ctrl+\
// stays a signal.
func (s *settings) keyed() error {
	t := s.t
	t.Iflag &^= unix.ICRNL
	t.Lflag &^= unix.ICANON | unix.ECHO | unix.IEXTEN
	t.Cc[unix.VINTR], t.Cc[unix.VSUSP] = unset, unset
	t.Cc[unix.VMIN], t.Cc[unix.VTIME] = 0, byte(readWait/(100*time.Millisecond))
	return s.set(t)
}

// unechoed shows nothing of what is typed while nothing is asked; ctrl+c is a signal.
func (s *settings) unechoed() error {
	t := s.t
	t.Lflag &^= unix.ECHO
	t.Cc[unix.VSUSP] = unset
	return s.set(t)
}

func (s *settings) set(t unix.Termios) error {
	if err := unix.IoctlSetTermios(int(s.tty.Fd()), setTermios, &t); err != nil {
		return fmt.Errorf("set terminal: %w", err)
	}
	return nil
}

// standStill stops us as ctrl+z does, and returns once we go on; at once where no shell could
// start us again.
func standStill() {
	if stop(ourGroup) == nil {
		time.Sleep(stoppedBy) // the signal may take that long to arrive
	}
}
