package intake

import (
	"bytes"
	"iter"
)

// value is one JSON value inside the report's text, which measure has found to be whole; nil is
// none. Nothing is decoded before it is asked for, so that a report takes no memory of its own
// and a secret passes through no string. A value of another type than asked for reads as none.
type value []byte

func (v value) isObject() bool { return len(v) > 0 && v[0] == '{' }
func (v value) isArray() bool  { return len(v) > 0 && v[0] == '[' }
func (v value) isText() bool   { return len(v) > 0 && v[0] == '"' }
func (v value) isNumber() bool { return len(v) > 0 && (v[0] == '-' || v[0] >= '0' && v[0] <= '9') }
func (v value) isTrue() bool   { return string(v) == "true" || v.is("true") }

// fields visits the fields of an object in their order. The name is lent.
func (v value) fields() iter.Seq2[[]byte, value] {
	return func(yield func([]byte, value) bool) {
		if !v.isObject() {
			return
		}
		for i := next(v, 1); v[i] == '"'; i = next(v, i) {
			n := length(v[i:])
			name := []byte(v[i+1 : i+n-1])
			if bytes.IndexByte(name, '\\') >= 0 {
				name = unquoted(nil, v[i:i+n], len(name))
			}
			i = next(v, i+n)
			n = length(v[i:])
			if !yield(name, v[i:i+n]) {
				return
			}
			i += n
		}
	}
}

// elements visits the elements of an array.
func (v value) elements() iter.Seq[value] {
	return func(yield func(value) bool) {
		if !v.isArray() {
			return
		}
		for i := next(v, 1); v[i] != ']'; i = next(v, i) {
			n := length(v[i:])
			if !yield(v[i : i+n]) {
				return
			}
			i += n
		}
	}
}

// at follows names into objects. Of several fields with the name the last counts.
func (v value) at(path ...string) value {
	for _, name := range path {
		var found value
		for field, inner := range v.fields() {
			if string(field) == name {
				found = inner
			}
		}
		v = found
	}
	return v
}

// first returns the first element of an array.
func (v value) first() value {
	for element := range v.elements() {
		return element
	}
	return nil
}

// next skips space and separators from i on.
func next(v value, i int) int {
	for blank(v[i]) || v[i] == ',' || v[i] == ':' {
		i++
	}
	return i
}

// length measures the value that b, the rest of a whole one, starts with.
func length(b []byte) int {
	depth := 0
	for i := 0; ; i++ {
		switch b[i] {
		case '"':
			for i++; b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
			continue
		case '}', ']':
			depth--
		default:
			if depth > 0 {
				continue
			}
			for i < len(b) && !blank(b[i]) && b[i] != ',' && b[i] != ']' && b[i] != '}' {
				i++
			}
			return i
		}
		if depth == 0 {
			return i + 1
		}
	}
}
