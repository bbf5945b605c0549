package identify

import (
	"bytes"
	"crypto/sha256"

	"firebreak/providers"
)

const (
	maxWraps  = 12 // line breaks inside one value: a long key in a 16-column box
	maxShapes = 32 // other things worth listing
)

type search struct {
	in    plain
	text  []byte
	found []Finding
	other []Shape
	seen  map[[32]byte]int // digest of a value to its finding
	// decoys: examples are looked for, and nothing else.
	decoys bool

	line, counted int // line of the original offset counted, for lineOf
}

func (s *search) run() {
	text := s.in.text
	for i := 0; i < len(text); {
		rows := starts[text[i]]
		if rows == nil {
			i++
			continue
		}
		n := 0
		for k := range rows {
			if hasPrefix(text[i:], rows[k].prefix) {
				n = s.try(i, &rows[k])
				break
			}
		}
		i += max(n, 1)
	}
}

func hasPrefix(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && string(b[:len(prefix)]) == prefix
}

// try reads what stands at i as the row says and returns how many bytes it used up.
func (s *search) try(i int, r *row) int {
	if r.foreign != nil {
		return s.tryForeign(i, r.foreign)
	}
	f := r.form
	body := i + len(f.prefix)
	value, end, why := f.read(s.in.text, body)
	glued := i > 0 && alphanumeric[s.in.text[i-1]] && !escaped(s.in.text[:i])
	switch {
	case why == "":
		if !glued {
			s.note(i, f.incomplete(s.in.text[body:]))
		}
		return len(f.prefix)
	case glued && why != WhyExact:
		return len(f.prefix)
	case glued:
		why = WhyGlued
	}
	switch example := meaningless(value[len(f.prefix):], f.marker); {
	case example && s.decoys:
		s.add(f.kind, value, WhyDecoy, i, end)
	case example:
		s.note(i, Shape{Look: LooksPlaceholder, Vendor: f.kind.Provider()})
	case !s.decoys:
		s.add(f.kind, value, why, i, end)
	}
	clear(value)
	return end - i
}

// escaped reports whether the letters that before ends in belong to an escape of the text
// around the value: \n, \u0022, %22 and a colour sequence written out.
func escaped(before []byte) bool {
	tail := before[max(0, len(before)-12):]
	for _, e := range []struct {
		mark string
		most int // characters behind the mark
	}{{`\u`, 4}, {`\x`, 2}, {`%`, 2}, {`\`, 1}} {
		if at := bytes.LastIndex(tail, []byte(e.mark)); at >= 0 && len(tail)-at-len(e.mark) == e.most {
			return true
		}
	}
	if at := bytes.LastIndexByte(tail, '['); at > 0 && tail[len(tail)-1] == 'm' {
		return bytes.HasSuffix(tail[:at], []byte(`1b`)) || bytes.HasSuffix(tail[:at], []byte(`1B`)) || bytes.HasSuffix(tail[:at], []byte(`033`))
	}
	return false
}

// read takes the value whose body starts at from. It returns a copy that the caller wipes,
// the offset behind it and how it was recognised; why is empty where it was not.
func (f *form) read(text []byte, from int) (value []byte, end int, why Why) {
	n := f.run(text[from:])
	value = append([]byte(f.prefix), text[from:from+n]...)
	end = from + n
	body := value[len(f.prefix):]
	if cut, ok := f.fits(body); ok {
		why = WhyExact
		if cut < len(body) {
			why = WhyGlued
		}
		return value[:len(f.prefix)+cut], from + cut, why
	}
	if joined, to, ok := f.unwrap(text, from, end); ok {
		clear(value)
		return joined, to, WhyWrapped
	}
	switch mark := f.mark(body); {
	case mark >= 0 && f.loose(mark) && (f.closes() || f.loose(len(body)-mark-len(f.marker))):
		return value, end, WhyLength
	case mark < 0 && f.bare > 0 && len(body) >= f.bare && len(body) <= 2*f.max+len(f.marker):
		return value, end, WhyNoMarker
	}
	clear(value)
	return nil, end, ""
}

// closes: the marker ends the value.
func (f *form) closes() bool { return f.exact[0].behind == 0 }

// mark finds the marker, -1 where there is none.
func (f *form) mark(body []byte) int {
	if !f.closes() {
		return bytes.Index(body, []byte(f.marker))
	}
	if !bytes.HasSuffix(body, []byte(f.marker)) {
		return -1
	}
	return len(body) - len(f.marker)
}

func (f *form) loose(n int) bool { return n >= f.min && n <= f.max }

// run measures the characters of a body that b starts with, up to one more than any value
// has: without a bound a text of nothing but prefixes would cost the square of its length.
func (f *form) run(b []byte) int {
	b = b[:min(len(b), 2*f.max+len(f.marker)+1)]
	n := 0
	for n < len(b) && f.letters[b[n]] {
		n++
	}
	return n
}

// fits reports whether body is marker between two bodies of one known length; cut is where
// the value ends: dashes and underscores behind it are the text's (emphasis, rules).
func (f *form) fits(body []byte) (cut int, ok bool) {
	for _, n := range f.exact {
		whole := n.whole(f.marker)
		if len(body) < whole || !hasPrefix(body[n.before:], f.marker) {
			continue
		}
		if len(bytes.Trim(body[whole:], "-_")) == 0 {
			return whole, true
		}
	}
	return 0, false
}

// unwrap joins the run that ends at end with the following lines for as long as it takes to
// make an exact value. Only an exact value is believed: what follows a break may be anything.
func (f *form) unwrap(text []byte, from, end int) (value []byte, to int, ok bool) {
	most := 0
	for _, n := range f.exact {
		most = max(most, n.whole(f.marker))
	}
	value = append(make([]byte, 0, len(f.prefix)+2*most), f.prefix...)
	value = append(value, text[from:end]...)
	for range maxWraps {
		next := lineBreak(text[end:])
		if next == 0 {
			break
		}
		n := f.run(text[end+next:])
		if n == 0 || len(value)-len(f.prefix)+n > most {
			break
		}
		value = append(value, text[end+next:end+next+n]...)
		end += next + n
		if cut, fits := f.fits(value[len(f.prefix):]); fits && cut == len(value)-len(f.prefix) {
			return value, end, true
		}
	}
	clear(value)
	return nil, 0, false
}

// lineBreak measures a break inside a value: blanks, a continuation mark of a shell or of
// quoted-printable mail, the line end, and indentation, mail quoting or a diff's plus.
func lineBreak(b []byte) int {
	i := 0
	for i < len(b) && (b[i] == ' ' || b[i] == '\t') {
		i++
	}
	if i < len(b) && (b[i] == '\\' || b[i] == '=') {
		i++
	}
	if i == len(b) || b[i] != '\n' {
		return 0
	}
	i++
	for i < len(b) && bytes.IndexByte([]byte(" \t>+|"), b[i]) >= 0 {
		i++
	}
	return i
}

var confidences = map[Why]Confidence{WhyExact: High, WhyWrapped: High, WhyGlued: Medium, WhyLength: Medium, WhyNoMarker: Low, WhyDecoy: Low}

// add keeps a value; one that was seen before only improves what is known about it.
func (s *search) add(kind providers.Kind, value []byte, why Why, from, to int) {
	digest := sha256.Sum256(value)
	name := nameBefore(s.in.text[:from])
	if at, known := s.seen[digest]; known {
		f := &s.found[at]
		if f.Confidence == Medium && confidences[why] == High {
			f.Confidence, f.Why = High, why
		}
		if f.Name == "" {
			f.Name = name
		}
		return
	}
	s.seen[digest] = len(s.found)
	start := s.in.original(from)
	s.found = append(s.found, Finding{
		Credential: providers.Credential{Kind: kind, Secret: providers.NewSecret(value)},
		Confidence: confidences[why], Why: why,
		Line: s.lineOf(start), Span: [2]int{start, s.in.original(to-1) + 1}, Name: name,
	})
}

// lineOf counts lines up to the offset; offsets come in ascending order.
func (s *search) lineOf(offset int) int {
	if s.line == 0 {
		s.line = 1
	}
	s.line += bytes.Count(s.text[s.counted:offset], []byte{'\n'})
	s.counted = offset
	return s.line
}

// note lists something that is no credential of ours, once per look and vendor.
func (s *search) note(from int, shape Shape) {
	if shape.Look == "" || len(s.other) >= maxShapes {
		return
	}
	for _, o := range s.other {
		if o.Look == shape.Look && o.Vendor == shape.Vendor {
			return
		}
	}
	shape.Line = s.lineOf(s.in.original(from))
	s.other = append(s.other, shape)
}
