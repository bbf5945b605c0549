package dotenv

import (
	"bytes"
	"slices"
	"strings"

	"firebreak/providers"
)

// tongue is what sets the shells apart: where a word ends and what its quotes mean.
type tongue struct {
	singleEscapes string // what a backslash keeps in single quotes
	doubleEscapes string // and in double quotes
	expands       string // starts an expansion outside of quotes
	inDouble      string // and in double quotes
	heredocs      bool
	// assigns reads the words of a command that assign something: where the values start, by
	// name. ok is false for any other command.
	assigns func(t tongue, data []byte, words []span) (found []target, ok bool)
}

// target is a value that a command gives to a name.
type target struct {
	name string
	from int
}

var (
	posix = tongue{"", "$`\"\\\n", "$`(*?[{~", "$`", true, posixAssigns}
	fish  = tongue{`'\`, "$\"\\\n", "$(*?[{~", "$", false, fishAssigns}
)

const wordEnds = " \t\n;&|<>)"

// parse splits a script into assignments, comments, and the rest. It follows quotes,
// continued lines and here-documents, so that text which only looks like an assignment is
// not taken for one.
func (t tongue) parse(data []byte) []statement {
	var out []statement
	for at := 0; at < len(data); {
		sts, next := t.command(data, at)
		out = append(out, sts...)
		at = next
	}
	line, seen := 1, 0
	for i := range out {
		line += bytes.Count(data[seen:out[i].whole.from], []byte{'\n'})
		seen, out[i].line = out[i].whole.from, line
	}
	return out
}

// command reads one simple command, or a comment, and what ends it.
func (t tongue) command(data []byte, at int) ([]statement, int) {
	start := skipBlanks(data, at, len(data))
	switch {
	case start == len(data):
		return nil, start
	case data[start] == '\n':
		return nil, start + 1
	case data[start] == '#':
		end := untilLineEnd(data, start)
		return []statement{{form: comment, whole: span{start, end}}}, end
	}
	words, end, whole := t.words(data, start)
	if whole && len(words) > 0 {
		if found, ok := t.assigns(t, data, words); ok {
			return t.assignments(data, found), end
		}
	}
	end = t.skip(data, start)
	return []statement{{form: other, whole: span{start, end}}}, end
}

// words reads the words up to a separator or comment. whole is false where a redirection, a
// bracket or an open quote makes it more than a list of words.
func (t tongue) words(data []byte, at int) (words []span, end int, whole bool) {
	for {
		at = skipBlanks(data, at, len(data))
		switch {
		case at == len(data), data[at] == '\n', data[at] == '#':
			return words, at, true
		case data[at] == ';':
			return words, at + 1, true
		case data[at] == '&' && at+1 < len(data) && data[at+1] == '&':
			return words, at + 2, true
		case strings.IndexByte("&|<>()", data[at]) >= 0:
			return nil, at, false
		}
		w := t.word(data, at)
		clear(w.value)
		if w.end < 0 || w.end == at {
			return nil, at, false
		}
		words = append(words, span{at, w.end})
		at = w.end
	}
}

func (t tongue) assignments(data []byte, found []target) []statement {
	var out []statement
	for _, f := range found {
		w := t.word(data, f.from)
		clear(w.value)
		st := statement{form: assignment, whole: span{f.from, w.end}, name: f.name, raw: span{f.from, w.end}, quote: w.quote}
		st.text = st.raw
		if w.quote == '"' || w.quote == '\'' {
			st.text = span{f.from + 1, w.end - 1}
		}
		out = append(out, st)
	}
	return out
}

func (t tongue) meaning(data []byte, st statement) ([]byte, providers.Reason) {
	w := t.word(data, st.raw.from)
	return w.value, w.why
}

// word is one word of a command.
type word struct {
	end   int // behind it; -1 where a quote or bracket never closes
	value []byte
	why   providers.Reason // "" where the value is exact
	quote byte             // of the whole word, 0 for none, mixed for several
}

// word reads the word at an offset.
func (t tongue) word(data []byte, at int) word {
	w := word{}
	pieces, bare := 0, false
	i := at
	for i < len(data) && strings.IndexByte(wordEnds, data[i]) < 0 {
		c := data[i]
		if c == '\'' || c == '"' {
			pieces++
			w.quote, bare = c, false
			if i = t.quoted(&w, data, i); i < 0 {
				return word{end: -1, value: w.value}
			}
			continue
		}
		if !bare {
			pieces++
			bare = true
		}
		switch {
		case c == '\\' && i+1 < len(data):
			w.quote = mixed
			if data[i+1] != '\n' {
				w.value = append(w.value, data[i+1])
			}
			i += 2
		case strings.IndexByte(t.expands, c) >= 0:
			w.why = Built
			end := t.expansion(data, i)
			if end < 0 {
				return word{end: -1, value: w.value}
			}
			w.value = append(w.value, data[i:end]...)
			i = end
		default:
			w.value = append(w.value, c)
			i++
		}
	}
	if w.end = i; pieces > 1 {
		w.quote = mixed
	}
	if w.why == "" && bytes.IndexByte(w.value, 0) >= 0 {
		w.why = Ambiguous
	}
	return w
}

// quoted reads a quoted piece and returns the offset behind it, or -1.
func (t tongue) quoted(w *word, data []byte, i int) int {
	quote, escapes := data[i], t.singleEscapes
	if quote == '"' {
		escapes = t.doubleEscapes
	}
	for i++; i < len(data); i++ {
		c := data[i]
		switch {
		case c == quote:
			return i + 1
		case c == '\\' && i+1 < len(data) && strings.IndexByte(escapes, data[i+1]) >= 0:
			if i++; data[i] != '\n' {
				w.value = append(w.value, data[i])
			}
		case quote == '"' && strings.IndexByte(t.inDouble, c) >= 0:
			w.why = Built
			end := t.expansion(data, i)
			if end < 0 {
				return -1
			}
			w.value = append(w.value, data[i:end]...)
			i = end - 1
		default:
			w.value = append(w.value, c)
		}
	}
	return -1
}

// expansion returns the end of a variable, command or pattern that starts at i: enough to know
// where the word goes on.
func (t tongue) expansion(data []byte, i int) int {
	if data[i] == '`' {
		return closingBacktick(data, i+1)
	}
	if data[i] == '$' {
		i++
		if i < len(data) && data[i] == '\'' {
			return closingEscaped(data, i+1)
		}
	}
	if i == len(data) || data[i] != '(' && data[i] != '{' {
		return min(i+1, len(data))
	}
	return t.brackets(data, i)
}

// brackets returns the offset behind the bracket that closes the one at i.
func (t tongue) brackets(data []byte, i int) int {
	depth := 0
	for i < len(data) {
		switch c := data[i]; c {
		case '(', '{':
			depth++
		case ')', '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case '\\':
			i++
		case '\'', '"':
			var inner word
			i = t.quoted(&inner, data, i)
			clear(inner.value)
			if i < 0 {
				return -1
			}
			continue
		}
		i++
	}
	return -1
}

func closingBacktick(data []byte, i int) int {
	for ; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '`':
			return i + 1
		}
	}
	return -1
}

// closingEscaped finds the end of $'…', in which a backslash hides a quote.
func closingEscaped(data []byte, i int) int {
	for ; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '\'':
			return i + 1
		}
	}
	return -1
}

// skip passes over the rest of a line of which nothing is edited, with the quotes that go on
// below it and the here-documents that it opens.
func (t tongue) skip(data []byte, i int) int {
	var documents [][]byte
	for i < len(data) && data[i] != '\n' {
		switch {
		case data[i] == '\\':
			i += 2
		case data[i] == '\'' || data[i] == '"':
			var inner word
			end := t.quoted(&inner, data, i)
			clear(inner.value)
			if end < 0 {
				return len(data)
			}
			i = end
		case data[i] == '#' && strings.IndexByte(wordEnds, data[i-1]) >= 0:
			i = untilLineEnd(data, i)
		case t.heredocs && bytes.HasPrefix(data[i:], []byte("<<")) && !bytes.HasPrefix(data[i:], []byte("<<<")):
			var mark []byte
			mark, i = heredocMark(data, i+2)
			documents = append(documents, mark)
		case t.heredocs && bytes.HasPrefix(data[i:], []byte("<<<")):
			i += 3
		default:
			i++
		}
	}
	i = min(i, len(data))
	for _, mark := range documents {
		i = behindDocument(data, i, mark)
	}
	return i
}

func heredocMark(data []byte, i int) ([]byte, int) {
	if i < len(data) && data[i] == '-' {
		i++
	}
	i = skipBlanks(data, i, len(data))
	from := i
	for i < len(data) && strings.IndexByte(wordEnds, data[i]) < 0 {
		i++
	}
	return bytes.Trim(data[from:i], `'"\`), i
}

// behindDocument returns the end of the line that closes a here-document.
func behindDocument(data []byte, i int, mark []byte) int {
	for i < len(data) {
		from := min(i+1, len(data))
		i = untilLineEnd(data, from)
		if bytes.Equal(bytes.TrimLeft(data[from:i], "\t"), mark) {
			return i
		}
	}
	return i
}

func untilLineEnd(data []byte, i int) int {
	if n := bytes.IndexByte(data[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(data)
}

// posixAssigns knows NAME=value…, and the same behind export, readonly, declare -x, typeset -x.
func posixAssigns(_ tongue, data []byte, words []span) ([]target, bool) {
	declares := false
	switch string(words[0].of(data)) {
	case "export", "readonly":
		declares, words = true, words[1:]
	case "declare", "typeset":
		if len(words) < 2 || !slices.Contains([]string{"-x", "-gx", "-xg", "-rx", "-xr"}, string(words[1].of(data))) {
			return nil, false
		}
		declares, words = true, words[2:]
	}
	var out []target
	for _, w := range words {
		name, _, ok := bytes.Cut(w.of(data), []byte{'='})
		switch {
		case ok && isName(name):
			out = append(out, target{string(name), w.from + len(name) + 1})
		case !declares || !isName(w.of(data)):
			return nil, false
		}
	}
	return out, len(out) > 0
}

// fishAssigns knows set with the options that set a variable, and export NAME=value.
func fishAssigns(t tongue, data []byte, words []span) ([]target, bool) {
	switch string(words[0].of(data)) {
	case "export":
		return posixAssigns(t, data, words)
	case "set":
	default:
		return nil, false
	}
	words = words[1:]
	for len(words) > 0 && data[words[0].from] == '-' {
		if !fishSets(string(words[0].of(data))) {
			return nil, false
		}
		words = words[1:]
	}
	if len(words) != 2 || !isName(words[0].of(data)) {
		return nil, false // a list, or nothing at all
	}
	return []target{{string(words[0].of(data)), words[1].from}}, true
}

// fishSets reports whether an option of set only says how widely a variable counts.
func fishSets(option string) bool {
	switch option {
	case "--global", "--universal", "--local", "--function", "--export", "--unexport":
		return true
	}
	return strings.Trim(option[1:], "gUlfxu") == "" && len(option) > 1
}
