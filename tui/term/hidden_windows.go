package term

import (
	"os"
	"time"
)

const (
	devTTY   = "CONIN$"
	readWait = 100 * time.Millisecond
)

// timedReads has no counterpart in a Windows console: a read waits for the next key.
func timedReads(*os.File) error { return nil }
