package gitstore_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"firebreak/runbook/exposure/gitstore"
)

// shown is what a walk tells of one object.
type shown struct {
	kind gitstore.Kind
	text string
}

// witness keeps everything that a walk shows.
type witness struct {
	sync.Mutex
	store   *gitstore.Store
	objects map[string]shown
	open    map[string]*bytes.Buffer
	refused map[string]error
	twice   []string
}

func newWitness(s *gitstore.Store) *witness {
	return &witness{store: s, objects: map[string]shown{}, open: map[string]*bytes.Buffer{}, refused: map[string]error{}}
}

func (w *witness) Visit(_ int, o gitstore.Object, p gitstore.Part) {
	w.Lock()
	defer w.Unlock()
	id := w.store.ID(o.Number).Text(w.store.IDSize())
	b := w.open[id]
	if b == nil {
		b = &bytes.Buffer{}
		w.open[id] = b
	}
	if int64(b.Len()) != p.Offset+int64(p.Seen) || !bytes.HasSuffix(b.Bytes(), p.Text[:p.Seen]) {
		w.twice = append(w.twice, fmt.Sprintf("%s: part at %d, seen %d, after %d bytes", id, p.Offset, p.Seen, b.Len()))
	}
	b.Write(p.Text[p.Seen:])
	if !p.Last {
		return
	}
	if int64(b.Len()) != o.Size {
		w.twice = append(w.twice, fmt.Sprintf("%s: size %d, shown %d", id, o.Size, b.Len()))
	}
	if _, again := w.objects[id]; again {
		w.twice = append(w.twice, id)
	}
	w.objects[id] = shown{o.Kind, b.String()}
	delete(w.open, id)
}

func (w *witness) Refuse(o gitstore.Object, err error) {
	w.Lock()
	defer w.Unlock()
	w.refused[w.store.ID(o.Number).Text(w.store.IDSize())] = err
}

var kinds = map[string]gitstore.Kind{"commit": gitstore.Commit, "tree": gitstore.Tree, "blob": gitstore.Blob, "tag": gitstore.Tag}

// told is what git tells of all objects, one after the other: the slow, obvious way.
func told(tb testing.TB, gitDir string) map[string]shown {
	tb.Helper()
	cmd := exec.Command("git", "cat-file", "--batch-all-objects", "--batch", "--unordered")
	cmd.Dir = gitDir
	cmd.Env = append(environment(gitDir), "GIT_NO_REPLACE_OBJECTS=1", "GIT_NO_LAZY_FETCH=1")
	out, err := cmd.StdoutPipe()
	must(tb, err)
	var problem bytes.Buffer
	cmd.Stderr = &problem
	must(tb, cmd.Start())
	all := map[string]shown{}
	in := bufio.NewReader(out)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			break
		}
		var id, kind string
		var size int
		if n, _ := fmt.Sscanf(line, "%s %s %d", &id, &kind, &size); n != 3 {
			continue
		}
		text := make([]byte, size+1)
		if _, err := io.ReadFull(in, text); err != nil {
			break
		}
		all[id] = shown{kinds[kind], string(text[:size])}
	}
	if err := cmd.Wait(); err != nil && testing.Verbose() { // it dies of damaged objects
		tb.Logf("git: %v, %s", err, problem.String())
	}
	return all
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func openStore(tb testing.TB, gitDir string, idSize int) *gitstore.Store {
	tb.Helper()
	return openAs(tb, gitDir, gitstore.Options{IDSize: idSize, Allow: func(string) bool { return true }, Limits: gitstore.Usual})
}

func openWithin(tb testing.TB, gitDir string, l gitstore.Limits) *gitstore.Store {
	tb.Helper()
	return openAs(tb, gitDir, gitstore.Options{IDSize: 20, Limits: l})
}

func openAs(tb testing.TB, gitDir string, o gitstore.Options) *gitstore.Store {
	tb.Helper()
	s, err := gitstore.Open(filepath.Join(gitDir, "objects"), o)
	must(tb, err)
	tb.Cleanup(s.Close)
	return s
}

func walk(tb testing.TB, s *gitstore.Store, workers int) *witness {
	tb.Helper()
	w := newWitness(s)
	tally, err := s.Walk(context.Background(), gitstore.Tour{Workers: workers, Carry: 100, Visitor: w})
	must(tb, err)
	if tally.Objects != len(w.objects) || len(w.twice) > 0 {
		tb.Fatalf("%d objects counted, %d shown, wrongly shown: %s", tally.Objects, len(w.objects), strings.Join(w.twice, ", "))
	}
	return w
}

func TestAllOfARepositoryIsShown(t *testing.T) {
	dir := t.TempDir()
	generate(t, dir, shape{seed: 1, files: 20, commits: 60, touched: 3, lines: 40, edited: 5})
	want := told(t, dir)
	got := walk(t, openStore(t, dir, 20), 2)
	compare(t, got, want)
}

func compare(tb testing.TB, got *witness, want map[string]shown) {
	tb.Helper()
	for id, w := range want {
		if g, ok := got.objects[id]; !ok {
			tb.Errorf("object %s was not shown: %v", id, got.refused[id])
		} else if g != w {
			tb.Errorf("object %s differs", id)
		}
	}
	if len(got.objects) != len(want) || len(got.refused) > 0 {
		tb.Errorf("%d objects shown, git has %d; refused %v", len(got.objects), len(want), got.refused)
	}
}
