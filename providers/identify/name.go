package identify

import (
	"bytes"

	"firebreak/providers"
)

// maxName bounds a name: longer ones are text, not names.
const maxName = 64

// schemes are the words between a header's name and its value.
var schemes = []string{"bearer", "token", "apikey", "key", "basic"}

// nameBefore reads the variable, field or header name that a value stands after: NAME=,
// "name": ", Name: Bearer, set NAME, -H 'name: '. The value itself is not part of before.
func nameBefore(before []byte) string {
	before = before[max(0, len(before)-200):]
	if at := bytes.LastIndexByte(before, '\n'); at >= 0 {
		before = before[at+1:]
	}
	rest := trimOpening(before)
	for _, scheme := range schemes {
		if cut := len(rest) - len(scheme); cut > 0 && bytes.EqualFold(rest[cut:], []byte(scheme)) && !nameLetter(rest[cut-1]) && rest[cut-1] != '_' {
			rest = trimOpening(rest[:cut])
			break
		}
	}
	trimmed := bytes.TrimRight(rest, "=:>")
	spoken := false
	for _, verb := range []string{" is", " was"} {
		if at, ok := bytes.CutSuffix(trimmed, []byte(verb)); ok {
			trimmed, spoken = at, true
		}
	}
	if len(trimmed) == len(rest) {
		return "" // nothing assigns
	}
	trimmed = bytes.TrimRight(trimmed, " \t\"'`\\?")
	from := len(trimmed)
	for from > 0 && nameLetter(trimmed[from-1]) {
		from--
	}
	name := option(trimmed[from:])
	if spoken && bytes.IndexByte(name, '_') < 0 {
		return "" // a word of the sentence
	}
	if len(name) == 0 || len(name) > maxName || bytes.Contains(name, []byte("sk-")) {
		return ""
	}
	return providers.CleanID(string(name))
}

// option is a name without what makes it an option of a command: --name, or -DNAME for a definition.
func option(name []byte) []byte {
	if len(name) > 3 && name[0] == '-' && name[1] == 'D' && !lower(name[2]) {
		return name[2:]
	}
	return bytes.TrimLeft(name, "-")
}

// trimOpening drops blanks and opening quotes, also where they are escaped.
func trimOpening(b []byte) []byte { return bytes.TrimRight(b, " \t\"'`\\(<[{") }

func nameLetter(c byte) bool {
	return alphanumeric[c] || c == '_' || c == '-' || c == '.'
}
