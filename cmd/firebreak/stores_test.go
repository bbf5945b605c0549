package main_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var (
	oldValue = "sk-" + strings.Repeat("DRILLleak7", 4)
	newValue = "sk-" + strings.Repeat("DRILLnew42", 4)
)

// quietHome fails if a value stands in an answer or anywhere in the state folder.
func quietHome(t *testing.T, h *home, r ran) {
	t.Helper()
	tells := func(text string) bool { return strings.Contains(text, oldValue) || strings.Contains(text, newValue) }
	if tells(r.out) || tells(r.err) {
		t.Error("a value was printed")
	}
	_ = filepath.WalkDir(h.vars["XDG_STATE_HOME"], func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			if data, err := os.ReadFile(name); err == nil && tells(string(data)) {
				t.Errorf("%s holds a value", filepath.Base(name))
			}
		}
		return nil
	})
}

func TestStoresFindSaysWhereAValueIsKept(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	script, settings := h.write("a/.envrc", "export A="+oldValue+"\n"), h.write("b/.env", "B="+newValue+"\n")
	for name, tc := range map[string]struct {
		stores []string
		code   int
		out    string
	}{
		"found":      {[]string{"--store", "shell:" + script, "--store", "dotenv:" + settings}, 3, ".envrc, line 1, A"},
		"none":       {[]string{"--store", "dotenv:" + settings}, 0, ""},
		"incomplete": {[]string{"--store", "dotenv:" + settings, "--store", "vault:secret/"}, 1, ""},
		"no such":    {[]string{"--store", "cupboard:x"}, 2, ""},
		"no store":   {nil, 2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := h.run(oldValue+"\n", append(append([]string{"stores", "find"}, tc.stores...), "-")...)
			if r.code != tc.code || !strings.Contains(r.out, tc.out) {
				t.Errorf("exit %d, want %d; stdout %q, stderr %q", r.code, tc.code, r.out, r.err)
			}
			quietHome(t, h, r)
		})
	}
	if r := h.run("", "incidents"); strings.Contains(r.out, "INC-") {
		t.Error("a search opened an incident")
	}
}

func TestStoresReplaceWritesAllOrSaysWhere(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	script, settings, other := h.write("a/.envrc", "export A='"+oldValue+"' # c\n"), h.write("b/.env", "B="+oldValue+"\n"), h.write("c/.env", "C=x\n")
	both := oldValue + "\n" + newValue + "\n"
	args := []string{"stores", "replace", "--store", "shell:" + script, "--store", "dotenv:" + settings}
	read := func(name string) string { data, _ := os.ReadFile(name); return string(data) }
	for name, tc := range map[string]struct {
		stdin string
		more  []string
		code  int
	}{
		"one line only":               {oldValue + "\n", nil, 2},
		"three lines":                 {both + "x\n", nil, 2},
		"a store that lacks it":       {both, []string{"--store", "dotenv:" + other}, 3},
		"a store that is not there":   {both, []string{"--store", "dotenv:" + other + ".none"}, 3},
		"the same value":              {oldValue + "\n" + oldValue + "\n", nil, 3},
		"a value that cannot be held": {oldValue + "\nDRILL-it's-${A}\n", []string{"--dry-run"}, 3},
		"a dry run":                   {both, []string{"--dry-run"}, 0},
	} {
		r := h.run(tc.stdin, append(append(args[:len(args):len(args)], tc.more...), "-")...)
		if r.code != tc.code || !strings.Contains(read(script)+read(settings), "B="+oldValue) || strings.Contains(read(script), newValue) {
			t.Errorf("%s: exit %d, want %d and nothing written; stderr %q", name, r.code, tc.code, r.err)
		}
		quietHome(t, h, r)
	}
	r := h.run(both, append(args, "-")...)
	if r.code != 0 || read(script) != "export A='"+newValue+"' # c\n" || read(settings) != "B="+newValue+"\n" {
		t.Errorf("exit %d, stdout %q, stderr %q", r.code, r.out, r.err)
	}
	quietHome(t, h, r)
	if list := h.run("", "incidents"); !strings.Contains(list.out, "closed") {
		t.Errorf("incidents: %s", list.out)
	}
}
