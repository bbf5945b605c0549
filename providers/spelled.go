package providers

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// codePoint opens a spelled part; where a text holds it as such, its bracket is spelled.
const codePoint = "[U+"

// Spelled renders a name that decides something (a project, a host, the owner of a key) in
// printable ASCII of at most width characters: every other character is spelled by its code
// point, as in "pr[U+043E]d", and so are the spaces nobody sees, at the ends and after
// another space. Neighbours share a bracket; a byte that is no UTF-8 reads [0xFF]. Two
// different names never read alike, as long as they fit; what does not fit loses its middle,
// since look-alikes like to differ at the ends.
func (u Untrusted) Spelled(width int) string {
	raw := u.raw()
	var b strings.Builder
	open := false
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRuneInString(raw[i:])
		word := spell(raw, i, r, size)
		if open && word == "" {
			b.WriteString("]")
		}
		switch {
		case word == "":
			b.WriteRune(r)
		case open:
			b.WriteString(" " + word)
		default:
			b.WriteString("[" + word)
		}
		open = word != ""
		i += size
	}
	if open {
		b.WriteString("]")
	}
	return cutMiddle(b.String(), width)
}

// spell names the rune at raw[i:], or returns "" for one that shows itself.
func spell(raw string, i int, r rune, size int) string {
	switch {
	case r == utf8.RuneError && size == 1:
		return fmt.Sprintf("0x%02X", raw[i])
	case r == ' ' && i > 0 && i < len(raw)-1 && raw[i-1] != ' ':
		return ""
	case r <= ' ' || r > '~', strings.HasPrefix(raw[i:], codePoint), strings.HasPrefix(raw[i:], "[0x"):
		return fmt.Sprintf("U+%04X", r)
	}
	return ""
}

func cutMiddle(s string, width int) string {
	switch {
	case len(s) <= width:
		return s
	case width < 1:
		return ""
	}
	tail := (width - 1) / 2
	return s[:width-1-tail] + "…" + s[len(s)-tail:]
}
