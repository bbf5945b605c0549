package tui

import (
	"bytes"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/words"
)

// mostSecret bounds a pasted text, as the reader of the terminal does.
const mostSecret = 1 << 20

// secretField keeps what is typed or pasted without showing any of it. Its bytes are wiped when
// they are taken or cleared; growing wipes the old place too.
type secretField struct{ kept []byte }

// take adds a key. An enter that came with other keys is a line end of what was pasted; one
// that came alone is the caller's. It returns false for keys that are not the field's.
func (f *secretField) take(k keyMsg) bool {
	switch {
	case k.Type == tea.KeyEnter && !k.single:
		f.add([]byte{'\n'})
	case k.Type == tea.KeyRunes || k.Type == tea.KeySpace:
		for _, r := range k.Runes {
			f.add(utf8.AppendRune(nil, r))
		}
	case k.Type == tea.KeyTab && !k.single:
		f.add([]byte{'\t'})
	case k.Type == tea.KeyBackspace:
		if n := len(f.kept); n > 0 {
			_, size := utf8.DecodeLastRune(f.kept)
			clear(f.kept[n-size:])
			f.kept = f.kept[:n-size]
		}
	case k.Type == tea.KeyCtrlU:
		f.clear()
	default:
		return false
	}
	return true
}

// pressed is what a key did to an unseen field.
type pressed int

const (
	fieldTyped pressed = iota
	fieldLeft          // esc, or enter on nothing: the field is wiped
	fieldRead          // enter on what came
)

// press takes a key, and says whether it left the field or has it read.
func (f *secretField) press(k keyMsg) pressed {
	enter := k.is(keyEnter) && k.single
	switch {
	case k.is(keyEsc), enter && f.empty():
		f.clear()
		return fieldLeft
	case enter:
		return fieldRead
	}
	f.take(k)
	return fieldTyped
}

// answer takes a key of a screen that asks for one value: it goes back, has what came read, or takes
// back what was said of the value before.
func (f *secretField) answer(k keyMsg, said *[]string, read func() tea.Cmd) (nav, tea.Cmd) {
	switch f.press(k) {
	case fieldLeft:
		return pop(), nil
	case fieldRead:
		return stay(), read()
	}
	*said = nil
	return stay(), nil
}

// enter is what an enter does in a field that is left by one while nothing is in it.
func (f *secretField) enter(v *view, verb string) bind {
	if f.empty() {
		verb = v.lang.Verb(words.VerbBack)
	}
	return bind{key: keyEnter, verb: verb}
}

// paste adds a pasted text and wipes the message's own copy.
func (f *secretField) paste(m pasteMsg) {
	f.add(m.text)
	clear(m.text)
}

func (f *secretField) add(b []byte) {
	b = b[:min(len(b), mostSecret-len(f.kept))]
	if len(f.kept)+len(b) > cap(f.kept) {
		grown := make([]byte, len(f.kept), 2*(len(f.kept)+len(b))+256)
		copy(grown, f.kept)
		clear(f.kept)
		f.kept = grown
	}
	f.kept = append(f.kept, b...)
}

// hand gives the bytes away; the field is empty after it and the receiver wipes them.
func (f *secretField) hand() []byte {
	b := f.kept
	f.kept = nil
	return b
}

// clear wipes the field.
func (f *secretField) clear() {
	clear(f.kept[:cap(f.kept)])
	f.kept = nil
}

// empty reports whether nothing but blanks came.
func (f *secretField) empty() bool { return len(bytes.TrimSpace(f.kept)) == 0 }

// lines counts the lines that came, and chars the characters; neither tells what they are.
func (f *secretField) lines() int {
	if f.empty() {
		return 0
	}
	return 1 + bytes.Count(bytes.TrimSpace(f.kept), []byte{'\n'})
}

func (f *secretField) chars() int { return utf8.RuneCount(f.kept) }
