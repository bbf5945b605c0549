package main_test

import (
	"strings"
	"testing"
)

// The chain of a vendor that looks a key up by its value, limits it by what it may call, follows
// each change to its end, and takes a deletion back.
func TestAGoogleKeyIsLimitedDeletedProvenDeadAndBroughtBack(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate("--leak", "google/api-key", "--tail", "0s")
	r := h.run(s.key()+"\n", "respond", "--headless", "--strategy", "contain-first", "--approve", "contain,revoke", "--out", "reports", short, "-")
	sum := r.summary(t)
	if r.code != 3 || sum.Outcome != "proven-dead" || strings.Join(sum.OpenSteps, " ") != "rotate" || s.mutations() != 2 {
		t.Fatalf("exit %d, %+v, %d changes, stderr %s", r.code, sum, s.mutations(), r.err)
	}
	for _, want := range []string{`"strength":"exact"`, `"route":"google.key.restrict"`, `"route":"google.key.delete"`, `"undo":"google.key.undelete"`} {
		if !strings.Contains(r.out, want) {
			t.Errorf("the journal has no %s", want)
		}
	}
	back := h.run(s.key()+"\n", "resume", sum.ID, "--headless", "--approve", "restore", "--out", "reports", "-")
	if sum := back.summary(t); sum.Outcome != "open" || s.mutations() != 3 || !strings.Contains(back.out, `"life":"alive`) {
		t.Errorf("exit %d, %+v, %d changes, stderr %s", back.code, sum, s.mutations(), back.err)
	}
	for _, holds := range []string{r.out, r.err, back.out, back.err} {
		if strings.Contains(holds, s.key()) || strings.Contains(holds, s.Env["GOOGLE_OAUTH_ACCESS_TOKEN"]) {
			t.Error("a key is told")
		}
	}
}
