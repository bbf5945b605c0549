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
	var forms [][]byte
	if parts := s.Parts(); len(parts) > 1 {
		for _, p := range parts[1:] {
			forms = append(forms, p.Forms()...)
		}
		return forms
	}
	s.Expose(func(b []byte) {
		if len(b) < shortestForm {
			return
		}
		for _, form := range encodings(b) {
			same := func(known []byte) bool { return bytes.Equal(known, form) }
			if slices.ContainsFunc(forms, same) {
				clear(form)
				continue
			}
			forms = append(forms, form)
		}
	})
	return forms
}

func encodings(b []byte) [][]byte {
	back := slices.Clone(b)
	slices.Reverse(back)
	lower := hex.AppendEncode(nil, b)
	all := [][]byte{slices.Clone(b), back, lower, bytes.ToUpper(lower)}
	for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for shift := range 3 {
			all = append(all, alignedBase64(enc, b, shift))
		}
	}
	for _, digits := range []string{upperHex, lowerHex} {
		strict := percentEncoded(b, digits, "")
		form := bytes.ReplaceAll(strict, []byte("%20"), []byte("+"))
		all = append(all, strict, form, percentEncoded(b, digits, pathSafe))
	}
	for _, also := range []string{"", "/", "<>&"} {
		for _, wide := range []bool{false, true} {
			all = append(all, jsonEscaped(b, also, wide))
		}
	}
	little, big := utf16Encoded(b)
	return append(all, little, big)
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
