package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The chain of a vendor that is unlike the first: a limit under which the key is refused, an end
// that keeps the record, use in tokens alone, and money that is the workspace's.
func TestAnAnthropicKeyIsMadeInactiveArchivedProvenDeadAndReported(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate("--leak", "anthropic/api-key")
	if s.Leaked[0].Provider != "anthropic" || s.Env["FIREBREAK_ANTHROPIC_BASE_URL"] == "" || s.Env["ANTHROPIC_ADMIN_KEY"] == "" {
		t.Fatalf("leaked of %s", s.Leaked[0].Provider)
	}
	r := h.run(s.key()+"\n", "respond", "--headless", "--strategy", "contain-first", "--approve", "contain,revoke,mask-match", "--out", "reports", short, "-")
	sum := r.summary(t)
	if r.code != 3 || sum.Outcome != "proven-dead" || strings.Join(sum.OpenSteps, " ") != "rotate" {
		t.Fatalf("exit %d, %+v, stderr %s", r.code, sum, r.err)
	}
	if n := s.mutations(); n != 2 {
		t.Errorf("%d changes sent, want one to inactive and one to archived", n)
	}
	for _, want := range []string{`"status":"inactive"`, `"status":"archived"`, `"strength":"mask"`, `"uncounted":true`} {
		if !strings.Contains(r.out, want) {
			t.Errorf("the journal has no %s", want)
		}
	}
	text, err := os.ReadFile(filepath.Join(h.dir, sum.Report))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"| Workspace | `docs-bot`", "requests are not counted", "cost: an estimate; Anthropic tells it for several keys", "USD "} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the report says nothing of %q", want)
		}
	}
	for _, holds := range []string{r.out, r.err, string(text)} {
		if strings.Contains(holds, s.key()) || strings.Contains(holds, s.Env["ANTHROPIC_ADMIN_KEY"]) {
			t.Error("a key is told")
		}
	}
}

func TestWithoutAnApprovedMaskMatchNoAnthropicKeyIsTouched(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate("--leak", "anthropic/api-key")
	r := h.run(s.key()+"\n", "respond", "--headless", "--approve", "contain,revoke", "--strategy", "contain-first", short, "-")
	if sum := r.summary(t); r.code != 3 || sum.Outcome != "open" || s.mutations() != 0 {
		t.Errorf("exit %d, %s, %d changes", r.code, sum.Outcome, s.mutations())
	}
}

func TestAnAnthropicAdminKeyIsLeftToTheConsole(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate("--leak", "anthropic/admin-key")
	r := h.run(s.key()+"\n", "respond", "--headless", "--approve", "all,mask-match", short, "-")
	if sum := r.summary(t); r.code != 3 || sum.Outcome != "open" || s.mutations() != 0 {
		t.Errorf("exit %d, %s, %d changes", r.code, sum.Outcome, s.mutations())
	}
}
