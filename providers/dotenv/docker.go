package dotenv

import (
	"bytes"

	"firebreak/providers"
)

// Files for docker run --env-file, after docker/cli's kvfile: a line is cut at its first sign,
// blanks before the name are dropped, and everything behind the sign is the value, quotes and
// trailing blanks too. A CR before the line end is not part of it.

func parseDocker(data []byte) []statement {
	return eachLine(data, func(st *statement, at, end int) {
		i := skipBlanks(data, at, end)
		switch {
		case i == end:
			return
		case data[i] == '#':
			st.form = comment
			return
		}
		st.form = other
		sign := bytes.IndexByte(data[i:end], '=')
		if sign < 0 || !isName(data[i:i+sign]) {
			return
		}
		st.form, st.name = assignment, string(data[i:i+sign])
		st.raw = span{i + sign + 1, end}
		st.text = st.raw
	})
}

func meaningDocker(data []byte, st statement) ([]byte, providers.Reason) {
	return bytes.Clone(st.text.of(data)), ""
}

// eachLine makes one statement a line and lets fill say what it is.
func eachLine(data []byte, fill func(st *statement, at, end int)) []statement {
	var out []statement
	at, line := 0, 1
	if bytes.HasPrefix(data, bom) {
		at = len(bom)
	}
	for ; at < len(data); line++ {
		end, next := lineEnd(data, at)
		st := statement{whole: span{at, end}, line: line}
		fill(&st, at, end)
		out = append(out, st)
		at = next
	}
	return out
}

// isName reports whether a text is the name of a variable, as shells know them.
func isName(text []byte) bool {
	for i, c := range text {
		if !isNameByte(c, i == 0) || c == '.' || c == '-' {
			return false
		}
	}
	return len(text) > 0
}
