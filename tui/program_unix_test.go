//go:build linux || darwin

package tui

import (
	"bytes"
	"context"
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
	"firebreak/tui/term"
)

// glass is what a terminal was sent.
type glass struct {
	mu   sync.Mutex
	text []byte
	more chan struct{}
}

func (g *glass) read(f *os.File) {
	buf := make([]byte, 4096)
	for {
		n, err := f.Read(buf)
		g.mu.Lock()
		g.text = append(g.text, buf[:n]...)
		g.mu.Unlock()
		select {
		case g.more <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// until waits for a text, counted from where the last one ended.
func (g *glass) until(t *testing.T, text string) time.Duration {
	t.Helper()
	began := time.Now()
	limit := time.After(5 * time.Second)
	for {
		g.mu.Lock()
		at := bytes.Index(g.text, []byte(text))
		if at >= 0 {
			g.text = g.text[at+len(text):]
		}
		g.mu.Unlock()
		if at >= 0 {
			return time.Since(began)
		}
		select {
		case <-g.more:
		case <-limit:
			t.Fatalf("the terminal never showed %q", text)
		}
	}
}

func TestTheProgramOnATerminalThatAnswersNothing(t *testing.T) {
	master, tty, err := pty.Open()
	if err != nil {
		t.Skipf("no pseudo-terminal here: %v", err)
	}
	defer master.Close()
	defer tty.Close()
	if err := pty.Setsize(master, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TERM", "xterm-256color")
	screen := &glass{more: make(chan struct{}, 1)}
	go screen.read(master)
	taken, err := term.Take(tty, tty)
	if err != nil {
		t.Fatal(err)
	}
	engine := newFakeEngine()
	engine.state = sampleState(incident.Live, sampleKey())
	ended := make(chan error, 1)
	go func() {
		ended <- Run(context.Background(), Config{Lang: words.English, Term: taken, Now: time.Now, Look: Look{Depth: TrueColour}, Start: BeginChain,
			Session:   &Session{Engine: engine, Feed: NewFeed(time.Now), Clock: providers.WallClock{}},
			Incidents: func(context.Context) ([]Listed, error) { return nil, nil }, Ready: func(context.Context) []Ready { return nil }})
	}()
	t.Logf("first frame after %s", screen.until(t, "4fQ2"))
	screen.until(t, "\x1b]11;?") // keys count from the first frame on
	press := func(key string) {
		if _, err := master.WriteString(key); err != nil {
			t.Error(err)
		}
	}
	press("?")
	t.Logf("a key was answered after %s", screen.until(t, words.English.HelpTitle()))
	press("\x03")
	select {
	case err := <-ended:
		if !errors.Is(err, ErrInterrupted) {
			t.Errorf("ended with %v", err)
		}
	case <-time.After(2 * time.Second):
		t.Fatal("ctrl+c did not leave")
	}
	screen.until(t, "\x1b[?1049l")
}
