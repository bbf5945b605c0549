package logs

import (
	"bytes"
	"slices"
)

// arrays are the members of a wrapping object that hold its records.
var arrays = []string{"Records", "Events", "data"}

// opening tells of a text that begins with an object whether it wraps an array of records: the
// place behind the bracket that opens it, 0 for an object that wraps none, -1 where the text ends
// before that can be told. Before the array only plain values may stand.
func opening(text []byte) int {
	c := cursor{text: text, at: 1}
	for {
		name, ok := c.name()
		if !ok || c.blank() == 0 {
			return c.told()
		}
		switch c.text[c.at] {
		case '[':
			c.at++
			if next := c.blank(); !slices.Contains(arrays, string(name)) || next != '{' && next != ']' {
				return c.told()
			}
			return c.at
		case '{':
			return 0
		}
		if !c.value(0) {
			return c.told()
		}
		if c.blank() != ',' {
			return c.told()
		}
		c.at++
	}
}

// told is what opening says where it can go no further: no, or not yet.
func (c *cursor) told() int {
	if c.at >= len(c.text) {
		return -1
	}
	return 0
}

// leadOf is the name of a record's first member, with its quotes.
func leadOf(record []byte) []byte {
	c := cursor{text: record, at: 1}
	start := bytes.IndexByte(record, '"')
	if name, ok := c.name(); !ok || len(name) > mostLead || len(name) == 0 {
		return nil
	}
	return bytes.Clone(record[start : start+1+bytes.IndexByte(record[start+1:], '"')+1])
}

// mostLead bounds the name by which the next record is found again.
const mostLead = 64
