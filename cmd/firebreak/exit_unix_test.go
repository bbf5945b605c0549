//go:build unix

package main_test

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"firebreak/runbook/words"
)

// ends are situations, by the exit code that the README promises for them.
var ends = []struct {
	code int
	name string
	run  func(t *testing.T, h *home, s *simulation, id string) int
}{
	{0, "a list", func(_ *testing.T, h *home, _ *simulation, _ string) int { return h.run("", "incidents").code }},
	{0, "a dry run of nothing", func(_ *testing.T, h *home, s *simulation, _ string) int {
		return h.run(s.key(), "respond", "--headless", "--dry-run", short, "-").code
	}},
	{0, "left before there was an incident", func(t *testing.T, h *home, _ *simulation, _ string) int {
		p := h.sit(t, nil, "respond", "--plain")
		p.say("", "q")
		return p.code()
	}},
	{1, "a state folder that cannot be made", func(_ *testing.T, h *home, s *simulation, _ string) int {
		h.vars["XDG_STATE_HOME"] = h.write("a-file", "x")
		return h.run(s.key(), "respond", "--headless", "-").code
	}},
	{1, "a damaged journal taken up again", func(t *testing.T, h *home, _ *simulation, id string) int {
		h.alter(t, id)
		return h.run("", "resume", id, "--headless").code
	}},
	{2, "an argument too few", func(_ *testing.T, h *home, _ *simulation, _ string) int { return h.run("", "status").code }},
	{2, "another key on resume", func(_ *testing.T, h *home, _ *simulation, id string) int {
		other := newHome(h.t).simulate("--seed", "8")
		return h.run(other.key(), "resume", id, "--headless", "-").code
	}},
	{3, "nothing approved", func(_ *testing.T, h *home, _ *simulation, id string) int {
		return h.run("", "resume", id, "--headless").code
	}},
	{3, "nobody answers at the provider's port", func(t *testing.T, h *home, s *simulation, _ string) int {
		h.vars["FIREBREAK_OPENAI_BASE_URL"] = "http://127.0.0.1:9/v1" // nobody listens there
		began := time.Now()
		r := h.run(s.key(), "respond", "--headless", "--approve", "all", short, "-")
		if sum := r.summary(t); sum.Outcome != "open" || time.Since(began) > deadline {
			t.Errorf("after %s: %+v", time.Since(began), sum)
		}
		return r.code
	}},
	{3, "left with q", func(t *testing.T, h *home, _ *simulation, id string) int {
		p := h.sit(t, nil, "resume", id, "--plain")
		p.say("Back in", "q")
		return p.code()
	}},
	{3, "a report of an altered journal", func(t *testing.T, h *home, _ *simulation, id string) int {
		h.alter(t, id)
		return h.run("", "report", id).code
	}},
	{3, "closed with steps open", func(_ *testing.T, h *home, _ *simulation, id string) int {
		return h.run("", "close", id, "--reason", "by hand").code
	}},
	{129, "hung up", signalled(syscall.SIGHUP)},
	{130, "interrupted", signalled(syscall.SIGINT)},
	{130, "ctrl+c where a terminal shows no input", func(t *testing.T, h *home, _ *simulation, _ string) int {
		p := h.sit(t, nil, "identify")
		p.say("press enter", "\x03")
		return p.code()
	}},
	{131, "quit", signalled(syscall.SIGQUIT)},
	{143, "terminated", signalled(syscall.SIGTERM)},
}

// signalled sends a signal to a headless run that waits for the provider.
func signalled(signal syscall.Signal) func(*testing.T, *home, *simulation, string) int {
	return func(t *testing.T, h *home, s *simulation, _ string) int {
		s.fault(`{"match":{"path":"/models"},"do":"slow","seconds":30}`)
		cmd := h.command(s.key(), "respond", "--headless", "-")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = cmd.Process.Kill() }()
		lines := bufio.NewScanner(out)
		for lines.Scan() && !strings.Contains(lines.Text(), `"type":"identified"`) {
		}
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		last := ""
		for lines.Scan() {
			last = lines.Text()
		}
		_ = cmd.Wait()
		if want := `"exit":` + strconv.Itoa(cmd.ProcessState.ExitCode()); !strings.Contains(last, want) {
			t.Errorf("the last line does not say %s: %s", want, last)
		}
		return cmd.ProcessState.ExitCode()
	}
}

// alter changes an event in the midst of a journal.
func (h *home) alter(t *testing.T, id string) {
	t.Helper()
	path := filepath.Join(h.dir, journalOf(id))
	lines := strings.SplitAfter(h.read(path), "\n")
	lines[4] = strings.Replace(lines[4], `"by":"us"`, `"by":"xx"`, 1)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "")), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestEveryExitCodeIsTheOneThatTheReadmePromises(t *testing.T) {
	t.Parallel()
	var codes []int
	for _, e := range ends {
		if !slices.Contains(codes, e.code) {
			codes = append(codes, e.code)
		}
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			h := newHome(t)
			s := h.simulate()
			id := ""
			if e.code == 1 || e.code == 2 || e.code == 3 {
				id = h.run(s.key(), "respond", "--headless", short, "-").summary(t).ID
			}
			if got := e.run(t, h, s, id); got != e.code {
				t.Errorf("exit %d, want %d", got, e.code)
			}
		})
	}
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "| Exit | |\n|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	var promised []int
	for _, row := range strings.Split(table, "\n") {
		for _, n := range regexp.MustCompile(`\d+`).FindAllString(strings.SplitN(row, "|", 3)[1], -1) {
			code, _ := strconv.Atoi(n)
			promised = append(promised, code)
		}
	}
	if !slices.Equal(promised, codes) || !slices.Equal(promised, words.ExitCodes) {
		t.Errorf("the README promises %v, tried are %v, words knows %v", promised, codes, words.ExitCodes)
	}
}
