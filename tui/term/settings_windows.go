package term

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/windows"
)

// settings are the modes of a console as they were found.
type settings struct {
	in, out         windows.Handle
	inMode, outMode uint32
}

// saveSettings reads them, and has the console understand the sequences that we write.
func saveSettings(in, out *os.File) (*settings, error) {
	s := &settings{in: windows.Handle(in.Fd()), out: windows.Handle(out.Fd())}
	err := errors.Join(windows.GetConsoleMode(s.in, &s.inMode), windows.GetConsoleMode(s.out, &s.outMode))
	if err != nil {
		return nil, fmt.Errorf("read console modes: %w", err)
	}
	if err := windows.SetConsoleMode(s.out, s.outMode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING); err != nil {
		return nil, fmt.Errorf("set console mode: %w", err)
	}
	return s, nil
}

func (s *settings) restoreInput() error { return windows.SetConsoleMode(s.in, s.inMode) }

func (s *settings) restoreOutput() error { return windows.SetConsoleMode(s.out, s.outMode) }

func inFront(*os.File) bool { return true }

// dropOutput has no counterpart.
func dropOutput(*os.File) {}
