package term

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

const (
	// together is how soon after one another lines and keys come that nobody typed one by one.
	together = 100 * time.Millisecond
	// maxLine bounds what is kept of one answer; a terminal's own limit lies far below.
	maxLine = 64 << 10
)

// Console reads a person's answers from a terminal. Between its calls the terminal is as it
// was found: lines are edited and echoed by the terminal itself, so that every shell habit,
// screen reader and script goes on working. It is for one goroutine.
type Console struct {
	tty  *os.File
	rest []byte // behind the last line end
}

// NewConsole asks on a terminal.
func NewConsole(tty *os.File) *Console { return &Console{tty: tty} }

// Width is the terminal's width in cells, 0 where it is not known.
func (c *Console) Width() int {
	width, _, err := term.GetSize(int(c.tty.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// Drop forgets what was typed so far: it was meant for an earlier question.
func (c *Console) Drop() {
	clear(c.rest)
	c.rest = c.rest[:0]
	flush(c.tty)
}

// Lines waits for a line end and returns the line. Several lines mean that they came at once:
// a paste, or keys pressed ahead. io.EOF: the input ended, or the terminal is gone.
func (c *Console) Lines(ctx context.Context) ([]string, error) {
	var lines []string
	var chunk [4096]byte
	defer clear(chunk[:])
	for {
		wait := readWait
		if len(lines) > 0 {
			wait = together
		}
		ready, err := readable(c.tty, wait)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			return nil, io.EOF
		case !ready && len(lines) > 0:
			return lines, nil
		case !ready:
			continue
		}
		n, _ := c.tty.Read(chunk[:])
		if n <= 0 {
			if len(lines) > 0 {
				return lines, nil
			}
			return nil, io.EOF
		}
		c.rest = append(c.rest, chunk[:n]...)
		if lines = c.cut(lines); len(lines) > 0 && !tellsTogether {
			return lines, nil
		}
	}
}

// cut moves whole lines out of what was read.
func (c *Console) cut(lines []string) []string {
	for {
		line, behind, found := bytes.Cut(c.rest, []byte("\n"))
		if !found {
			c.rest = c.rest[:min(len(c.rest), maxLine)]
			return lines
		}
		lines = append(lines, string(bytes.TrimSuffix(line[:min(len(line), maxLine)], []byte("\r"))))
		c.rest = append([]byte(nil), behind...)
	}
}

// Hidden reads a text of one line or many that is not shown.
func (c *Console) Hidden(ctx context.Context) ([]byte, error) { return ReadHidden(ctx, c.tty) }

// Typed reads one line key by key, so that a pasted line end does not count: an Enter ends the
// line only if it came alone, at least 100 ms after the key before it. For any other held is
// called, with what is kept of the line; several lines at once are dropped whole. What is typed is
// echoed to echo. An empty text means that the person stopped; io.EOF that the input ended;
// ctrl+c gives context.Canceled.
func (c *Console) Typed(ctx context.Context, echo io.Writer, held func(kept string)) (text string, err error) {
	restore, err := keyed(c.tty)
	if err != nil {
		return "", io.EOF
	}
	defer func() { err = errors.Join(err, restore()) }()
	var chunk [256]byte
	var t typed
	last := time.Now()
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		began := time.Now()
		n, err := c.tty.Read(chunk[:])
		if n <= 0 {
			if err != nil && !errors.Is(err, io.EOF) || t.gone(time.Since(began)) {
				return "", io.EOF
			}
			continue
		}
		t.dry = 0
		done, err := t.take(chunk[:n], time.Since(last))
		last = time.Now()
		if t.echo != "" {
			_, _ = io.WriteString(echo, t.echo) // a terminal that takes no output is met at the next line
		}
		if done || err != nil {
			return string(t.text), err
		}
		if t.held {
			held(string(t.text))
		}
	}
}

// typed is a line being typed. echo and held tell what the last keys ask for.
type typed struct {
	text []byte
	echo string
	held bool
	dry  int // reads in a row that came back empty without waiting
}

// gone reports whether a terminal that has nothing to read does not even wait any more.
func (t *typed) gone(waited time.Duration) bool {
	if waited < readWait/4 {
		t.dry++
	} else {
		t.dry = 0
	}
	return t.dry > 20
}

// take adds the keys of one read, which came idle after the read before it.
func (t *typed) take(keys []byte, idle time.Duration) (done bool, err error) {
	t.echo, t.held = "", false
	enter := func(b byte) bool { return b == '\r' || b == '\n' }
	if len(keys) == 1 && enter(keys[0]) {
		done = idle >= together
		t.held = !done
		return done, nil
	}
	if keys[0] == escape {
		if len(keys) == 1 {
			t.text = t.text[:0]
			return true, nil
		}
		return false, nil // an arrow or another key that writes nothing
	}
	for i, b := range keys {
		switch {
		case b == ctrlC:
			return false, context.Canceled
		case b == ctrlD && len(t.text) == 0:
			return false, io.EOF
		case enter(b):
			t.held = true
			if i < len(keys)-1 {
				t.text, t.echo = t.text[:0], ""
				return false, nil
			}
		case b == ctrlU:
			t.erase(len(t.text))
		case b == backspace || b == deleteKey:
			t.erase(min(1, len(t.text)))
		case b >= ' ' && b <= '~' && len(t.text) < maxTyped:
			t.text = append(t.text, b)
			t.echo += string(b)
		}
	}
	return false, nil
}

const (
	escape   = 0x1b
	maxTyped = 200 // far more than any phrase
)

// erase takes the last keys back, on the screen in the way the terminal itself does it.
func (t *typed) erase(n int) {
	t.text = t.text[:len(t.text)-n]
	for range n {
		t.echo += "\b \b"
	}
}
