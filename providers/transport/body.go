package transport

import (
	"errors"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"sync"
	"unicode/utf8"

	"firebreak/providers"
)

// Object is a JSON object of a body. A body is a tree of Object, []any, []string, string,
// int, int64, float64, bool, nil and providers.Secret.
type Object = map[string]any

// errBody: a body holds something that has no JSON form here.
var errBody = errors.New("the body holds a value that cannot be sent")

const (
	secretShown = "[secret]" // what a statement shows for a secret leaf
	maxDepth    = 32         // of a body; the deepest vendor body known has 4 levels
)

// encoder writes JSON that depends on nothing but the tree: keys sorted, no spaces. It never
// leaves a half-filled buffer behind with a secret in it.
type encoder struct {
	out   []byte
	shown bool
}

// encodeWire gives the body as it is sent. The caller clears it.
func encodeWire(body any) ([]byte, error) { return encode(body, false) }

// encodeShown gives the body with each secret as "[secret]".
func encodeShown(body any) ([]byte, error) { return encode(body, true) }

func encode(body any, shown bool) ([]byte, error) {
	e := &encoder{shown: shown}
	if err := e.value(body, 0); err != nil {
		clear(e.out)
		return nil, err
	}
	return e.out, nil
}

// add appends, and clears the old array whenever it moves to a larger one.
func (e *encoder) add(p ...byte) {
	if need := len(e.out) + len(p); need > cap(e.out) {
		grown := make([]byte, len(e.out), 2*need+64)
		copy(grown, e.out)
		clear(e.out)
		e.out = grown
	}
	e.out = append(e.out, p...)
}

func (e *encoder) value(v any, depth int) error {
	if depth > maxDepth {
		return errBody
	}
	switch v := v.(type) {
	case nil:
		e.add([]byte("null")...)
	case bool:
		e.add(strconv.AppendBool(nil, v)...)
	case int:
		e.add(strconv.AppendInt(nil, int64(v), 10)...)
	case int64:
		e.add(strconv.AppendInt(nil, v, 10)...)
	case float64:
		return e.number(v)
	case string:
		return e.text([]byte(v))
	case providers.Secret:
		return e.secret(v)
	case []string:
		return list(e, v, depth)
	case []any:
		return list(e, v, depth)
	case Object:
		return e.object(v, depth)
	default:
		return errBody
	}
	return nil
}

func (e *encoder) number(f float64) error {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return errBody
	}
	e.add(strconv.AppendFloat(nil, f, 'f', -1, 64)...)
	return nil
}

func (e *encoder) secret(s providers.Secret) (err error) {
	if e.shown {
		return e.text([]byte(secretShown))
	}
	s.Expose(func(b []byte) { err = e.text(b) })
	return err
}

func list[T any](e *encoder, items []T, depth int) error {
	e.add('[')
	for i, item := range items {
		if i > 0 {
			e.add(',')
		}
		if err := e.value(item, depth+1); err != nil {
			return err
		}
	}
	e.add(']')
	return nil
}

func (e *encoder) object(o Object, depth int) error {
	e.add('{')
	for i, key := range slices.Sorted(maps.Keys(o)) {
		if i > 0 {
			e.add(',')
		}
		if err := e.text([]byte(key)); err != nil {
			return err
		}
		e.add(':')
		if err := e.value(o[key], depth+1); err != nil {
			return err
		}
	}
	e.add('}')
	return nil
}

// text writes a JSON string without making a string of it.
func (e *encoder) text(b []byte) error {
	if !utf8.Valid(b) {
		return errBody
	}
	const hex = "0123456789abcdef"
	e.add('"')
	for _, c := range b {
		switch {
		case c == '"', c == '\\':
			e.add('\\', c)
		case c < ' ', c == 0x7f:
			e.add('\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			e.add(c)
		}
	}
	e.add('"')
	return nil
}

// parcel is a request body that the standard library cannot replay and that clears its bytes
// once it is closed, which may be after the answer has come.
type parcel struct {
	mu   sync.Mutex
	rest []byte
	all  []byte
}

func newParcel(b []byte) *parcel { return &parcel{rest: b, all: b} }

func (p *parcel) Read(into []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(into, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

func (p *parcel) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.all)
	p.rest = nil
	return nil
}
