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

// answer reads one line of a field, while press types.
func (s *screen) answer(f Field, press func()) ([]string, error) {
	s.t.Helper()
	s.t.Setenv("TERM", "xterm")
	type ended struct {
		lines []string
		err   error
	}
	done := make(chan ended, 1)
	before := s.settings()
	f.Echo = func(_, keys string) { _, _ = s.tty.WriteString(keys) }
	f.Again = func() {}
	go func() {
		lines, err := s.console.Line(s.t.Context(), f)
		done <- ended{lines, err}
	}()
	until(s.t, "pastes are marked", func() bool { return strings.Contains(s.text(), pastesMarked) })
	press()
	got := <-done
	until(s.t, "pastes are not marked any more", func() bool { return strings.HasSuffix(s.text(), pastesUnmarked) })
	if s.echoes() {
		s.t.Error("between the questions a key would be shown")
	}
	s.console.Close()
	if after := s.settings(); after != before {
		s.t.Error("the terminal is not as it was")
	}
	return got.lines, got.err
}

// short is a field for a number or a letter.
func short(line []byte, pasted bool) Sight {
	switch {
	case pasted, len(line) > 5:
		return Hidden
	case len(line) > 4:
		return Full
	}
	return Shown
}

// open is a field for a sentence without the word secret.
func open(line []byte, _ bool) Sight {
	if strings.Contains(string(line), "secret") {
		return Hidden
	}
	return Shown
}

func TestALineComesAloneOrWithOthers(t *testing.T) {
	const mark, end = "\x1b[200~", "\x1b[201~"
	pause := func() { time.Sleep(3 * together) }
	for name, c := range map[string]struct {
		sees  func([]byte, bool) Sight
		press []string // with pauses between
		want  string
		err   error
		shown string
	}{
		"one line":                              {short, []string{"3\n"}, "3", nil, "3"},
		"an empty one":                          {short, []string{"\r"}, "", nil, ""},
		"line ends of a file":                   {short, []string{"3\r\n"}, "3", nil, "3"},
		"F025 a paste of several":               {short, []string{"B\no\nq\n"}, "B|o", nil, "B"},
		"a paste without a last line end":       {open, []string{"a\nb", "\n"}, "a|b", nil, "a"},
		"a key at a number is not shown":        {short, []string{"sk-proj-DRILL\n"}, "", ErrUnshown, ""},
		"nor where its paste is marked":         {short, []string{mark + "sk-" + end}, "", ErrUnshown, ""},
		"a number too long stays short":         {short, []string{"12", "34", "5", "6", "\n"}, "1234", nil, "1234"},
		"F025 a marked paste does not end it":   {open, []string{mark + "a sentence\n" + end, "\n"}, "a sentence", nil, "a sentence"},
		"a marked paste of several":             {open, []string{mark + "one\ntwo" + end, "\n"}, "one|two", nil, "one"},
		"a key at a sentence is not shown":      {open, []string{mark + "my secret" + end}, "", ErrUnshown, ""},
		"nor in a paste without marks":          {open, []string{"it is secret here\n"}, "", ErrUnshown, ""},
		"nor once it is typed out":              {open, []string{"secre", "t", "\n"}, "", ErrUnshown, "secre\b \b\b \b\b \b\b \b\b \b"},
		"corrected":                             {open, []string{"a\u00e9\x7fb c\x17d"}, "", nil, ""},
		"an arrow writes nothing":               {open, []string{"a", "\x1b[A", "b\n"}, "ab", nil, "ab"},
		"F028 an escape that came apart either": {open, []string{"a", "\x1b", "\n"}, "a", nil, "a"},
		"what a terminal would act on":          {open, []string{mark + "a\tb\u202e\u009bc" + end, "\n"}, "a bc", nil, "a bc"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScreen(t)
			if name == "corrected" {
				c.press, c.want, c.shown = append(c.press, "\n"), "ab d", "a\u00e9\b \bb c\b \bd"
			}
			got, err := s.answer(Field{Sees: c.sees}, func() {
				for i, keys := range c.press {
					if i > 0 {
						pause()
					}
					s.press(keys)
				}
			})
			if !errors.Is(err, c.err) || strings.Join(got, "|") != c.want {
				t.Errorf("%q, %v", got, err)
			}
			shown := strings.NewReplacer(pastesMarked, "", pastesUnmarked, "").Replace(s.text())
			if first, _, _ := strings.Cut(shown, "\r\n"); first != c.shown {
				t.Errorf("shown %q", shown)
			}
		})
	}
}

func TestWhatWasTypedBeforeAQuestionIsDropped(t *testing.T) {
	s := newScreen(t)
	s.press("1\n2\nhalf")
	until(t, "the keys arrive", func() bool { return strings.Contains(s.text(), "half") })
	s.console.Drop()
	from := len(s.text())
	got, err := s.answer(Field{Sees: short}, func() { s.press("3\n") })
	if err != nil || len(got) != 1 || got[0] != "3" || strings.Contains(s.text()[from:], "half") {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAnInputThatEndsSaysSoAtOnce(t *testing.T) {
	s := newScreen(t)
	if _, err := s.answer(Field{Sees: short}, func() { s.press("\x04") }); !errors.Is(err, io.EOF) {
		t.Errorf("ctrl+d: %v", err)
	}
	if _, err := newScreen(t).answerInterrupted(); !errors.Is(err, context.Canceled) {
		t.Errorf("ctrl+c: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.console.Line(ctx, Field{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	s.console.Close()
}

func (s *screen) answerInterrupted() ([]string, error) {
	return s.answer(Field{Sees: short}, func() { s.press("12\x03") })
}

// phrase is a field of what is typed before an act that cannot be undone.
func phrase(line []byte, pasted bool) Sight {
	if pasted {
		return Hidden
	}
	return open(line, pasted)
}

// U4: what can come from a terminal, and what of it is a phrase with an enter that counts.
func TestOnlyATypedPhraseAndAnEnterThatComesAloneCount(t *testing.T) {
	const typed, mark, end = "revoke 4fQ2", "\x1b[200~", "\x1b[201~"
	for name, c := range map[string]struct {
		press func(*screen)
		want  string
		err   error
		held  int
	}{
		"typed, then enter":             {func(s *screen) { s.keyByKey(typed); s.after("\r") }, typed, nil, 0},
		"several letters at once":       {func(s *screen) { s.press("revoke 4f"); s.after("Q2"); s.after("\r") }, typed, nil, 0},
		"all letters at once":           {func(s *screen) { s.press(typed); s.after("\r") }, typed, nil, 0},
		"as fast as they come":          {func(s *screen) { s.each(typed); s.after("\r") }, typed, nil, 0},
		"enter with a key":              {func(s *screen) { s.keyByKey("revoke 4fQ"); s.press("2\r"); s.after("\r") }, typed, nil, 1},
		"enter with the whole phrase":   {func(s *screen) { s.press(typed + "\r"); s.after("\r") }, typed, nil, 1},
		"enter in flight behind it":     {func(s *screen) { s.press(typed); time.Sleep(10 * apart); s.press("\r"); s.after("\r") }, typed, nil, 1},
		"two enters at once":            {func(s *screen) { s.keyByKey(typed); s.after("\r\r"); s.after("\r") }, typed, nil, 1},
		"a line end as a file has it":   {func(s *screen) { s.keyByKey(typed); s.after("\r\n"); s.after("\r") }, typed, nil, 1},
		"enter among the letters":       {func(s *screen) { s.press("revoke\r 4fQ2\r"); s.after("\r") }, typed, nil, 1},
		"F025 several lines at once":    {func(s *screen) { s.press(typed + "\ny\n"); s.after("\r") }, typed + "y", nil, 1},
		"F025 a paste":                  {func(s *screen) { s.press(mark + typed + end); s.after("\r") }, "", ErrUnshown, 0},
		"F025 a paste with a line end":  {func(s *screen) { s.press(mark + typed + "\r" + end); s.after("\r") }, "", ErrUnshown, 0},
		"F025 a paste of the rest":      {func(s *screen) { s.keyByKey("revoke 4"); s.press(mark + "fQ2" + end); s.after("\r") }, "", ErrUnshown, 0},
		"F025 a paste and typing":       {func(s *screen) { s.press(mark + "rev" + end + "oke 4fQ2"); s.after("\r") }, "", ErrUnshown, 0},
		"more at once than the phrase":  {func(s *screen) { s.press(strings.Repeat(typed, 3)); s.after("\r") }, typed + typed + typed, nil, 0},
		"a key, typed":                  {func(s *screen) { s.keyByKey("my secre"); s.press("t"); s.after("\r") }, "", ErrUnshown, 0},
		"a key at once, without marks":  {func(s *screen) { s.press("this is secret"); s.after("\r") }, "", ErrUnshown, 0},
		"and with its line end":         {func(s *screen) { s.press("this is secret\r") }, "", ErrUnshown, 0},
		"enter alone":                   {func(s *screen) { s.after("\r") }, "", nil, 0},
		"enter as the question appears": {func(s *screen) { s.press("\r"); s.after("\r") }, "", nil, 1},
		"cleared":                       {func(s *screen) { s.keyByKey(typed); s.after("\x15"); s.after("\r") }, "", nil, 0},
		"corrected":                     {func(s *screen) { s.keyByKey("revx\x7foke\x15no"); s.after("\r") }, "no", nil, 0},
		"an arrow writes nothing":       {func(s *screen) { s.press("a"); s.after("\x1b[A"); s.after("\r") }, "a", nil, 0},
		"alt and enter":                 {func(s *screen) { s.keyByKey(typed); s.after("\x1b\r"); s.after("\r") }, typed, nil, 0},
		"escape stops":                  {func(s *screen) { s.keyByKey("revoke"); s.after("\x1b") }, "", nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScreen(t)
			held := 0
			got, err := s.answer(Field{Sees: phrase, Held: func() { held++ }}, func() { c.press(s) })
			if !errors.Is(err, c.err) || strings.Join(got, "|") != c.want || held != c.held {
				t.Errorf("%q, %v; held %d times", got, err, held)
			}
		})
	}
}

// keyByKey types as a person does.
func (s *screen) keyByKey(keys string) {
	for _, key := range keys {
		from := len(s.text())
		s.press(string(key))
		until(s.t, "the key is taken", func() bool { return len(s.text()) > from })
		time.Sleep(apart)
	}
}

// each presses one key after the other, without a pause.
func (s *screen) each(keys string) {
	for _, key := range keys {
		s.press(string(key))
	}
}

// after presses keys behind a pause.
func (s *screen) after(keys string) {
	time.Sleep(2 * together)
	s.press(keys)
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
	s.console.Close()
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
	at := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	for idle, ends := range map[time.Duration]bool{0: false, 40 * time.Millisecond: false, together: true, time.Second: true} {
		held := false
		l := newLine(Field{Sees: phrase, Echo: func(string, string) {}, Held: func() { held = true }}, at, false)
		l.feed([]byte("2"), at)
		if done, _, err := l.bunch(at); done || err != nil {
			t.Fatal(done, err)
		}
		l.feed([]byte("\r"), at.Add(idle))
		done, lines, err := l.bunch(at.Add(idle))
		if err != nil || done != ends || held == ends || done && lines[0] != "2" {
			t.Errorf("after %s: done %v, held %v, %q, %v", idle, done, held, lines, err)
		}
	}
}

func TestAProcessThatEndsWithoutUnwindingGivesTheTerminalBack(t *testing.T) {
	s := newScreen(t)
	t.Setenv("TERM", "xterm")
	before := s.settings()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = s.console.Line(ctx, Field{Sees: short})
	}()
	until(t, "the question is open", func() bool { return strings.Contains(s.text(), pastesMarked) && !s.echoes() })
	func() {
		defer func() { _ = recover() }()
		defer ReleaseInPanic()
		panic("a worker fails")
	}()
	if after := s.settings(); after != before {
		t.Error("the terminal is not as it was")
	}
	until(t, "pastes are not marked any more", func() bool { return strings.HasSuffix(s.text(), pastesUnmarked) })
	cancel()
	<-done
	s.console.Close()
}

func TestATerminalThatKnowsNoMarksGetsNone(t *testing.T) {
	s := newScreen(t)
	t.Setenv("TERM", "dumb")
	done := make(chan error, 1)
	go func() {
		_, err := s.console.Line(t.Context(), Field{Sees: short, Echo: func(string, string) {}})
		done <- err
	}()
	until(t, "the echo goes off", func() bool { return !s.echoes() })
	s.press("3\n")
	if err := <-done; err != nil || strings.ContainsRune(s.text(), '\x1b') {
		t.Errorf("%v, %q", err, s.text())
	}
	s.console.Close()
}
