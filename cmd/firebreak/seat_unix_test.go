//go:build unix

package main_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"firebreak/runbook/words"
)

// seat is a person at a terminal, in front of the real program.
type seat struct {
	t     testing.TB
	cmd   *exec.Cmd
	keys  *os.File // the terminal's own end
	tty   *os.File // the program's
	done  chan error
	glass *glass
	found term.State

	mu    sync.Mutex
	shown bytes.Buffer
	from  int
	deaf  atomic.Bool   // the terminal reads no more
	more  chan struct{} // something was shown
}

// sequences are what a terminal obeys and does not show.
var sequences = regexp.MustCompile(`\x1b\[[0-9;?=><]*[A-Za-z]|\x1b\][^\a\x1b]*(\a|\x1b\\)|\x1b[=>]`)

// sit starts the program on a terminal of its own. input, where given, is its stdin.
func (h *home) sit(t testing.TB, input io.Reader, args ...string) *seat {
	t.Helper()
	return h.sitAt(t, input, pty.Winsize{Rows: 20, Cols: 60}, []string{"TERM=dumb"}, args...)
}

// sitAt is sit at a terminal of that size. Vars are added to the environment.
func (h *home) sitAt(t testing.TB, input io.Reader, size pty.Winsize, vars []string, args ...string) *seat {
	t.Helper()
	cmd := exec.Command(binary(t), args...)
	cmd.Dir, cmd.Env = h.dir, append(h.environ(), vars...)
	s := &seat{t: t, cmd: cmd, done: make(chan error, 1), more: make(chan struct{}, 1), glass: newGlass(int(size.Cols), int(size.Rows))}
	s.open(size)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = s.tty, s.tty, s.tty
	if input != nil {
		cmd.Stdin = input
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 1}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go s.listen()
	go func() { s.done <- cmd.Wait() }()
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = s.tty.Close(); _ = s.keys.Close() })
	return s
}

// open opens the terminal. Its own end is read without holding up a Close, as no window does.
func (s *seat) open(size pty.Winsize) {
	s.t.Helper()
	keys, tty, err := pty.Open()
	if err != nil {
		s.t.Fatal(err)
	}
	defer keys.Close()
	s.tty = tty
	if err := pty.Setsize(tty, &size); err != nil {
		s.t.Fatal(err)
	}
	s.found = s.settings()
	fd, err := unix.FcntlInt(keys.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		s.t.Fatal(err)
	}
	s.keys = os.NewFile(uintptr(fd), "terminal")
}

func (s *seat) settings() term.State {
	s.t.Helper()
	found, err := term.GetState(int(s.tty.Fd()))
	if err != nil {
		s.t.Fatal(err)
	}
	return *found
}

// resize gives the window another size.
func (s *seat) resize(size pty.Winsize) {
	s.t.Helper()
	s.glass.size(int(size.Cols), int(size.Rows))
	if err := pty.Setsize(s.tty, &size); err != nil {
		s.t.Fatal(err)
	}
}

func (s *seat) listen() {
	var chunk [4096]byte
	for !s.deaf.Load() {
		n, err := s.keys.Read(chunk[:])
		s.mu.Lock()
		s.shown.Write(chunk[:n])
		s.mu.Unlock()
		s.glass.feed(chunk[:n])
		select {
		case s.more <- struct{}{}:
		default: // nobody has looked yet
		}
		if err != nil {
			return
		}
	}
}

// text is all that was written to the terminal.
func (s *seat) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown.String()
}

func (s *seat) press(keys string) {
	s.t.Helper()
	if _, err := io.WriteString(s.keys, keys); err != nil {
		s.t.Fatal(err)
	}
}

// within waits until something holds of what was shown, and reports whether it came to.
func (s *seat) within(limit time.Duration, holds func() bool) bool {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for !holds() {
		select {
		case <-s.more:
		case <-timer.C:
			return holds()
		}
	}
	return true
}

// has reports whether a text is on the screen now, however it is broken into rows.
func (s *seat) has(want string) bool {
	return strings.Contains(strings.Join(strings.Fields(s.glass.text()), " "), want)
}

// sees waits for a text on the screen.
func (s *seat) sees(want string) {
	s.t.Helper()
	if !s.within(deadline, func() bool { return s.has(want) }) {
		s.t.Fatalf("never on the screen: %q; this is:\n%s", want, s.glass.text())
	}
}

// ready waits for a first screen with a text. Keys count from then on: the program asks for the
// background's colour right after it.
func (s *seat) ready(want string) {
	s.t.Helper()
	s.sees(want)
	if !s.within(deadline, func() bool { return strings.Contains(s.text(), "\x1b]11;?") }) {
		s.t.Fatalf("the background was never asked for:\n%q", s.text())
	}
}

// calm is longer than what a screen that appeared by itself waits before it takes keys, and than
// what tells a pressed Enter from a pasted one.
const calm = 600 * time.Millisecond

// held are the notes with which the program refuses keys that came too early, or together.
var held = []string{words.English.OnlyMoves(), words.English.CameBefore(), words.English.EnterHeld()}

// refused tells whether one of those notes stands on the screen.
func (s *seat) refused() bool { return slices.ContainsFunc(held, s.has) }

// does presses keys, and waits for the text that they lead to. Keys that the program says it did
// not take are pressed once more, after a while: no others, as they would count on the next screen.
func (s *seat) does(keys, want string) {
	s.t.Helper()
	for range 10 {
		noted := s.refused()
		s.press(keys)
		if noted && !s.within(5*calm, func() bool { return s.has(want) || !s.refused() }) {
			continue // refused again, with the same note
		}
		if !s.within(deadline, func() bool { return s.has(want) || s.refused() }) {
			s.t.Fatalf("never on the screen: %q; this is:\n%s", want, s.glass.text())
		}
		if s.within(calm, func() bool { return s.has(want) }) {
			return
		}
	}
	s.t.Fatalf("%q is never taken; the screen is:\n%s", keys, s.glass.text())
}

// behindPaste is longer than how soon after a paste a key still counts as a part of it.
const behindPaste = 150 * time.Millisecond

// pastes pastes a text as a terminal does that marks it, and waits for what it leads to.
func (s *seat) pastes(text, want string) {
	s.t.Helper()
	s.press("\x1b[200~" + text + "\x1b[201~")
	s.sees(want)
	<-time.After(behindPaste)
}

// code waits for the end and gives the exit code.
func (s *seat) code() int {
	s.t.Helper()
	select {
	case err := <-s.done:
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			s.t.Fatal(err)
		}
		return s.cmd.ProcessState.ExitCode()
	case <-time.After(deadline):
		s.t.Fatalf("still running; printed:\n%s", s.text())
	}
	return -1
}

// asFound holds that the terminal is as the program found it.
func (s *seat) asFound() {
	s.t.Helper()
	if now := s.settings(); now != s.found {
		s.t.Errorf("the terminal's settings are %+v\nand were %+v", now, s.found)
	}
	if !s.within(deadline, func() bool { return len(s.glass.left()) == 0 }) {
		s.t.Errorf("left on the terminal: %q", s.glass.left())
	}
}

// cursorOn matches the row under the cursor of a list.
var cursorOn = regexp.MustCompile(`(?m)^ *> (.*)$`)

// picks moves the cursor of a list down to a row, takes it, and waits for what it leads to.
func (s *seat) picks(row, want string) {
	s.t.Helper()
	s.sees(row)
	on := func() string {
		if m := cursorOn.FindStringSubmatch(s.glass.text()); m != nil {
			return m[1]
		}
		return ""
	}
	toward, late := "j", false
	for range 40 {
		at := on()
		if strings.HasPrefix(at, row) {
			if late && s.within(5*calm, func() bool { return on() != at }) {
				continue // a key that was given up came through after all
			}
			s.does("\r", want)
			return
		}
		s.press(toward)
		if !s.within(5*calm, func() bool { return on() != at }) { // at an end: the list may have grown behind us
			toward, late = map[string]string{"j": "k", "k": "j"}[toward], true
		}
	}
	s.t.Fatalf("the cursor never came to %q; the screen is:\n%s", row, s.glass.text())
}
