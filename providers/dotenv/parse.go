package dotenv

import "bytes"

// form is what one stretch of a file is.
type form byte

const (
	blank      form = iota
	comment         // starts with #
	assignment      // NAME=value, NAME: value, export NAME=value
	other           // anything else, a broken quote too
)

// span is a half-open range of bytes.
type span struct{ from, to int }

func (s span) of(data []byte) []byte { return data[s.from:s.to] }

func (s span) covers(o span) bool { return s.from <= o.from && o.to <= s.to }

// statement is one logical line: a quoted value may hold line ends. Statements come in the
// order of the file and between them stand only line ends (and a BOM before the first).
type statement struct {
	form  form
	line  int  // 1-based, of its start
	whole span // without the line end
	name  string
	raw   span // the value with its quotes
	text  span // the value between its quotes
	quote byte // ' " or `, 0 for none
}

var bom = []byte{0xEF, 0xBB, 0xBF}

// parse splits a file. It accepts any bytes and loses none.
func parse(data []byte) []statement {
	var out []statement
	at, line := 0, 1
	if bytes.HasPrefix(data, bom) {
		at = len(bom)
	}
	for at < len(data) {
		st, next := parseOne(data, at)
		st.line = line
		out = append(out, st)
		line += bytes.Count(data[at:next], []byte{'\n'})
		at = next
	}
	return out
}

// parseOne reads the statement at an offset and returns where the next begins.
func parseOne(data []byte, at int) (statement, int) {
	end, next := lineEnd(data, at)
	st := statement{whole: span{at, end}}
	i := skipBlanks(data, at, end)
	switch {
	case i == end:
		return st, next
	case data[i] == '#':
		st.form = comment
		return st, next
	}
	st.form = other
	name, i := assignee(data, i, end)
	if name == "" {
		return st, next
	}
	i = skipBlanks(data, i, end)
	if i < end && isQuote(data[i]) {
		return quoted(data, st, name, i, next)
	}
	st.form, st.name = assignment, name
	st.raw = bare(data, i, end)
	st.text = st.raw
	return st, next
}

// assignee reads "[export ]NAME[ ]=" or "…:" and returns the name and the offset behind the
// sign, or "" where the line assigns nothing.
func assignee(data []byte, at, end int) (string, int) {
	const export = "export"
	if rest := data[at:end]; bytes.HasPrefix(rest, []byte(export)) && len(rest) > len(export) && isBlank(rest[len(export)]) {
		at = skipBlanks(data, at+len(export), end)
	}
	i := at
	for i < end && isNameByte(data[i], i == at) {
		i++
	}
	name := string(data[at:i])
	i = skipBlanks(data, i, end)
	if name == "" || i == end || data[i] != '=' && data[i] != ':' {
		return "", at
	}
	return name, i + 1
}

// quoted finishes a statement whose value opens a quote at i. A quote that never closes, or
// is followed by anything but a comment, leaves the first line as no assignment at all.
func quoted(data []byte, st statement, name string, i, next int) (statement, int) {
	quote := data[i]
	closing := closingQuote(data, i+1, quote)
	if closing < 0 {
		return st, next
	}
	end, after := lineEnd(data, closing+1)
	rest := skipBlanks(data, closing+1, end)
	if rest < end && (data[rest] != '#' || rest == closing+1) {
		return st, next
	}
	st.form, st.name, st.quote = assignment, name, quote
	st.whole.to = end
	st.raw, st.text = span{i, closing + 1}, span{i + 1, closing}
	return st, after
}

// closingQuote finds the end of a quoted value; in double quotes a backslash hides a quote.
func closingQuote(data []byte, at int, quote byte) int {
	for i := at; i < len(data); i++ {
		switch {
		case data[i] == quote:
			return i
		case data[i] == '\\' && quote == '"':
			i++
		}
	}
	return -1
}

// bare cuts an unquoted value before " #" and its trailing blanks.
func bare(data []byte, at, end int) span {
	for i := at; i < end; i++ {
		if data[i] == '#' && (i == at || isBlank(data[i-1])) {
			end = i
		}
	}
	for end > at && isBlank(data[end-1]) {
		end--
	}
	return span{at, end}
}

// lineEnd returns the end of the line's text and the start of the next line. A CR before the
// LF belongs to the line end.
func lineEnd(data []byte, at int) (end, next int) {
	n := bytes.IndexByte(data[at:], '\n')
	if n < 0 {
		end = len(data)
		if end > at && data[end-1] == '\r' {
			return end - 1, end
		}
		return end, end
	}
	end, next = at+n, at+n+1
	if end > at && data[end-1] == '\r' {
		end--
	}
	return end, next
}

func skipBlanks(data []byte, at, end int) int {
	for at < end && isBlank(data[at]) {
		at++
	}
	return at
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

func isQuote(c byte) bool { return c == '\'' || c == '"' || c == '`' }

func isNameByte(c byte, first bool) bool {
	letter := c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_'
	return letter || !first && (c >= '0' && c <= '9' || c == '.' || c == '-')
}

// lineAt is the 1-based number of the line that holds an offset.
func lineAt(data []byte, offset int) int {
	return 1 + bytes.Count(data[:offset], []byte{'\n'})
}
