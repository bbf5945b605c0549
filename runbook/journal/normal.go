package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// ErrObject says that what was to be appended is not one JSON object free of the frame's own
// fields. Nothing was written and the journal lives on.
var ErrObject = errors.New("not a JSON object that can be journalled")

// reserved are the frame's names. JSON readers may match names without regard to case and
// let the last one win, so no spelling of them is allowed in.
var reserved = []string{"v", "seq", "prev", "hash"}

// normalise returns the object on one line, in ASCII, without blanks between tokens.
func normalise(object []byte) ([]byte, error) {
	var tight bytes.Buffer
	if err := json.Compact(&tight, object); err != nil {
		return nil, ErrObject // the cause would quote the text
	}
	if err := checkNames(tight.Bytes()); err != nil {
		return nil, err
	}
	return ascii(tight.Bytes()), nil
}

// checkNames wants an object whose own names, unescaped, are none of the frame's.
func checkNames(object []byte) error {
	if object[0] != '{' {
		return ErrObject
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(object, &fields); err != nil {
		return ErrObject
	}
	for name := range fields {
		for _, ours := range reserved {
			if strings.EqualFold(name, ours) {
				return fmt.Errorf("%w: field %q belongs to the journal", ErrObject, ours)
			}
		}
	}
	return nil
}

// ascii writes every character outside printable ASCII as \uXXXX. In valid JSON such
// characters stand within strings only. Broken UTF-8 becomes U+FFFD.
func ascii(b []byte) []byte {
	if plain(b) {
		return b
	}
	out := make([]byte, 0, len(b)+len(b)/2)
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		switch {
		case r >= ' ' && r <= '~':
			out = append(out, b[0])
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		b = b[size:]
	}
	return out
}
