package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// leftOver is what the summary of a run says of the steps that it leaves.
type leftOver struct {
	Left []struct {
		Step, Why string
		Missing   []string
	}
	Next string
}

func (r ran) left(t *testing.T) (l leftOver) {
	t.Helper()
	r.summary(t)
	lines := strings.Split(strings.TrimSpace(r.out), "\n")
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &l); err != nil {
		t.Fatal(err)
	}
	return l
}

func (l leftOver) why(step string) string {
	for _, one := range l.Left {
		if one.Step == step {
			return one.Why
		}
	}
	return "not left"
}

func TestARunSaysWhatItLeavesAndItsNextCommandGoesOn(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	env := h.write("app/.env", "OPENAI_API_KEY="+s.key()+"\n")
	r := h.run(s.key(), "respond", "--headless", short, "-")
	l := r.left(t)
	if r.code != 3 || l.why("revoke") != "needs_approval" || l.why("rotate") != "needs_approval" || l.why("prove") != "needs_revoke" {
		t.Errorf("exit %d, left %+v", r.code, l)
	}
	if !strings.Contains(r.err, "Left open: revoke, prove dead and rotate\n") || !strings.Contains(r.err, "\nGo on: "+l.Next+"\n") {
		t.Errorf("stderr %q does not name the next command %q", r.err, l.Next)
	}
	next := strings.Fields(l.Next)
	if next[0] != "firebreak" || next[len(next)-1] != "-" {
		t.Fatalf("next: %q", l.Next)
	}
	if slices.Contains(next, "mask-match") {
		t.Error("a certain match needs no approval of its own")
	}
	if slices.Contains(next, "revoke,rotate") || !strings.Contains(r.err, "name where the key is kept: --store ") {
		t.Errorf("a rotation without a store leads nowhere: %q, stderr %q", l.Next, r.err)
	}
	r = h.run(s.key(), next[1:]...)
	if sum := r.summary(t); r.code != 3 || sum.Outcome != "proven-dead" || !strings.Contains(r.err, ": refused; dead, proven ") {
		t.Errorf("the next command: exit %d, %+v, stderr %q", r.code, sum, r.err)
	}
	if l := r.left(t); l.Next != "firebreak resume "+r.summary(t).ID {
		t.Errorf("only a rotation is left, and no store was named: %q", l.Next)
	}
	r = h.run(s.key(), "resume", "--headless", "--approve", "rotate", "--store", "dotenv:"+env, "-")
	if r.code != 0 || strings.Count(r.err, "\n") != 1 {
		t.Errorf("with a store: exit %d, stderr %q", r.code, r.err)
	}
}

func TestTheNextCommandCarriesWhatThisRunWasGivenAsAShellTakesIt(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	h.write("it's here/x", "")
	l := h.run(s.key(), "respond", "--headless", "--search", filepath.Join(h.dir, "it's here"), "--store", "dotenv:.env", "--approve", "contain,mask-match", "--lang", "en", "-").left(t)
	want := `--headless --approve contain,revoke,rotate,mask-match --lang en --search '` + h.dir + `/it'\''s here' --store dotenv:.env -`
	if !strings.HasSuffix(l.Next, want) {
		t.Errorf("next: %s\nwant  … %s", l.Next, want)
	}
}

func TestAReportThatCannotBeWrittenIsLeftWithItsReason(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	in := h.write("postmortems", "a file in the place of the folder")
	r := h.run(s.key(), "respond", "--headless", short, "-")
	l := r.left(t)
	if r.code != 3 || l.why("report") != "write" || strings.Contains(l.Next, "--out") || !strings.Contains(r.err, "another folder with --out") || !strings.Contains(r.err, "report: postmortems: ") {
		t.Errorf("exit %d, left %+v, stderr %s", r.code, l, r.err)
	}
	if err := os.Remove(in); err != nil {
		t.Fatal(err)
	}
	if l := h.run("", "resume", "--headless").left(t); l.why("report") != "not left" {
		t.Errorf("once it was written: %+v", l)
	}
}

func TestAStepThatFailedIsInTheSummaryAndTheExitCode(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault string
		args  []string
		step  string
		why   string
	}{
		"locate": {`{"match":{"path":"/organization"},"do":"no_right"}`, nil, "locate", "not_permitted"},
		"a limit": {`{"match":{"method":"POST","path":"/organization"},"do":"no_right"}`,
			[]string{"--approve", "contain,mask-match", "--strategy", "contain-first"}, "contain", "not_permitted"},
		"validate": {`{"match":{"path":"/models"},"do":"garbage"}`, nil, "validate", "unrecognised"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHome(t)
			s := h.simulate()
			s.fault(tc.fault)
			r := h.run(s.key(), append([]string{"respond", "--headless", short, "-"}, tc.args...)...)
			l := r.left(t)
			if r.code != 3 || l.why(tc.step) != tc.why || l.Next == "" || !strings.Contains(r.err, tc.step+": ") {
				t.Errorf("exit %d, left %+v, stderr %s", r.code, l, r.err)
			}
		})
	}
}
