package intake

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"firebreak/providers"
)

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
		case 'u':
			r := unit(in[i+1:])
			i += 4
			if utf16.IsSurrogate(r) && bytes.HasPrefix(in[i+1:], []byte(`\u`)) {
				if pair := utf16.DecodeRune(r, unit(in[i+3:])); pair != utf8.RuneError {
					r = pair
					i += 6
				}
			}
			dst = utf8.AppendRune(dst, r)
		default:
			if control := strings.IndexByte("bfnrt", c); control >= 0 {
				c = "\b\f\n\r\t"[control]
			}
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

// plausible drops instants that no line under version control is as old as, and far ones.
func plausible(at time.Time) time.Time {
	if at.Year() < 1980 || at.Year() > 2100 {
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

// person joins a name and a mail address, either of which may be missing, or the address may
// have the name already.
func person(name, mail value) providers.Untrusted {
	switch n, m := name.word(mostText), mail.word(mostText); {
	case n == "" || n == m || strings.Contains(m, "<"):
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
