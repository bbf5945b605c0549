package exposure

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"slices"

	"firebreak/providers"
)

// blot stands where the key was cut out of a text.
const blot = "[secret]"

// chunk is what is read at once; one buffer serves the whole search.
const chunk = 256 << 10

type needle struct {
	text     []byte
	encoding string
}

// needles are the forms of the key, and the buffer they are searched in. Not safe for
// concurrent use.
type needles struct {
	all     []needle
	longest int
	buffer  []byte
}

// thread makes the needles. wipe must be called.
func thread(key providers.Secret) *needles {
	n := &needles{}
	key.Expose(func(plain []byte) {
		for _, form := range key.Forms() {
			n.all = append(n.all, needle{form, encodingOf(form, plain)})
			n.longest = max(n.longest, len(form))
		}
	})
	n.buffer = make([]byte, chunk+n.longest)
	return n
}

func (n *needles) wipe() {
	for _, one := range n.all {
		clear(one.text)
	}
	clear(n.buffer)
}

// encodingOf names the form, which Forms does not.
func encodingOf(form, plain []byte) string {
	back := slices.Clone(plain)
	defer clear(back)
	slices.Reverse(back)
	quoted, _ := json.Marshal(string(plain)) // a string always encodes
	defer clear(quoted)
	switch {
	case bytes.Equal(form, plain):
		return "plain"
	case len(form) == 2*len(plain) && bytes.IndexByte(form, 0) >= 0:
		return "utf-16"
	case bytes.Equal(form, back):
		return "reversed"
	case string(form) == hex.EncodeToString(plain):
		return "hex"
	case string(form) == url.QueryEscape(string(plain)):
		return "url"
	case bytes.Equal(form, quoted[1:len(quoted)-1]):
		return "json"
	}
	return "base64"
}

// occurrence is the first of a form in a text, and how many there are.
type occurrence struct {
	encoding string
	line     int
	count    int
}

// scan reads to the end and returns the forms found, the plain one first. read counts bytes.
func (n *needles) scan(ctx context.Context, r io.Reader) (found []occurrence, read int64, err error) {
	kept, lines := 0, 1 // bytes carried over; number of the line at the buffer's start
	for {
		if err := ctx.Err(); err != nil {
			return nil, read, err
		}
		got, err := io.ReadFull(r, n.buffer[kept:kept+chunk])
		read += int64(got)
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return nil, read, err
		}
		text := n.buffer[:kept+got]
		found = n.look(text, kept, lines, found)
		if err != nil {
			return found, read, nil
		}
		keep := min(n.longest-1, len(text))
		lines += bytes.Count(text[:len(text)-keep], []byte{'\n'})
		copy(n.buffer, text[len(text)-keep:])
		kept = keep
	}
}

// look searches one stretch, whose first seen bytes were part of the stretch before.
func (n *needles) look(text []byte, seen, line int, found []occurrence) []occurrence {
	for _, one := range n.all {
		for at := 0; ; {
			i := bytes.Index(text[at:], one.text)
			if i < 0 {
				break
			}
			at += i
			if at+len(one.text) > seen {
				found = count(found, one.encoding, line+bytes.Count(text[:at], []byte{'\n'}))
			}
			at += len(one.text)
		}
	}
	return found
}

func count(found []occurrence, encoding string, line int) []occurrence {
	for i := range found {
		if found[i].encoding == encoding {
			found[i].count++
			return found
		}
	}
	return append(found, occurrence{encoding, line, 1})
}

// in reports whether a short text holds the key.
func (n *needles) in(text []byte) bool {
	return slices.ContainsFunc(n.all, func(one needle) bool { return bytes.Contains(text, one.text) })
}

// clean makes text from outside showable: the key is cut out of it first.
func (n *needles) clean(text string) providers.Untrusted {
	raw := []byte(text)
	for _, one := range n.all {
		raw = bytes.ReplaceAll(raw, one.text, []byte(blot))
	}
	return providers.FromOutside(string(raw))
}

var errCut = errors.New("ended too early")

// readAll reads a text of known size into memory.
func readAll(r io.Reader, size int64) ([]byte, error) {
	text := make([]byte, size)
	if _, err := io.ReadFull(r, text); err != nil {
		return nil, errCut
	}
	return text, nil
}
