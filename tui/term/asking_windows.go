package term

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// tellsTogether says whether readable can tell that more came with what was read.
const tellsTogether = false

// readable has no counterpart that tells keys from other events of a Windows console: the read
// that follows waits for a key.
func readable(*os.File, time.Duration) (bool, error) { return true, nil }

// asked are the settings of a console that answers are read from.
func asked(tty *os.File) (*settings, error) {
	s := &settings{in: windows.Handle(tty.Fd())}
	if err := windows.GetConsoleMode(s.in, &s.inMode); err != nil {
		return nil, fmt.Errorf("read console modes: %w", err)
	}
	return s, nil
}

// keyed gives keys as they come, without echo.
func (s *settings) keyed() error {
	const cooked = windows.ENABLE_LINE_INPUT | windows.ENABLE_ECHO_INPUT | windows.ENABLE_PROCESSED_INPUT
	return windows.SetConsoleMode(s.in, s.inMode&^cooked|windows.ENABLE_VIRTUAL_TERMINAL_INPUT)
}

// unechoed shows nothing of what is typed while nothing is asked; ctrl+c is a signal.
func (s *settings) unechoed() error {
	return windows.SetConsoleMode(s.in, s.inMode&^windows.ENABLE_ECHO_INPUT)
}

// standStill has no counterpart: no shell could start us again.
func standStill() {}

// flush has no counterpart for keys alone.
func flush(*os.File) {}
