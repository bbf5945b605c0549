// Package unpack looks into archives and compressed files, one in the other, without writing any of it
// to disk: zip and its kin (jar, war, apk, office documents), tar, gzip, zstd, xz, bzip2, and so the
// layers of container images.
//
// Rules: what is unpacked may be hostile. Names in archives lead nowhere, they are only told. Depth, the
// number of contents, their bytes and how much larger they are than what holds them are bounded, and
// what went beyond is told: a content that was not seen to its end is never taken for clean.
package unpack

import (
	"context"
	"errors"
	"io"
)

// Why something inside was not seen, or not to its end.
var (
	ErrBomb      = errors.New("it unpacks to more than is read")
	ErrDeep      = errors.New("archives stand too deep in each other")
	ErrMany      = errors.New("it holds more contents than are read")
	ErrBroken    = errors.New("the archive is broken")
	ErrEncrypted = errors.New("the content is encrypted")
	ErrForeign   = errors.New("the form of the archive is not known here")
)

// Limits bound what one outermost file can make us do.
type Limits struct {
	Depth    int   // of archives in each other
	Contents int   // in all
	Bytes    int64 // unpacked in all, at every depth
	Ratio    int64 // of what is unpacked to what holds it, once Free bytes are
	Free     int64
}

// Usual are the limits of a search. A gzip stream cannot grow by more than 1,032 times, and what people
// keep grows by some 10; the densest logs by 100.
var Usual = Limits{Depth: 8, Contents: 1 << 20, Bytes: 64 << 30, Ratio: 250, Free: 128 << 20}

// Seer is shown what an archive holds.
type Seer interface {
	// See is shown a content that is no archive, and need not read it to its end. Its error ends the
	// whole look; it returns those of the reader.
	See(name string, r io.Reader) error
	// Miss is told of a content that was not seen, or not to its end, with an error of this package;
	// no name: the outermost.
	Miss(name string, err error)
}

// Source is an outermost file.
type Source struct {
	From io.ReaderAt
	Size int64
}

// Look shows a seer everything in a file. inside is false where the file is no archive: then nothing is
// shown. The error is the context's or the seer's.
func Look(ctx context.Context, file Source, l Limits, to Seer) (inside bool, err error) {
	s := &session{ctx: ctx, limits: l, to: to, left: l.Bytes}
	if most := l.Ratio * file.Size; most > l.Free {
		s.left = min(s.left, most)
	} else {
		s.left = min(s.left, l.Free)
	}
	if inside, err = s.outermost(file); errors.Is(err, errStop) {
		err = nil // it was told
	}
	return inside, err
}

// Stream is Look for what can be read only once. Where it is no archive, the seer is shown it as it is,
// without a name.
func Stream(ctx context.Context, r io.Reader, l Limits, to Seer) error {
	s := &session{ctx: ctx, limits: l, to: to, left: l.Bytes}
	if err := s.told("", s.content("", r, 0)); !errors.Is(err, errStop) {
		return err
	}
	return nil // it was told
}

// session is the state of one look.
type session struct {
	ctx      context.Context
	limits   Limits
	to       Seer
	left     int64 // bytes that may still be unpacked
	contents int
}

func (s *session) outermost(file Source) (inside bool, err error) {
	head := make([]byte, HeadSize)
	n, err := file.From.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return false, nil // whoever reads it for itself says so
	}
	head = head[:n]
	form := formOf(head)
	switch {
	case form == zipped || form == none && endsAsZip(file):
		return true, s.told("", s.central(file, form))
	case form == none:
		return false, nil
	}
	return true, s.told("", s.open("", form, io.NewSectionReader(file.From, 0, file.Size), 0))
}

// told gives the seer what is wrong with a content, and the caller what ends the look.
func (s *session) told(name string, err error) error {
	var end ending
	switch {
	case err == nil:
		return nil
	case errors.As(err, &end):
		return end.error
	case s.ctx.Err() != nil:
		return s.ctx.Err()
	}
	for _, known := range []error{ErrBomb, ErrDeep, ErrMany, ErrEncrypted, ErrForeign} {
		if errors.Is(err, known) {
			s.to.Miss(name, known)
			if known == ErrBomb || known == ErrMany {
				return errStop
			}
			return nil
		}
	}
	s.to.Miss(name, ErrBroken)
	return nil
}

// ending is an error that ends the look, as opposed to one of a content.
type ending struct{ error }

// errStop ends a look whose limits are reached, which was told.
var errStop = errors.New("the limits of the look are reached")

// metered counts what is unpacked, and hears the context.
type metered struct {
	s *session
	r io.Reader
}

func (m metered) Read(p []byte) (int, error) {
	if err := m.s.ctx.Err(); err != nil {
		return 0, err
	}
	if m.s.left <= 0 {
		return 0, ErrBomb
	}
	n, err := m.r.Read(p)
	m.s.left -= int64(n)
	return n, err
}
