package term

import (
	"os"
	"sync"
)

const (
	pastesMarked   = "\x1b[?2004h"
	pastesUnmarked = "\x1b[?2004l"
)

// taken is the terminal that questions are asked on, if any: whoever ends the process without
// unwinding gives it back.
var taken holding

type holding struct {
	mu    sync.Mutex
	tty   *os.File
	found *settings
}

func (h *holding) hold(tty *os.File, found *settings) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tty, h.found = tty, found
}

// Release gives the terminal that questions are asked on back as it was found. It may be called
// from any goroutine and more than once; it is for a process that is about to end.
func Release() {
	taken.mu.Lock()
	defer taken.mu.Unlock()
	if taken.found == nil {
		return
	}
	unmarkPastes(taken.tty)
	_ = taken.found.restoreInput() // a terminal that is gone needs nothing
	taken.tty, taken.found = nil, nil
}

// ReleaseInPanic is deferred by a goroutine that runs while questions are asked: a panic that
// ends the process there leaves the terminal as it was found.
func ReleaseInPanic() {
	if value := recover(); value != nil {
		Release()
		panic(value)
	}
}

// marksPastes reports whether the terminal is of a kind that may know how to mark a paste.
func marksPastes() bool {
	name := os.Getenv("TERM")
	return name != "" && name != "dumb"
}

// markPastes has the terminal send marks around a paste. One that was opened for reading only
// goes without.
func markPastes(tty *os.File) {
	if marksPastes() {
		_, _ = tty.WriteString(pastesMarked)
	}
}

func unmarkPastes(tty *os.File) {
	if marksPastes() {
		_, _ = tty.WriteString(pastesUnmarked)
	}
}
