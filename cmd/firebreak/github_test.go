package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The chain of a vendor that keeps no record, ends tokens by their value with no credential at
// all, and answers before it has done so.
func TestAGitHubTokenIsHandedInWithoutACredentialProvenDeadAndReported(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate("--leak", "github/pat-classic", "--tail", "100ms")
	r := h.run(s.key()+"\n", "respond", "--headless", "--approve", "revoke", "--out", "reports", short, "-")
	sum := r.summary(t)
	if r.code != 3 || sum.Outcome != "proven-dead" {
		t.Fatalf("exit %d, %+v, stderr %s", r.code, sum, r.err)
	}
	if n := s.mutations(); n != 1 {
		t.Errorf("%d changes sent, want the one call", n)
	}
	for _, want := range []string{`"strength":"exact"`, `"value":"sha256:`, `"credentials":["[secret]"]`, `"notices":["mail","later"]`, `"status":202`, `"pending":true`, `"why":"unchecked"`} {
		if !strings.Contains(r.out, want) {
			t.Errorf("the journal has no %s", want)
		}
	}
	text, err := os.ReadFile(filepath.Join(h.dir, sum.Report))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"accepted, not done yet, 202", "within its reach", "new deploy or SSH keys | FOUND", "clones and pushes", "push protection against secrets | absent"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the report says nothing of %q", want)
		}
	}
	for _, holds := range []string{r.out, r.err, string(text)} {
		if strings.Contains(holds, s.key()) || strings.Contains(holds, s.Env["GH_TOKEN"]) {
			t.Error("a token is told")
		}
	}
}

// A refresh token cannot be asked about: its revocation stays unproven, and nobody is told else.
func TestARefreshTokenIsHandedInAndNotSaidToBeDead(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate("--leak", "github/refresh-token")
	r := h.run(s.key()+"\n", "respond", "--headless", "--approve", "revoke", short, "-")
	if sum := r.summary(t); r.code != 3 || sum.Outcome != "accepted-unproven" || s.mutations() != 1 {
		t.Errorf("exit %d, %+v, %d changes", r.code, sum, s.mutations())
	}
	if status := h.run("", "status", r.summary(t).ID); !strings.Contains(status.out, "revoked, not provable") {
		t.Errorf("the status says\n%s", status.out)
	}
}
