package transport

import (
	"maps"
	"slices"
	"strconv"

	"firebreak/providers"
)

// formType is the content type of a route whose bodies are forms: flat objects of strings,
// numbers, bools and secrets.
const formType = "application/x-www-form-urlencoded"

// wire gives the body of a call as the route sends it. The caller clears it.
func wire(route providers.Route, body any) ([]byte, error) {
	if route.BodyType != formType || body == nil {
		return encodeWire(body)
	}
	return encodeForm(body)
}

// encodeForm writes a form, its names sorted, without making strings of its secrets.
func encodeForm(body any) ([]byte, error) {
	fields, ok := body.(Object)
	if !ok {
		return nil, errBody
	}
	e := &encoder{}
	for i, name := range slices.Sorted(maps.Keys(fields)) {
		if i > 0 {
			e.add('&')
		}
		e.escaped([]byte(name))
		e.add('=')
		switch v := fields[name].(type) {
		case string:
			e.escaped([]byte(v))
		case int:
			e.add(strconv.AppendInt(nil, int64(v), 10)...)
		case int64:
			e.add(strconv.AppendInt(nil, v, 10)...)
		case bool:
			e.add(strconv.AppendBool(nil, v)...)
		case providers.Secret:
			v.Expose(e.escaped)
		default:
			clear(e.out)
			return nil, errBody
		}
	}
	return e.out, nil
}

// escaped writes what stands in a form: a space as +, and all but plain characters by number.
func (e *encoder) escaped(text []byte) {
	const hex = "0123456789ABCDEF"
	for _, c := range text {
		switch {
		case c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' || c == '_' || c == '.' || c == '~':
			e.add(c)
		case c == ' ':
			e.add('+')
		default:
			e.add('%', hex[c>>4], hex[c&15])
		}
	}
}
