package term

import (
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	// tornLimit is how long after its begin the rest of a torn sequence is still taken for one.
	tornLimit = time.Second
	// pasteSilence ends a paste whose end mark was lost.
	pasteSilence = 2 * time.Second
	// maxSeq bounds what is kept of a sequence; the longest that matters, the background's
	// answer, has 26 bytes.
	maxSeq = 64
)

// lexer sorts what a terminal sends: keys for the decoder, pastes, answers, and what is none of
// these. It lets through letters, the control keys that may act, and the sequences of the keys
// that move or edit, in the one form that the decoder knows best. Everything else it drops,
// chords with Alt too: an Escape and a letter that a slow link brought together look the same.
// It does no IO and reads no clock.
type lexer struct {
	state state
	seq   []byte    // of the sequence or letter under way
	began time.Time // when it began
	skip  int       // bytes that still belong to a mouse report or a console function key
	torn  bool      // its ESC was already given out as a key
	spent time.Time // when a lone ESC was given out
	paste hoard
	mark  int // bytes of the end mark seen
	// behind a paste: keys that follow it without a pause were part of it, so an end mark inside
	// the paste sets none of its text free.
	behind bool

	// What was found since begin.
	out    []byte // for the decoder
	keys   int
	bytes  int   // that were fed
	others bool  // something that is no key came too
	found  []any // Pasted, Background
}

type state int

const (
	ground  state = iota
	letter        // of several bytes
	escaped       // after ESC
	control       // in a control sequence, ESC [
	shifted       // after ESC O
	text          // in a string that only a terminal sends: OSC, DCS and their like
	textEnd       // after ESC in such a string
	pasting
)

// begin forgets what was found before.
func (l *lexer) begin() {
	clear(l.out)
	l.out, l.keys, l.bytes, l.others, l.found = l.out[:0], 0, 0, false, nil
}

// open reports whether something is under way that more bytes may complete.
func (l *lexer) open() bool { return l.state != ground }

// feed takes what one read brought.
func (l *lexer) feed(chunk []byte, at time.Time) {
	l.bytes += len(chunk)
	if l.state != pasting && l.open() && at.Sub(l.began) > tornLimit {
		l.reset() // of an earlier read, so no part of this one
	}
	for len(chunk) > 0 {
		if l.state == pasting {
			chunk = chunk[l.inPaste(chunk):]
			continue
		}
		l.one(chunk[0], chunk[1:], at)
		chunk = chunk[1:]
	}
}

// pause tells that nothing came for a while, long enough for a lone ESC to be the key.
func (l *lexer) pause(at time.Time) {
	if l.state == escaped && !l.torn {
		l.key(escape)
		l.spent = at
		l.state, l.seq = ground, l.seq[:0]
	}
}

// still tells that nothing came for at least 100 ms.
func (l *lexer) still() { l.behind = false }

// drop forgets what is under way.
func (l *lexer) drop() {
	l.others = true
	l.reset()
}

func (l *lexer) reset() {
	l.state, l.seq, l.skip, l.torn = ground, l.seq[:0], 0, false
}

// start begins a sequence.
func (l *lexer) start(s state, at time.Time) { l.state, l.began, l.seq = s, at, l.seq[:0] }

// key lets a key through.
func (l *lexer) key(b ...byte) {
	if l.behind && b[0] != ctrlC {
		l.others = true
		return
	}
	l.out = append(l.out, b...)
	l.keys++
}

func (l *lexer) one(b byte, rest []byte, at time.Time) {
	switch {
	case l.skip > 0 && b != ctrlC:
		if l.skip--; l.skip == 0 {
			l.drop()
		}
	case l.state == ground:
		l.onGround(b, rest, at)
	case l.state == letter:
		l.inLetter(b, rest, at)
	case l.state == escaped:
		l.afterEscape(b, rest, at)
	case l.state == control:
		l.inControl(b, rest, at)
	case l.state == shifted:
		l.afterShift(b, rest, at)
	default:
		l.inText(b, rest, at)
	}
}

// onGround takes a byte outside of everything.
func (l *lexer) onGround(b byte, rest []byte, at time.Time) {
	if tail := !l.spent.IsZero() && at.Sub(l.spent) <= tornLimit; tail {
		l.spent = time.Time{}
		if s, ok := introduces(b); ok && (b == '[' || b == ']' || len(rest) > 0) {
			l.torn = true
			l.start(s, at)
			return
		}
	}
	switch {
	case b == escape:
		l.start(escaped, at)
	case b < ' ':
		l.onControl(b, rest)
	case b < utf8.RuneSelf:
		l.key(b)
	default:
		l.start(letter, at)
		l.inLetter(b, rest, at)
	}
}

// introduces tells what a byte begins after ESC.
func introduces(b byte) (state, bool) {
	switch b {
	case '[':
		return control, true
	case 'O':
		return shifted, true
	case ']', 'P', 'X', '^', '_':
		return text, true
	}
	return ground, false
}

// onControl takes a control byte. Never let through: NUL, ctrl+v, which starts a clipboard
// program, ctrl+\ and what follows it, and ctrl+j, unless it is a line end in a bunch of keys.
func (l *lexer) onControl(b byte, rest []byte) {
	const ctrlV, fileSeparator = 0x16, 0x1c
	alone := len(rest) == 0 && l.bytes == 1
	if b == 0 || b == ctrlV || b >= fileSeparator || b == '\n' && alone {
		l.others = true
		return
	}
	l.key(b)
}

// inLetter collects a letter of several bytes. Only one that shows is let through.
func (l *lexer) inLetter(b byte, rest []byte, at time.Time) {
	if len(l.seq) > 0 && utf8.RuneStart(b) { // the one before is broken
		l.drop()
		l.onGround(b, rest, at)
		return
	}
	l.seq = append(l.seq, b)
	if !utf8.FullRune(l.seq) {
		return
	}
	r, _ := utf8.DecodeRune(l.seq)
	if r == utf8.RuneError || !unicode.IsGraphic(r) {
		l.drop()
		return
	}
	l.key(l.seq...)
	l.state, l.seq = ground, l.seq[:0]
}
