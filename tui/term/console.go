package term

import (
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
	// apart is the least that lies between two keys of a person; what comes faster is one bunch.
	apart = 2 * time.Millisecond
	// mostDry is how many empty reads without waiting mean that the terminal is gone.
	mostDry = 20
)

// Console reads a person's answers from a terminal, key by key with an echo of its own: what a
// key might be is never shown. It writes nothing but the marks that have pastes told apart from
// keys, and those only to terminals that know them. It is for one goroutine.
type Console struct {
	tty   *os.File
	found *settings // nil: the terminal is as it was found
	slow  bool      // it is at the other end of a network
	dry   int       // reads in a row that came back empty without waiting
}

// NewConsole asks on a terminal, which Close gives back.
func NewConsole(tty *os.File) *Console {
	return &Console{tty: tty, slow: slowLine()}
}

// Width is the terminal's width in cells, 0 where it is not known.
func (c *Console) Width() int {
	width, _, err := term.GetSize(int(c.tty.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// Drop forgets what was typed so far: it was meant for an earlier question.
func (c *Console) Drop() { flush(c.tty) }

// Close leaves the terminal as it was found.
func (c *Console) Close() {
	if c.found != nil {
		Release()
		c.found = nil
	}
}

// begin has keys come one by one, with pastes marked. end is called once an answer is there;
// until the next question nothing that is typed is shown.
func (c *Console) begin() (end func(), err error) {
	if c.found == nil {
		if c.found, err = asked(c.tty); err != nil {
			return nil, ErrNoTerminal
		}
	}
	taken.hold(c.tty, c.found)
	if err := c.found.keyed(); err != nil {
		Release()
		return nil, ErrNoTerminal
	}
	markPastes(c.tty)
	return func() {
		unmarkPastes(c.tty)
		if c.found != nil {
			_ = c.found.unechoed() // a terminal that is gone is met at the next question
		}
	}, nil
}

// Hidden reads a text of one line or many that is not shown.
func (c *Console) Hidden(ctx context.Context) ([]byte, error) {
	end, err := c.begin()
	if err != nil {
		return nil, io.EOF
	}
	defer end()
	return readHidden(ctx, c.tty)
}

// Line reads one line. Several lines mean that they came at once: a paste, or keys pressed
// ahead. ErrUnshown: what came was not shown, and nothing of it is an answer. io.EOF: the input
// ended, or the terminal is gone. context.Canceled: ctrl+c.
func (c *Console) Line(ctx context.Context, f Field) ([]string, error) {
	end, err := c.begin()
	if err != nil {
		return nil, io.EOF
	}
	defer func() { end() }()
	l := newLine(f, time.Now(), c.slow)
	defer l.wipe()
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		came, err := c.gather(l)
		if err != nil {
			return nil, err
		}
		take := l.quiet
		if came {
			take = l.bunch
		}
		done, lines, err := take(time.Now())
		if l.ended && !tellsTogether {
			done, lines, err = l.quiet(l.last.Add(together))
		}
		switch {
		case done:
			return lines, err
		case l.stopped:
			l.stopped = false
			c.Close()
			standStill()
			if end, err = c.begin(); err != nil {
				end = func() {}
				return nil, io.EOF
			}
			f.Again()
		}
	}
}

// gather reads what came together. came is false where nothing did for a moment.
func (c *Console) gather(l *line) (came bool, err error) {
	var chunk [4096]byte
	defer clear(chunk[:])
	for {
		began := time.Now()
		n, err := c.tty.Read(chunk[:])
		now := time.Now()
		if n <= 0 {
			if c.dry++; now.Sub(began) >= readWait/4 {
				c.dry = 0
			}
			if err != nil && !errors.Is(err, io.EOF) || c.dry > mostDry {
				return false, io.EOF // it does not even wait any more: the terminal is gone
			}
			return came, nil
		}
		c.dry, came = 0, true
		l.feed(chunk[:n], now)
		if more, err := readable(c.tty, apart); !tellsTogether || !more || err != nil {
			return true, nil
		}
	}
}
