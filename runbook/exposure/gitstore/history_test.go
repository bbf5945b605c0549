package gitstore_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// shape says how large a made up history is.
type shape struct {
	seed    uint64
	files   int
	commits int
	touched int // files per commit
	lines   int // of a file, on average
	edited  int // lines per change, at most
}

// history writes commits as a person would make them: files of words, of which few lines change
// at a time.
type history struct {
	shape
	rng   *rand.Rand
	words []string
	out   *bufio.Writer
	text  [][]string // lines by file
}

// generate makes a bare repository of this shape with one pack.
func generate(tb testing.TB, dir string, s shape) {
	tb.Helper()
	run(tb, dir, nil, "init", "-q", "--bare", "-b", "main", ".")
	in, out := io.Pipe()
	h := &history{shape: s, rng: rand.New(rand.NewPCG(s.seed, 1)), out: bufio.NewWriterSize(out, 1<<20)}
	go func() {
		h.write()
		_ = out.CloseWithError(h.out.Flush())
	}()
	run(tb, dir, in, "fast-import", "--quiet")
	run(tb, dir, nil, "-c", "pack.threads=2", "repack", "-q", "-a", "-d", "-f")
	leak(tb, dir, s)
}

// planted stands in two commits of a branch that leaves the history in its middle.
var planted = "DRILL-" + strings.Repeat("planted0Z", 4)

func leak(tb testing.TB, dir string, s shape) {
	tb.Helper()
	text := "mode = test\ntoken = " + planted + "\n"
	stream := fmt.Sprintf("commit refs/heads/leak\ncommitter Cy <cy@drill.test> 1800000000 +0000\ndata 3\nadd\nfrom refs/heads/main~%d\nM 100644 inline part1/etc/settings.env\ndata %d\n%s\n"+
		"commit refs/heads/leak\ncommitter Cy <cy@drill.test> 1800000600 +0000\ndata 4\nmore\nM 100644 inline readme\ndata 2\nx\n\n"+
		"commit refs/heads/leak\ncommitter Cy <cy@drill.test> 1800001200 +0000\ndata 6\nremove\nD part1/etc/settings.env\n", s.commits/2, len(text), text)
	run(tb, dir, strings.NewReader(stream), "fast-import", "--quiet")
}

func run(tb testing.TB, dir string, in io.Reader, args ...string) string {
	tb.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Stdin = dir, in
	cmd.Env = environment(dir)
	var out, problem bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problem
	if err := cmd.Run(); err != nil {
		tb.Fatalf("git %v: %v\n%s", args, err, problem.String())
	}
	return out.String()
}

// environment keeps git from the settings of whoever runs the tests.
func environment(home string) []string {
	return []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "GIT_CONFIG_NOSYSTEM=1", "GIT_ALLOW_PROTOCOL=file",
		"GIT_AUTHOR_NAME=Ann", "GIT_AUTHOR_EMAIL=ann@drill.test", "GIT_AUTHOR_DATE=1790000000 +0000",
		"GIT_COMMITTER_NAME=Cy", "GIT_COMMITTER_EMAIL=cy@drill.test", "GIT_COMMITTER_DATE=1790000000 +0000"}
}

func (h *history) write() {
	for range 6000 {
		word := make([]byte, 2+h.rng.IntN(9))
		for i := range word {
			word[i] = "etaoinshrdlucmfwypvbgkjqxz_."[min(h.rng.IntN(28), h.rng.IntN(28))]
		}
		h.words = append(h.words, string(word))
	}
	h.text = make([][]string, h.files)
	for i := range h.commits {
		fmt.Fprintf(h.out, "commit refs/heads/main\ncommitter Cy <cy@drill.test> %d +0000\ndata <<END\nchange %d: %s\nEND\n\n", 1700000000+i*600, i, h.line())
		if i == 0 {
			for f := range h.files {
				h.create(f)
				h.put(f)
			}
			continue
		}
		for range 1 + h.rng.IntN(2*h.touched-1) {
			f := min(h.rng.IntN(h.files), h.rng.IntN(h.files)) // some files change often
			h.edit(f)
			h.put(f)
		}
	}
}

func (h *history) line() string {
	var b bytes.Buffer
	b.WriteString("\t\t\t\t"[:h.rng.IntN(5)])
	for range 2 + h.rng.IntN(8) {
		b.WriteString(h.words[h.rng.IntN(1+h.rng.IntN(len(h.words)))])
		b.WriteByte(" (){};,="[h.rng.IntN(8)])
	}
	return b.String()
}

func (h *history) create(f int) {
	h.text[f] = nil
	for range 1 + int(float64(h.lines)*h.rng.ExpFloat64()) {
		h.text[f] = append(h.text[f], h.line())
	}
}

// edit changes, adds or removes a few lines.
func (h *history) edit(f int) {
	lines := h.text[f]
	for range 1 + h.rng.IntN(h.edited) {
		at := h.rng.IntN(len(lines))
		switch h.rng.IntN(4) {
		case 0, 1:
			lines[at] = h.line()
		case 2:
			lines = append(lines[:at+1], lines[at:]...)
			lines[at] = h.line()
		case 3:
			if len(lines) > 1 {
				lines = append(lines[:at], lines[at+1:]...)
			}
		}
	}
	h.text[f] = lines
}

func (h *history) put(f int) {
	size := 0
	for _, line := range h.text[f] {
		size += len(line) + 1
	}
	fmt.Fprintf(h.out, "M 100644 inline part%d/%s/file%d.go\ndata %d\n", f%7, h.words[f%97], f, size)
	for _, line := range h.text[f] {
		h.out.WriteString(line)
		h.out.WriteByte('\n')
	}
	h.out.WriteByte('\n')
}
