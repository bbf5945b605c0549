package identify

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
)

const (
	windowSize = 4 << 20   // bytes that are read at once
	windowBack = 128 << 10 // of them that are read again with the next, for a value may go over the cut
	// MostReadings bounds what one text may give.
	MostReadings = 100_000
)

// ErrTooMany is returned with the readings so far where a text gives more of them than
// MostReadings.
var ErrTooMany = errors.New("read text: more than 100000 readings")

// ReadAll is Read for a text of any length: it takes memory for a part of it at a time. A value
// and what stands around it are seen together within 64 KiB.
func ReadAll(in io.Reader, o Options) ([]Reading, error) {
	s := stream{o: o, line: 1, seen: map[string]bool{}}
	window := make([]byte, 0, windowSize)
	defer func() { clear(window[:cap(window)]) }()
	for {
		n, err := io.ReadFull(in, window[len(window):cap(window)])
		window = window[:len(window)+n]
		last := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !last {
			return nil, fmt.Errorf("read text: %w", err)
		}
		keep := len(window)
		if !last {
			keep = cutBefore(window, len(window)-windowBack)
		}
		if err := s.read(window, keep, last); err != nil || last {
			return s.done(), err
		}
		s.offset += keep
		s.line += bytes.Count(window[:keep], []byte{'\n'})
		window = window[:copy(window, window[keep:])]
	}
}

// cutBefore is the place behind the last line's end before at; at, made even for the sake of
// UTF-16, where that is far off.
func cutBefore(b []byte, at int) int {
	if nl := bytes.LastIndexByte(b[at-windowBack/2:at], '\n'); nl >= 0 {
		return at - windowBack/2 + nl + 1
	}
	return at &^ 1
}

// stream joins the readings of a text's parts.
type stream struct {
	o       Options
	list    []Reading
	nothing *Reading        // of a part in which nothing stands
	seen    map[string]bool // fingerprints of values, and of what has none the place
	offset  int
	line    int
}

// read takes over what begins before keep: the rest is read again.
func (s *stream) read(window []byte, keep int, last bool) error {
	found, err := Read(window, s.o)
	if err != nil {
		return err
	}
	for _, r := range found {
		if r.Span[0] >= keep && !last {
			continue
		}
		r.Span[0], r.Span[1], r.Line = r.Span[0]+s.offset, r.Span[1]+s.offset, r.Line+s.line-1
		if r.nothing {
			if s.nothing == nil {
				s.nothing = &r
			}
			continue
		}
		id := fmt.Sprint(r.Verdict, r.Kind, r.Span[0])
		if !r.Secret.IsEmpty() {
			id = r.Secret.Fingerprint(nil)
		}
		if s.seen[id] {
			continue
		}
		if len(s.list) == MostReadings {
			return ErrTooMany
		}
		s.seen[id] = true
		s.list = append(s.list, r)
	}
	return nil
}

// done are the readings of the whole, or the one that says what a text without any looks like.
func (s *stream) done() []Reading {
	if len(s.list) == 0 && s.nothing != nil {
		return []Reading{*s.nothing}
	}
	slices.SortStableFunc(s.list, func(a, b Reading) int { return a.Span[0] - b.Span[0] })
	return s.list
}
