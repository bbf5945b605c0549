package identify

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// plain is a text without what only decorates it, and the way back to the original.
type plain struct {
	text  []byte
	gaps  []gap  // ascending
	below *plain // that the text was made of; nil: the given text
}

// gap says that from offset at of the plain text on, the original is ahead by lost bytes. The
// character before it may have been an escape, of so many bytes.
type gap struct {
	at, lost int
	escape   int32
	strings  bool // it stood between two strings that code joins
}

// readable writes the quotation marks and blanks of typesetters plainly, and drops terminal escape sequences, zero-width and direction characters, byte order
// marks, the carriage return of a CRLF, and NUL bytes (which turns UTF-16 of ASCII text, as
// Windows pipes give it, into ASCII).
func readable(text []byte) plain {
	p := plain{text: make([]byte, 0, len(text))}
	if n := bytes.Count(text, []byte{0}); n > 0 { // UTF-16 has one for each letter
		p.gaps = make([]gap, 0, n)
	}
	for i := 0; i < len(text); {
		if c, n := plainly(text[i:]); n > 0 {
			p.text = append(p.text, c)
			i += n
			p.gaps = append(p.gaps, gap{at: len(p.text), lost: i - len(p.text), escape: int32(n)})
			continue
		}
		if n := decoration(text[i:]); n > 0 {
			i += n
			if last := len(p.gaps) - 1; last >= 0 && p.gaps[last].at == len(p.text) {
				p.gaps[last].lost = i - len(p.text)
			} else {
				p.gaps = append(p.gaps, gap{at: len(p.text), lost: i - len(p.text)})
			}
			continue
		}
		n := 1
		for i+n < len(text) && ordinary[text[i+n]] {
			n++
		}
		p.text = append(p.text, text[i:i+n]...)
		i += n
	}
	return p
}

// plainly is what the quotation mark or the blank of typesetters that b starts with stands for, and
// its length; n is 0 where it starts with none.
func plainly(b []byte) (c byte, n int) {
	if b[0] < utf8.RuneSelf {
		return 0, 0
	}
	switch r, size := utf8.DecodeRune(b); r {
	case 0xA0, 0x202F, 0x3000:
		return ' ', size
	case '“', '”', '„', '«', '»':
		return '"', size
	case '‘', '’', '‚':
		return '\'', size
	default:
		if r >= 0x2002 && r <= 0x200A {
			return ' ', size
		}
	}
	return 0, 0
}

// ordinary holds the bytes that cannot begin a decoration.
var ordinary = func() (a alphabet) {
	for c := range 0x80 {
		a[c] = c != 0 && c != '\r' && c != 0x1b
	}
	return a
}()

// original gives the offset in the given text of a character of the plain one.
func (p plain) original(at int) int {
	i := p.gapAt(at + 1)
	if i == 0 {
		return at
	}
	return at + p.gaps[i-1].lost
}

// gapAt is the place of the first gap at an offset or behind it.
func (p plain) gapAt(at int) int {
	return sort.Search(len(p.gaps), func(i int) bool { return p.gaps[i].at >= at })
}

func (p plain) wipe() { clear(p.text) }

// decoration is the length of the invisible thing that b starts with, or 0.
func decoration(b []byte) int {
	switch c := b[0]; {
	case c == 0:
		return 1
	case c == '\r' && (len(b) > 1 && b[1] == '\n' || len(b) > 3 && b[1] == 0 && b[2] == '\n'):
		return 1
	case c == 0x1b:
		return escape(b)
	case (c == 0xff || c == 0xfe) && len(b) > 1 && b[1] == 0xff^0xfe^c: // byte order mark of UTF-16
		return 2
	case c < utf8.RuneSelf:
		return 0
	}
	r, size := utf8.DecodeRune(b)
	if invisible(r) {
		return size
	}
	return 0
}

func invisible(r rune) bool {
	switch {
	case r == 0xAD, r == 0x34F, r == 0x61C, r == 0x180E, r == 0xFEFF:
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r >= 0xFE00 && r <= 0xFE0F:
		return true
	}
	return false
}

// Longest terminal sequences that are taken for one. The bounds keep hostile text from making
// every escape look through the rest of it; a hyperlink's address has 2083 characters at most.
const (
	maxCSI = 64
	maxOSC = 2200
)

// escape measures a terminal sequence: CSI up to its final byte, OSC up to BEL or ST within
// the line, anything else two bytes.
func escape(b []byte) int {
	if len(b) < 2 {
		return 1
	}
	switch b[1] {
	case '[':
		return controlSequence(b[:min(len(b), maxCSI)])
	case ']':
		return operatingSystemCommand(b[:min(len(b), maxOSC)])
	}
	return 2
}

func controlSequence(b []byte) int {
	for i := 2; i < len(b); i++ {
		if b[i] >= 0x40 && b[i] <= 0x7e {
			return i + 1
		}
		if b[i] < 0x20 || b[i] > 0x7e {
			return i
		}
	}
	return len(b)
}

func operatingSystemCommand(b []byte) int {
	if end := bytes.IndexByte(b, '\n'); end >= 0 {
		b = b[:end]
	}
	bell := bytes.IndexByte(b, '\a')
	if st := bytes.Index(b[2:], []byte("\x1b\\")); st >= 0 && (bell < 0 || st+2 < bell) {
		return st + 4
	}
	if bell >= 0 {
		return bell + 1
	}
	return 2
}
