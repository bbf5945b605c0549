package tui

import (
	"strings"
	"unicode"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
)

// mostTyped is how many characters a field takes; far more than any phrase or reason.
const mostTyped = 400

// line is a field that a person types one line into. It never starts a program, and it takes
// no paste by itself.
type line struct{ text []rune }

// take adds a key to the line; false for one that is no editing key.
func (l *line) take(k keyMsg) bool {
	switch {
	case k.Alt || k.Paste:
		return false
	case k.Type == tea.KeyRunes, k.Type == tea.KeySpace:
		for _, r := range k.Runes {
			if unicode.IsPrint(r) && len(l.text) < mostTyped {
				l.text = append(l.text, r)
			}
		}
	case k.Type == tea.KeyBackspace && len(l.text) > 0:
		l.text = l.text[:len(l.text)-1]
	case k.Type == tea.KeyBackspace:
	case k.Type == tea.KeyCtrlU:
		l.text = nil
	case k.Type == tea.KeyCtrlW:
		s := strings.TrimRightFunc(string(l.text), unicode.IsSpace)
		l.text = []rune(s[:strings.LastIndexFunc(s, unicode.IsSpace)+1])
	default:
		return false
	}
	return true
}

// String is what was typed. The field is for reasons, names and phrases, never for secrets.
func (l *line) String() string { return string(l.text) }

// clear empties the field.
func (l *line) clear() { l.text = nil }

// phraseField is the line that a phrase is typed into before an act that cannot be undone.
type phraseField struct {
	line
	want string
}

// verdict of an enter on the phrase.
type verdict int

const (
	typing   verdict = iota // no enter, or one on an unfinished phrase
	heldBack                // it fits, but the enter did not come alone
	agreed                  // it fits, and the enter came alone
)

// take adds a key, and says what an enter means.
func (p *phraseField) take(k keyMsg) verdict {
	if !k.is(keyEnter) {
		p.line.take(k)
		return typing
	}
	switch {
	case !p.fits():
		return typing
	case !k.lone:
		return heldBack
	}
	return agreed
}

// fits reports whether the phrase is complete; letter case and doubled spaces are forgiven.
func (p *phraseField) fits() bool {
	return strings.EqualFold(strings.Join(strings.Fields(p.String()), " "), p.want)
}

// wrong returns the first character that does not fit, and the one that belongs there. ok is
// false while everything typed so far fits.
func (p *phraseField) wrong() (got, want string, ok bool) {
	a, b := []rune(p.String()), []rune(p.want)
	for i, r := range a {
		if i >= len(b) {
			return string(r), "", true
		}
		if !strings.EqualFold(string(r), string(b[i])) {
			return string(r), string(b[i]), true
		}
	}
	return "", "", false
}

// tail is the end of a text that still fits a width, for a field that has grown longer.
func tail(s string, width int) string {
	if w := ansi.StringWidth(s); w > width {
		return ansi.TruncateLeft(s, w-width, "")
	}
	return s
}
