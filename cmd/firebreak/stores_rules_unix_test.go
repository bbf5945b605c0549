//go:build unix

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestStoresFindReadsTheConfiguredStoresAndAnnouncesItsReads(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	file := h.write("a/.env", "A="+oldValue+"\n")
	h.write("conf/firebreak/config.toml", "[stores]\ndefault = [\"dotenv:"+file+"\"]\n")
	r := h.run(oldValue, "stores", "find", "-")
	announced, ended := strings.Index(r.err, "dotenv:"+file+": 1 to read, nothing is written"), strings.Index(r.err, "Places that hold the value: 1")
	if r.code != 3 || announced < 0 || ended < announced || !strings.Contains(r.out, "line 1, A") {
		t.Errorf("exit %d, stdout %q, stderr %q", r.code, r.out, r.err)
	}
	if named := h.run(oldValue, "stores", "find", "--store", "dotenv:"+file+".none", "-"); named.code != 1 || named.out != "" {
		t.Errorf("a flag goes before the configuration: exit %d, %q", named.code, named.out)
	}
}

// A refusal names its reason and leaves the file and its journal untouched; only what git tracks
// can be approved.
func TestWhatIsRefusedToAReplacementIsUntouchedAndSaidWhy(t *testing.T) {
	t.Parallel()
	both := oldValue + "\n" + newValue + "\n"
	for name, c := range map[string]struct {
		text, says string
		prepare    func(t *testing.T, file string)
	}{
		"built from variables":               {"K=" + oldValue[:20] + "\nA=${K}" + oldValue[20:] + "\n", "made from variables or a command", nil},
		"only in a comment":                  {"# A=" + oldValue + "\n", "it stands in a comment", nil},
		"one name with two different values": {"A=" + oldValue + "\nA=other\n", "set twice, to different values", nil},
		"not there":                          {"A=other\n", "the old value does not stand there", nil},
		"tracked by git":                     {"A=" + oldValue + "\n", "git tracks the file", track},
		"a second hard link": {"A=" + oldValue + "\n", "a second name", func(t *testing.T, file string) {
			if err := os.Link(file, file+".twin"); err != nil {
				t.Fatal(err)
			}
		}},
		"a link that leaves its folder": {"A=" + oldValue + "\n", "a symbolic link to another folder", func(t *testing.T, file string) {
			moved := filepath.Join(t.TempDir(), "moved")
			if err := os.Rename(file, moved); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(moved, file); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			file := h.write("a/.env", c.text)
			if c.prepare != nil {
				c.prepare(t, file)
			}
			read := func() string { data, _ := os.ReadFile(file); return string(data) }
			r := h.run(both, "stores", "replace", "--store", "dotenv:"+file, "-")
			if said := strings.Join(strings.Fields(r.err), " "); r.code != 3 || !strings.Contains(said, c.says) || !strings.Contains(said, "Nothing was written anywhere.") || read() != c.text {
				t.Errorf("exit %d, untouched %v: %s", r.code, read() == c.text, said)
			}
			approved := h.run(both, "stores", "replace", "--approve", "write-tracked", "--store", "dotenv:"+file, "-")
			if want := strings.ReplaceAll(c.text, oldValue, newValue); name == "tracked by git" && (approved.code != 0 || read() != want) {
				t.Errorf("with its approval: exit %d: %s", approved.code, approved.err)
			} else if name != "tracked by git" && read() != c.text {
				t.Errorf("an approval for what git tracks let it be written")
			}
			quietHome(t, h, r)
		})
	}
}

// track puts a file into a git index.
func track(t *testing.T, file string) {
	t.Helper()
	for _, args := range [][]string{{"init", "-q"}, {"add", "-f", filepath.Base(file)}} {
		cmd := exec.Command("git", args...)
		cmd.Dir = filepath.Dir(file)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
	}
}
