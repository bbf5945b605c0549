package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// opened is an incident whose key was looked at and nothing else.
func (h *home) opened() (id, journal string) {
	h.t.Helper()
	s := h.simulate()
	id = h.run(s.key(), "respond", "--headless", short, "-").summary(h.t).ID
	return id, filepath.Join(h.dir, journalOf(id))
}

// journalOf is where an incident's journal lies, below a home.
func journalOf(id string) string {
	return filepath.Join("state", "firebreak", "incidents", id, "journal.jsonl")
}

func TestF083ATornLastLineIsSaidByEveryReaderAndSetAsideByTheNextWriter(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	id, path := h.opened()
	whole := h.read(path)
	for name, tail := range map[string]string{"half a line": `{"v":1,"seq":`, "garbage": "\x00\x00garbage\n"} {
		h.write(journalOf(id), whole+tail)
		for _, args := range [][]string{{"verify", id}, {"verify", id, "--json"}, {"status", id}, {"log", id}, {"report", id}} {
			r := h.run("", args...)
			if r.code != 0 || !strings.HasPrefix(r.err, "1") || !strings.Contains(r.err, filepath.Dir(path)) || !strings.Contains(r.err, "journal.torn-") {
				t.Errorf("%s, %v: exit %d, stderr %q", name, args, r.code, r.err)
			}
		}
		if r := h.run("", "verify", id); !strings.Contains(r.out, "no event") {
			t.Errorf("%s: verify: %q", name, r.out)
		}
		if h.read(path) != whole+tail {
			t.Errorf("%s: reading changed the journal", name)
		}
	}
	r := h.run("", "resume", id, "--headless")
	if !strings.Contains(r.out, `"torn":"journal.torn-`) {
		t.Errorf("not said: %s %s", r.out, r.err)
	}
	if torn, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "journal.torn-*")); len(torn) != 1 {
		t.Errorf("torn files: %v", torn)
	}
	if r := h.run("", "verify", id); r.code != 0 || r.err != "" {
		t.Errorf("verify afterwards: exit %d, stderr %q", r.code, r.err)
	}
}

func TestEveryReaderNamesTheEventThatWasTamperedWithAndExits3(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	id, path := h.opened()
	lines := strings.SplitAfter(h.read(path), "\n")
	lines[4] = strings.Replace(lines[4], `"by":"us"`, `"by":"xx"`, 1)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"verify", id}, {"verify", id, "--json"}, {"status", id}, {"log", id}, {"log", id, "--json"}, {"report", id}} {
		r := h.run("", args...)
		if r.code != 3 || !strings.Contains(r.err, "altered at event 5") || r.out == "" {
			t.Errorf("%v: exit %d, stdout %q, stderr %q", args, r.code, r.out, r.err)
		}
		copied := args[0] == "status" || args[0] == "log" && len(args) == 2
		if strings.HasPrefix(r.out, "WARNING: ") != copied {
			t.Errorf("%v: the first line to copy is %q", args, strings.SplitN(r.out, "\n", 2)[0])
		}
	}
	if r := h.run("", "resume", id, "--headless"); r.code != 1 || !strings.Contains(r.err, "5") {
		t.Errorf("resume: exit %d %q", r.code, r.err)
	}
}
