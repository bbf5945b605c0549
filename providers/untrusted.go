package providers

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
	"unique"
)

// Untrusted is text that came from outside: a provider's answer, a file, a repository, a
// person who is not the operator. It is kept as received and can only be shown through a
// renderer made for the target: Line and Spelled for a screen, Code for markdown, CSV, and
// JSON by marshalling. Printing it by accident shows Line(120).
//
// The text sits behind a handle, since fmt prints the strings in unexported fields without
// asking their methods. Values compare with ==, by text.
type Untrusted struct{ kept unique.Handle[string] }

// mostUntrusted caps a text in bytes: longer ones are cut, since nobody reads them.
const mostUntrusted = 4 << 10

// FromOutside marks text as untrusted and cuts it at 4 KiB.
func FromOutside(text string) Untrusted {
	if len(text) > mostUntrusted {
		end := mostUntrusted
		for back := 0; back < utf8.UTFMax-1 && !utf8.RuneStart(text[end]); back++ {
			end--
		}
		text = text[:end]
	}
	if text == "" {
		return Untrusted{}
	}
	return Untrusted{kept: unique.Make(text)}
}

func (u Untrusted) raw() string {
	if u == (Untrusted{}) {
		return ""
	}
	return u.kept.Value()
}

// IsEmpty reports whether there is no text.
func (u Untrusted) IsEmpty() bool { return u.raw() == "" }

// Is compares with a known word, which is how code may branch on outside text.
func (u Untrusted) Is(word string) bool { return u.raw() == word }

// HasAffixes reports whether the text starts with prefix and ends with suffix, without the
// two overlapping.
func (u Untrusted) HasAffixes(prefix, suffix string) bool {
	raw := u.raw()
	return len(raw) >= len(prefix)+len(suffix) && strings.HasPrefix(raw, prefix) && strings.HasSuffix(raw, suffix)
}

// Mask splits a vendor's masked value ("sk-abc...wxyz", "sk-ab***yz", "sk-…yz") into the
// characters shown before and after the hidden middle. ok is false where nothing is hidden;
// one or two full stops hide nothing. Both parts are still outside text, for comparing only.
func (u Untrusted) Mask() (prefix, suffix string, ok bool) {
	raw := u.raw()
	hidden := func(r rune) bool { return r == '*' || r == '.' || r == '…' || r == '•' }
	first := strings.IndexFunc(raw, hidden)
	last := strings.LastIndexFunc(raw, hidden)
	if first < 0 {
		return "", "", false
	}
	_, size := utf8.DecodeRuneInString(raw[last:])
	middle := raw[first : last+size]
	if !strings.ContainsAny(middle, "*…•") && !strings.Contains(middle, "...") {
		return "", "", false
	}
	return raw[:first], raw[last+size:], true
}

// MarshalJSON writes the text in full, in printable ASCII: a terminal that shows the JSON
// sees no control, bidirectional or invisible character. Broken UTF-8 becomes U+FFFD.
func (u Untrusted) MarshalJSON() ([]byte, error) {
	out := []byte{'"'}
	for _, r := range u.raw() {
		switch {
		case r == '"' || r == '\\':
			out = append(out, '\\', byte(r))
		case r < ' ' || r > '~':
			out = appendUnicodeEscape(out, r)
		default:
			out = append(out, byte(r))
		}
	}
	return append(out, '"'), nil
}

// UnmarshalJSON takes a JSON string, or null for none. The error never quotes the input.
func (u *Untrusted) UnmarshalJSON(b []byte) error {
	var text *string
	if err := json.Unmarshal(b, &text); err != nil {
		return errors.New("decode text: not a JSON string")
	}
	*u = Untrusted{}
	if text != nil {
		*u = FromOutside(*text)
	}
	return nil
}

// Format makes every fmt verb show the harmless line.
func (u Untrusted) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(u.Line(120))) }
