//go:build unix

package main_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

// holds starts a run that goes on for long, and returns once it has printed what is waited for.
func (h *home) holds(until, stdin string, args ...string) *exec.Cmd {
	h.t.Helper()
	cmd := h.command(stdin, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		h.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() && !strings.Contains(lines.Text(), until) {
	}
	return cmd
}

// holding is what the summary of a run tells that did nothing because of another one.
func holding(t *testing.T, r ran) (id string, pid, exit int) {
	t.Helper()
	var sum struct {
		ID   string
		Exit int
		Held struct{ PID int }
	}
	if err := json.Unmarshal([]byte(r.out), &sum); err != nil {
		t.Fatalf("stdout %q: %v", r.out, err)
	}
	return sum.ID, sum.Held.PID, sum.Exit
}

func TestAKeyThatSomebodyWorksOnIsNotWorkedBesideThem(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate("--tail", "1h")
	busy := h.holds(`"type":"probe"`, s.key(), "respond", "--headless", "--approve", "revoke,mask-match", "--proof-window", "60s", "-")
	id := h.onlyIncident()
	for name, tc := range map[string]struct{ stdin, says string }{
		"the whole key":   {s.key(), "this key is being worked on"},
		"its masked form": {"alert: " + s.asAlert(), "a key with this ending is being worked on"},
	} {
		r := h.run(tc.stdin, "respond", "--headless", "--approve", "all,mask-match", short, "-")
		if got, pid, exit := holding(t, r); r.code != 1 || exit != 1 || got != id || pid != busy.Process.Pid {
			t.Errorf("%s: exit %d, summary %q", name, r.code, r.out)
		}
		for _, want := range []string{tc.says, fmt.Sprintf("process %d", busy.Process.Pid), "firebreak resume " + id} {
			if !strings.Contains(r.err, want) {
				t.Errorf("%s: stderr %q does not say %q", name, r.err, want)
			}
		}
	}
	p := h.sit(t, strings.NewReader(s.key()), "respond", "--plain", "-")
	if p.sees("this key is being worked on"); p.code() != 1 {
		t.Errorf("in lines: exit %d", p.code())
	}
	h.onlyIncident()
	if n := s.deletes(); n != 1 {
		t.Errorf("%d deletes", n)
	}
	if out := h.run("", "status", id).out; !strings.Contains(out, "held by tester on ") {
		t.Errorf("status: %s", out)
	}
	if r := h.run(s.key(), "respond", "--headless", "--dry-run", "--approve", "all,mask-match", short, "-"); r.code != 1 || !strings.Contains(r.err, "this key is being worked on") {
		t.Errorf("a dry run, whose probes move the key's last use: exit %d %s", r.code, r.err)
	}
}

func TestAnIncidentIsNotTakenUpWhileAnotherOneOnItsKeyIsWorked(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate("--tail", "1h")
	id := h.run(s.asAlert(), "respond", "--headless", short, "-").summary(t).ID
	h.holds(`"type":"probe"`, s.key(), "respond", "--headless", "--approve", "revoke,mask-match", "--proof-window", "60s", "-")
	before := h.run("", "log", id, "--json").out
	r := h.run("", "resume", id, "--headless", "--approve", "revoke,mask-match")
	if other, _, _ := holding(t, r); r.code != 1 || other == id || !strings.Contains(r.err, "being worked on") {
		t.Errorf("exit %d, stdout %q, stderr %q", r.code, r.out, r.err)
	}
	if h.run("", "log", id, "--json").out != before {
		t.Error("the journal changed")
	}
	if n := s.deletes(); n != 1 {
		t.Errorf("%d deletes", n)
	}
	if r := h.run("", "close", id, "--reason", "twice"); r.code != 3 {
		t.Errorf("the idle one cannot be closed: exit %d %s", r.code, r.err)
	}
}

func TestOfRunsThatBeginTogetherOnAKeyOneGoesOn(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate("--tail", "1h")
	const runs = 5
	ended := make(chan int, runs)
	for range runs {
		cmd := h.command(s.key(), "respond", "--headless", "--approve", "revoke,mask-match", "--proof-window", "60s", "-")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = cmd.Process.Kill() })
		go func() {
			_ = cmd.Wait()
			ended <- cmd.ProcessState.ExitCode()
		}()
	}
	for range runs - 1 {
		if code := <-ended; code != 1 {
			t.Errorf("one beside the first left with %d", code)
		}
	}
	h.onlyIncident()
	if n := s.deletes(); n > 1 {
		t.Errorf("%d deletes", n)
	}
}
