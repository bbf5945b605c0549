//go:build darwin || freebsd || netbsd || openbsd || dragonfly

package term

import (
	"os"

	"golang.org/x/sys/unix"
)

const (
	getTermios = unix.TIOCGETA
	setTermios = unix.TIOCSETA
	unset      = 0xff // of a control character that no key stands for
)

// flush forgets typed input that nobody has read, also half a line.
func flush(tty *os.File) {
	const read = 1                                                   // FREAD
	_ = unix.IoctlSetPointerInt(int(tty.Fd()), unix.TIOCFLUSH, read) // input that stays is asked about again
}
