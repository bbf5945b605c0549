package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"firebreak/providers"
	"firebreak/runbook/words"
)

// Everything that measures or cuts goes through here: cells, never bytes or runes.

// width is how many cells a text takes; sequences take none.
func width(s string) int { return ansi.StringWidth(s) }

// pad fills a text with spaces up to a width.
func pad(s string, w int) string {
	return s + strings.Repeat(" ", max(0, w-width(s)))
}

// cut shortens a text to a width, with the tail in place of what is gone. Sequences in it are
// kept whole.
func cut(s string, w int, tail string) string {
	switch {
	case width(s) <= w:
		return s
	case w <= 0:
		return ""
	case width(tail) >= w:
		return ansi.Truncate(s, w, "")
	}
	return ansi.Truncate(s, w, tail)
}

// clause is a sentence, or as much as has room: to the end of a clause or else of a word, with a tail
// behind it. What that would take too much of is cut where the room ends.
func clause(s string, w int, tail string) string {
	if width(s) <= w {
		return s
	}
	whole := strings.TrimRight(cut(s, w-width(tail)-1, ""), " ")
	if at := max(strings.LastIndex(whole, "; "), strings.LastIndex(whole, ", ")); at > 0 && width(whole[:at]) >= w/3 {
		return whole[:at] + " " + tail
	}
	if at := strings.LastIndex(whole, " "); at > 0 && width(whole[at:]) <= leastColumn {
		return whole[:at] + " " + tail
	}
	return cut(s, w, tail)
}

// trim takes the spaces from the end of a line, also those that stand before a sequence.
func trim(s string) string {
	if !strings.Contains(s, "  ") {
		return s
	}
	return cut(s, width(strings.TrimRight(ansi.Strip(s), " ")), "")
}

// wrap breaks a plain text at spaces; a word wider than the room is broken anywhere.
func wrap(s string, w int) []string {
	w = max(w, 1)
	var lines []string
	for _, line := range words.Wrap(s, w) {
		lines = append(lines, breakUp(line, w)...)
	}
	return lines
}

// breakUp breaks an address so that nothing of it is lost.
func breakUp(s string, w int) []string { return words.WrapPath(s, max(w, 2)) }

// sides sets one text left and one right of a line; ok is false where both do not fit with two
// spaces between them.
func sides(left, right string, w int) (line string, ok bool) {
	gap := w - width(left) - width(right)
	if right == "" {
		return left, width(left) <= w
	}
	if gap < 2 {
		return "", false
	}
	return left + strings.Repeat(" ", gap) + right, true
}

// ending is how a key is named on a screen: by its last four characters. "" where none may be
// shown.
func ending(last4 string) string {
	if last4 == "" {
		return ""
	}
	runes := []rune(last4)
	return "…" + clean(string(runes[max(0, len(runes)-4):]), 8)
}

// clean makes a text harmless that is ours by contract but may hold a path or a name.
func clean(s string, w int) string { return providers.FromOutside(s).Line(w) }
