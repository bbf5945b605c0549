package dotenv

import (
	"bytes"

	"firebreak/providers"
)

// Files for systemd's EnvironmentFile=, after its env-file.c: # and ; start comments at the
// start of a line only, nothing is expanded, quotes count at the start of a value and again
// behind a quoted piece, a backslash outside of quotes keeps the next character, in double
// quotes it does so before " \ ` $, and before a line end it joins the lines.

func parseSystemd(data []byte) []statement {
	var out []statement
	at, doubtful := 0, false
	for at < len(data) {
		st, next := parseSystemdOne(data, at)
		if doubtful && st.form != blank {
			st = statement{form: other, whole: st.whole}
		}
		// A backslash at the end of a comment made older versions skip the next line.
		doubtful = st.form == comment && data[st.whole.to-1] == '\\'
		st.line = lineAt(data, at)
		out = append(out, st)
		at = next
	}
	return out
}

func parseSystemdOne(data []byte, at int) (statement, int) {
	end, next := lineEnd(data, at)
	st := statement{whole: span{at, end}}
	i := skipBlanks(data, at, end)
	switch {
	case i == end:
		return st, next
	case data[i] == '#' || data[i] == ';':
		st.form = comment
		return st, next
	}
	st.form = other
	sign := bytes.IndexByte(data[i:end], '=')
	if sign < 0 {
		return st, next
	}
	name := bytes.TrimRight(data[i:i+sign], " \t")
	from := skipBlanks(data, i+sign+1, end)
	value, to, quote, closed := systemdValue(data, from)
	clear(value)
	if !isName(name) || !closed {
		return st, next
	}
	_, next = lineEnd(data, to)
	st.form, st.name, st.quote = assignment, string(name), quote
	st.raw, st.text = span{from, to}, span{from, to}
	if quote == '"' || quote == '\'' {
		st.text = span{from + 1, to - 1}
	}
	if st.whole.to < to {
		st.whole.to = to
	}
	return st, next
}

// systemdValue reads a value up to the end of its line: the value, the end of its bytes, and
// how it is quoted as a whole. closed is false where a quote never ends.
func systemdValue(data []byte, at int) (value []byte, to int, quote byte, closed bool) {
	i, to := at, at
	pieces, escapes := 0, false
	for i < len(data) && !isLineEnd(data[i]) {
		switch c := data[i]; {
		case isBlank(c):
			i++
			continue
		case c == '"' || c == '\'':
			var escaped bool
			if value, i, escaped = systemdQuoted(value, data, i); i < 0 {
				return value, 0, 0, false
			}
			quote, escapes = c, escapes || escaped
		default:
			var escaped bool
			value, i, to, escaped = systemdBare(value, data, i)
			quote, escapes = 0, escapes || escaped
			pieces++
			continue // it runs to the end of the line
		}
		to = i
		pieces++
	}
	if pieces > 1 || escapes {
		quote = mixed
	}
	return value, to, quote, true
}

func systemdQuoted(value, data []byte, i int) (_ []byte, next int, escaped bool) {
	quote := data[i]
	for i++; i < len(data); i++ {
		switch c := data[i]; {
		case c == quote:
			return value, i + 1, escaped
		case c == '\\' && quote == '"' && i+1 < len(data):
			escaped = true
			i++
			switch data[i] {
			case '"', '\\', '`', '$':
				value = append(value, data[i])
			case '\n':
			default:
				value = append(value, '\\', data[i])
			}
		default:
			value = append(value, c)
		}
	}
	return value, -1, escaped
}

// systemdBare reads what stands outside of quotes, where quotes mean nothing any more.
func systemdBare(value, data []byte, i int) (_ []byte, next, to int, escaped bool) {
	keep := len(value)
	to = i
	for ; i < len(data) && !isLineEnd(data[i]); i++ {
		c := data[i]
		if c == '\\' && i+1 < len(data) {
			escaped = true
			i++
			if data[i] != '\n' {
				value = append(value, data[i])
			}
			keep, to = len(value), i+1
			continue
		}
		value = append(value, c)
		if !isBlank(c) {
			keep, to = len(value), i+1
		}
	}
	clear(value[keep:])
	return value[:keep], i, to, escaped
}

func isLineEnd(c byte) bool { return c == '\n' || c == '\r' }

func meaningSystemd(data []byte, st statement) ([]byte, providers.Reason) {
	value, _, _, _ := systemdValue(data, st.raw.from)
	if raw := st.raw.of(data); st.quote == '\'' && bytes.IndexByte(raw, '\\') >= 0 {
		return value, Escaped
	}
	return value, ""
}
