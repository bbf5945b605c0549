package unpack

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"cmp"
	"compress/bzip2"
	"errors"
	"io"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// between stands in a content's name between that of an archive and what lies in it.
const between = "!/"

// window bounds the memory of one decompression.
const window = 64 << 20

// content shows the seer a content, or what lies in it.
func (s *session) content(name string, r io.Reader, depth int) error {
	if s.contents++; s.contents > s.limits.Contents {
		return ErrMany
	}
	front := bufio.NewReaderSize(metered{s, r}, 4<<10)
	head, err := front.Peek(HeadSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if form := formOf(head); form != none {
		return s.open(name, form, front, depth)
	}
	if err := s.to.See(name, &faulty{r: front, s: s, name: name}); err != nil {
		return ending{err}
	}
	return nil
}

// faulty ends where the reader fails, and tells the failure itself, unless that ends the look: a seer knows
// files and no archives.
type faulty struct {
	r    io.Reader
	s    *session
	name string
}

func (f *faulty) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err == nil || errors.Is(err, io.EOF) {
		return n, err
	}
	if end := f.s.told(f.name, err); end != nil {
		return n, end
	}
	return n, io.EOF
}

// open shows what lies in an archive or compressed content.
func (s *session) open(name string, form form, r io.Reader, depth int) error {
	if depth >= s.limits.Depth {
		return ErrDeep
	}
	switch form {
	case foreign:
		return ErrForeign
	case zipped:
		return s.local(name, r, depth)
	case tarred:
		return s.tar(name, r, depth)
	}
	plain, done, err := decompress(form, r)
	if err != nil {
		return err
	}
	defer done()
	return s.content(name, plain, depth+1)
}

func decompress(form form, r io.Reader) (plain io.Reader, done func(), err error) {
	done = func() {}
	switch form {
	case gzipped:
		plain, err = gzip.NewReader(r)
	case bzipped:
		plain = bzip2.NewReader(r)
	case xzed:
		plain, err = openXZ(r)
	default:
		var z *zstd.Decoder
		if z, err = newZstd(r); err == nil {
			plain, done = z, z.Close
		}
	}
	return plain, done, err
}

func newZstd(r io.Reader) (*zstd.Decoder, error) {
	return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(window))
}

// openXZ refuses a dictionary that is larger than the window: the library takes what the stream asks for.
func openXZ(r io.Reader) (io.Reader, error) {
	const dictionary, largest = 16, 29 // where the first block says it, and the code of 96 MiB
	front := bufio.NewReader(r)
	head, err := front.Peek(dictionary + 1)
	if err != nil {
		return nil, err
	}
	if head[14] == 0x21 && head[dictionary] > largest {
		return nil, ErrForeign
	}
	return xz.NewReader(front)
}

// tar shows the contents of a tar, and of its headers what they say beside.
func (s *session) tar(name string, r io.Reader, depth int) error {
	in := tar.NewReader(r)
	for {
		h, err := in.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		inner := within(name, h.Name)
		if err := s.told(inner, s.beside(inner, h.Name, h.Linkname, h.PAXRecords)); err != nil {
			return ending{err}
		}
		if err := s.told(inner, s.content(inner, in, depth+1)); err != nil {
			return ending{err}
		}
	}
}

// beside shows the names that an archive gives to a content.
func (s *session) beside(inner, name, link string, records map[string]string) error {
	text := []string{name, link}
	for key, value := range records {
		text = append(text, key+"="+value)
	}
	if err := s.to.See(inner, strings.NewReader(strings.Join(text, "\n"))); err != nil {
		return ending{err}
	}
	return nil
}

func within(archive, name string) string {
	if archive == "" {
		return name
	}
	return archive + between + name
}

// central shows the contents of a zip by its directory. Where that is cut off or broken, what can be read
// without it is.
func (s *session) central(file Source, form form) error {
	in, err := zip.NewReader(file.From, file.Size)
	if err != nil {
		if form == zipped {
			err = s.local("", io.NewSectionReader(file.From, 0, file.Size), 0)
		}
		return cmp.Or(err, ErrBroken)
	}
	in.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser { return flate.NewReader(r) })
	in.RegisterDecompressor(zstdMethod, unzstd)
	for _, f := range in.File {
		if err := s.told(f.Name, s.entry(f)); err != nil {
			return ending{err}
		}
	}
	return nil
}

func (s *session) entry(f *zip.File) error {
	if err := s.beside(f.Name, f.Name, f.Comment, nil); err != nil {
		return err
	}
	if f.Flags&1 != 0 {
		return ErrEncrypted
	}
	r, err := f.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		return ErrForeign
	}
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }() // only read
	return s.content(f.Name, r, 1)
}

// zstdMethod is zstd's number in zip files.
const zstdMethod = 93

func unzstd(r io.Reader) io.ReadCloser {
	z, err := newZstd(r)
	if err != nil {
		return io.NopCloser(failing{err})
	}
	return z.IOReadCloser()
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
