package unpack

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// witness is a seer that keeps what it is shown.
type witness struct {
	saw    map[string]string
	missed map[string]error
}

func (w *witness) See(name string, r io.Reader) error {
	text, err := io.ReadAll(io.LimitReader(r, 8<<20))
	if len(text) > 0 {
		w.saw[name] += string(text)
	}
	return err
}

func (w *witness) Miss(name string, err error) { w.missed[name] = err }

func look(t testing.TB, file []byte, l Limits) (*witness, bool) {
	t.Helper()
	w := &witness{map[string]string{}, map[string]error{}}
	inside, err := Look(context.Background(), Source{bytes.NewReader(file), int64(len(file))}, l, w)
	if err != nil {
		t.Fatal(err)
	}
	return w, inside
}

func zipOf(t testing.TB, contents map[string]string, method uint16) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(contents)) {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = io.WriteString(f, contents[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func tarOf(t testing.TB, contents map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := tar.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(contents)) {
		err := z.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(contents[name]))})
		if err == nil {
			_, err = io.WriteString(z, contents[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// through compresses a text.
func through[W io.WriteCloser](t testing.TB, open func(io.Writer) (W, error), text string) string {
	t.Helper()
	var b bytes.Buffer
	z, err := open(&b)
	if err == nil {
		_, err = io.WriteString(z, text)
	}
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gz(t testing.TB, text string) string {
	return through(t, func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil }, text)
}

// bzipText is "DRILL in a bzip2\n" in bzip2, which the standard library only reads.
var bzipText = "BZh91AY&SY\x0b\x04\xb5\x9a\x00\x00\x01\xdf\x80\x00\x10@\x00\x10 \x10\x00:\xc4\x9c\x00 \x001\x060\x10\xc8\xd3C\x1e\xa2\x17\x15\x0f1\xf1w$S\x85\t\x00\xb0KY\xa0"

func TestEveryFormIsSeenInside(t *testing.T) {
	text := "x=DRILL" + strings.Repeat("0123456789", 200)
	jar := zipOf(t, map[string]string{"a/B.class": text}, zip.Deflate)
	for name, c := range map[string]struct {
		file string
		want string // name of the content
	}{
		"zip":                    {jar, "a/B.class"},
		"stored zip":             {zipOf(t, map[string]string{"a": text}, zip.Store), "a"},
		"program before a zip":   {"#!/bin/sh\nexec java -jar $0\n" + jar, "a/B.class"},
		"zip without its end":    {jar[:len(jar)-30], "a/B.class"},
		"tar":                    {tarOf(t, map[string]string{"etc/app.env": text}), "etc/app.env"},
		"gzip":                   {gz(t, text), ""},
		"two gzips in a row":     {gz(t, "x=DR") + gz(t, text[4:]), ""},
		"zstd":                   {through(t, func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) }, text), ""},
		"xz":                     {through(t, func(w io.Writer) (io.WriteCloser, error) { return xz.NewWriter(w) }, text), ""},
		"tar in gzip":            {gz(t, tarOf(t, map[string]string{"f": text})), "f"},
		"jar in a layer":         {tarOf(t, map[string]string{"blobs/layer": gz(t, tarOf(t, map[string]string{"app.jar": jar}))}), "blobs/layer!/app.jar!/a/B.class"},
		"zip in a zip":           {zipOf(t, map[string]string{"in.zip": zipOf(t, map[string]string{"f": text}, zip.Deflate)}, zip.Store), "in.zip!/f"},
		"gzip in a zip in a tar": {tarOf(t, map[string]string{"o.zip": zipOf(t, map[string]string{"f.gz": gz(t, text), "g": "y"}, zip.Deflate)}), "o.zip!/f.gz"},
	} {
		w, inside := look(t, []byte(c.file), Usual)
		if !inside || !strings.Contains(w.saw[c.want], text) {
			t.Errorf("%s: inside %v, seen %v, missed %v", name, inside, slices.Sorted(maps.Keys(w.saw)), w.missed)
		}
		if name != "zip without its end" && len(w.missed) > 0 {
			t.Errorf("%s: missed %v", name, w.missed)
		}
	}
	if w, inside := look(t, []byte("plain text, no archive"), Usual); inside || len(w.saw) > 0 {
		t.Errorf("a text is an archive: %v", w.saw)
	}
	if !Packed([]byte(bzipText)) {
		t.Error("bzip2 is not known")
	}
}

func TestBombsAreStoppedAndTold(t *testing.T) {
	small := Limits{Depth: 4, Contents: 50, Bytes: 1 << 20, Ratio: 1000, Free: 1 << 16}
	deep := "text"
	for range 8 {
		deep = gz(t, deep)
	}
	many := map[string]string{}
	for i := range 60 {
		many[fmt.Sprint(i)] = "x"
	}
	zeros := strings.Repeat("\x00", 4<<20)
	for name, c := range map[string]struct {
		file string
		want error
	}{
		"zeros in a gzip":   {gz(t, zeros), ErrBomb},
		"zeros in a zip":    {zipOf(t, map[string]string{"a": zeros, "b": zeros}, zip.Deflate), ErrBomb},
		"zeros over and in": {gz(t, gz(t, gz(t, zeros))), ErrBomb},
		"deep":              {deep, ErrDeep},
		"many":              {zipOf(t, many, zip.Deflate), ErrMany},
	} {
		w, _ := look(t, []byte(c.file), small)
		if !slices.Contains(slices.Collect(maps.Values(w.missed)), c.want) || len(w.missed) != 1 {
			t.Errorf("%s: missed %v", name, w.missed)
		}
	}
}

func TestWhatIsBrokenOrForeignIsToldAndHidesNothingBeside(t *testing.T) {
	text := strings.Repeat("DRILL", 300)
	cut := gz(t, text+strings.Repeat("tail and more of it, ", 20000))
	broken := tarOf(t, map[string]string{"1.gz": cut[:len(cut)/2], "2": text, "3.7z": "7z\xBC\xAF\x27\x1Cwhatever"})
	w, _ := look(t, []byte(broken), Usual)
	if !strings.HasPrefix(w.saw["1.gz"], "1.gz\n"+text) && !strings.Contains(w.saw["1.gz"], text) || !strings.Contains(w.saw["2"], text) || w.missed["1.gz"] != ErrBroken || w.missed["3.7z"] != ErrForeign {
		t.Errorf("seen %v, missed %v", slices.Sorted(maps.Keys(w.saw)), w.missed)
	}
	locked := []byte(zipOf(t, map[string]string{"a": text}, zip.Store))
	for _, at := range []int{6, bytes.Index(locked, []byte("PK\x01\x02")) + 8} {
		locked[at] |= 1
	}
	if w, _ := look(t, locked, Usual); w.missed["a"] != ErrEncrypted {
		t.Errorf("missed %v", w.missed)
	}
}

func TestALookIsEndedByItsContextAndItsSeer(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	file := []byte(gz(t, tarOf(t, map[string]string{"a": "b"})))
	source := Source{bytes.NewReader(file), int64(len(file))}
	w := &witness{map[string]string{}, map[string]error{}}
	if _, err := Look(ctx, source, Usual, w); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	stop := errors.New("enough")
	if _, err := Look(context.Background(), source, Usual, stopper{stop}); !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
}

type stopper struct{ err error }

func (s stopper) See(string, io.Reader) error { return s.err }
func (stopper) Miss(string, error)            {}

func FuzzLook(f *testing.F) {
	jar := zipOf(f, map[string]string{"a": "text", "b.gz": gz(f, "more")}, zip.Deflate)
	for _, seed := range []string{jar, tarOf(f, map[string]string{"j": jar}), gz(f, tarOf(f, map[string]string{"j": jar})), bzipText,
		through(f, func(w io.Writer) (io.WriteCloser, error) { return xz.NewWriter(w) }, "text"), through(f, func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) }, "text")} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		w, inside := look(t, file, Limits{Depth: 3, Contents: 100, Bytes: 1 << 20, Ratio: 1000, Free: 1 << 20})
		if !inside && len(w.saw)+len(w.missed) > 0 {
			t.Error("something is seen in what is no archive")
		}
	})
}
