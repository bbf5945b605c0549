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

func TestAHeadThatAReportPrintedIsConfirmedAsAnAncestorAndAStrangersIsNot(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	id, path := h.opened()
	lines := strings.Split(strings.TrimSpace(h.read(path)), "\n")
	headOf := func(line string) string { return line[len(line)-len(`"}`)-64 : len(line)-len(`"}`)] }
	for name, tc := range map[string]struct {
		head string
		code int
		says string
	}{
		"the present one": {headOf(lines[len(lines)-1]), 0, "the present one"},
		"an ancestor":     {headOf(lines[4]), 0, "that of event 5 of "},
		"of another":      {strings.Repeat("0", 64), 3, "never a head of this journal"},
		"no head of any":  {"abc", 2, ""},
	} {
		r := h.run("", "verify", id, "--head", tc.head)
		if r.code != tc.code || !strings.Contains(r.out, tc.says) {
			t.Errorf("%s: exit %d, %s %s", name, r.code, r.out, r.err)
		}
	}
	if r := h.run("", "verify", id, "--json", "--head", headOf(lines[4])); !strings.Contains(r.out, `"published":{"head":"`+headOf(lines[4])+`","held":true,"event":5}`) {
		t.Errorf("for programs: %s", r.out)
	}
	report, _ := filepath.Glob(filepath.Join(h.dir, "postmortems", "*.md"))
	_, after, _ := strings.Cut(h.read(report[0]), "Head of its chain | `")
	if r := h.run("", "verify", id, "--head", after[:64]); r.code != 0 || !strings.Contains(r.out, "only added to since") {
		t.Errorf("as printed: exit %d, %s %s", r.code, r.out, r.err)
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
