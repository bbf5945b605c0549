//go:build unix

package term

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// settings are those of a terminal as it was found.
type settings struct {
	tty *os.File
	t   unix.Termios
}

// saveSettings reads them. A terminal that a killed program left raw is not to be given back
// that way: then they are what a shell expects.
func saveSettings(in, _ *os.File) (*settings, error) {
	t, err := unix.IoctlGetTermios(int(in.Fd()), getTermios)
	if err != nil {
		return nil, fmt.Errorf("read terminal settings: %w", err)
	}
	if t.Lflag&(unix.ICANON|unix.ECHO|unix.ISIG) == 0 && t.Oflag&unix.OPOST == 0 {
		t.Iflag |= unix.BRKINT | unix.ICRNL | unix.IXON
		t.Oflag |= unix.OPOST | unix.ONLCR
		t.Lflag |= unix.ICANON | unix.ECHO | unix.ECHOE | unix.ECHOK | unix.ISIG | unix.IEXTEN
	}
	return &settings{tty: in, t: *t}, nil
}

// restoreInput sets them at once, without waiting for output. Those of input and output are one.
func (s *settings) restoreInput() error {
	if err := unix.IoctlSetTermios(int(s.tty.Fd()), setTermios, &s.t); err != nil {
		return fmt.Errorf("set terminal: %w", err)
	}
	return nil
}

func (*settings) restoreOutput() error { return nil }

// inFront reports whether the terminal is ours to change: no shell has put us behind.
func inFront(tty *os.File) bool {
	group, err := unix.IoctlGetInt(int(tty.Fd()), unix.TIOCGPGRP)
	return err != nil || group == unix.Getpgrp()
}
