//go:build unix

package term

import (
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

var (
	leaveSignals  = []os.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGABRT}
	resizeSignals = []os.Signal{syscall.SIGWINCH}
	jobSignals    = []os.Signal{syscall.SIGTSTP, syscall.SIGCONT}
	sparedSignals = []os.Signal{syscall.SIGPIPE}
)

// ofKey says which signals a key sends, in another program that has the terminal too.
func ofKey(s os.Signal) bool { return s == syscall.SIGINT || s == syscall.SIGQUIT }

func isStop(s os.Signal) bool { return s == syscall.SIGTSTP }

const ourGroup = 0 // of processes, for kill

var ourselves = unix.Getpid()

// stop stops processes as ctrl+z does, which means not where there is no shell to start them
// again. SIGTSTP would say so better, but once Go has taken that signal it stops nobody any more.
func stop(whom int) error {
	if err := unix.Kill(whom, unix.SIGTTOU); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	return nil
}
