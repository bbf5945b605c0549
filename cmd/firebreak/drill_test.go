package main_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// scored is the summary of a drill.
type scored struct {
	last
	Score struct {
		Points, Max float64
		Band        string
		Parts       map[string]struct {
			Points, Max float64
			Inputs      map[string]any
		}
		Penalties []any
	}
}

func (r ran) score(t testing.TB) scored {
	t.Helper()
	r.summary(t)
	lines := strings.Split(strings.TrimSpace(r.out), "\n")
	var s scored
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestADrillWithoutATerminalPlaysItselfInLines(t *testing.T) {
	h := newHome(t)
	r := h.run("", "drill", "--seed", "7")
	if r.code != 0 || r.err != "" {
		t.Fatalf("exit %d, stderr %q", r.code, r.err)
	}
	path := regexp.MustCompile(`(?m)^report: (postmortems/\S+\.md)$`).FindStringSubmatch(r.out)
	if path == nil {
		t.Fatalf("no path of a report:\n%s", r.out)
	}
	if text := h.read(filepath.Join(h.dir, path[1])); !strings.Contains(text, "kind: drill") {
		t.Error("the report does not say that it is a drill's")
	}
	for _, want := range []string{"you are on call", "seed    7", "dead, proven", "95 of 95, band S"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("%q is not told:\n%s", want, r.out)
		}
	}
	if r := h.run("", "drill", "--lang", "id"); r.code != 0 || !strings.Contains(r.out, "Anda sedang jaga") {
		t.Errorf("in Indonesian, with a drawn seed: exit %d\n%s", r.code, r.out)
	}
}

func TestAHeadlessDrillEndsWithItsScoreAndIsTheSameForTheSameSeed(t *testing.T) {
	play := func() (scored, string, string) {
		h := newHome(t)
		r := h.run("", "drill", "--seed", "11", "--headless", "--approve", "revoke,rotate", "--out", "reports")
		if r.err != "" {
			t.Errorf("stderr %q", r.err)
		}
		s := r.score(t)
		if r.code != 0 || s.Mode != "drill" || s.Outcome != "proven-dead" || s.Score.Band != "S" || s.Score.Parts["C"].Inputs["a_min"] == nil {
			t.Fatalf("exit %d %+v", r.code, s)
		}
		if len(s.OpenSteps) != 0 || !strings.HasPrefix(s.Report, "reports/") {
			t.Errorf("%+v", s)
		}
		dir := filepath.Join(h.dir, "state", "firebreak", "incidents", h.onlyIncident())
		return s, steadyLog(h.read(filepath.Join(dir, "journal.jsonl")), h.dir), steadyLog(h.read(filepath.Join(dir, "world.jsonl")), h.dir)
	}
	s1, j1, w1 := play()
	s2, j2, w2 := play()
	if s1.ID != s2.ID || s1.Score.Points != s2.Score.Points {
		t.Errorf("two runs: %+v, %+v", s1, s2)
	}
	sameLines(t, "journal", j1, j2)
	sameLines(t, "world log", w1, w2)
}

var unsteady = []*regexp.Regexp{
	regexp.MustCompile(`127\.0\.0\.1:\d+`), regexp.MustCompile(`"(prev|hash|sha256|signature|key|public)":"[^"]*"`),
}

// steadyLog takes out what differs from process to process: ports, folders, and what hangs on them.
func steadyLog(text, dir string) string {
	text = strings.ReplaceAll(text, dir, "DIR")
	for _, r := range unsteady {
		text = r.ReplaceAllString(text, "-")
	}
	var lines []string
	for line := range strings.Lines(text) {
		if !strings.Contains(line, `"type":"checkpoint"`) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

func sameLines(t *testing.T, what, a, b string) {
	t.Helper()
	one, two := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(one), len(two)) {
		if one[i] != two[i] {
			t.Fatalf("%s, line %d:\n%s\n%s", what, i+1, one[i], two[i])
		}
	}
	if len(one) != len(two) {
		t.Errorf("%s: %d and %d lines", what, len(one), len(two))
	}
}

func TestADrillIgnoresTheUsersOwnProviderAndProxies(t *testing.T) {
	h := newHome(t)
	h.vars["OPENAI_ADMIN_KEY"], h.vars["FIREBREAK_OPENAI_BASE_URL"] = "not-the-drills", "https://elsewhere.example/v1"
	h.vars["HTTPS_PROXY"], h.vars["HTTP_PROXY"] = "http://127.0.0.1:1", "http://127.0.0.1:1"
	h.write("conf/firebreak/config.toml", "[base_url]\nopenai = \"https://elsewhere.example/v1\"\n[proof.openai]\nwindow = \"10s\"\n")
	if s := h.run("", "drill", "--seed", "7", "--headless", "--approve", "revoke,rotate").score(t); s.Score.Points != 95 {
		t.Errorf("%+v", s)
	}
}

func TestADrillThatWasKilledGoesOnInItsOwnWorld(t *testing.T) {
	for _, at := range []int{4, 16, 25, 45} {
		h := newHome(t)
		cmd := h.command("", "drill", "--seed", "7", "--headless", "--approve", "revoke,rotate")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		reader := bufio.NewScanner(out)
		reader.Buffer(nil, 1<<20)
		for range at {
			reader.Scan()
		}
		_ = cmd.Process.Kill() // it may have ended
		for reader.Scan() {    // what was written before it died
		}
		_ = cmd.Wait() // it was killed
		r := h.run("", "resume", "--headless", "--approve", "revoke,rotate")
		s := r.summary(t)
		if r.code != 0 || s.Outcome != "proven-dead" {
			t.Fatalf("killed after line %d: exit %d %+v %s", at, r.code, s, r.err)
		}
		log := h.read(filepath.Join(h.dir, "state", "firebreak", "incidents", h.onlyIncident(), "world.jsonl"))
		deletes := map[string]int{} // a new key whose value died with the process is deleted too
		for _, path := range regexp.MustCompile(`"method":"DELETE","path":"[^"]*/api_keys/[^"]*"`).FindAllString(log, -1) {
			if deletes[path]++; deletes[path] > 1 {
				t.Errorf("killed after line %d: the same key is deleted twice", at)
			}
		}
		if len(deletes) == 0 {
			t.Errorf("killed after line %d: nothing is deleted", at)
		}
	}
}

func TestADrillPlaysAgainstASeparateSimulator(t *testing.T) {
	h := newHome(t)
	s := h.simulate("--seed", "5")
	r := h.run("", "drill", "--headless", "--approve", "revoke,rotate", "--simulator", s.Control)
	if got := r.score(t); r.code != 0 || got.Score.Band != "S" {
		t.Fatalf("exit %d %+v %s", r.code, got, r.err)
	}
	if n := s.deletes(); n != 1 {
		t.Errorf("%d deletes", n)
	}
	for _, control := range []string{"https://elsewhere.example", "http://192.0.2.1:80", "http://127.0.0.1:1", "nonsense"} {
		if r := h.run("", "drill", "--headless", "--simulator", control); r.code == 0 {
			t.Errorf("%s was taken for a simulator", control)
		}
	}
}

func TestADrillWritesItsOwnFoldersOnly(t *testing.T) {
	h := newHome(t)
	before := h.listing()
	s := h.run("", "drill", "--seed", "today", "--headless", "--approve", "all", "--out", "reports").score(t)
	for _, path := range h.listing() {
		inside := strings.HasPrefix(path, filepath.Join("state", "firebreak", "incidents", s.ID)) || strings.HasPrefix(path, "reports")
		if !inside && !slices.Contains(before, path) && !strings.HasSuffix(filepath.Join("state", "firebreak", "incidents"), path) {
			t.Errorf("written: %s", path)
		}
	}
	again := h.run("", "drill", "--seed", "today", "--headless", "--approve", "all", "--out", "reports").score(t)
	if again.ID == s.ID || again.Score.Points != s.Score.Points || again.Report == s.Report {
		t.Errorf("the same drill again: %+v, first %+v", again, s)
	}
}

// listing names every file of a home, below its folder.
func (h *home) listing() []string {
	h.t.Helper()
	var all []string
	err := filepath.WalkDir(h.dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(h.dir, path)
			all = append(all, rel)
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

func TestADrillRefusesWhatItDoesNotKnow(t *testing.T) {
	h := newHome(t)
	for name, args := range map[string][]string{
		"a scenario":   {"drill", "--scenario", "S99"},
		"a seed":       {"drill", "--seed", "tomorrow"},
		"stores":       {"drill", "--store", "dotenv:.env"},
		"an approval":  {"drill", "--approve", "everything"},
		"an argument":  {"drill", "now"},
		"an own place": {"drill", "--search", "."},
		"a world of its own for another scenario": {"drill", "--scenario", "S05", "--simulator", "http://127.0.0.1:1"},
	} {
		if r := h.run("", args...); r.code != 2 || r.err == "" || r.out != "" {
			t.Errorf("%s: exit %d, stdout %q, stderr %q", name, r.code, r.out, r.err)
		}
	}
	if r := h.run("", "drill", "--list"); r.code != 0 || !strings.Contains(r.out, "S01  level 1") || !strings.Contains(r.out, "S09  level 3") {
		t.Errorf("the list: exit %d\n%s", r.code, r.out)
	}
	if _, err := os.Stat(filepath.Join(h.dir, "state")); err == nil {
		t.Error("a refused drill left something behind")
	}
	if r := h.run("", "drill", "--headless", "--seed", "7"); r.code != 0 || bytes.Count([]byte(r.out), []byte("\n")) < 5 {
		t.Errorf("without any approval: exit %d\n%s", r.code, r.out)
	} else if s := r.score(t); s.Score.Band != "D" || !slices.Contains(s.OpenSteps, "revoke") {
		t.Errorf("without any approval: %+v", s)
	}
}
