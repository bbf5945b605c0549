package term

import (
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// escapeWait is how long after ESC the rest of a sequence may come before ESC is the key; over
	// a slow line it takes longer.
	escapeWait     = 120 * time.Millisecond
	escapeWaitSlow = 400 * time.Millisecond
	// atOnce is the most that is read of keys. The decoder has room for 256 bytes, and holds the
	// last key of a full read back.
	atOnce = 200
	// patience is how long a wait lasts before it looks whether the program leaves.
	patience = 50 * time.Millisecond
)

// escapeAfter is how long the rest of a sequence is waited for.
func escapeAfter(slow bool) time.Duration {
	if slow {
		return escapeWaitSlow
	}
	return escapeWait
}

// slowLine reports whether the terminal is at the other end of a network.
func slowLine() bool { return os.Getenv("SSH_CONNECTION") != "" || os.Getenv("SSH_TTY") != "" }

// source is where input comes from: the terminal, or a script in tests.
type source interface {
	// Read returns what is there, or waits for it.
	Read([]byte) (int, error)
	// ready waits until something can be read. An error means the terminal is gone.
	ready(wait time.Duration) (bool, error)
	now() time.Time
}

// In is the program's input: a terminal between which and Bubble Tea's decoder the lexer stands.
// It is a file to the library, which so can make it raw and break off a wait for input. On
// Windows the library reads console records past it, so nothing is taken out there, no Seen
// comes, and pastes arrive as keys: programs have to tell a bunch of keys by time alone.
//
// The zero In is of no use; Terminal makes one.
type In struct {
	*os.File
	src  source
	wait time.Duration // for the rest after ESC
	send func(any)
	gone func() // the terminal is gone

	lex     lexer
	buf     [8 << 10]byte
	last    time.Time // when the last read ended
	crowded bool      // something had come before the program was done with the last read

	open    atomic.Bool // a frame is on the screen: keys count
	leaving atomic.Bool
	once    sync.Once
}

// Read gives the decoder keys. What else came, and what kind of read it was, goes to the
// program just before. It returns 0 bytes without an error where nothing is left to decode, and
// io.EOF once the terminal is gone.
func (in *In) Read(p []byte) (int, error) {
	in.lex.begin()
	crowded := in.crowded
	in.crowded = false
	idle := time.Duration(0)
	for first := true; ; first = false {
		room := min(atOnce, len(p)-1-len(in.lex.out)-len(in.lex.seq))
		if room <= 0 {
			break
		}
		if in.lex.state == pasting {
			room = len(in.buf)
		}
		n, err := in.src.Read(in.buf[:room])
		if retry(err) {
			return 0, nil
		}
		if n <= 0 || err != nil {
			return 0, in.hangUp()
		}
		now := in.src.now()
		if first && !crowded {
			idle = now.Sub(in.last)
		}
		in.last = now
		if idle >= together {
			in.lex.still()
		}
		in.lex.feed(in.buf[:n], now)
		clear(in.buf[:n])
		more, err := in.more()
		if err != nil {
			return 0, in.hangUp()
		}
		if !more {
			break
		}
	}
	return in.deliver(p, idle, crowded)
}

// more waits for the rest of what is under way, and reports whether any of it came.
func (in *In) more() (bool, error) {
	for {
		limit := in.wait
		switch {
		case !in.lex.open():
			return false, nil
		case in.lex.state == pasting:
			limit = pasteSilence
		}
		for left := limit; left > 0; {
			began := in.src.now()
			ready, err := in.src.ready(min(left, patience))
			switch {
			case err != nil || ready:
				return ready, err
			case in.leaving.Load():
				in.lex.forget()
				return false, nil
			}
			left -= in.src.now().Sub(began)
		}
		if in.lex.state != pasting {
			in.lex.pause(in.src.now())
			return false, nil
		}
		in.lex.silence()
	}
}

// deliver tells the program what came and gives the decoder its bytes.
func (in *In) deliver(p []byte, idle time.Duration, crowded bool) (int, error) {
	l := &in.lex
	open := in.open.Load()
	for _, m := range l.found {
		if paste, ok := m.(Pasted); ok && !open {
			paste.Wipe()
			continue
		}
		in.send(m)
	}
	if !open {
		return in.early(p), nil
	}
	if l.keys == 0 {
		return 0, nil
	}
	single := l.keys == 1 && !l.others && !crowded
	in.send(Seen{Single: single, Lone: single && idle >= together, Idle: idle, At: in.last, Keys: l.keys})
	in.crowded, _ = in.src.ready(0)
	return copy(p, l.out), nil
}

// early drops keys that were pressed before there was anything to see, but for ctrl+c.
func (in *In) early(p []byte) int {
	for _, b := range in.lex.out {
		if b == ctrlC {
			p[0] = ctrlC
			return 1
		}
	}
	return 0
}

func (in *In) hangUp() error {
	in.lex.forget()
	in.once.Do(in.gone)
	return io.EOF
}
