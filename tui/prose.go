package tui

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
)

const (
	// together is how soon after one another keys come that belong to one unmarked paste.
	together = 100 * time.Millisecond
	// mostTogether bounds what of them is looked through for a key.
	mostTogether = 4096
)

// flood is what came without a pause. A terminal that marks no pastes tears a key over several
// reads, so what is shown is judged with what came just before it.
type flood struct{ text []byte }

// add takes the letters of a read that came idle after the one before.
func (f *flood) add(letters []rune, idle time.Duration) {
	if idle >= together || len(f.text) > mostTogether {
		clear(f.text)
		f.text = f.text[:0]
	}
	for _, c := range letters {
		f.text = utf8.AppendRune(f.text, c)
	}
}

// mayBeKey reports whether a text is better not shown: it holds a key, or what may be part of one.
func (c *Config) mayBeKey(text []byte) bool {
	found, shape := c.Find(text)
	return len(found) > 0 || shape.MayBeKey
}

// typed is the field of a line that a person types, in view until it looks like a key: from then
// on nothing of it is, however slowly it was typed.
func (v *view) typed(label, text string) row {
	if text != "" && v.host != nil && (v.host.mayBeKey([]byte(text)) || random(text)) {
		text = v.lang.TypedUnshown()
	}
	return field(label, text)
}

const (
	// longRun is how long a run of letters and digits is that may be a key without a known prefix.
	longRun = 16
	// mostTurns is how often what people write turns between capitals, small letters and digits
	// within such a run.
	mostTurns = 7
)

// random reports whether a text has a run that reads like a drawn value: long, of capitals, small
// letters and digits, turning between them again and again.
func random(text string) bool {
	for _, run := range strings.FieldsFunc(text, func(c rune) bool { return c >= utf8.RuneSelf || !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		turns, last, seen := 0, 0, map[int]bool{}
		for _, c := range run {
			class := 1
			switch {
			case unicode.IsUpper(c):
				class = 2
			case unicode.IsDigit(c):
				class = 3
			}
			if last != 0 && class != last {
				turns++
			}
			last, seen[class] = class, true
		}
		if len(run) >= longRun && len(seen) == 3 && turns > mostTurns {
			return true
		}
	}
	return false
}

// letters passes what was typed to a field that shows it, unless it may be a key.
func (r *root) letters(s screen, k keyMsg, cmds *[]tea.Cmd) {
	r.flood.add(k.Runes, r.read.Idle)
	if r.view.host.mayBeKey(r.flood.text) {
		r.view.say(r.view.lang.KeyUnshown()[0])
		return
	}
	r.give(s, k, true, cmds)
}

// prose adds a paste to a line that sends nothing, as one line without control characters.
func (r *root) prose(s screen, text []byte, cmds *[]tea.Cmd) {
	line := []rune(oneLine(text))
	switch {
	case r.view.host.mayBeKey(text):
		r.view.say(r.view.lang.KeyUnshown()[0])
	case len(line) > mostTyped:
		r.view.say(r.view.lang.PasteTooLong())
	default:
		r.give(s, keyMsg{KeyMsg: tea.KeyMsg{Type: tea.KeyRunes, Runes: line}}, true, cmds)
	}
}

// oneLine is a text on one line, with nothing in it that a terminal would act on.
func oneLine(text []byte) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c):
			return ' '
		case !unicode.IsPrint(c) || c == utf8.RuneError:
			return -1
		}
		return c
	}, string(text)))
}
