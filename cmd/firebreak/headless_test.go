package main_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

func TestHeadlessRespondGoesFromTheKeyToThePostmortem(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	env := h.write("app/.env", "PORT=1\nOPENAI_API_KEY="+s.key()+"\n")
	r := h.run(s.key()+"\n", "respond", "--headless", "--approve", "revoke,rotate,mask-match", "--store", "dotenv:"+env, "--out", "reports", short, "-")
	sum := r.summary(t)
	if r.code != 0 || sum.Outcome != "proven-dead" || len(sum.OpenSteps) != 0 {
		t.Fatalf("exit %d, %+v, stderr %s", r.code, sum, r.err)
	}
	if len(sum.Due) != 2 {
		t.Errorf("looks due: %v", sum.Due)
	}
	if n := s.deletes(); n != 1 {
		t.Errorf("%d deletes", n)
	}
	text, err := os.ReadFile(filepath.Join(h.dir, sum.Report))
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(text, []byte("<!-- fb:section=")); n != 14 {
		t.Errorf("%d sections in the report", n)
	}
	if after, _ := os.ReadFile(env); strings.Contains(string(after), s.key()) || !strings.HasPrefix(string(after), "PORT=1\n") {
		t.Error("the file holds the old key, or was not kept otherwise")
	}
	for name, args := range map[string][]string{
		"status": {"status", sum.ID}, "log": {"log", sum.ID}, "verify": {"verify", sum.ID}, "incidents": {"incidents"},
		"json": {"incidents", "--json"}, "report": {"report", sum.ID, "--out", "again", "--lang", "id"},
	} {
		t.Run(name, func(t *testing.T) {
			if r := h.run("", args...); r.code != 0 || strings.TrimSpace(r.out) == "" {
				t.Errorf("exit %d, stdout %q, stderr %q", r.code, r.out, r.err)
			}
		})
	}
	if r := h.run("", "status", sum.ID); strings.Count(r.out, "\n") != 5 {
		t.Errorf("status has %d lines:\n%s", strings.Count(r.out, "\n"), r.out)
	}
	if r := h.run("", "verify", sum.ID); !strings.Contains(r.out, "signed by this install") {
		t.Errorf("verify: %s", r.out)
	}
	if r := h.run("", "close", sum.ID); r.code != 2 || !strings.Contains(r.err, "firebreak close "+sum.ID+" -\n") || !strings.Contains(r.err, "--reason") {
		t.Errorf("close without the key, with looks to come: exit %d %s", r.code, r.err)
	}
	if r := h.run(s.key(), "close", sum.ID, "-"); r.code != 0 || strings.Contains(r.out, "last look") {
		t.Errorf("close: exit %d %s %s", r.code, r.out, r.err)
	}
	if r := h.run("", "resume", "--headless"); r.summary(t).ID != sum.ID || r.code != 0 {
		t.Errorf("resume of a closed one: exit %d", r.code)
	}
	reportsOf(t, h, sum.ID)
}

// reportsOf goes through the forms of a closed incident's report, with an answer that came late.
func reportsOf(t *testing.T, h *home, id string) {
	t.Helper()
	type marks struct {
		Score int   `json:"score"`
		Gates []int `json:"gates"`
		Lost  []struct {
			Point int    `json:"point"`
			Why   string `json:"why"`
		} `json:"lost"`
	}
	check := func(args ...string) (m marks, code int) {
		r := h.run("", append([]string{"report", "--check", "--json"}, args...)...)
		if err := json.Unmarshal([]byte(r.out), &m); err != nil || m.Gates == nil || m.Lost == nil {
			t.Fatalf("exit %d, %q, %v", r.code, r.out, err)
		}
		return m, r.code
	}
	before, code := check(id)
	if want := before.Score < 20; (code == 3) != want || len(before.Gates) > 0 {
		t.Errorf("exit %d with %+v", code, before)
	}
	if r := h.run("", "report", id, "--questions"); !strings.Contains(r.out, "# went_well = ") {
		t.Errorf("questions: %s", r.out)
	}
	answers := "went_well = \"the alert\"\nwent_wrong = \"nobody was paged\"\nlucky = \"the hour\"\ndetected = \"mail at 2026-01-01 00:00Z\"\n"
	r := h.run(answers, "report", id, "--answers", "-", "--out", "reports")
	path := strings.TrimSpace(r.out)
	if r.code != 0 || !strings.HasSuffix(path, ".md") {
		t.Fatalf("exit %d, %q, %s", r.code, r.out, r.err)
	}
	if after, _ := check(filepath.Join(h.dir, path)); after.Score <= before.Score {
		t.Errorf("%d points before the answers, %d after: %+v", before.Score, after.Score, after.Lost)
	}
	if r := h.run("wrong = 1\n", "report", id, "--answers", "-"); r.code != 2 {
		t.Errorf("an answer to no question: exit %d", r.code)
	}
	for _, args := range [][]string{{id, "--format", "html"}, {id, "--format", "json", "--profile", "restricted"}, {id, "--profile", "public", "--lang", "id"}, {"--index", "reports"}} {
		r := h.run("", append([]string{"report"}, args...)...)
		if text, err := os.ReadFile(filepath.Join(h.dir, strings.TrimSpace(r.out))); r.code != 0 || err != nil || len(text) < 500 {
			t.Errorf("%v: exit %d, %v, %s", args, r.code, err, r.err)
		}
	}
	if after, _ := check(id); after.Score <= before.Score {
		t.Error("a report for others is taken for ours")
	}
}

func TestEveryStrategyAndKindWorksHeadless(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"openai/service-account-key", "openai/project-key", "openai/legacy-user-key", "openai/admin-key"} {
		t.Run(kind, func(t *testing.T) {
			h := newHome(t)
			s := h.simulate("--leak", kind)
			r := h.run(s.key(), "respond", "--headless", "--approve", "revoke,mask-match", "--strategy", "contain-first", "--approve", "contain", short, "-")
			if sum := r.summary(t); sum.Outcome != "proven-dead" || r.code != 3 {
				t.Errorf("exit %d %+v %s", r.code, sum, r.err)
			}
		})
	}
}

func TestBadInputGetsOneClearMessageAndTheRightExit(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	for name, tc := range map[string]struct {
		stdin string
		args  []string
		code  int
		says  string
	}{
		"F089 empty stdin":             {"", []string{"respond", "--headless", "-"}, 2, "empty"},
		"only a newline":               {"\n", []string{"respond", "--headless", "-"}, 2, ""},
		"no key in the text":           {"hello there", []string{"respond", "--headless", "-"}, 2, ""},
		"another vendor's key":         {"gsk_" + lettersOf(21, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 52), []string{"respond", "--headless", "-"}, 2, "Groq"},
		"headless without stdin":       {"", []string{"respond", "--headless"}, 2, "stdin"},
		"a key as an argument":         {"", []string{"respond", s.key()}, 2, "history"},
		"an unknown approval":          {s.key(), []string{"respond", "--headless", "--approve", "everything", "-"}, 2, "everything"},
		"an unknown strategy":          {s.key(), []string{"respond", "--headless", "--strategy", "later", "-"}, 2, "later"},
		"an unknown store":             {s.key(), []string{"respond", "--headless", "--store", "vault9:x", "-"}, 2, "vault9"},
		"an unknown flag":              {"", []string{"respond", "--quick"}, 2, "quick"},
		"an unknown command":           {"", []string{"extinguish"}, 2, "extinguish"},
		"a window that proves nothing": {s.key(), []string{"respond", "--headless", "--proof-window", "1ms", "-"}, 2, "at least 300ms"},
		"a window that is no time":     {s.key(), []string{"respond", "--headless", "--proof-window", "soon", "-"}, 2, "60s"},
		"an incident that is not here": {"", []string{"status", "INC-nope"}, 2, "INC-nope"},
		"nothing to resume":            {"", []string{"resume", "--headless"}, 2, "respond"},
	} {
		t.Run(name, func(t *testing.T) {
			r := h.run(tc.stdin, tc.args...)
			if r.code != tc.code || !strings.Contains(r.err, tc.says) {
				t.Errorf("exit %d, stderr %q, want exit %d and %q", r.code, r.err, tc.code, tc.says)
			}
			if r.out != "" {
				t.Errorf("stdout: %q", r.out)
			}
			if n := strings.Count(r.err, "\n"); n == 0 || n > 8 {
				t.Errorf("%d lines: %s", n, r.err)
			}
			if strings.Contains(r.err, s.key()) {
				t.Error("the key is in the message")
			}
		})
	}
	if entries, _ := os.ReadDir(filepath.Join(h.dir, "state", "firebreak", "incidents")); len(entries) != 0 {
		t.Errorf("refused input opened %d incidents", len(entries))
	}
	if n := s.mutations(); n != 0 {
		t.Errorf("%d mutations", n)
	}
}

func TestAnotherKeyOnResumeIsRefusedBeforeAnyEvent(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	first := h.run(s.key(), "respond", "--headless", short, "-")
	id := first.summary(t).ID
	other := newHome(t).simulate("--seed", "8")
	before := h.run("", "log", id, "--json").out
	r := h.run(other.key(), "resume", id, "--headless", "-")
	if r.code != 2 {
		t.Errorf("exit %d %s", r.code, r.err)
	}
	if after := h.run("", "log", id, "--json").out; after != before {
		t.Error("the journal changed")
	}
}

func TestOneWorkerAnIncident(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate("--tail", "1h")
	cmd := h.command(s.key(), "respond", "--headless", "--approve", "revoke,mask-match", "--proof-window", "60s", "-")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() && !strings.Contains(lines.Text(), `"type":"probe"`) {
	}
	id := h.onlyIncident()
	r := h.run("", "resume", id, "--headless")
	host, _ := os.Hostname()
	for _, want := range []string{"tester on " + host, fmt.Sprintf("process %d", cmd.Process.Pid), fmt.Sprintf("kill %d", cmd.Process.Pid), "since 20", "firebreak resume " + id} {
		if r.code != 1 || !strings.Contains(r.err, want) {
			t.Errorf("exit %d, stderr %q: want 1 and %q", r.code, r.err, want)
		}
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	var final last
	for lines.Scan() {
		_ = json.Unmarshal(lines.Bytes(), &final)
	}
	if final.Type != "summary" || final.Exit != 143 {
		t.Errorf("after SIGTERM: %+v", final)
	}
}

func (h *home) onlyIncident() string {
	h.t.Helper()
	entries, err := os.ReadDir(filepath.Join(h.dir, "state", "firebreak", "incidents"))
	if err != nil || len(entries) != 1 {
		h.t.Fatalf("incidents: %v %v", entries, err)
	}
	return entries[0].Name()
}

// TestF086ADryRunMutatesNothingAtAnyDoor runs every subcommand that works an incident.
func TestF086ADryRunMutatesNothingAtAnyDoor(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	env := h.write("app/.env", "OPENAI_API_KEY="+s.key()+"\n")
	outside := func() string {
		var b strings.Builder
		_ = filepath.WalkDir(h.dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && !strings.Contains(path, filepath.Join("state", "firebreak")) {
				text, _ := os.ReadFile(path)
				fmt.Fprintf(&b, "%s %d %x\n", path, len(text), text)
			}
			return nil
		})
		return b.String()
	}
	before := outside()
	common := []string{"--headless", "--approve", "all,contain,related,delete-owner,mask-match", "--store", "dotenv:" + env, "--search", h.dir, short}
	for _, strategy := range []string{"revoke-first", "rotate-first", "contain-first"} {
		r := h.run(s.key(), append([]string{"respond", "--dry-run", "--strategy", strategy}, append(common, "-")...)...)
		sum := r.summary(t)
		if r.code != 0 || sum.Outcome != "withheld" {
			t.Errorf("%s: exit %d %+v %s", strategy, r.code, sum, r.err)
		}
		if !strings.Contains(r.out, `"method":"DELETE"`) {
			t.Errorf("%s: the delete was not shown", strategy)
		}
		if r := h.run(s.key(), append([]string{"resume", sum.ID}, append(common, "-")...)...); r.code != 0 {
			t.Errorf("resume: exit %d %s", r.code, r.err)
		}
		for _, args := range [][]string{{"status", sum.ID}, {"log", sum.ID}, {"verify", sum.ID}, {"incidents"}, {"doctor"}, {"auth", "test", "openai"}, {"auth", "list"}, {"providers"}, {"close", sum.ID}} {
			h.run("", args...)
		}
	}
	if n := s.mutations(); n != 0 {
		t.Errorf("%d mutations reached the provider", n)
	}
	if after := outside(); after != before {
		t.Errorf("files outside our own folder changed:\n%s\nwere\n%s", after, before)
	}
}

// TestFiftyKillsLoseNothingAndRepeatNothing kills the real program with SIGKILL at fifty
// moments of its run, resumes it, and counts at the provider.
func TestFiftyKillsLoseNothingAndRepeatNothing(t *testing.T) {
	t.Parallel()
	var points []int
	for point := range 50 {
		points = append(points, point)
	}
	// Most of a resume is waiting: an op of unknown end is read for a minute before it counts
	// as not done. So many more run at once than there are processors.
	slots := make(chan struct{}, 16)
	var all sync.WaitGroup
	for _, point := range sampleOf(7, points) { // no multiple of the strategies' number
		all.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			killOnce(t, point)
		})
	}
	all.Wait()
}

func killOnce(t *testing.T, point int) {
	h := newHome(t)
	s := h.simulate("--seed", fmt.Sprint(100+point))
	env := h.write("app/.env", "OPENAI_API_KEY="+s.key()+"\n")
	strategy := []string{"revoke-first", "rotate-first", "contain-first"}[point%3]
	args := []string{"--headless", "--approve", "all,contain,mask-match,revoke-used", "--strategy", strategy, "--store", "dotenv:" + env, "--out", "reports", short}
	cmd := h.command(s.key(), append(append([]string{"respond"}, args...), "-")...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	acknowledged := killAfter(cmd.Process, bufio.NewReader(out), 1+point)
	_ = cmd.Wait()
	id := h.onlyIncident()
	r := h.run(s.key(), append(append([]string{"resume", id}, args...), "-")...)
	sum := r.summary(t)
	if sum.Outcome != "proven-dead" || r.code != 0 {
		t.Errorf("point %d, after a kill behind event %d: exit %d %+v %s", point, len(acknowledged), r.code, sum, r.err)
	}
	journal := h.run("", "log", id, "--json").out
	for _, line := range acknowledged {
		if !strings.Contains(journal, line) {
			t.Errorf("an acknowledged event is gone: %.120s", line)
		}
	}
	if deletes, made := s.deletes(), created(s); deletes != made {
		t.Errorf("point %d: %d deletes for %d created keys: want the leaked key and each orphan once", point, deletes, made)
	}
	if strings.Contains(h.read(env), s.key()) {
		t.Error("the file still holds the old key")
	}
}

func (h *home) read(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		h.t.Fatal(err)
	}
	return string(text)
}

// created counts the keys that were made: each but the last was deleted as an orphan.
func created(s *simulation) (n int) {
	for _, r := range s.requests() {
		if r.Method == "POST" && strings.HasSuffix(r.Path, "/api_keys") && r.Status == 200 {
			n++
		}
	}
	return n
}

// killAfter reads n lines, kills, and returns the whole lines that had been printed.
func killAfter(p *os.Process, out *bufio.Reader, n int) []string {
	var seen []string
	for len(seen) < n {
		line, err := out.ReadString('\n')
		if err != nil {
			break
		}
		if !strings.Contains(line, `"type":"summary"`) {
			seen = append(seen, strings.TrimSuffix(line, "\n"))
		} else {
			break
		}
	}
	_ = p.Kill()
	for {
		line, err := out.ReadString('\n')
		if err != nil {
			return seen
		}
		if !strings.Contains(line, `"type":"summary"`) {
			seen = append(seen, strings.TrimSuffix(line, "\n"))
		}
	}
}

func TestAStateFolderThatCannotBeMadeIsSaidAndNothingIsSent(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	h.write("state", "a file in the place of the folder") // what holds for root too, whom no mode keeps out
	r := h.run(s.key(), "respond", "--headless", "--approve", "all", "-")
	if r.code != 1 || len(s.requests()) != 0 || !strings.Contains(r.err, filepath.Join(h.dir, "state")) {
		t.Errorf("exit %d, %d requests, stderr %s", r.code, len(s.requests()), r.err)
	}
}

// TestTheCanariesStandNowhere runs whole incidents, with every admin call failing once, and
// searches everything that was written or printed.
func TestTheCanariesStandNowhere(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]string{
		"all well":      ``,
		"F005 403":      `{"match":{"path":"/organization","times":1},"do":"no_right"}`,
		"F005 500":      `{"match":{"path":"/organization","times":3},"do":"500"}`,
		"F005 reset":    `{"match":{"path":"/organization","times":3},"do":"reset"}`,
		"garbage":       `{"match":{"path":"/organization","nth":5,"times":2},"do":"garbage"}`,
		"proxy's pages": `{"match":{"nth":4,"times":4},"do":"html","status":403}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHome(t)
			h.vars["GODEBUG"] = "http2debug=1"
			s := h.simulate()
			env := h.write("app/.env", "OPENAI_API_KEY="+s.key()+"\n")
			if fault != "" {
				s.fault(fault)
			}
			r := h.run("found: OPENAI_API_KEY="+s.key()+"\n", "respond", "--headless", "--approve", "all,contain,mask-match", "--strategy", "contain-first",
				"--store", "dotenv:"+env, "--search", filepath.Dir(env), "--out", "reports", short, "-")
			id := r.summary(t).ID
			said := r.out + r.err
			for _, args := range [][]string{{"log", id}, {"status", id}, {"report", id, "--out", "more"}, {"doctor"}, {"auth", "test", "openai"}} {
				r := h.run("", args...)
				said += r.out + r.err
			}
			secrets := map[string]string{"leaked": s.key(), "admin": s.Env["OPENAI_ADMIN_KEY"]}
			if _, value, ok := strings.Cut(h.read(env), "OPENAI_API_KEY="); ok && !strings.Contains(value, s.key()) {
				secrets["replacement"] = strings.TrimSpace(value)
			}
			h.searchFor(secrets, said, env)
		})
	}
}

func (h *home) searchFor(secrets map[string]string, said, but string) {
	h.t.Helper()
	texts := map[string]string{"what was printed": said}
	_ = filepath.WalkDir(h.dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path != but {
			texts[path] = h.read(path)
		}
		return nil
	})
	for name, secret := range secrets {
		for where, text := range texts {
			for form, needle := range forms(secret) {
				if strings.Contains(text, needle) {
					h.t.Errorf("the %s key stands (%s) in %s", name, form, where)
				}
			}
		}
	}
}

func TestF082StdoutHoldsNothingButTheDeclaredFormat(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	delete(h.vars, "HOME")
	h.vars["DEBUG"], h.vars["GODEBUG"], h.vars["TERM"] = "1", "http2debug=2", "dumb"
	for _, args := range [][]string{
		{"respond", "--headless", short, "-"},
		{"respond", "--headless", "--dry-run", "--plain", "--lang", "id", "--search", h.dir, short, "-"},
		{"drill", "--headless", "--seed", "3", "--out", "drills"},
	} {
		r := h.run(s.key(), args...)
		r.summary(t) // fails on a line that is no JSON object
	}
	for line := range strings.Lines(h.run("", "incidents", "--json").out) {
		if !json.Valid([]byte(line)) {
			t.Errorf("incidents --json: %q", line)
		}
	}
}
