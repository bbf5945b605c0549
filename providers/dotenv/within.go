package dotenv

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// setting is the text that a value stands in: nothing but itself, a URL, or a JSON document.
type setting byte

const (
	alone setting = iota
	inURL
	inJSON
)

// within finds the searched value in a longer one that is a URL or a JSON document, as a whole
// part of it and in the escaping of that place. The spans are of text. None are returned where
// the value stands there in any other way too, for then the longer value would be half changed.
func within(text, wanted []byte) ([]span, setting) {
	place, bounds, forms := alone, "", [][]byte(nil)
	switch rest, isURL := afterScheme(text); {
	case isURL:
		if !bytes.ContainsRune(rest, '@') && bytes.HasPrefix(rest, wanted) {
			return nil, alone // the name of a host
		}
		place, bounds = inURL, "/:@?&=#"
		forms = [][]byte{inPercents(wanted, "0123456789ABCDEF"), inPercents(wanted, "0123456789abcdef")}
	case len(text) > 1 && (text[0] == '{' || text[0] == '[') && json.Valid(text):
		place, bounds = inJSON, `"`
		forms = [][]byte{inQuotes(wanted), inEscapes(wanted)}
	default:
		return nil, alone
	}
	defer clearAll(forms)
	var found []span
	for _, form := range append(forms, wanted) {
		for _, s := range occurrences(text, form) {
			if !bounded(text, s, bounds) || place == inJSON && isMember(text, s) {
				return nil, alone
			}
			if bytes.Equal(form, forms[0]) || bytes.Equal(form, forms[1]) {
				found = append(found, s)
			} else {
				return nil, alone // unescaped: readers of that text disagree on it
			}
		}
	}
	slices.SortFunc(found, func(a, b span) int { return a.from - b.from })
	return slices.Compact(found), place
}

// put writes a value in the escaping of its setting.
func (p setting) put(value []byte) []byte {
	if p == inJSON {
		return inEscapes(value)
	}
	return inPercents(value, "0123456789ABCDEF")
}

func afterScheme(text []byte) ([]byte, bool) {
	scheme, rest, ok := bytes.Cut(text, []byte("://"))
	if !ok || len(scheme) == 0 || bytes.ContainsAny(text, " \t\r\n\"<>") {
		return nil, false
	}
	for _, c := range scheme {
		if !isNameByte(c, false) && c != '+' || c == '_' {
			return nil, false
		}
	}
	return rest, true
}

func occurrences(text, form []byte) []span {
	var out []span
	for at := 0; len(form) > 0; {
		n := bytes.Index(text[at:], form)
		if n < 0 {
			break
		}
		out = append(out, span{at + n, at + n + len(form)})
		at += n + len(form)
	}
	return out
}

// bounded reports whether an occurrence is a whole part: its neighbours are delimiters.
func bounded(text []byte, s span, bounds string) bool {
	before := s.from > 0 && strings.IndexByte(bounds, text[s.from-1]) >= 0
	behind := s.to == len(text) && bounds != `"` || s.to < len(text) && strings.IndexByte(bounds, text[s.to]) >= 0
	return before && behind
}

// isMember reports whether a JSON string is the name of a member.
func isMember(text []byte, s span) bool {
	rest := bytes.TrimLeft(text[s.to:], "\" \t\r\n")
	return len(rest) > 0 && rest[0] == ':'
}

// inPercents escapes all that is not a letter, digit, or one of "-._": what no part of a URL
// and no reader of these files gives a meaning.
func inPercents(value []byte, digits string) []byte {
	out := make([]byte, 0, 3*len(value))
	for _, c := range value {
		if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' || c == '.' || c == '_' {
			out = append(out, c)
		} else {
			out = append(out, '%', digits[c>>4], digits[c&15])
		}
	}
	return out
}

// inQuotes escapes as most encoders of JSON do.
func inQuotes(value []byte) []byte {
	inner := escape(value, '"', `"\`)
	return inner[1 : len(inner)-1]
}

// inEscapes escapes by code points only, so that no two backslashes and no quote stand in the
// text: those mean something to the readers of the file around it.
func inEscapes(value []byte) []byte {
	const digits = "0123456789abcdef"
	out := make([]byte, 0, 6*len(value))
	for _, c := range value {
		if c == '"' || c == '\\' || c == '\'' || c < ' ' || c == 0x7F {
			out = append(out, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		} else {
			out = append(out, c)
		}
	}
	return out
}
