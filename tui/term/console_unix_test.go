//go:build unix

package term

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// screen is a terminal of a test: what is typed into it, and all bytes that it showed.
type screen struct {
	t       *testing.T
	keys    *os.File
	tty     *os.File
	console *Console
	mu      sync.Mutex
	shown   bytes.Buffer
}

func newScreen(t *testing.T) *screen {
	t.Helper()
	keys, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	s := &screen{t: t, keys: keys, tty: tty, console: NewConsole(tty)}
	go func() {
		var chunk [1024]byte
		for {
			n, err := keys.Read(chunk[:])
			s.mu.Lock()
			s.shown.Write(chunk[:n])
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() { _ = tty.Close(); _ = keys.Close() })
	return s
}

func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown.String()
}

func (s *screen) press(keys string) {
	s.t.Helper()
	if _, err := io.WriteString(s.keys, keys); err != nil {
		s.t.Fatal(err)
	}
}

// until waits for a condition that the other side brings about.
func until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !holds(); {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
		time.Sleep(time.Millisecond)
	}
}

func (s *screen) settings() unix.Termios {
	s.t.Helper()
	t, err := unix.IoctlGetTermios(int(s.tty.Fd()), getTermios)
	if err != nil {
		s.t.Fatal(err)
	}
	return *t
}

func (s *screen) echoes() bool { return s.settings().Lflag&unix.ECHO != 0 }

func TestALineComesAloneOrWithOthers(t *testing.T) {
	for name, c := range map[string]struct {
		keys string
		want []string
	}{
		"one line":                       {"3\n", []string{"3"}},
		"an empty one":                   {"\n", []string{""}},
		"F025 a paste of several":        {"B\no\nq\n", []string{"B", "o", "q"}},
		"a paste without a last newline": {"a\nb", []string{"a"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScreen(t)
			s.press(c.keys)
			got, err := s.console.Lines(t.Context())
			if err != nil || strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

func TestWhatWasTypedBeforeAQuestionIsDropped(t *testing.T) {
	s := newScreen(t)
	s.press("1\n2\nhalf")
	until(t, "the keys arrive", func() bool { return strings.Contains(s.text(), "half") })
	s.console.Drop()
	s.press("3\n")
	if got, err := s.console.Lines(t.Context()); err != nil || len(got) != 1 || got[0] != "3" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAnInputThatEndsSaysSoAtOnce(t *testing.T) {
	s := newScreen(t)
	s.press("\x04")
	if _, err := s.console.Lines(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("ctrl+d: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.console.Lines(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// typedBy runs Typed while press types.
func (s *screen) typedBy(press func(held <-chan string)) (string, error) {
	s.t.Helper()
	before := s.settings()
	held := make(chan string, 8)
	type ended struct {
		text string
		err  error
	}
	done := make(chan ended, 1)
	go func() {
		text, err := s.console.Typed(s.t.Context(), s.tty, func(kept string) { held <- kept })
		done <- ended{text, err}
	}()
	until(s.t, "the echo goes off", func() bool { return !s.echoes() })
	press(held)
	got := <-done
	if after := s.settings(); after != before {
		s.t.Error("the terminal is not as it was")
	}
	return got.text, got.err
}

func TestOnlyAnEnterThatComesAloneEndsAPhrase(t *testing.T) {
	pause := func() { time.Sleep(2 * together) }
	for name, c := range map[string]struct {
		press func(*screen, <-chan string)
		want  string
	}{
		"typed, then enter": {func(s *screen, _ <-chan string) { s.press("revoke 4fQ2"); pause(); s.press("\r") }, "revoke 4fQ2"},
		"F025 pasted with its line end: held, then enter": {func(s *screen, held <-chan string) {
			s.press("revoke 4fQ2\n")
			if kept := <-held; kept != "revoke 4fQ2" {
				s.t.Errorf("kept %q", kept)
			}
			pause()
			s.press("\r")
		}, "revoke 4fQ2"},
		"F025 several lines at once are dropped whole": {func(s *screen, held <-chan string) {
			s.press("revoke 4fQ2\ny\n")
			if kept := <-held; kept != "" {
				s.t.Errorf("kept %q", kept)
			}
			pause()
			s.press("\r")
		}, ""},
		"corrected":               {func(s *screen, _ <-chan string) { s.press("revokx\x7fe 4\x15no"); pause(); s.press("\r") }, "no"},
		"an arrow writes nothing": {func(s *screen, _ <-chan string) { s.press("a"); pause(); s.press("\x1b[A"); pause(); s.press("\r") }, "a"},
		"escape stops":            {func(s *screen, _ <-chan string) { s.press("revoke"); pause(); s.press("\x1b") }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScreen(t)
			got, err := s.typedBy(func(held <-chan string) { c.press(s, held) })
			if err != nil || got != c.want {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

func TestCtrlCAndCtrlDEndAPhraseAndRestoreTheTerminal(t *testing.T) {
	s := newScreen(t)
	if _, err := s.typedBy(func(<-chan string) { s.press("\x03") }); !errors.Is(err, context.Canceled) {
		t.Errorf("ctrl+c: %v", err)
	}
	if _, err := s.typedBy(func(<-chan string) { s.press("\x04") }); !errors.Is(err, io.EOF) {
		t.Errorf("ctrl+d: %v", err)
	}
}

func TestF034WhatIsReadUnseenIsInNoByteOfTheTerminal(t *testing.T) {
	s := newScreen(t)
	const canary = "DRILL-canary-value-that-must-not-show"
	before := s.settings()
	done := make(chan []byte, 1)
	go func() {
		text, err := s.console.Hidden(s.t.Context())
		if err != nil {
			s.t.Error(err)
		}
		done <- text
	}()
	until(t, "the echo goes off", func() bool { return !s.echoes() })
	s.press("line one " + canary + "\nline two\n")
	if got := string(<-done); got != "line one "+canary+"\nline two\n" {
		t.Errorf("read %q", got)
	}
	if strings.Contains(s.text(), canary[:8]) {
		t.Errorf("shown: %q", s.text())
	}
	if after := s.settings(); after != before {
		t.Error("the terminal is not as it was")
	}
}

func TestCtrlDOnNothingIsTheEndOfAnUnseenText(t *testing.T) {
	s := newScreen(t)
	failed := make(chan error, 1)
	go func() {
		_, err := s.console.Hidden(s.t.Context())
		failed <- err
	}()
	until(t, "the echo goes off", func() bool { return !s.echoes() })
	s.press("\x04")
	if err := <-failed; !errors.Is(err, io.EOF) {
		t.Error(err)
	}
}

func TestAnEnterThatFollowsAKeyTooSoonIsHeld(t *testing.T) {
	for idle, ends := range map[time.Duration]bool{0: false, 40 * time.Millisecond: false, together: true, time.Second: true} {
		line := typed{text: []byte("revoke 4fQ2")}
		done, err := line.take([]byte("\r"), idle)
		if err != nil || done != ends || line.held == ends || string(line.text) != "revoke 4fQ2" {
			t.Errorf("after %s: done %v, held %v, kept %q, %v", idle, done, line.held, line.text, err)
		}
	}
}
