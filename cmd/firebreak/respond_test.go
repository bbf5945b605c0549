package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func (h *home) incidents() int {
	entries, _ := os.ReadDir(filepath.Join(h.dir, "state", "firebreak", "incidents"))
	return len(entries)
}

func TestWhatCannotWorkIsRefusedBeforeAnIncidentExists(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	for name, tc := range map[string]struct {
		vars map[string]string
		args []string
		says string
	}{
		"a place that is not there":      {nil, []string{"--search", filepath.Join(h.dir, "nope")}, "no such folder"},
		"a place below a file":           {nil, []string{"--search", filepath.Join(h.write("file", "x"), "below")}, "cannot be read"},
		"a file for the report's folder": {nil, []string{"--out", h.write("file", "x")}, "a file in its place"},
		"a report's folder below a file": {nil, []string{"--out", filepath.Join(h.write("file", "x"), "below")}, "a file in its place"},
		"an address of another host":     {map[string]string{"FIREBREAK_OPENAI_BASE_URL": "http://example.test/v1"}, nil, "FIREBREAK_OPENAI_BASE_URL"},
		"an address that is not one":     {map[string]string{"FIREBREAK_OPENAI_BASE_URL": "::"}, nil, "FIREBREAK_OPENAI_BASE_URL"},
		"the same in a dry run":          {map[string]string{"FIREBREAK_OPENAI_BASE_URL": "::"}, []string{"--dry-run"}, "FIREBREAK_OPENAI_BASE_URL"},
		"without the headless switch":    {nil, []string{"--plain", "--search", filepath.Join(h.dir, "nope")}, "no such folder"},
	} {
		old := map[string]string{}
		for k, v := range tc.vars {
			old[k], h.vars[k] = h.vars[k], v
		}
		args := append([]string{"respond"}, tc.args...)
		if name != "without the headless switch" {
			args = append(args, "--headless", "-")
		}
		r := h.run(s.key(), args...)
		if r.code != 2 || !strings.Contains(r.err, tc.says) || r.out != "" {
			t.Errorf("%s: exit %d, stdout %q, stderr %q", name, r.code, r.out, r.err)
		}
		for k, v := range old {
			h.vars[k] = v
		}
	}
	if n := h.incidents(); n != 0 {
		t.Errorf("%d incidents were opened", n)
	}
	if n := len(s.requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
	h.write("empty/.keep", "")
	if err := os.Remove(filepath.Join(h.dir, "empty", ".keep")); err != nil {
		t.Fatal(err)
	}
	if r := h.run(s.key(), "respond", "--headless", short, "--search", filepath.Join(h.dir, "empty"), "-"); r.code != 3 {
		t.Errorf("an empty folder: exit %d %s", r.code, r.err)
	}
}

func TestAnOpenIncidentOnTheSameKeyIsNamed(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	id := h.run(s.key(), "respond", "--headless", short, "-").summary(t).ID
	r := h.run("found "+s.key(), "respond", "--headless", short, "-")
	if r.summary(t).ID == id || !strings.Contains(r.err, "firebreak resume "+id) || !strings.Contains(r.err, "firebreak close "+id) ||
		!strings.Contains(r.err, id+": ALIVE; revocation: ") {
		t.Errorf("exit %d, stderr %q", r.code, r.err)
	}
	if r := h.run(s.key(), "respond", "--headless", "--dry-run", short, "-"); r.err != "" {
		t.Errorf("a dry run beside it: %s", r.err)
	}
}

func TestTheStoresOfAnIncidentAreKeptForItsResume(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	env := h.write("app/.env", "OPENAI_API_KEY="+s.key()+"\n")
	id := h.run(s.key(), "respond", "--headless", "--approve", "revoke,mask-match", "--store", "dotenv:"+env, short, "-").summary(t).ID
	h.run("", "resume", id, "--headless")
	r := h.run(s.key(), "resume", id, "--headless", "--approve", "rotate", short, "-")
	if sum := r.summary(t); r.code != 0 {
		t.Errorf("exit %d %+v %s", r.code, sum, r.err)
	}
	if strings.Contains(h.read(env), s.key()) {
		t.Error("the file that was named at the opening still holds the old key")
	}
}
