package exposure

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"testing"
	"time"

	"firebreak/providers"
)

// Measured on two cores of an AMD EPYC at 2.6 GHz, from the page cache, while others used both cores too, so
// that two workers gain little: the processor's time is 1.1 times that of grep on many files, and 1.5 times
// on large ones, on two cores.
//
//	BenchmarkAFolderBesideGrep/many     1.3 times as fast as grep -rF
//	BenchmarkAFolderBesideGrep/large    1.1 times as fast, 0.8 to 1.3

func BenchmarkScan(b *testing.B) {
	n := needlesOf(b, key)
	text := bytes.Repeat([]byte("the quick brown fox jumps over the lazy dog 0123456789\n"), 20_000)
	b.SetBytes(int64(len(text)))
	d := n.desk()
	for b.Loop() {
		if _, _, err := d.scan(context.Background(), bytes.NewReader(text)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAFolderBesideGrep searches a tree by turns with grep -rF, which looks for the plain key alone.
func BenchmarkAFolderBesideGrep(b *testing.B) {
	grep, err := exec.LookPath("grep")
	if err != nil {
		b.Skip("no grep here")
	}
	for name, c := range map[string]struct{ files, size int }{"many": {8000, 12 << 10}, "large": {3, 100 << 20}} {
		b.Run(name, func(b *testing.B) {
			dir := b.TempDir()
			r := rand.New(rand.NewPCG(1, 1))
			for i := range c.files {
				put(b, dir, fmt.Sprintf("d%d/e%d/f%d", i%20, i%300, i), string(ordinary(r, c.size)))
			}
			var ours, theirs time.Duration
			for b.Loop() {
				began := time.Now()
				result, err := Search(context.Background(), door(), providers.WallClock{}, Quest{Key: key, Places: []string{dir}})
				if err != nil || !result.Complete || len(result.Hits) > 0 {
					b.Fatal(err, result.Places)
				}
				ours += time.Since(began)
				b.SetBytes(result.Coverage.Bytes)
				began = time.Now()
				if out, _ := exec.Command(grep, "-rF", leaked, dir).Output(); len(out) > 0 { // 1: nothing found
					b.Fatalf("%s", out)
				}
				theirs += time.Since(began)
			}
			b.ReportMetric(float64(theirs)/float64(ours), "times_grep")
		})
	}
}

// ordinary makes text of words and lines.
func ordinary(r *rand.Rand, size int) []byte {
	words := []string{"func ", "return ", "the ", "    ", "if err != nil {", "}\n", "value ", "= ", "import ", "request.Header", "0x1f", "\n", "token "}
	text := make([]byte, 0, size+20)
	for len(text) < min(size, 1<<20) {
		text = append(text, words[r.IntN(len(words))]...)
	}
	for len(text) < size {
		text = append(text, text[:min(len(text), size-len(text))]...)
	}
	return text
}
