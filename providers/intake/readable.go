package intake

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// readable returns the text as UTF-8 without terminal colours and the times that build servers
// set before each line, and what wipes the copy that this may have taken. A byte order mark of
// UTF-8 stays: it is outside of every value.
func readable(text []byte) (clean []byte, wipe func()) {
	wipe = func() {}
	for _, step := range []func([]byte) []byte{decoded, withoutColours, withoutTimes} {
		if copied := step(text); copied != nil {
			wipe()
			text, wipe = copied, func() { clear(copied) }
		}
	}
	return text, wipe
}

// decoded returns a copy in UTF-8 of a text in UTF-16, and nil for others.
func decoded(text []byte) []byte {
	order, mark := utf16Order(text)
	if order == nil {
		return nil
	}
	return fromUTF16(text[mark:], order)
}

// utf16Order tells UTF-16 by its mark, or by a JSON text that starts with ASCII beside zeros.
func utf16Order(text []byte) (order binary.ByteOrder, mark int) {
	switch {
	case len(text) < 4:
		return nil, 0
	case text[0] == 0xff && text[1] == 0xfe:
		return binary.LittleEndian, 2
	case text[0] == 0xfe && text[1] == 0xff:
		return binary.BigEndian, 2
	case text[0] != 0 && text[1] == 0 && text[2] != 0 && text[3] == 0:
		return binary.LittleEndian, 0
	case text[0] == 0 && text[1] != 0 && text[2] == 0 && text[3] != 0:
		return binary.BigEndian, 0
	}
	return nil, 0
}

// fromUTF16 decodes; a lone surrogate becomes U+FFFD and half a unit at the end is dropped. The
// result is as large as it can get from the start, so that no copy is left behind by growing.
func fromUTF16(text []byte, order binary.ByteOrder) []byte {
	out := make([]byte, 0, len(text)/2*3) // a unit takes at most three bytes, a pair of them four
	for i := 0; i+1 < len(text); i += 2 {
		r := rune(order.Uint16(text[i:]))
		if utf16.IsSurrogate(r) && i+3 < len(text) {
			if pair := utf16.DecodeRune(r, rune(order.Uint16(text[i+2:]))); pair != utf8.RuneError {
				r = pair
				i += 2
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// withoutColours returns a copy without escape sequences (ESC [ … letter) and lone escapes, and
// nil for a text that has none.
func withoutColours(text []byte) []byte {
	if bytes.IndexByte(text, '\x1b') < 0 {
		return nil
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] != '\x1b' {
			out = append(out, text[i])
			continue
		}
		if i+1 < len(text) && text[i+1] == '[' {
			i += 2
			for i < len(text) && text[i] >= ' ' && text[i] < '@' { // what stands between the bracket and the letter
				i++
			}
			if i < len(text) && (text[i] < '@' || text[i] > '~') {
				i-- // no letter comes: this one is text
			}
		}
	}
	return out
}

// stampedLines is how many lines are looked at for a time before them.
const stampedLines = 20

// withoutTimes returns a copy without the times at the beginnings of lines, and nil for a text
// whose first lines have none. No string in JSON has a line end in it, so that none is torn.
func withoutTimes(text []byte) []byte {
	n, stamped := 0, false
	for line := range bytes.Lines(text) {
		if stamped = timeBefore(line) > 0; stamped || n == stampedLines {
			break
		}
		n++
	}
	if !stamped {
		return nil
	}
	out := make([]byte, 0, len(text))
	for line := range bytes.Lines(text) {
		out = append(out, line[timeBefore(line):]...)
	}
	return out
}

// timeBefore measures the time in UTC and the blank that a line of a build log starts with, as
// in 2026-11-03T09:12:44.1234567Z.
func timeBefore(line []byte) int {
	const layout = "dddd-dd-ddTdd:dd:dd"
	if len(line) < len(layout) {
		return 0
	}
	for i := range len(layout) {
		if isDigit := line[i] >= '0' && line[i] <= '9'; isDigit != (layout[i] == 'd') || !isDigit && line[i] != layout[i] {
			return 0
		}
	}
	end := len(layout) + len(line[len(layout):]) - len(bytes.TrimLeft(line[len(layout):], ".0123456789"))
	if !bytes.HasPrefix(line[end:], []byte("Z ")) {
		return 0
	}
	return end + 2
}
