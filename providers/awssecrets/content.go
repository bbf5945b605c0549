package awssecrets

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"unicode/utf8"

	"firebreak/providers"
)

// mostBytes is the longest value that the service keeps, as it documents.
const mostBytes = 65536

// content is the value of a version as it was read.
type content struct {
	value  providers.Secret // decoded
	binary bool
}

// field is one of a JSON object's, with where its value stands in the text. The field without a name
// is the whole.
type field struct {
	name       string
	value      providers.Secret // decoded where it is text
	text       bool
	twice      bool
	start, end int
}

// fields reads the parts that a value of ours can be: the members of a JSON object, else the whole.
func (c content) fields() (list []field) {
	c.value.Expose(func(b []byte) {
		var ok bool
		if list, ok = members(b); !ok {
			list = []field{{value: c.value, text: true, end: len(b)}}
		}
	})
	return list
}

// members reads a JSON object; ok is false for whatever else.
func members(b []byte) (list []field, ok bool) {
	if !json.Valid(b) {
		return nil, false
	}
	d := json.NewDecoder(bytes.NewReader(b))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	seen := map[string]int{}
	for d.More() {
		name, err := d.Token()
		var raw json.RawMessage
		if err != nil || d.Decode(&raw) != nil {
			return nil, false
		}
		f := field{end: int(d.InputOffset())}
		f.name, _ = name.(string) // all keys are
		if f.start = f.end - len(raw); !bytes.Equal(b[f.start:f.end], raw) {
			return nil, false
		}
		if f.text = raw[0] == '"'; !f.text || f.value.UnmarshalJSON(raw) != nil {
			f.value, f.text = providers.NewSecret(raw), false
		}
		if before, again := seen[f.name]; again {
			f.twice, list[before].twice = true, true
		}
		seen[f.name] = len(list)
		list = append(list, f)
	}
	return list, true
}

// holds says how the field holds a value: wholly, with a reason why it is not written, or not at all.
func (f field) holds(value providers.Secret, forms [][]byte) (held bool, why providers.Reason) {
	if f.text && f.value.Equal(value) {
		if f.twice {
			return true, Twice
		}
		return true, ""
	}
	f.value.Expose(func(b []byte) {
		for i, form := range forms {
			if bytes.Contains(b, form) {
				if held, why = true, Encoded; i == 0 {
					why = Part
				}
				return
			}
		}
	})
	return held, why
}

// at finds the field of a name that can be written.
func (c content) at(name string) (field, bool) {
	for _, f := range c.fields() {
		if f.name == name && f.text && !f.twice {
			return f, true
		}
	}
	return field{}, false
}

// with gives the content with another value in one field, and every other byte as it was. why is
// empty unless the service could not keep it.
func (c content) with(f field, value providers.Secret) (next content, why providers.Reason) {
	var whole []byte
	c.value.Expose(func(b []byte) {
		value.Expose(func(v []byte) {
			if f.name == "" && f.end == len(b) && f.start == 0 {
				whole = bytes.Clone(v)
				return
			}
			quoted := quote(v)
			defer clear(quoted)
			whole = make([]byte, 0, len(b)+len(quoted))
			whole = append(append(append(whole, b[:f.start]...), quoted...), b[f.end:]...)
		})
	})
	defer clear(whole)
	switch {
	case !c.binary && !utf8.Valid(whole):
		return content{}, Unwritable
	case len(whole) > mostBytes:
		return content{}, TooLong
	}
	return content{providers.NewSecret(whole), c.binary}, ""
}

// quote writes a JSON string; what is no UTF-8 stays as it is, and is found to be.
func quote(b []byte) []byte {
	const hex = "0123456789abcdef"
	out := make([]byte, 0, 6*len(b)+2) // never moved, so that no copy is left behind
	out = append(out, '"')
	for _, c := range b {
		switch {
		case c == '"', c == '\\':
			out = append(out, '\\', c)
		case c < ' ':
			out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			out = append(out, c)
		}
	}
	return append(out, '"')
}

// body is the content as a request carries it: under a name of its own where it is binary.
func (c content) body() (name string, value providers.Secret) {
	if !c.binary {
		return "SecretString", c.value
	}
	c.value.Expose(func(b []byte) {
		text := base64.StdEncoding.AppendEncode(nil, b)
		defer clear(text)
		value = providers.NewSecret(text)
	})
	return "SecretBinary", value
}

// contentOf reads what an answer carries; ok is false where that is neither.
func contentOf(text, binary *providers.Secret) (c content, ok bool) {
	if text != nil {
		return content{value: *text}, true
	}
	if binary == nil {
		return content{}, false
	}
	binary.Expose(func(b []byte) {
		plain, err := base64.StdEncoding.AppendDecode(nil, b)
		defer clear(plain)
		c, ok = content{providers.NewSecret(plain), true}, err == nil
	})
	return c, ok
}
