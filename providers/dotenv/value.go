package dotenv

import (
	"bytes"
	"unicode/utf8"

	"firebreak/providers"
)

// meaning gives the value that readers take from an assignment. The reason is empty where all
// agree and the bytes stand there literally; else it says why the line cannot be edited. The
// value is a copy, for the caller to clear.
func meaning(data []byte, st statement) ([]byte, providers.Reason) {
	text := bytes.Clone(st.text.of(data))
	switch {
	case st.quote == '\'':
		return text, ""
	case st.quote == '`' || bytes.ContainsAny(text, "$`"):
		return text, Built
	case bytes.IndexByte(text, '\\') >= 0:
		plain := unescape(text)
		clear(text)
		return plain, Escaped
	case st.quote == 0 && bytes.ContainsAny(text, "'\"\r"):
		return text, Ambiguous
	}
	return text, ""
}

// unescape undoes the backslashes that most readers know; the rest keep their character.
func unescape(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			out = append(out, text[i])
			continue
		}
		i++
		switch text[i] {
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		default:
			out = append(out, text[i])
		}
	}
	return out
}

// wrap writes a value so that all readers take it back alike: in the quoting that stands
// there if it carries the value, else in single quotes. ok is false where neither does.
func wrap(value []byte, standing byte) (raw []byte, ok bool) {
	if len(value) == 0 {
		return nil, false
	}
	switch {
	case standing == 0 && needsNone(value):
		return bytes.Clone(value), true
	case standing == '"' && inDouble(value):
		return enclose(value, '"'), true
	case inSingle(value):
		return enclose(value, '\''), true
	}
	return nil, false
}

func enclose(value []byte, quote byte) []byte {
	out := make([]byte, 0, len(value)+2)
	return append(append(append(out, quote), value...), quote)
}

// needsNone allows only characters that mean nothing to any reader or shell.
func needsNone(value []byte) bool {
	for _, c := range value {
		plain := c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
		if !plain && bytes.IndexByte([]byte("_./:@+-"), c) < 0 {
			return false
		}
	}
	return true
}

func inDouble(value []byte) bool { return isText(value) && !bytes.ContainsAny(value, "\"\\$`") }

// inSingle leaves out what python-dotenv alone reads differently: ${…}, two backslashes and
// one before the closing quote.
func inSingle(value []byte) bool {
	return isText(value) && bytes.IndexByte(value, '\'') < 0 && !bytes.Contains(value, []byte("${")) &&
		!bytes.Contains(value, []byte(`\\`)) && value[len(value)-1] != '\\'
}

// isText allows UTF-8 without control characters but the tab: line ends, NUL and broken
// bytes are read differently everywhere.
func isText(value []byte) bool {
	for _, c := range value {
		if c < ' ' && c != '\t' || c == 0x7F {
			return false
		}
	}
	return utf8.Valid(value)
}
