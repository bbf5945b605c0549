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
	for _, behind := range []string{"", "\n\n", "\r\n\r\n"} {
		if r := h.run(oldValue+behind, "stores", "find", "--store", "shell:"+script, "-"); r.code != 3 {
			t.Errorf("with %q behind the value: exit %d, stderr %q", behind, r.code, r.err)
		}
	}
	if r := h.run("", "incidents"); strings.Contains(r.out, "INC-") {
		t.Error("a search opened an incident")
	}
}

func TestStoresFindTellsOfEachPlaceOnce(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	here, near := h.write("a/.env", "A="+oldValue+"\nPORT=1\nB="+oldValue+"\n"), h.write("a/.env.local", "C="+oldValue+"\n# "+oldValue+"\n")
	h.write("a/.env.test", "D="+oldValue+"\n")
	again := filepath.Dir(here) + "/../a/.env"
	r := h.run(oldValue, "stores", "find", "--store", "dotenv:"+here, "--store", "dotenv:"+near, "--store", "dotenv:"+again, "-")
	for place, want := range map[string]string{
		"dotenv:" + here + ", 2 times: line 1, A; line 3, B\n": "written only if",
		"dotenv:" + near + ", line 1, C\n":                     "written only if",
		"dotenv:" + near + ", line 2\n":                        "it stands in a comment",
		"dotenv:" + here + ".test, line 1, D\n":                "was not named",
	} {
		if _, after, _ := strings.Cut(r.out, place); strings.Count(r.out, place) != 1 || !strings.Contains(strings.Split(after, "\n")[0], want) {
			t.Errorf("%q is not told once with %q:\n%s", place, want, r.out)
		}
	}
	if !strings.Contains(r.err, "Places that hold the value: 4") || strings.Contains(r.out, "/../") {
		t.Errorf("%s%s", r.out, r.err)
	}
}

// A file is a neighbour in every format that it can be read in.
func TestAFileThatIsNamedInOneFormatIsNoNeighbourInAnother(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	script, settings := h.write("a/.envrc", "export A="+oldValue+"\n"), h.write("a/.env", "B="+oldValue+"\n")
	h.write("a/.env.bak", "C="+oldValue+"\n")
	stores := []string{"--store", "shell:" + script, "--store", "dotenv:" + settings, "-"}
	both := oldValue + "\n" + newValue + "\n"
	for name, r := range map[string]ran{
		"find":      h.run(oldValue, append([]string{"stores", "find"}, stores...)...),
		"a dry run": h.run(both, append([]string{"stores", "replace", "--dry-run"}, stores...)...),
	} {
		if strings.Count(r.out, "a/.env.bak, line 1, C") != 1 || strings.Count(r.out, "a/.env, ") != 1 || strings.Count(r.out, "a/.envrc, ") != 1 {
			t.Errorf("%s tells of a file not once:\n%s", name, r.out)
		}
	}
	done := h.run(both, append([]string{"stores", "replace"}, stores...)...)
	if done.code != 0 || strings.Count(done.out, "holds the old value") != 1 {
		t.Errorf("exit %d, said to be left:\n%s", done.code, done.out)
	}
	id := strings.Fields(strings.Split(h.run("", "incidents").out, "\n")[1])[0]
	h.run(both, "stores", "rollback", id, "-")
	if r := h.run("", "status", id); !strings.Contains(r.out, "left: none") {
		t.Errorf("after it was taken back:\n%s", r.out)
	}
}

func TestADryRunOfAReplacementNamesEveryPlace(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	here := h.write("a/.env", "A="+oldValue+"\nPORT=1\nB="+oldValue+"\n# "+oldValue+"\n")
	both := oldValue + "\n" + newValue + "\n"
	place, comment := "dotenv:"+here+", 2 times: line 1, A; line 3, B: ", "dotenv:"+here+", line 4: holds the old value, not written: it stands in a comment"
	shown := h.run(both, "stores", "replace", "--dry-run", "--store", "dotenv:"+here, "-")
	if shown.code != 0 || !strings.Contains(shown.out, place+"would be written\n  written only if nobody") || !strings.Contains(shown.out, comment) {
		t.Errorf("exit %d:\n%s%s", shown.code, shown.out, shown.err)
	}
	done := h.run(both, "stores", "replace", "--store", "dotenv:"+here, "-")
	if done.code != 0 || !strings.Contains(done.out, place+"written and read back") || !strings.Contains(done.out, comment) {
		t.Errorf("exit %d:\n%s%s", done.code, done.out, done.err)
	}
	if left := h.run(oldValue, "stores", "find", "--store", "dotenv:"+here, "-"); !strings.Contains(left.out, "line 4\n") {
		t.Errorf("what was not written is there: %s", left.out)
	}
	quietHome(t, h, done)
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

// TestAReplacementThatStoppedMidwayIsResumedAndTakenBack names one file twice: the first write
// takes the value away under the second.
func TestAReplacementThatStoppedMidwayIsResumedAndTakenBack(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	odd := "export A=\"" + oldValue[:9] + "\"'" + oldValue[9:] + "' # c\n"
	file := h.write("a/.envrc", odd)
	both := oldValue + "\n" + newValue + "\n"
	read := func() string { data, _ := os.ReadFile(file); return string(data) }
	r := h.run(both, "stores", "replace", "--store", "shell:"+file, "--store", "shell:"+filepath.Dir(file)+"/../a/.envrc", "-")
	if r.code != 3 || !strings.Contains(read(), newValue) || !strings.Contains(r.err, "firebreak resume INC-") || !strings.Contains(r.err, "so far: 1.") {
		t.Fatalf("exit %d, stderr %q, file %q", r.code, r.err, read())
	}
	id := strings.Fields(strings.Split(h.run("", "incidents").out, "\n")[1])[0]
	if list := h.run("", "incidents"); !strings.Contains(list.out, "open    1 of 2 places written") {
		t.Errorf("incidents: %s", list.out)
	}
	if now := h.run("", "status", id); !strings.Contains(now.out, "state: 1 of 2 places hold") || !strings.Contains(now.out, "left: shell:") {
		t.Errorf("status: %s", now.out)
	}
	for name, tc := range map[string]struct {
		stdin string
		args  []string
	}{
		"one value only":  {oldValue + "\n", nil},
		"the other order": {newValue + "\n" + oldValue + "\n", nil},
		"another store":   {both, []string{"--store", "dotenv:" + file}},
		"headless":        {both, []string{"--headless"}},
	} {
		if r := h.run(tc.stdin, append([]string{"resume", id, "-"}, tc.args...)...); r.code != 2 {
			t.Errorf("%s: exit %d, stderr %q", name, r.code, r.err)
		}
	}
	if r := h.run(both, "resume", id, "-"); r.code != 0 || !strings.Contains(read(), newValue) {
		t.Fatalf("resume: exit %d, stderr %q", r.code, r.err)
	}
	if r := h.run("", "resume", id); r.code != 0 || !strings.Contains(r.out, "closed") {
		t.Errorf("resume of a closed one: exit %d, %q %q", r.code, r.out, r.err)
	}
	r = h.run(both, "stores", "rollback", id, "-")
	if r.code != 0 || read() != odd {
		t.Errorf("roll back: exit %d, stderr %q, file %q", r.code, r.err, read())
	}
	quietHome(t, h, r)
	if list := h.run("", "incidents"); !strings.Contains(list.out, "closed  put back") {
		t.Errorf("incidents: %s", list.out)
	}
	if r := h.run(both, "stores", "rollback", id, "-"); r.code != 2 || !strings.Contains(r.err, "was rolled back already, at 20") || strings.Contains(r.err, "wrote no value") {
		t.Errorf("a second roll back: exit %d, %q", r.code, r.err)
	}
	shown := h.run(both, "stores", "replace", "--dry-run", "--store", "shell:"+file, "-")
	id = strings.Fields(strings.Split(h.run("", "incidents").out, "\n")[1])[0]
	if r := h.run(both, "stores", "rollback", id, "-"); shown.code != 0 || r.code != 2 || !strings.Contains(r.err, "wrote no value") || strings.Contains(r.err, "resume") {
		t.Errorf("a roll back of a dry run: exit %d, %q", r.code, r.err)
	}
}
