package words

import (
	"regexp"
	"slices"
	"strings"

	"firebreak/providers"
)

// repeatable is what may be repeated of an argument: an incident's id, a figure, or a name as
// ours are: words of letters, the first longer than a key's prefix, with few figures. Whatever
// else was given may be a key, or a piece of one.
var repeatable = regexp.MustCompile("^(?:" + strings.Join([]string{
	`[Ii][Nn][Cc]-[0-9A-Za-z-]{1,16}`,
	`[A-Za-z]?[0-9]{1,8}[a-z]{0,2}`,
	`[A-Za-z]{1,3}`,
	`[A-Za-z]{4,12}[0-9]?(?:-[a-z]{1,12}){0,2}(?::[a-z./]{0,12})?`,
	`--?[a-z]{1,16}(?:-[a-z]{1,12}){0,2}`,
}, "|") + ")$")

// Given repeats what a person typed, unless it could be a key.
func (l Lang) Given(text string) string {
	if !repeatable.MatchString(text) {
		return pick(l, "what was given (not repeated here)", "yang diberikan (tidak diulang di sini)")
	}
	return quoted(providers.FromOutside(text), 24)
}

// pathPart is a name of a folder or file that may be repeated: words of letters, figures behind
// them, the first longer than a key's prefix where more follows.
var pathPart = regexp.MustCompile("^(?:" + strings.Join([]string{
	`\.{1,2}`,
	`~`,
	`\.?[A-Za-z]{1,3}[0-9]{0,8}(?:\.[a-z0-9]{1,8})*`,
	`\.?(?:[A-Za-z]{4,32}[0-9]{0,10}|[0-9]{1,10})` + `(?:[._ -](?:[A-Za-z]{1,24}[0-9]{0,10}|[0-9]{1,10}))*`,
}, "|") + ")$")

// GivenPath repeats a path that leads nowhere, unless a part of it could be a key.
func (l Lang) GivenPath(path string) string {
	parts := strings.FieldsFunc(path, func(r rune) bool { return r == '/' || r == '\\' || r == ':' })
	if path == "" || slices.ContainsFunc(parts, func(part string) bool { return !pathPart.MatchString(part) }) {
		return l.Given("")
	}
	return clean(path, 200)
}
