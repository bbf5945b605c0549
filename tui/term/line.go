package term

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// ErrUnshown says that a paste, or what may be a secret, came where it is no answer.
var ErrUnshown = errors.New("nothing of the input was shown or taken")

// Sight says whether keys are shown, and taken.
type Sight int

const (
	Shown  Sight = iota
	Full         // the new keys are not taken; those before them stay
	Hidden       // nothing of the line is taken, and what was shown of it is erased
)

// Field is how a line is typed and shown. All functions are called by Line itself.
type Field struct {
	// Sees judges the line as it would be with the new keys; pasted tells that they came as a
	// paste, where the terminal marks those.
	Sees func(line []byte, pasted bool) Sight
	// Echo shows more, which is new; line is all that is then seen of the line.
	Echo func(line, more string)
	// Again asks the question once more, with what is seen of the line.
	Again func()
	// Held, where it is not nil, has an Enter count only if it came alone, at least 100 ms after
	// the key before it, and ESC stop with an empty line. It is called when an Enter did not
	// count.
	Held func()
}

// line is a line being typed. It does no IO but through its field.
type line struct {
	field Field
	lex   lexer
	text  []byte
	last  time.Time     // when the last key came
	wait  time.Duration // for the rest of a sequence
	ended bool          // by an Enter; more that comes at once belongs to it
	early bool          // an Enter came that does not count
	// refused: what comes until the line ends, or is quiet after a paste, is dropped.
	refused, pasted bool
	stopped         bool // ctrl+z
}

func newLine(f Field, now time.Time, slow bool) *line {
	return &line{field: f, last: now, wait: escapeAfter(slow)}
}

func (l *line) wipe() {
	clear(l.text)
	l.lex.forget()
}

// feed takes what one read brought. Line ends are those of a keyboard from here on.
func (l *line) feed(chunk []byte, now time.Time) {
	if l.lex.bytes == 0 && now.Sub(l.last) >= together {
		l.lex.still()
	}
	if len(chunk) == 1 && chunk[0] == '\n' && l.lex.state == ground {
		chunk[0] = '\r'
	}
	l.lex.feed(chunk, now)
}

// bunch takes the keys that came together.
func (l *line) bunch(now time.Time) (done bool, lines []string, err error) {
	defer l.lex.begin()
	idle := now.Sub(l.last)
	l.last = now
	for _, found := range l.lex.found {
		if p, ok := found.(Pasted); ok {
			l.add(bytes.TrimRight(p.Text, "\n"), true)
			l.pasted = true
			p.Wipe()
		}
	}
	typed := l.lex.out
	if len(typed) == 0 {
		return false, nil, nil
	}
	if l.field.Held != nil && len(typed) == 1 && isEnter(typed[0]) && !l.refused {
		if idle >= together {
			return true, []string{string(l.text)}, nil
		}
		l.field.Held()
		return false, nil, nil
	}
	return l.press(typed)
}

func isEnter(b byte) bool { return b == '\r' || b == '\n' }

func (l *line) press(typed []byte) (done bool, lines []string, err error) {
	for len(typed) > 0 {
		n := bytes.IndexFunc(typed, func(r rune) bool { return r < ' ' || r == deleteKey })
		if n != 0 {
			if n < 0 {
				n = len(typed)
			}
			l.add(typed[:n], false)
			typed = typed[n:]
			continue
		}
		size, done, err := l.control(typed)
		if done {
			return true, nil, err
		}
		typed = typed[size:]
	}
	if l.early {
		l.early = false
		if l.ended = l.refused; !l.refused {
			l.field.Held()
		}
	}
	return false, nil, nil
}

// control takes a key that writes nothing, and says how many bytes it has.
func (l *line) control(typed []byte) (size int, done bool, err error) {
	const ctrlW, ctrlZ = 0x17, 0x1a
	switch b := typed[0]; {
	case b == ctrlC:
		return 1, true, context.Canceled
	case b == ctrlD && len(l.text) == 0 && !l.refused:
		return 1, true, io.EOF
	case b == ctrlZ:
		l.stopped = true
	case b == escape:
		if n := bytes.IndexFunc(typed[1:], func(r rune) bool { return r >= '@' && r <= '~' && r != '[' }); n >= 0 {
			return n + 2, false, nil // an arrow or another key that writes nothing
		}
	case isEnter(b):
		switch {
		case l.field.Held != nil:
			l.early = true
		case l.ended:
			l.text = append(l.text, '\n')
		default:
			l.ended = true
		}
		if len(typed) > 1 && b == '\r' && typed[1] == '\n' {
			return 2, false, nil
		}
	case l.refused || l.ended:
	case b == ctrlU:
		l.erase(len(l.text))
	case b == ctrlW:
		kept := bytes.LastIndexByte(bytes.TrimRight(l.text, " "), ' ') + 1
		l.erase(len(l.text) - kept)
	case b == backspace || b == deleteKey:
		_, n := utf8.DecodeLastRune(l.text)
		l.erase(n)
	}
	return 1, false, nil
}

// add takes what is written behind the line, and shows it if it may be seen.
func (l *line) add(text []byte, pasted bool) {
	if l.refused || len(text) == 0 {
		return
	}
	if l.ended { // the line before it came at once with this one
		text, l.ended = append([]byte{'\n'}, text...), false
	}
	next := append(bytes.Clone(l.text), seen(text)...)
	switch l.field.Sees(next, pasted) {
	case Shown:
		was := len(l.text)
		clear(l.text)
		l.text = next
		l.field.Echo(string(l.text), string(l.text[was:]))
		return
	case Hidden:
		l.erase(len(l.text))
		l.refused = true
		l.pasted = l.pasted || pasted
	}
	clear(next)
}

// seen replaces what a terminal would act on.
func seen(text []byte) []byte {
	return bytes.Map(func(r rune) rune {
		switch {
		case r == '\n' || unicode.IsPrint(r):
			return r
		case unicode.IsSpace(r):
			return ' '
		}
		return -1
	}, text)
}

// erase takes the last bytes back, on the screen in the way the terminal itself does it.
func (l *line) erase(n int) {
	kept := len(l.text) - n
	cells := uniseg.StringWidth(string(l.text[kept:]))
	clear(l.text[kept:])
	l.text = l.text[:kept]
	if n > 0 {
		l.field.Echo(string(l.text), strings.Repeat("\b \b", cells))
	}
}

// quiet tells that nothing came for a while: only then is a line whole.
func (l *line) quiet(now time.Time) (done bool, lines []string, err error) {
	idle := now.Sub(l.last)
	switch {
	case l.lex.state == pasting && idle >= pasteSilence:
		l.lex.silence()
		return l.bunch(now)
	case l.lex.state == escaped && idle >= l.wait:
		l.lex.pause(now)
		l.lex.begin()
		if l.field.Held != nil {
			return true, []string{""}, nil
		}
	case l.lex.open() || idle < together:
	case l.refused && (l.pasted || l.ended):
		return true, nil, ErrUnshown
	case l.ended && l.field.Held == nil:
		return true, strings.Split(string(l.text), "\n"), nil
	}
	return false, nil, nil
}
