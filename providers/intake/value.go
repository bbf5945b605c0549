package intake

import (
	"bytes"
	"encoding/base64"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"firebreak/providers"
)

// value is one JSON value inside the report's text, which measure has found to be whole; nil is
// none. Nothing is decoded before it is asked for, so that a report takes no memory of its own
// and a secret passes through no string. A value of another type than asked for reads as none.
type value []byte

func (v value) isObject() bool { return len(v) > 0 && v[0] == '{' }
func (v value) isArray() bool  { return len(v) > 0 && v[0] == '[' }
func (v value) isText() bool   { return len(v) > 0 && v[0] == '"' }
func (v value) isNumber() bool { return len(v) > 0 && (v[0] == '-' || v[0] >= '0' && v[0] <= '9') }
func (v value) isTrue() bool   { return string(v) == "true" || v.is("true") }

// fields visits the fields of an object in their order. The name is lent.
func (v value) fields() iter.Seq2[[]byte, value] {
	return func(yield func([]byte, value) bool) {
		if !v.isObject() {
			return
		}
		for i := next(v, 1); v[i] == '"'; i = next(v, i) {
			n := length(v[i:])
			name := []byte(v[i+1 : i+n-1])
			if bytes.IndexByte(name, '\\') >= 0 {
				name = unquoted(nil, v[i:i+n], len(name))
			}
			i = next(v, i+n)
			n = length(v[i:])
			if !yield(name, v[i:i+n]) {
				return
			}
			i += n
		}
	}
}

// elements visits the elements of an array.
func (v value) elements() iter.Seq[value] {
	return func(yield func(value) bool) {
		if !v.isArray() {
			return
		}
		for i := next(v, 1); v[i] != ']'; i = next(v, i) {
			n := length(v[i:])
			if !yield(v[i : i+n]) {
				return
			}
			i += n
		}
	}
}

// at follows names into objects. Of several fields with the name the last counts.
func (v value) at(path ...string) value {
	for _, name := range path {
		var found value
		for field, inner := range v.fields() {
			if string(field) == name {
				found = inner
			}
		}
		v = found
	}
	return v
}

// first returns the first element of an array.
func (v value) first() value {
	for element := range v.elements() {
		return element
	}
	return nil
}

// next skips space and separators from i on.
func next(v value, i int) int {
	for blank(v[i]) || v[i] == ',' || v[i] == ':' {
		i++
	}
	return i
}

// length measures the value that b, the rest of a whole one, starts with.
func length(b []byte) int {
	depth := 0
	for i := 0; ; i++ {
		switch b[i] {
		case '"':
			for i++; b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
			continue
		case '}', ']':
			depth--
		default:
			if depth > 0 {
				continue
			}
			for i < len(b) && !blank(b[i]) && b[i] != ',' && b[i] != ']' && b[i] != '}' {
				i++
			}
			return i
		}
		if depth == 0 {
			return i + 1
		}
	}
}

// unquoted appends what a string stands for, most bytes or a few more. A lone surrogate becomes
// U+FFFD.
func unquoted(dst []byte, v value, most int) []byte {
	in := v[1 : len(v)-1]
	if bytes.IndexByte(in, '\\') < 0 {
		return append(dst, in[:max(0, min(len(in), most-len(dst)))]...)
	}
	for i := 0; i < len(in) && len(dst) < most; i++ {
		if in[i] != '\\' {
			dst = append(dst, in[i])
			continue
		}
		i++
		switch c := in[i]; c {
		case 'b':
			dst = append(dst, '\b')
		case 'f':
			dst = append(dst, '\f')
		case 'n':
			dst = append(dst, '\n')
		case 'r':
			dst = append(dst, '\r')
		case 't':
			dst = append(dst, '\t')
		case 'u':
			r := unit(in[i+1:])
			i += 4
			if utf16.IsSurrogate(r) && i+6 < len(in) && in[i+1] == '\\' && in[i+2] == 'u' {
				if pair := utf16.DecodeRune(r, unit(in[i+3:])); pair != utf8.RuneError {
					r = pair
					i += 6
				}
			}
			dst = utf8.AppendRune(dst, r)
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// unit reads the four hex digits of an escape.
func unit(b []byte) (r rune) {
	for _, c := range b[:4] {
		digit, _ := hexDigit(c)
		r = r<<4 | digit
	}
	return r
}

// mostText is more than Untrusted keeps.
const mostText = 8 << 10

// text reads a string or number as outside text, cut at what Untrusted keeps.
func (v value) text() providers.Untrusted {
	switch {
	case v.isText():
		return providers.FromOutside(v.word(mostText))
	case v.isNumber():
		return providers.FromOutside(string(v[:min(len(v), mostText)]))
	}
	return providers.Untrusted{}
}

// word reads the beginning of a string, for comparing and parsing.
func (v value) word(most int) string {
	if !v.isText() {
		return ""
	}
	return string(unquoted(nil, v, most))
}

// is compares a string with a known word.
func (v value) is(word string) bool {
	return len(v) >= len(word) && v.isText() && v.word(len(word)+1) == word
}

// number reads a count: a number, or a string of digits. What is no count of lines reads as 0.
func (v value) number() int {
	digits := string(v[:min(len(v), 16)])
	if v.isText() {
		digits = v.word(16)
	}
	n, err := strconv.ParseInt(digits, 10, 32)
	if err != nil || n < 0 {
		return 0
	}
	return int(n)
}

// times are the spellings of an instant that senders use.
var times = []string{
	time.RFC3339Nano, // also without a fraction
	"2006-01-02 15:04:05 -0700",
	"2006-01-02 15:04:05 -0700 MST",
	"2006-01-02T15:04:05",
	"2006-01-02 15:04:05",
	"2006-01-02",
	"Mon Jan 2 15:04:05 2006 -0700",
}

// time reads an instant, in UTC where no zone stands beside it; the zero time where it is none.
// Numbers are seconds since 1970: git writes a zone behind them, Slack a fraction.
func (v value) time() time.Time {
	const most = 64
	word := v.word(most)
	if v.isNumber() {
		word = string(v[:min(len(v), most)])
	}
	for _, layout := range times {
		if !alike(layout, word) {
			continue
		}
		if at, err := time.Parse(layout, word); err == nil {
			return plausible(at)
		}
	}
	seconds, _, _ := strings.Cut(word, " ")
	seconds, _, _ = strings.Cut(seconds, ".")
	if n, err := strconv.ParseInt(seconds, 10, 64); err == nil {
		return plausible(time.Unix(n, 0))
	}
	return time.Time{}
}

// alike reports whether a word can be of the layout, for an attempt that fails is dear: both
// begin with a letter or a digit, and have the same between date and time.
func alike(layout, word string) bool {
	const date = len("2006-01-02")
	switch {
	case word == "" || layout[0] >= 'A' != (word[0] >= 'A'):
		return false
	case layout[0] >= 'A':
		return true
	case len(layout) == date || len(word) <= date:
		return len(layout) == len(word)
	}
	return layout[date] == word[date]
}

// plausible drops instants before the first public git repository and those after this century.
func plausible(at time.Time) time.Time {
	if at.Year() < 2005 || at.Year() > 2100 {
		return time.Time{}
	}
	return at.UTC()
}

// place reads an address of a file, repository or page, without the credentials that stand
// before the host of a URL.
func (v value) place() providers.Untrusted {
	if v.isNumber() {
		return v.text()
	}
	word := v.word(mostText)
	scheme, rest, ok := strings.Cut(word, "://")
	if !ok {
		return providers.FromOutside(word)
	}
	host := rest
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		host = rest[:end]
	}
	if user := strings.LastIndexByte(host, '@'); user >= 0 {
		word = scheme + "://" + rest[user+1:]
	}
	return providers.FromOutside(word)
}

// person joins a name and a mail address, either of which may be missing.
func person(name, mail value) providers.Untrusted {
	switch n, m := name.word(mostText), mail.word(mostText); {
	case n == "" || n == m:
		return providers.FromOutside(m)
	case m == "":
		return providers.FromOutside(n)
	default:
		return providers.FromOutside(n + " <" + m + ">")
	}
}

// secret reads a string as a value, which passes through one buffer that is wiped.
func (v value) secret() (s providers.Secret, state SecretState, ending string) {
	buffer := v.lent()
	defer clear(buffer)
	return judge(buffer)
}

// context reads a string as text with a value in it, which may have dots and stars of its own.
func (v value) context() (s providers.Secret, state SecretState) {
	buffer := v.lent()
	defer clear(buffer)
	if len(bytes.TrimSpace(buffer)) == 0 || len(buffer) > maxValue {
		return providers.Secret{}, Absent
	}
	return providers.NewSecret(buffer), Context
}

// lent decodes a string into a buffer that the caller wipes. One that is too long for a value
// reads as none, whatever its escapes stand for.
func (v value) lent() []byte {
	if !v.isText() || len(v) > 6*maxValue {
		return nil
	}
	return unquoted(make([]byte, 0, len(v)), v, len(v))
}

// base64Secret is secret for a string in base64.
func (v value) base64Secret() (s providers.Secret, state SecretState, ending string) {
	whole := v.lent()
	defer clear(whole)
	coded := bytes.TrimRight(whole, "=")
	buffer := make([]byte, base64.RawStdEncoding.DecodedLen(len(coded)))
	defer clear(buffer)
	n, err := base64.RawStdEncoding.Decode(buffer, coded)
	if err != nil {
		return providers.Secret{}, Absent, ""
	}
	return judge(buffer[:n])
}
