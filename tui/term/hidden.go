// Package term is the terminal itself: the only place with raw terminal calls.
package term

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// ErrNoTerminal says that there is no terminal to read from.
var ErrNoTerminal = errors.New("no terminal")

// maxHidden bounds what is taken from a paste; more is read and dropped.
const maxHidden = 1 << 20

// pasteQuiet is how long the input must be still after a line end before the paste counts as
// whole: many lines may be pasted at once.
const pasteQuiet = 300 * time.Millisecond

// IsTerminal reports whether f is a terminal.
func IsTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// Open opens the controlling terminal for reading answers while stdin is a pipe.
func Open() (*os.File, error) {
	f, err := os.OpenFile(devTTY, os.O_RDWR, 0)
	if err != nil || !IsTerminal(f) {
		return nil, ErrNoTerminal
	}
	return f, nil
}

// Unseen is a terminal that shows nothing of what is typed, from HideInput to Close: also what is
// typed before, between and behind its questions.
type Unseen struct {
	tty    *os.File
	before *term.State
}

// HideInput has a terminal show no input any more. It comes before the first prompt: whoever
// sees one may paste at once.
func HideInput(tty *os.File) (*Unseen, error) {
	before, err := term.MakeRaw(int(tty.Fd()))
	if err != nil {
		return nil, ErrNoTerminal
	}
	u := &Unseen{tty, before}
	if err := timedReads(tty); err != nil {
		return nil, errors.Join(err, u.Close())
	}
	return u, nil
}

// Read reads text of one line or many, until a line end is followed by quiet, or by ctrl+d;
// ctrl+d on nothing gives io.EOF. Backspace and ctrl+u correct; ctrl+c gives context.Canceled.
// Nothing of the text is shown, neither its length.
func (u *Unseen) Read(ctx context.Context) ([]byte, error) { return readHidden(ctx, u.tty) }

// Close leaves the terminal as it was found.
func (u *Unseen) Close() error { return term.Restore(int(u.tty.Fd()), u.before) }

// readHidden reads from a terminal that gives single keys without echo.
func readHidden(ctx context.Context, tty *os.File) ([]byte, error) {
	h := hidden{}
	defer func() { clear(h.chunk[:]) }()
	for {
		if err := ctx.Err(); err != nil {
			clear(h.text)
			return nil, err
		}
		done, err := h.read(tty)
		if err != nil {
			clear(h.text)
			return nil, err
		}
		if done {
			return h.text, nil
		}
	}
}

// hidden collects what is typed.
type hidden struct {
	chunk  [4096]byte
	text   []byte
	ended  bool // the last thing read was a line end
	inside bool // of a sequence: the mark of a paste, or a key that writes nothing
	quiet  time.Duration
	dry    int // empty reads in a row that did not even wait: the terminal is gone
}

// read takes what is there, or waits a moment. done: the text is whole.
func (h *hidden) read(tty *os.File) (done bool, err error) {
	began := time.Now()
	n, err := tty.Read(h.chunk[:])
	if n == 0 {
		if err != nil && !errors.Is(err, io.EOF) {
			return false, ErrNoTerminal
		}
		waited := time.Since(began)
		if waited < readWait/4 {
			if h.dry++; h.dry > 20 {
				return false, ErrNoTerminal
			}
		}
		h.quiet += waited
		return h.ended && h.quiet >= pasteQuiet, nil
	}
	h.dry, h.quiet = 0, 0
	return h.take(h.chunk[:n])
}

const (
	ctrlC, ctrlD, ctrlU  = 0x03, 0x04, 0x15
	backspace, deleteKey = 0x08, 0x7f
	escape               = 0x1b
)

func (h *hidden) take(chunk []byte) (done bool, err error) {
	for _, c := range chunk {
		if h.inside {
			if h.inside = c >= ' ' && c < '@' || c == '['; c >= ' ' {
				continue
			}
		}
		if c == escape {
			h.inside = true
			continue
		}
		h.ended = false
		switch {
		case c == ctrlC:
			return false, context.Canceled
		case c == ctrlD && len(h.text) == 0:
			return false, io.EOF
		case c == ctrlD:
			return true, nil
		case c == ctrlU:
			clear(h.text)
			h.text = h.text[:0]
		case c == backspace, c == deleteKey:
			h.text = h.text[:max(0, len(h.text)-1)]
		case len(h.text) >= maxHidden:
		case c == '\r' || c == '\n':
			h.text = append(h.text, '\n')
			h.ended = true
		default:
			h.text = append(h.text, c)
		}
	}
	return false, nil
}
