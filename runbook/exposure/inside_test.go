package exposure

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"firebreak/providers"
)

func zipped(t testing.TB, name, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gzipped(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := io.WriteString(z, text)
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func tarred(t testing.TB, name, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := tar.NewWriter(&b)
	err := z.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(text))})
	if err == nil {
		_, err = io.WriteString(z, text)
	}
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAKeyInsideAnArchiveIsFoundAtItsPathInIt(t *testing.T) {
	text := "x\nkey=" + leaked + "\n" + strings.Repeat("more ", 500)
	for file, c := range map[string]struct{ content, inside string }{
		"app.jar":    {zipped(t, "conf/app.properties", text), "!/conf/app.properties"},
		"app.log.gz": {gzipped(t, text), ""},
		"plain.tar":  {tarred(t, "etc/env", text), "!/etc/env"},
		"image.tar":  {tarred(t, "blobs/1", gzipped(t, tarred(t, "srv/app.jar", zipped(t, "k", text)))), "!/blobs/1!/srv/app.jar!/k"},
	} {
		dir := t.TempDir()
		put(t, dir, file, c.content)
		r := searchIn(t, dir)
		if h := one(t, r, InArchive); !h.Path.Is(file+c.inside) || h.Line != 2 || h.Offset != 6 || len(r.Hits) != 1 || !r.Complete {
			t.Errorf("%s: %+v, complete %v", file, r.Hits, r.Complete)
		}
	}
}

func TestAKeyInACompressedFileOfTheHistoryIsFoundToo(t *testing.T) {
	repo := newRepo(t, t.TempDir())
	first := repo.commit("dump.gz", gzipped(t, "x\n"+leaked))
	repo.commit("app.jar", zipped(t, "conf/k", leaked))
	repo.remove("dump.gz")
	r := searchIn(t, repo.dir)
	found := hits(r, InBlob)
	if len(found) != 2 || !found[1].Path.Is("dump.gz") && !found[0].Path.Is("dump.gz") {
		t.Fatalf("hits %+v", r.Hits)
	}
	for _, h := range found {
		switch {
		case h.Path.Is("dump.gz") && (h.Commit != first || h.Line != 2 || h.AtHead):
			t.Errorf("%+v", h)
		case !h.Path.Is("dump.gz") && (!h.Path.Is("app.jar!/conf/k") || !h.AtHead):
			t.Errorf("%+v", h)
		}
	}
}

// A page of 512 bytes with one row that goes on in page 3, and the key across the two.
func database() string {
	const page, total = 512, 500
	db := make([]byte, 3*page)
	copy(db, sqliteMark)
	binary.BigEndian.PutUint16(db[16:], page)
	row := bytes.Repeat([]byte{'.'}, total)
	f := sqliteFile{page: page, usable: page, pages: 3}
	local := f.local(total, true)
	copy(row[local-20:], leaked)
	leaf, at := db[page:2*page], page-local-7
	leaf[0], leaf[4] = 0x0D, 1
	binary.BigEndian.PutUint16(leaf[8:], uint16(at))
	cell := append([]byte{0x80 | total>>7, total & 0x7F, 1}, row[:local]...)
	copy(leaf[at:], binary.BigEndian.AppendUint32(cell, 3))
	copy(db[2*page+4:], row[local:])
	return string(db)
}

func TestAKeyAcrossTwoPagesOfADatabaseIsFound(t *testing.T) {
	dir := t.TempDir()
	db := database()
	if strings.Contains(db, leaked) {
		t.Fatal("the key stands in the file's bytes: nothing is tried")
	}
	put(t, dir, "app.db", db)
	if h := one(t, searchIn(t, dir), InFile); !h.Path.Is("app.db") || h.Encoding != "plain" || h.Offset < 512 || h.Offset > 1024 {
		t.Errorf("%+v", h)
	}
}

func FuzzDatabase(f *testing.F) {
	f.Add([]byte(database()))
	n, err := thread(key)
	if err != nil {
		f.Fatal(err)
	}
	h := &hand{crew: &crew{search: &search{limits: usual, needles: n, at: &Place{Reasons: map[Why]int{}}}, ctx: context.Background()}, desk: n.desk()}
	f.Fuzz(func(t *testing.T, db []byte) {
		s := seen{from: bytes.NewReader(db), size: int64(len(db)), head: db[:min(len(db), headSize)]}
		file, ok := overflowing(s)
		if !ok {
			return
		}
		h.overflow(file, s)
	})
}

func TestALargeFileIsSearchedInPartsWithNothingLostBetweenThem(t *testing.T) {
	dir := t.TempDir()
	text := bytes.Repeat([]byte("0123456789\n"), (3*part)/11+5)
	places := []int{3, part - 10, part + chunk - 5, 2*part - len(leaked), len(text) - len(leaked)}
	for _, at := range places {
		copy(text[at:], leaked)
	}
	put(t, dir, "big.log", string(text))
	if h := one(t, searchIn(t, dir), InFile); h.Count != len(places) || h.Offset != 3 || h.Line != 1 {
		t.Errorf("%+v", h)
	}
	copy(text, bytes.Repeat([]byte("abcdefghij\n"), part/11)) // the first two are gone
	put(t, dir, "big.log", string(text))
	h := one(t, searchIn(t, dir), InFile)
	if want := 1 + bytes.Count(text[:h.Offset], []byte{'\n'}); h.Line != want || h.Count != len(places)-1 && h.Count != len(places)-2 {
		t.Errorf("%+v, want line %d", h, want)
	}
}

func TestWhatComesFromAPipeIsSearchedPackedOrNot(t *testing.T) {
	for name, text := range map[string]string{"": "x\n" + leaked, "etc/env": gzipped(t, tarred(t, "etc/env", "x\n"+leaked))} {
		r, err := Search(context.Background(), door(), providers.WallClock{}, Quest{Key: key, Places: []string{"-"}, Input: strings.NewReader(text)})
		if h := one(t, r, InInput); err != nil || !h.Path.Is(name) || h.Line != 2 || !r.Complete || r.Coverage.Bytes != int64(len(text)) {
			t.Errorf("%v: %+v", err, r)
		}
	}
	r, err := Search(context.Background(), door(), providers.WallClock{}, Quest{Key: key, Places: []string{"-"}, Input: strings.NewReader("")})
	if err != nil || r.Complete {
		t.Errorf("nothing came, and it is called clean: %+v, %v", r, err)
	}
}

func TestTheFilesOfGitAreNamedForWhatTheyAre(t *testing.T) {
	dir := t.TempDir()
	repo := newRepo(t, dir)
	repo.commit("readme", "x")
	repo.git("remote", "add", "origin", "https://ann:"+leaked+"@git.drill.test/x.git")
	put(t, dir, ".git/hooks/pre-push", "#!/bin/sh\ncurl -H 'X: "+leaked+"'\n")
	put(t, dir, ".git/logs/refs/heads/x", "clone: from https://"+leaked+"@git.drill.test")
	r := searchIn(t, dir)
	for _, kind := range []Kind{InConfig, InHook, InReflog} {
		one(t, r, kind)
	}
}

func TestAStandInOfLFSIsCountedWhereItsContentIsNotHere(t *testing.T) {
	dir := t.TempDir()
	repo := newRepo(t, dir)
	content := strings.Repeat("ab12", 16)
	put(t, dir, "big.bin", lfsMark+lfsID+content+"\nsize 12\n")
	put(t, dir, "readme", "x")
	if r := searchIn(t, repo.dir); r.Complete || r.Places[0].Reasons[Elsewhere] != 1 || r.Coverage.Missing != 1 {
		t.Errorf("%+v", r)
	}
	put(t, dir, ".git/lfs/objects/ab/12/"+content, leaked)
	if r := searchIn(t, repo.dir); r.Places[0].Reasons[Elsewhere] != 0 || len(r.Hits) != 1 {
		t.Errorf("%+v", r)
	}
}

func TestABombIsStoppedAndSaid(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "bomb.gz", gzipped(t, gzipped(t, strings.Repeat("\x00", 8<<20))))
	l := usual
	l.unpack.Free, l.unpack.Bytes = 1<<20, 1<<20
	if r := searchWith(t, l, dir); r.Complete || r.Places[0].Reasons[Bomb] != 1 {
		t.Errorf("%+v", r.Places)
	}
}

func TestManyFilesAreSearchedByAllHandsAndToldInOrder(t *testing.T) {
	dir := t.TempDir()
	for i := range 60 {
		put(t, dir, fmt.Sprintf("d%d/e%d/f", i%7, i), leaked)
	}
	r := searchIn(t, dir)
	if len(r.Hits) != 60 || r.Coverage.Files != 60 {
		t.Fatalf("%d hits in %d files", len(r.Hits), r.Coverage.Files)
	}
	for i, h := range r.Hits[1:] {
		if byPath(r.Hits[i], h) >= 0 {
			t.Errorf("%v stands before %v", r.Hits[i].Path, h.Path)
		}
	}
	must(t, os.Chmod(filepath.Join(dir, "d1"), 0o700))
}

func TestAKeyInEveryLineIsCountedAndItsFirstLineTold(t *testing.T) {
	n := needlesOf(t, key)
	text := append([]byte("one\n"), bytes.Repeat([]byte(leaked+"\n"), 5000)...)
	if found := n.look(text, stretch{line: 1}, nil); len(found) != 1 || found[0].count != 5000 || found[0].line != 2 {
		t.Errorf("%+v", found)
	}
}

func TestFoldersWithoutEndAreLeftAtADepthAndCounted(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, strings.Repeat("d/", 40)+"f", leaked)
	l := usual
	l.depth = 20
	if r := searchWith(t, l, dir); len(r.Hits) != 0 || r.Places[0].Reasons[TooLarge] != 1 {
		t.Errorf("%+v", r)
	}
	if r := searchIn(t, dir); len(r.Hits) != 1 || !r.Complete {
		t.Errorf("%+v", r)
	}
}
