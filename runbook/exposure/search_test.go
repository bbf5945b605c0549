package exposure

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/files"
)

// leaked is a key of no vendor, and other one of OpenAI's form but for its checksumless drill mark.
var (
	leaked = "drill_" + strings.Repeat("DRILLleak7x", 4)
	key    = providers.NewSecret([]byte(leaked))
)

func door() *files.Door { return files.New(files.Config{DryRun: true}) }

func searchIn(t *testing.T, where ...string) Result {
	t.Helper()
	return searchWith(t, usual, where...)
}

func searchWith(t *testing.T, l limits, where ...string) Result {
	t.Helper()
	r, err := run(context.Background(), door(), providers.WallClock{}, Quest{Key: key, Places: where}, l)
	if err != nil {
		t.Fatal(err)
	}
	if shown := fmt.Sprintf("%+v", r); strings.Contains(shown, leaked) {
		t.Fatal("the result tells the key")
	}
	return r
}

func put(t testing.TB, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	must(t, os.MkdirAll(filepath.Dir(path), 0o700))
	must(t, os.WriteFile(path, []byte(text), 0o600))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func hits(r Result, kind Kind) []Hit {
	var out []Hit
	for _, h := range r.Hits {
		if h.Kind == kind {
			out = append(out, h)
		}
	}
	return out
}

func one(t *testing.T, r Result, kind Kind) Hit {
	t.Helper()
	all := hits(r, kind)
	if len(all) != 1 {
		t.Fatalf("%d hits of kind %s, want one; all: %+v", len(all), kind, r.Hits)
	}
	return all[0]
}

func TestFilesOfAFolder(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a/config.yml", "x: 1\ny: "+leaked+"\nz: "+leaked+"\n")
	put(t, dir, "clean.txt", "nothing")
	r := searchIn(t, dir)
	h := one(t, r, InFile)
	if !h.Path.Is("a/config.yml") || h.Line != 2 || h.Count != 2 || h.Encoding != "plain" || h.Where != dir {
		t.Errorf("hit %+v", h)
	}
	if !r.Complete || r.Coverage.Files != 2 || r.Coverage.Refused != 0 || r.Coverage.Bytes == 0 {
		t.Errorf("coverage %+v, complete %v", r.Coverage, r.Complete)
	}
	if single := searchIn(t, filepath.Join(dir, "a", "config.yml")); len(single.Hits) != 1 || !single.Complete {
		t.Errorf("the file named itself: %+v", single)
	}
}

func needlesOf(t testing.TB, key providers.Secret) *needles {
	t.Helper()
	n, err := thread(key)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Wipe)
	return n
}

func TestEveryFormIsFoundInAFile(t *testing.T) {
	awkward := providers.NewSecret([]byte("drill/\"<DRILL secret>\" & more"))
	dir := t.TempDir()
	forms := awkward.Forms()
	for i, form := range forms {
		put(t, dir, fmt.Sprintf("%02d", i), "\n"+string(form))
	}
	r, err := Search(context.Background(), door(), providers.WallClock{}, Quest{Key: awkward, Places: []string{dir}})
	if err != nil || len(r.Hits) != len(forms) {
		t.Fatalf("%d hits for %d forms, %v", len(r.Hits), len(forms), err)
	}
	for _, h := range r.Hits {
		if h.Encoding == "" || h.Line != 2 || h.Offset > 2 { // UTF-16 begins at the first byte that is not zero
			t.Errorf("hit %+v, want line 2", h)
		}
	}
}

func TestBase64AtAnyAlignment(t *testing.T) {
	for shift := range 5 {
		dir := t.TempDir()
		put(t, dir, "secret.yml", base64.StdEncoding.EncodeToString([]byte(strings.Repeat("u", shift)+leaked+"::tail")))
		if h := one(t, searchIn(t, dir), InFile); h.Encoding != "base64" {
			t.Errorf("shift %d: %+v", shift, h)
		}
	}
}

// The key is found wherever it lies across the stretches that are read, once each, at its line.
func TestAKeyAcrossTwoStretches(t *testing.T) {
	d := needlesOf(t, key).desk()
	for _, at := range []int{0, 1, chunk - len(leaked), chunk - len(leaked) + 1, chunk - 20, chunk - 1, chunk, 2*chunk - 3, 3*chunk - len(leaked)} {
		text := bytes.Repeat([]byte("line\n"), 3*chunk/5+50)
		copy(text[at:], leaked)
		line := 1 + bytes.Count(text[:at], []byte{'\n'})
		found, read, err := d.scan(context.Background(), bytes.NewReader(text))
		if err != nil || read != int64(len(text)) || len(found) != 1 || found[0] != (occurrence{encoding: "plain", offset: int64(at), line: line, count: 1}) {
			t.Errorf("at %d: %+v, %d bytes, %v; want line %d once", at, found, read, err, line)
		}
	}
}

func TestCountsOfManyKeysAreExact(t *testing.T) {
	d := needlesOf(t, key).desk()
	rng := rand.New(rand.NewPCG(5, 6))
	for range 30 {
		var text bytes.Buffer
		want := 0
		for text.Len() < 2*chunk+chunk/2 {
			text.Write(bytes.Repeat([]byte{'.'}, rng.IntN(3000)))
			text.WriteString(leaked)
			want++
		}
		found, _, err := d.scan(context.Background(), &text)
		if err != nil || len(found) != 1 || found[0].count != want {
			t.Fatalf("found %+v, want %d", found, want)
		}
	}
}

func TestWhatIsNotLookedAtIsCounted(t *testing.T) {
	for name, tc := range map[string]struct {
		make    func(t *testing.T, dir string)
		why     Why
		refused int
	}{
		"a link out of the place": {func(t *testing.T, dir string) {
			out := t.TempDir()
			put(t, out, "file", leaked)
			must(t, os.Symlink(filepath.Join(out, "file"), filepath.Join(dir, "link")))
		}, LeadsOut, 1},
		"a linked folder outside": {func(t *testing.T, dir string) {
			must(t, os.Symlink(t.TempDir(), filepath.Join(dir, "link")))
		}, LeadsOut, 1},
		"a file over the budget": {func(t *testing.T, dir string) {
			f, err := os.Create(filepath.Join(dir, "huge"))
			must(t, err)
			must(t, f.Truncate(usual.file+1))
			must(t, f.Close())
		}, TooLarge, 1},
		"an archive":                 {func(t *testing.T, dir string) { put(t, dir, "x.zip", "PK\x03\x04rest") }, BadArchive, 1},
		"an archive of another form": {func(t *testing.T, dir string) { put(t, dir, "x.7z", "7z\xBC\xAF\x27\x1Crest") }, Packed, 1},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, dir, "ordinary", "text")
			tc.make(t, dir)
			r := searchIn(t, dir)
			if r.Complete || r.Places[0].Reasons[tc.why] != 1 || r.Coverage.Refused != tc.refused || len(r.Hits) != 0 {
				t.Errorf("complete %v, reasons %v, coverage %+v, hits %+v", r.Complete, r.Places[0].Reasons, r.Coverage, r.Hits)
			}
		})
	}
}

func TestLinksInsideAndLoopsAreNoLoss(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a/file", leaked)
	must(t, os.Symlink("..", filepath.Join(dir, "a", "up")))
	must(t, os.Symlink("self", filepath.Join(dir, "self")))
	must(t, os.Symlink("a/file", filepath.Join(dir, "link")))
	must(t, os.Symlink("nowhere", filepath.Join(dir, "broken")))
	r := searchIn(t, dir)
	if len(r.Hits) != 1 || !r.Complete || r.Coverage.Files != 1 {
		t.Errorf("hits %+v, coverage %+v, %v", r.Hits, r.Coverage, r.Places[0].Reasons)
	}
}

func TestF063NothingExaminedIsItsOwnResult(t *testing.T) {
	r := searchIn(t, t.TempDir())
	if r.Complete || r.Places[0].Reasons[NothingHere] != 1 {
		t.Errorf("an empty folder: %+v", r)
	}
}

func TestF062AnUnknownPlaceIsNotAnEmptyOne(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "file", leaked)
	r := searchIn(t, filepath.Join(dir, "nope"), dir)
	if r.Complete || r.Places[0].Reasons[NotFound] != 1 || r.Places[0].Complete || !r.Places[1].Complete || len(r.Hits) != 1 {
		t.Errorf("result %+v", r)
	}
}

func TestWhatCannotBeSearchedFor(t *testing.T) {
	_, err := Search(context.Background(), door(), providers.WallClock{}, Quest{Key: providers.NewSecret([]byte("short")), Places: []string{"."}})
	if !errors.Is(err, ErrTooShort) {
		t.Errorf("a short value: %v", err)
	}
	if _, err := Search(context.Background(), door(), providers.WallClock{}, Quest{Key: key, Places: nil}); !errors.Is(err, ErrNoPlaces) {
		t.Errorf("no places: %v", err)
	}
}

func TestANameThatIsTheKeyIsFoundAndNotTold(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "logs/"+leaked+".txt", "x")
	if h := one(t, searchIn(t, dir), InName); !h.Path.Is("logs/" + blot + ".txt") {
		t.Errorf("hit %+v", h)
	}
}

func TestOtherCredentialsOfTheFileAreListed(t *testing.T) {
	dir := t.TempDir()
	other := "sk-" + strings.Repeat("DRILL", 4) + "T3Blbk" + "FJ" + strings.Repeat("drill", 4)
	put(t, dir, ".env", "A="+leaked+"\nOPENAI_API_KEY="+other+"\n")
	put(t, dir, "copy", "A="+leaked+"\nB="+other+"\n")
	put(t, dir, "elsewhere", "OPENAI_API_KEY=sk-"+strings.Repeat("DRILX", 4)+"T3Blbk"+"FJ"+strings.Repeat("drilx", 4))
	r := searchIn(t, dir)
	if len(r.Neighbours) != 1 || r.Neighbours[0].Finding.Line != 2 || !r.Neighbours[0].Path.Is(".env") {
		t.Errorf("neighbours %+v, want the one key beside ours, once", r.Neighbours)
	}
	if strings.Contains(fmt.Sprintf("%+v", r), other) {
		t.Error("the result tells the other key")
	}
}

func TestACredentialOfAnotherSystemBesideTheKeyIsListed(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "chat.txt", "A="+leaked+"\nPG_DSN=postgres://launch:gu1llemot-"+"DRILL-92xw@db.northwind.example:5432/launch\n")
	if r := searchIn(t, dir); len(r.Neighbours) != 1 || r.Neighbours[0].Finding.Credential.Kind != "postgresql/connection-uri" {
		t.Errorf("neighbours %+v, want the database's", r.Neighbours)
	}
}

func TestHitsOverTheLimitAreCounted(t *testing.T) {
	dir := t.TempDir()
	for i := range 5 {
		put(t, dir, fmt.Sprint(i), leaked)
	}
	l := usual
	l.hits = 3
	if r := searchWith(t, l, dir); len(r.Hits) != 3 || r.Places[0].Reasons[TooMany] != 2 || r.Complete {
		t.Errorf("%d hits, %v", len(r.Hits), r.Places[0].Reasons)
	}
}

func TestProgressIsReportedAndCancelled(t *testing.T) {
	dir := t.TempDir()
	for i := range 250 {
		put(t, dir, fmt.Sprint(i), "x")
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	last := -1
	ctx = providers.WithProgress(ctx, func(p providers.Progress) {
		if last = p.Done; last == 200 {
			cancel()
		}
	})
	r, err := Search(ctx, door(), providers.WallClock{}, Quest{Key: key, Places: []string{dir}})
	if !errors.Is(err, context.Canceled) || r.Complete || r.Coverage.Files > 200 || last != 200 {
		t.Errorf("error %v, progress %d, %+v", err, last, r.Coverage)
	}
}

func TestAPlaceThatIsCalledLikeTheKeyIsNotTold(t *testing.T) {
	dir := filepath.Join(t.TempDir(), leaked)
	put(t, dir, "f", leaked)
	if r := searchIn(t, dir); len(r.Hits) != 1 || !strings.HasSuffix(r.Places[0].Where, blot) {
		t.Errorf("%+v", r)
	}
}
