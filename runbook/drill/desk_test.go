package drill

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"firebreak/providers/files"
	"firebreak/providers/simulator"
)

func layDesk(t *testing.T, s Story) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "site")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	fill := func(b []byte) []byte { return simulator.Fill(b, nil) }
	d := desk{door: files.New(files.Config{Within: []string{dir}}), dir: dir, page: s.Page, fill: fill}
	if err := d.lay(context.Background(), s.Desk); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestTheDeskTellsThePushAndIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	s, err := Find("S01", 7)
	if err != nil {
		t.Fatal(err)
	}
	git := func(dir string, args ...string) string {
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("git %v: %s", args, out)
		}
		return strings.TrimSpace(string(out))
	}
	dir := layDesk(t, s)
	repo := filepath.Join(dir, "docs-bot")
	if status := git(repo, "status", "--porcelain"); status != "" {
		t.Errorf("the work tree is not clean: %q", status)
	}
	if n := git(repo, "rev-list", "--count", "origin/main"); n != "4" {
		t.Errorf("%s commits", n)
	}
	log, err := os.ReadFile(filepath.Join(repo, ".git", "logs", "refs", "remotes", "origin", "main"))
	if err != nil {
		t.Fatal(err)
	}
	if lines := bytes.Count(log, []byte("\n")); lines != 4 {
		t.Errorf("%d pushes in the log: %s", lines, log)
	}
	text := git(repo, "show", "main~2:scripts/eval.py")
	if line := strings.Split(text, "\n")[13]; !strings.HasPrefix(line, "client = OpenAI(api_key=") {
		t.Errorf("line 14: %q", line)
	}
	if strings.Contains(git(repo, "show", "main:scripts/eval.py"), "DRILL") {
		t.Error("the key is still in the newest version")
	}
	if a, b := git(repo, "rev-parse", "main"), git(filepath.Join(layDesk(t, s), "docs-bot"), "rev-parse", "main"); a != b {
		t.Errorf("two desks differ: %s, %s", a, b)
	}
}
