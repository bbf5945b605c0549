package term

import (
	"os"

	"golang.org/x/sys/unix"
)

const (
	getTermios = unix.TCGETS
	setTermios = unix.TCSETS
	unset      = 0 // of a control character that no key stands for
)

// flush forgets typed input that nobody has read, also half a line.
func flush(tty *os.File) {
	_ = unix.IoctlSetInt(int(tty.Fd()), unix.TCFLSH, unix.TCIFLUSH) // input that stays is asked about again
}
