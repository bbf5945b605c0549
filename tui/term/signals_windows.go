package term

import (
	"os"
	"syscall"
)

var (
	leaveSignals                             = []os.Signal{os.Interrupt, syscall.SIGTERM}
	resizeSignals, jobSignals, sparedSignals []os.Signal
)

func ofKey(s os.Signal) bool { return s == os.Interrupt }

func isStop(os.Signal) bool { return false }

const ourGroup, ourselves = 0, 0

// stop has no counterpart.
func stop(int) error { return nil }
