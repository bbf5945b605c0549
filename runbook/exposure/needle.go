package exposure

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"slices"

	"firebreak/providers"
	"firebreak/runbook/exposure/needle"
)

// blot stands where the key was cut out of a text.
const blot = "[secret]"

// chunk is what is read at once. It stays in the processor's second cache until it is searched.
const chunk = 256 << 10

// needles are the matcher of the key, for all who search.
type needles struct{ *needle.Matcher }

// thread makes the needles; ErrTooShort for a key that has none. Wipe must be called.
func thread(key providers.Secret) (*needles, error) {
	m, err := needle.New(key)
	if err != nil {
		return nil, err
	}
	return &needles{m}, nil
}

// desk is where one worker reads. Not safe for concurrent use.
type desk struct {
	*needles
	buffer []byte
}

func (n *needles) desk() *desk { return &desk{n, make([]byte, chunk+n.Carry())} }

func (d *desk) wipe() { clear(d.buffer) }

// occurrence is the first of an encoding in a text, and how many there are.
type occurrence struct {
	encoding string
	offset   int64
	line     int // 0: not counted
	count    int
	inner    string // the content of an archive that it stands in, "" for none
}

// scan reads to the end and returns what was found, by encoding. read counts bytes.
func (d *desk) scan(ctx context.Context, r io.Reader) (found []occurrence, read int64, err error) {
	kept, lines := 0, 1 // bytes carried over; number of the line at the buffer's start
	for {
		if err := ctx.Err(); err != nil {
			return found, read, err
		}
		got, err := io.ReadFull(r, d.buffer[kept:kept+chunk])
		start := read - int64(kept)
		read += int64(got)
		text := d.buffer[:kept+got]
		found = d.look(text, stretch{kept, start, lines}, found)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return found, read, nil
		}
		if err != nil {
			return found, read, err
		}
		keep := min(d.Carry(), len(text))
		lines += bytes.Count(text[:len(text)-keep], []byte{'\n'})
		copy(d.buffer, text[len(text)-keep:])
		kept = keep
	}
}

// part searches what begins in a part of a file, and counts no lines. end is where the file ended, if that
// was met.
func (d *desk) part(ctx context.Context, f io.ReaderAt, from, to int64) (found []occurrence, end int64, err error) {
	for at := from; at < to; at += chunk {
		if err := ctx.Err(); err != nil {
			return found, at, err
		}
		n, err := f.ReadAt(d.buffer, at)
		if err != nil && !errors.Is(err, io.EOF) {
			return found, at, err
		}
		d.Scan(d.buffer[:n], func(m needle.Match) {
			if m.Offset < chunk && at+int64(m.Offset) < to {
				found = count(found, occurrence{encoding: m.Encoding, offset: at + int64(m.Offset), count: 1})
			}
		})
		if n < len(d.buffer) {
			return found, at + int64(n), nil
		}
	}
	return found, to, nil
}

// number counts the lines before each occurrence.
func (d *desk) number(ctx context.Context, f io.ReaderAt, found []occurrence) error {
	slices.SortFunc(found, func(a, b occurrence) int { return cmp.Compare(a.offset, b.offset) })
	line, at := 1, int64(0)
	for i := range found {
		for o := &found[i]; at < o.offset; {
			if err := ctx.Err(); err != nil {
				return err
			}
			text := d.buffer[:min(chunk, o.offset-at)]
			if _, err := f.ReadAt(text, at); err != nil {
				return err
			}
			line += bytes.Count(text, []byte{'\n'})
			at += int64(len(text))
		}
		found[i].line = line
	}
	return nil
}

// stretch is where a part of a text stands: its first seen bytes were part of the stretch before.
type stretch struct {
	seen  int
	start int64 // offset of its first byte
	line  int   // number of its first line
}

// look searches one stretch, and adds to what was found. Lines are counted for the first of an encoding only:
// a log may hold a key in each of them.
func (n *needles) look(text []byte, at stretch, found []occurrence) []occurrence {
	n.Scan(text, func(m needle.Match) {
		if m.Offset+m.Length <= at.seen {
			return
		}
		o := occurrence{encoding: m.Encoding, offset: at.start + int64(m.Offset), count: 1}
		if !slices.ContainsFunc(found, func(f occurrence) bool { return f.encoding == o.encoding && f.offset < o.offset }) {
			o.line = at.line + bytes.Count(text[:m.Offset], []byte{'\n'})
		}
		found = count(found, o)
	})
	return found
}

func count(found []occurrence, o occurrence) []occurrence {
	for i := range found {
		if have := &found[i]; have.encoding == o.encoding {
			have.count += o.count
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
	for _, m := range slices.Backward(cut) {
		raw = slices.Replace(raw, m.Offset, m.Offset+m.Length, []byte(blot)...)
	}
	return providers.FromOutside(string(raw))
}
