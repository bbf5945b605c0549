//go:build darwin || freebsd || netbsd || openbsd || dragonfly

package term

import (
	"os"

	"golang.org/x/sys/unix"
)

// dropOutput forgets output that the terminal has not taken, and lets whoever waits in a write
// notice.
func dropOutput(tty *os.File) {
	const write = 2 // FWRITE
	fd := int(tty.Fd())
	_ = unix.IoctlSetPointerInt(fd, unix.TIOCFLUSH, write) // output that stays is not waited for
	_ = unix.IoctlSetInt(fd, unix.TIOCSTOP, 0)
	_ = unix.IoctlSetInt(fd, unix.TIOCSTART, 0)
}
