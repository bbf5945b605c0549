package term

import (
	"os"

	"golang.org/x/sys/unix"
)

// dropOutput forgets output that the terminal has not taken. Whoever waits in a write notices
// that there is room again only when output is stopped and started once more.
func dropOutput(tty *os.File) {
	const off, on = 0, 1 // TCOOFF, TCOON
	fd := int(tty.Fd())
	_ = unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCOFLUSH) // output that stays is not waited for
	_ = unix.IoctlSetInt(fd, unix.TCXONC, off)
	_ = unix.IoctlSetInt(fd, unix.TCXONC, on)
}
