package dotenv

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// reader is a real program that reads files of a format. Its script gets the file's path and
// then the names, and prints each value with a NUL behind it.
type reader struct {
	program string
	args    []string
	needs   []string // arguments of a run that proves that the program can do it
}

const (
	sourced = `f=$1; shift; . "$f"; for n do eval "v=\$$n"; printf '%s\0' "$v"; done`
	python  = `import sys
from dotenv import dotenv_values
all = dotenv_values(sys.argv[1])
for n in sys.argv[2:]: sys.stdout.buffer.write(all[n].encode() + b"\0")`
	node = `const all = require("util").parseEnv(require("fs").readFileSync(process.argv[1], "utf8"));
for (const n of process.argv.slice(2)) process.stdout.write(all[n] + "\0")`
	fished = `source $argv[1]; for n in $argv[2..-1]; printf '%s\0' $$n; end`
)

var readers = map[string][]reader{
	"dotenv": {
		{"bash", []string{"-c", sourced, "bash"}, []string{"-c", ":"}},
		{"python3", []string{"-c", python}, []string{"-c", "import dotenv"}},
		{"node", []string{"-e", node}, []string{"-e", `require("util").parseEnv("")`}},
	},
	"shell": {
		{"bash", []string{"-c", sourced, "bash"}, []string{"-c", ":"}},
		{"sh", []string{"-c", sourced, "sh"}, []string{"-c", ":"}},
	},
	"fish": {{"fish", []string{"-N", "-c", fished}, []string{"-c", "true"}}},
}

// awkward lists values: every byte, at the start, in the middle and at the end, known traps,
// and mixtures of all.
func awkward() []string {
	out := []string{"plain-DRILL_42", "${A}", "$(x)", "a\\\\b", `a\nb`, `\u0041`, "it's \"both\"", "# no comment", "a #b", "über → ☃",
		"line\nbreak", "\n", "!!", "%self", "~/x", "a=b", "{a,b}", "*", "\xFF", "export X=1", "\"", "'", "''", `\`, `\'`}
	for c := 1; c < 256; c++ {
		out = append(out, fmt.Sprintf("DRILL%cend", c), fmt.Sprintf("%cDRILL", c), fmt.Sprintf("DRILL%c", c))
	}
	pieces := []string{"'", `"`, "\\", "$", "`", " ", "\t", "\n", "#", "{", "}", "(", ")", "a", "1", "é", "!", "%", "&", ";", "=", ":"}
	rng := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		var b strings.Builder
		for range 1 + rng.IntN(8) {
			b.WriteString(pieces[rng.IntN(len(pieces))])
		}
		out = append(out, b.String())
	}
	return out
}

// Whatever is written is read back exactly: by our own parser, and by the programs that the
// files are for.
func TestWhatIsWrittenIsWhatReadersRead(t *testing.T) {
	for _, f := range formats {
		t.Run(f.Name, func(t *testing.T) {
			var file bytes.Buffer
			var names, values []string
			for _, value := range awkward() {
				for _, standing := range []byte{0, '\'', '"', mixed} {
					raw, ok := f.wrap([]byte(value), standing)
					if !ok {
						continue
					}
					name := fmt.Sprintf("V%d", len(names))
					names, values = append(names, name), append(values, value)
					start := name + "="
					if f.Name == "fish" {
						start = "set -gx " + name + " "
					}
					fmt.Fprintf(&file, "%s%s\n", start, raw)
				}
			}
			if len(names) < 400 {
				t.Fatalf("only %d values could be written", len(names))
			}
			own := map[string]string{}
			for _, st := range f.parse(file.Bytes()) {
				value, why := f.meaning(file.Bytes(), st)
				if st.form == assignment && why == "" {
					own[st.name] = string(value)
				}
			}
			compare(t, "our own parser", values, func(i int) string { return own[names[i]] })
			path := filepath.Join(t.TempDir(), "env")
			write(t, path, file.String())
			if read := deployed[f.Name]; read != nil {
				t.Run("the program that deploys it", func(t *testing.T) {
					all := read(t, path)
					compare(t, f.Name, values, func(i int) string { return all(names[i], values[i]) })
				})
			}
			for _, r := range readers[f.Name] {
				t.Run(r.program, func(t *testing.T) {
					read := r.read(t, path, names)
					compare(t, r.program, values, func(i int) string { return read[i] })
				})
			}
		})
	}
}

func compare(t *testing.T, who string, values []string, read func(int) string) {
	t.Helper()
	bad := 0
	for i, want := range values {
		if got := read(i); got != want {
			if bad++; bad <= 5 {
				t.Errorf("%s reads %q, want %q", who, got, want)
			}
		}
	}
	if bad > 5 {
		t.Errorf("%s: %d of %d differ", who, bad, len(values))
	}
}

func (r reader) read(t *testing.T, path string, names []string) []string {
	t.Helper()
	env := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "LC_ALL=C.UTF-8"}
	try := exec.Command(r.program, r.needs...)
	try.Env = env
	if err := try.Run(); err != nil {
		t.Skipf("no reader %s here: %v", r.program, err)
	}
	cmd := exec.Command(r.program, slices.Concat(r.args, []string{path}, names)...)
	cmd.Env = env
	var errors bytes.Buffer
	cmd.Stderr = &errors
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v: %s", r.program, err, errors.String())
	}
	all := strings.Split(string(out), "\x00")
	if len(all) != len(names)+1 {
		t.Fatalf("%s printed %d values, want %d", r.program, len(all)-1, len(names))
	}
	return all
}
