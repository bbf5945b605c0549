package term

import (
	"bytes"
	"strings"
	"time"
)

// afterEscape takes the byte after ESC.
func (l *lexer) afterEscape(b byte, rest []byte, at time.Time) {
	if s, ok := introduces(b); ok {
		l.start(s, l.began)
		return
	}
	switch {
	case b == escape: // the first was a key of its own, and it did not come alone
		l.others = true
		l.start(escaped, at)
	case b == ctrlC:
		l.drop()
		l.onGround(b, rest, at)
	default: // a chord with Alt, or Escape and a key that came together
		l.drop()
	}
}

// aborts lets a byte that cannot stand inside a sequence end it, and take effect.
func (l *lexer) aborts(b byte, rest []byte, at time.Time) bool {
	if b >= ' ' && b < deleteKey {
		return false
	}
	l.drop()
	l.onGround(b, rest, at)
	return true
}

func (l *lexer) add(b byte) {
	if len(l.seq) < maxSeq {
		l.seq = append(l.seq, b)
	}
}

// inControl collects a control sequence: parameters, then one final byte.
func (l *lexer) inControl(b byte, rest []byte, at time.Time) {
	const consoleKey, mouseReport = 1, 3
	switch {
	case l.aborts(b, rest, at):
	case b < '@':
		l.add(b)
	case b == '[' && len(l.seq) == 0:
		l.skip = consoleKey
	case b == 'M' && len(l.seq) == 0:
		l.skip = mouseReport
	default:
		l.command(string(l.seq), b)
	}
}

// command ends a control sequence: the begin of a paste, or one of the keys that move or edit.
func (l *lexer) command(params string, final byte) {
	torn := l.torn
	l.torn, l.seq, l.state = false, l.seq[:0], ground
	if params == "200" && final == '~' {
		l.beginPaste()
		return
	}
	if torn || !isKey(params, final) {
		l.others = true
		return
	}
	l.key([]byte("\x1b[" + params + string(final))...)
}

// isKey says which control sequences are keys: arrows, home, end and back-tab, arrows with shift
// or ctrl, and the block of six without insert.
func isKey(params string, final byte) bool {
	switch {
	case params == "":
		return strings.IndexByte("ABCDHFZ", final) >= 0
	case final == '~':
		return len(params) == 1 && strings.Contains("1345678", params)
	}
	modified := len(params) == 3 && params[:2] == "1;" && strings.Contains("256", params[2:])
	return modified && strings.IndexByte("ABCDHF", final) >= 0
}

// afterShift takes the byte after ESC O: the arrows of a terminal in application mode.
func (l *lexer) afterShift(b byte, rest []byte, at time.Time) {
	if l.aborts(b, rest, at) {
		return
	}
	torn := l.torn
	l.torn, l.state = false, ground
	if torn || strings.IndexByte("ABCDHF", b) < 0 {
		l.others = true
		return
	}
	l.key(escape, '[', b)
}

// inText collects a string that a terminal sends as an answer.
func (l *lexer) inText(b byte, rest []byte, at time.Time) {
	const bell = 0x07
	switch {
	case l.state == textEnd && b == '\\', b == bell:
		l.answer(string(l.seq))
	case l.state == textEnd: // the string was cut, and this is a new sequence
		l.drop()
		l.start(escaped, at)
		l.afterEscape(b, rest, at)
	case b == escape:
		l.state = textEnd
	case b < 0x80 && l.aborts(b, rest, at):
	default:
		l.add(b)
	}
}

// answer takes a whole string. One that a person's ESC was torn from still counts: no key can
// look like it.
func (l *lexer) answer(s string) {
	l.drop()
	if b, ok := background(s); ok {
		l.found = append(l.found, b)
	}
}

var endMark = []byte("\x1b[201~")

// beginPaste takes what follows for a paste. Keys of the same read, typed before it, are
// dropped: they would reach the program after it.
func (l *lexer) beginPaste() {
	l.others = true
	if interrupt := bytes.IndexByte(l.out, ctrlC) >= 0; !interrupt {
		clear(l.out)
		l.out, l.keys = l.out[:0], 0
	}
	l.state, l.mark = pasting, 0
	l.paste.wipe()
}

// inPaste takes bytes of a paste up to its end, and says how many.
func (l *lexer) inPaste(chunk []byte) int {
	for i := 0; i < len(chunk); i++ {
		if l.mark == 0 {
			plain := bytes.IndexAny(chunk[i:], "\x1b\x03")
			if plain < 0 {
				l.paste.add(chunk[i:])
				return len(chunk)
			}
			l.paste.add(chunk[i : i+plain])
			i += plain
		}
		switch {
		case chunk[i] == ctrlC:
			l.paste.wipe()
			l.state = ground
			l.key(ctrlC)
			return i + 1
		case chunk[i] == endMark[l.mark]:
			if l.mark++; l.mark == len(endMark) {
				l.endPaste()
				return i + 1
			}
		default:
			l.paste.add(endMark[:l.mark])
			l.mark = 0
			i-- // it may begin another mark
		}
	}
	return len(chunk)
}

func (l *lexer) endPaste() {
	l.found = append(l.found, l.paste.hand())
	l.state, l.behind, l.others = ground, true, true
}

// silence ends a paste that nothing came of any more.
func (l *lexer) silence() {
	if l.state == pasting {
		l.paste.add(endMark[:l.mark])
		l.paste.cut = true
		l.endPaste()
	}
}

// forget wipes what is under way, for a program that leaves.
func (l *lexer) forget() {
	l.paste.wipe()
	l.begin()
	l.state = ground
}
