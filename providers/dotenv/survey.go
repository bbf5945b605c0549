package dotenv

import (
	"bytes"
	"slices"
	"strings"

	"firebreak/providers"
)

// spot is the searched value at a place that can be edited: the whole value of an assignment
// with its quotes, or a part of it.
type spot struct {
	line  int
	name  string
	raw   span
	quote byte
	place setting
}

// note is the searched value at a place that is not edited.
type note struct {
	line int
	name string
	why  providers.Reason
}

// survey finds a value in a file: the assignments that hold it, and every other trace of it
// with the reason why that one stays. The forms are those of Secret.Forms, the plain one
// first; without them only whole values are compared.
func (f Format) survey(data, wanted []byte, forms [][]byte) ([]spot, []note) {
	if len(wanted) == 0 {
		return nil, nil
	}
	s := &search{format: f, data: data, wanted: wanted, statements: f.parse(data), variables: map[string][]byte{}}
	defer s.wipe()
	for _, st := range s.statements {
		if st.form == assignment {
			s.assignment(st)
		}
	}
	for i, form := range forms {
		s.traces(form, i == 0)
	}
	slices.SortStableFunc(s.noted, func(a, b note) int { return a.line - b.line })
	return s.held, s.noted
}

type search struct {
	format       Format
	data, wanted []byte
	statements   []statement
	variables    map[string][]byte // values so far, for what is built from them
	held         []spot
	noted        []note
}

func (s *search) wipe() {
	for _, value := range s.variables {
		clear(value)
	}
}

func (s *search) assignment(st statement) {
	value, why := s.format.meaning(s.data, st)
	if why == Built {
		built, parts := s.expand(value)
		if bytes.Contains(built, s.wanted) && !slices.ContainsFunc(parts, s.hasKey) {
			s.note(st.line, st.name, Built)
		}
		clear(value)
		value = built
	}
	switch {
	case s.hasKey([]byte(st.name)):
	case !bytes.Equal(value, s.wanted):
		if why == "" && bytes.Equal(value, st.text.of(s.data)) {
			s.inside(st)
		}
	case why == "":
		s.held = append(s.held, spot{st.line, st.name, st.raw, st.quote, alone})
	case why != Built:
		s.note(st.line, st.name, why)
	}
	clear(s.variables[st.name])
	s.variables[st.name] = value
}

// inside looks for the value as a part of a longer one that stands there literally.
func (s *search) inside(st statement) {
	parts, place := within(st.text.of(s.data), s.wanted)
	for _, p := range parts {
		raw := span{st.text.from + p.from, st.text.from + p.to}
		s.held = append(s.held, spot{st.line, st.name, raw, st.quote, place})
	}
}

// expand replaces $NAME and ${NAME} by the values assigned above, and returns those too.
func (s *search) expand(text []byte) (out []byte, parts [][]byte) {
	for i := 0; i < len(text); {
		name, size := reference(text[i:])
		if size == 0 {
			out = append(out, text[i])
			i++
			continue
		}
		parts = append(parts, s.variables[name])
		out = append(out, s.variables[name]...)
		i += size
	}
	return out, parts
}

// reference reads a variable at the start of a text; size 0 means there is none.
func reference(text []byte) (name string, size int) {
	if len(text) < 2 || text[0] != '$' {
		return "", 0
	}
	from := 1
	if text[1] == '{' {
		from = 2
	}
	to := from
	for to < len(text) && isNameByte(text[to], to == from) && text[to] != '-' && text[to] != '.' {
		to++
	}
	switch {
	case to == from:
		return "", 0
	case from == 1:
		return string(text[from:to]), to
	case to < len(text) && text[to] == '}':
		return string(text[from:to]), to + 1
	}
	return "", 0
}

// traces notes every occurrence of a form outside the values that are edited.
func (s *search) traces(form []byte, plain bool) {
	for at := 0; ; at++ {
		n := bytes.Index(s.data[at:], form)
		if n < 0 {
			return
		}
		at += n
		found := span{at, at + len(form)}
		if slices.ContainsFunc(s.held, func(h spot) bool { return h.raw.covers(found) }) {
			continue
		}
		name, why := s.where(found)
		if !plain {
			why = Encoded
		}
		s.note(lineAt(s.data, at), name, why)
	}
}

// where says in what kind of statement an occurrence stands, and why it is not edited.
func (s *search) where(found span) (string, providers.Reason) {
	for _, st := range s.statements {
		if !st.whole.covers(found) {
			continue
		}
		switch {
		case st.form == comment, st.form == assignment && found.from >= st.raw.to:
			return "", Comment
		case st.form == assignment && st.raw.covers(found):
			value, why := s.format.meaning(s.data, st)
			clear(value)
			if why == "" {
				why = Embedded
			}
			return st.name, why
		}
	}
	return "", Unparsed
}

// note keeps one remark per line and reason. A name that holds the value itself is left out.
func (s *search) note(line int, name string, why providers.Reason) {
	if s.hasKey([]byte(name)) {
		name = ""
	}
	same := func(n note) bool { return n.line == line && n.why == why }
	if !slices.ContainsFunc(s.noted, same) {
		s.noted = append(s.noted, note{line, name, why})
	}
}

func (s *search) hasKey(text []byte) bool { return bytes.Contains(text, s.wanted) }

// differing returns the first line that gives one of the names another value than the spots
// hold: then it is not clear which value counts.
func (f Format) differing(data []byte, held []spot) int {
	for _, st := range f.parse(data) {
		named := func(h spot) bool { return h.name == st.name }
		standing := func(h spot) bool { return st.raw.covers(h.raw) }
		if st.form == assignment && slices.ContainsFunc(held, named) && !slices.ContainsFunc(held, standing) {
			return st.line
		}
	}
	return 0
}

// names lists the variables of the spots, each once.
func names(held []spot) []string {
	var out []string
	for _, h := range held {
		if !slices.Contains(out, h.name) {
			out = append(out, h.name)
		}
	}
	return out
}

// shortName keeps a detail readable.
func shortName(name string) string {
	const most = 64
	if len(name) > most {
		return strings.Clone(name[:most])
	}
	return name
}
