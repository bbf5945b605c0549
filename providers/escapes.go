package providers

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// escapes are the forms of Needles that Forms leaves out.
func escapes(b []byte) []Form {
	var all []Form
	for _, digits := range []string{upperHex, lowerHex} {
		all = append(all,
			Form{"url", everyByte(b, "%", digits)},
			Form{"json", everyByte(b, `\u00`, digits)},
			Form{"shell", everyByte(b, `\x`, digits)},
			Form{"url", bytes.ReplaceAll(percentEncoded(b, digits, ""), []byte("%"), []byte("%25"))})
	}
	all = append(all, Form{"shell", everyOctal(b)}, Form{"shell", backslashed(b, shellSafe)}, Form{"shell", backslashed(b, shellQuoted)},
		Form{"shell", bytes.ReplaceAll(b, []byte("'"), []byte(`'\''`))})
	little, big := utf16Encoded(b)
	all = append(all, Form{"utf-16", bytes.TrimSuffix(little, []byte{0})}, Form{"utf-16", bytes.TrimPrefix(big, []byte{0})})
	return append(all, twiceBase64(b)...)
}

// What a shell reads as itself beside letters and digits: outside quotes, and inside double ones.
const (
	shellSafe   = "_-./,:@%+="
	shellQuoted = shellSafe + " #&'()*;<>?[]^{|}~\t\n\r"
)

// everyByte writes each byte as an escape of two hex digits.
func everyByte(b []byte, prefix, digits string) []byte {
	out := make([]byte, 0, len(b)*(len(prefix)+2))
	for _, c := range b {
		out = append(append(out, prefix...), digits[c>>4], digits[c&15])
	}
	return out
}

// everyOctal writes each byte as \nnn.
func everyOctal(b []byte) []byte {
	out := make([]byte, 0, 4*len(b))
	for _, c := range b {
		out = append(out, '\\', '0'+c>>6, '0'+c>>3&7, '0'+c&7)
	}
	return out
}

// backslashed puts a backslash before each ASCII character that is neither letter nor digit nor in
// safe.
func backslashed(b []byte, safe string) []byte {
	out := make([]byte, 0, 2*len(b))
	for _, c := range b {
		word := c >= 0x80 || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
		if !word && strings.IndexByte(safe, c) < 0 {
			out = append(out, '\\')
		}
		out = append(out, c)
	}
	return out
}

// twiceBase64 gives the value's base64 in base64, as a registry's login stands in a cluster's secret, at
// every pair of alignments.
func twiceBase64(b []byte) []Form {
	var all []Form
	for inner := range 3 {
		once := alignedBase64(base64.RawStdEncoding, b, inner)
		for outer := range 3 {
			all = append(all, Form{"base64", alignedBase64(base64.RawStdEncoding, once, outer)})
		}
		clear(once)
	}
	return all
}
