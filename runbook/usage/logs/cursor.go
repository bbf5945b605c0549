package logs

import (
	"bytes"
	"encoding/json"
)

// cursor walks over one JSON value that lies whole in memory. Its methods return false where the
// text is no JSON; then at is the place of the trouble, or the end of the text.
type cursor struct {
	text []byte
	at   int
}

// deepest bounds the nesting, and with it the stack that a hostile record takes.
const deepest = 256

// blank skips blanks and returns the byte that follows, 0 at the end of the text.
func (c *cursor) blank() byte {
	for ; c.at < len(c.text); c.at++ {
		switch b := c.text[c.at]; b {
		case ' ', '\t', '\r', '\n':
		default:
			return b
		}
	}
	return 0
}

// take steps over one byte after blanks.
func (c *cursor) take(b byte) bool {
	if c.blank() != b {
		return false
	}
	c.at++
	return true
}

// name reads a member's name and the colon behind it.
func (c *cursor) name() ([]byte, bool) {
	if c.blank() != '"' {
		return nil, false
	}
	start := c.at
	if !c.text1() {
		return nil, false
	}
	raw := c.text[start:c.at]
	if !c.take(':') {
		return nil, false
	}
	return unquote(raw), true
}

// text1 steps over one string, of which the first quote is at hand.
func (c *cursor) text1() bool {
	for c.at++; c.at < len(c.text); c.at++ {
		switch b := c.text[c.at]; {
		case b == '"':
			c.at++
			return true
		case b < ' ':
			return false
		case b == '\\':
			if !c.escape() {
				return false
			}
		}
	}
	return false
}

// escape steps to the last byte of an escape.
func (c *cursor) escape() bool {
	c.at++
	if c.at >= len(c.text) {
		return false
	}
	switch c.text[c.at] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return true
	case 'u':
		for range 4 {
			c.at++
			if c.at >= len(c.text) || !isHex(c.text[c.at]) {
				return false
			}
		}
		return true
	}
	return false
}

func isHex(b byte) bool {
	return b >= '0' && b <= '9' || b|' ' >= 'a' && b|' ' <= 'f'
}

// value steps over one value.
func (c *cursor) value(depth int) bool {
	if depth > deepest {
		return false
	}
	switch b := c.blank(); {
	case b == '"':
		return c.text1()
	case b == '{':
		return c.members(func([]byte) bool { return c.value(depth + 1) })
	case b == '[':
		return c.items(func() bool { return c.value(depth + 1) })
	case b == 't':
		return c.word("true")
	case b == 'f':
		return c.word("false")
	case b == 'n':
		return c.word("null")
	case b == '-' || b >= '0' && b <= '9':
		for c.at++; c.at < len(c.text) && bytes.IndexByte([]byte("0123456789.eE+-"), c.text[c.at]) >= 0; c.at++ {
		}
		return true
	}
	return false
}

func (c *cursor) word(w string) bool {
	if !bytes.HasPrefix(c.text[c.at:], []byte(w)) {
		return false
	}
	c.at += len(w)
	return true
}

// members walks over an object; of each member f steps over the value.
func (c *cursor) members(f func(name []byte) bool) bool {
	if !c.take('{') {
		return false
	}
	if c.blank() == '}' {
		c.at++
		return true
	}
	for {
		name, ok := c.name()
		if !ok || !f(name) {
			return false
		}
		switch c.blank() {
		case ',':
			c.at++
		case '}':
			c.at++
			return true
		default:
			return false
		}
	}
}

// items walks over an array; f steps over each element.
func (c *cursor) items(f func() bool) bool {
	if !c.take('[') {
		return false
	}
	if c.blank() == ']' {
		c.at++
		return true
	}
	for {
		if !f() {
			return false
		}
		switch c.blank() {
		case ',':
			c.at++
		case ']':
			c.at++
			return true
		default:
			return false
		}
	}
}

// unquote is the text of a string with its quotes.
func unquote(raw []byte) []byte {
	inner := raw[1 : len(raw)-1]
	if bytes.IndexByte(inner, '\\') < 0 {
		return inner
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return inner
	}
	return []byte(text)
}
