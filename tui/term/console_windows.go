package term

import (
	"os"
	"time"

	"golang.org/x/term"
)

// tellsTogether says whether readable can tell that more lines came with one.
const tellsTogether = false

// readable has no counterpart that tells keys from other events of a Windows console: the read
// that follows waits for the line.
func readable(*os.File, time.Duration) (bool, error) { return true, nil }

// keyed gives keys as they come, without echo.
func keyed(tty *os.File) (restore func() error, err error) {
	before, err := term.MakeRaw(int(tty.Fd()))
	if err != nil {
		return nil, err
	}
	return func() error { return term.Restore(int(tty.Fd()), before) }, nil
}

// flush has no counterpart for keys alone.
func flush(*os.File) {}
