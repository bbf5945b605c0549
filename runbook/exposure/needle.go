package exposure

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"slices"

	"firebreak/providers"
	"firebreak/runbook/exposure/needle"
)

// blot stands where the key was cut out of a text.
const blot = "[secret]"

// chunk is what is read at once; one buffer serves the whole search.
const chunk = 256 << 10

// needles are the matcher of the key, and the buffer that is searched in. Not safe for
// concurrent use.
type needles struct {
	*needle.Matcher
	buffer []byte
}

// thread makes the needles; ErrTooShort for a key that has none. wipe must be called.
func thread(key providers.Secret) (*needles, error) {
	m, err := needle.New(key)
	if err != nil {
		return nil, err
	}
	return &needles{m, make([]byte, chunk+m.Carry())}, nil
}

func (n *needles) wipe() {
	n.Wipe()
	clear(n.buffer)
}

// occurrence is the first of an encoding in a text, and how many there are.
type occurrence struct {
	encoding string
	offset   int64
	line     int
	count    int
}

// scan reads to the end and returns what was found, by encoding. read counts bytes.
func (n *needles) scan(ctx context.Context, r io.Reader) (found []occurrence, read int64, err error) {
	kept, lines := 0, 1 // bytes carried over; number of the line at the buffer's start
	for {
		if err := ctx.Err(); err != nil {
			return nil, read, err
		}
		got, err := io.ReadFull(r, n.buffer[kept:kept+chunk])
		start := read - int64(kept)
		read += int64(got)
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return nil, read, err
		}
		text := n.buffer[:kept+got]
		found = n.look(text, stretch{kept, start, lines}, found)
		if err != nil {
			return found, read, nil
		}
		keep := min(n.Carry(), len(text))
		lines += bytes.Count(text[:len(text)-keep], []byte{'\n'})
		copy(n.buffer, text[len(text)-keep:])
		kept = keep
	}
}

// stretch is where a part of a text stands: its first seen bytes were part of the stretch before.
type stretch struct {
	seen  int
	start int64 // offset of its first byte
	line  int   // number of its first line
}

// look searches one stretch, and adds to what was found.
func (n *needles) look(text []byte, at stretch, found []occurrence) []occurrence {
	n.Scan(text, func(m needle.Match) {
		if m.Offset+m.Length > at.seen {
			found = count(found, occurrence{m.Encoding, at.start + int64(m.Offset), at.line + bytes.Count(text[:m.Offset], []byte{'\n'}), 1})
		}
	})
	return found
}

func count(found []occurrence, o occurrence) []occurrence {
	for i := range found {
		if have := &found[i]; have.encoding == o.encoding {
			have.count++
			if o.offset < have.offset {
				have.offset, have.line = o.offset, o.line
			}
			return found
		}
	}
	return append(found, o)
}

// plainFirst orders what was found in one text.
func plainFirst(a, b occurrence) int {
	rank := func(o occurrence) int64 {
		if o.encoding == "plain" {
			return -1
		}
		return o.offset
	}
	return cmp.Compare(rank(a), rank(b))
}

// in reports whether a short text holds the key.
func (n *needles) in(text []byte) bool {
	is := false
	n.Scan(text, func(needle.Match) { is = true })
	return is
}

// clean makes text from outside showable: the key is cut out of it first.
func (n *needles) clean(text string) providers.Untrusted {
	raw := []byte(text)
	var cut []needle.Match
	n.Scan(raw, func(m needle.Match) { cut = append(cut, m) })
	slices.SortFunc(cut, func(a, b needle.Match) int { return cmp.Compare(b.Offset, a.Offset) })
	until := len(raw) // cuts overlap where one form holds another
	for _, m := range cut {
		if end := min(m.Offset+m.Length, until); end > m.Offset {
			raw = slices.Replace(raw, m.Offset, end, []byte(blot)...)
			until = m.Offset
		}
	}
	return providers.FromOutside(string(raw))
}
