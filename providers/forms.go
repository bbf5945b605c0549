package providers

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// shortestForm is the length under which a needle would hit ordinary text.
const shortestForm = 8

// Forms returns the encodings in which the value could stand in a text, for searching only:
// plain, JSON-escaped, percent-encoded, hex, base64 at its three alignments in both
// alphabets, reversed, and UTF-16 in both byte orders. Each form holds only bytes that
// belong to the value, so it is found wherever in a longer encoded text the value stands.
// Values under eight bytes have no forms, and a compound secret has those of its secret parts.
// The caller wipes what it no longer needs.
func (s Secret) Forms() [][]byte {
	var texts [][]byte
	for _, form := range s.forms(encodings) {
		texts = append(texts, form.Text)
	}
	return texts
}

// Form is one encoding of a value, and its name: plain, json, url, shell, hex, base64, reversed or
// utf-16.
type Form struct {
	Encoding string
	Text     []byte
}

// Needles returns what Forms does, and the rarer forms that only a search with time for them looks
// for: every byte escaped, quoted for a shell, encoded twice. A form that contains another one
// is left out: the other is found there too. The caller wipes them.
func (s Secret) Needles() []Form {
	all := s.forms(func(b []byte) []Form { return append(encodings(b), escapes(b)...) })
	var kept []Form
	for i, form := range all {
		holds := func(o Form) bool { return len(o.Text) < len(form.Text) && bytes.Contains(form.Text, o.Text) }
		if slices.ContainsFunc(all[:i], holds) || slices.ContainsFunc(all[i+1:], holds) {
			defer clear(form.Text)
			continue
		}
		kept = append(kept, form)
	}
	return kept
}

// forms makes the forms of the value, or of the secret parts of a compound one, each text once.
func (s Secret) forms(of func([]byte) []Form) []Form {
	var forms []Form
	if parts := s.Parts(); len(parts) > 1 {
		for _, p := range parts[1:] {
			forms = append(forms, p.forms(of)...)
		}
		return forms
	}
	s.Expose(func(b []byte) {
		if len(b) < shortestForm {
			return
		}
		for _, form := range of(b) {
			same := func(known Form) bool { return bytes.Equal(known.Text, form.Text) }
			if slices.ContainsFunc(forms, same) {
				clear(form.Text)
				continue
			}
			forms = append(forms, form)
		}
	})
	return forms
}

func encodings(b []byte) []Form {
	back := slices.Clone(b)
	slices.Reverse(back)
	lower := hex.AppendEncode(nil, b)
	all := []Form{{"plain", slices.Clone(b)}, {"reversed", back}, {"hex", lower}, {"hex", bytes.ToUpper(lower)}}
	for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for shift := range 3 {
			all = append(all, Form{"base64", alignedBase64(enc, b, shift)})
		}
	}
	for _, digits := range []string{upperHex, lowerHex} {
		strict := percentEncoded(b, digits, "")
		form := bytes.ReplaceAll(strict, []byte("%20"), []byte("+"))
		all = append(all, Form{"url", strict}, Form{"url", form}, Form{"url", percentEncoded(b, digits, pathSafe)})
	}
	for _, also := range []string{"", "/", "<>&"} {
		for _, wide := range []bool{false, true} {
			all = append(all, Form{"json", jsonEscaped(b, also, wide)})
		}
	}
	little, big := utf16Encoded(b)
	return append(all, Form{"utf-16", little}, Form{"utf-16", big})
}

// alignedBase64 gives the characters that b contributes to a base64 text in which it starts
// at an offset of shift modulo three, without those that its neighbours share.
func alignedBase64(enc *base64.Encoding, b []byte, shift int) []byte {
	padded := append(make([]byte, shift), b...)
	defer clear(padded)
	text := enc.AppendEncode(nil, padded)
	from := []int{0, 2, 3}[shift]
	to := len(padded) / 3 * 4
	return text[from:to]
}

const (
	upperHex = "0123456789ABCDEF"
	lowerHex = "0123456789abcdef"
	// pathSafe is what encoders for path segments leave alone besides the unreserved ones.
	pathSafe = "$&+:=@"
)

func percentEncoded(b []byte, digits, alsoSafe string) []byte {
	var out []byte
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9', c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z',
			strings.IndexByte("-_.~", c) >= 0, strings.IndexByte(alsoSafe, c) >= 0:
			out = append(out, c)
		default:
			out = append(out, '%', digits[c>>4], digits[c&15])
		}
	}
	return out
}

// jsonEscaped writes the inside of a JSON string as encoders in use do: they differ in
// whether the characters of also ("/" or the three of HTML) and those outside ASCII are
// escaped.
func jsonEscaped(b []byte, also string, ascii bool) []byte {
	var out []byte
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		switch {
		case r == '"' || r == '\\':
			out = append(out, '\\', byte(r))
		case r == '/' && also == "/":
			out = append(out, '\\', '/')
		case r < ' ' && shortEscape(r) != 0:
			out = append(out, '\\', shortEscape(r))
		case r < ' ', r < utf8.RuneSelf && strings.ContainsRune(also, r), r >= utf8.RuneSelf && ascii:
			out = appendUnicodeEscape(out, r)
		default:
			out = utf8.AppendRune(out, r)
		}
		b = b[size:]
	}
	return out
}

func shortEscape(r rune) byte {
	const named, letters = "\b\f\n\r\t", "bfnrt"
	if at := strings.IndexRune(named, r); at >= 0 {
		return letters[at]
	}
	return 0
}

// appendUnicodeEscape writes \uXXXX, twice for runes beyond the first plane.
func appendUnicodeEscape(out []byte, r rune) []byte {
	for _, u := range utf16.AppendRune(nil, r) {
		out = append(out, '\\', 'u', lowerHex[u>>12], lowerHex[u>>8&15], lowerHex[u>>4&15], lowerHex[u&15])
	}
	return out
}

func utf16Encoded(b []byte) (little, big []byte) {
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		for _, u := range utf16.AppendRune(nil, r) {
			little = append(little, byte(u), byte(u>>8))
			big = append(big, byte(u>>8), byte(u))
		}
		b = b[size:]
	}
	return little, big
}
