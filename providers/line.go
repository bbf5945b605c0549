package providers

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// mostMarks is how many combining marks may sit on one character: real writing needs no
// more, and a flood of them paints over the neighbouring lines.
const mostMarks = 2

// Line renders one line of at most width terminal cells: printable runes and the ASCII space
// pass, a newline shows as ␊, everything else becomes U+FFFD; no more than two combining
// marks follow each other, and none comes first, where it would sit on the text before it.
// What does not fit ends in "…". A width under one gives "".
func (u Untrusted) Line(width int) string { return cut(harmless(u.raw()), width) }

// harmless is an allow-list, for no list of dangerous sequences was ever complete.
func harmless(text string) string {
	if isPlain(text) {
		return text
	}
	var b strings.Builder
	marks := 0
	for _, r := range text {
		switch {
		case r == '\n':
			r = '␊'
		case !unicode.IsPrint(r) || deceptive(r):
			r = utf8.RuneError
		}
		if !unicode.Is(unicode.M, r) {
			marks = 0
			b.WriteRune(r)
			continue
		}
		if b.Len() == 0 {
			b.WriteRune(utf8.RuneError)
		}
		if marks++; marks <= mostMarks {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isPlain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// deceptive names runes that Unicode counts as printable though they draw nothing or change
// their neighbours.
func deceptive(r rune) bool {
	switch r {
	case 0x2800, // blank Braille pattern
		0x16FE4, // Khitan filler
		0x1D159: // musical null notehead
		return true
	}
	return unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// cut keeps whole grapheme clusters until the width is used up.
func cut(s string, width int) string {
	if width < 1 {
		return ""
	}
	if len(s) <= width && isPlain(s) {
		return s
	}
	used, fits, state := 0, 0, -1
	for rest := s; rest != ""; {
		var cluster string
		var w int
		cluster, rest, w, state = uniseg.FirstGraphemeClusterInString(rest, state)
		used += max(w, cells(cluster))
		if used > width {
			return s[:fits] + "…"
		}
		if used < width {
			fits = len(s) - len(rest)
		}
	}
	return s
}

// cells adds up the runes of a cluster as a terminal does that knows no clusters, and draws a
// skin tone or a Hangul vowel on its own: the line must fit there too.
func cells(cluster string) int {
	sum := 0
	for _, r := range cluster {
		switch {
		case r < utf8.RuneSelf:
			sum++
		case unicode.In(r, unicode.Mn, unicode.Me):
		case r >= 0x1F3FB && r <= 0x1F3FF:
			sum += 2
		default:
			sum += max(1, uniseg.StringWidth(string(r)))
		}
	}
	return sum
}
