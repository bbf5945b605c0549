//go:build unix

package main_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// named are the phases of those names.
func named(t testing.TB, names ...string) (list []phase) {
	t.Helper()
	for _, name := range names {
		i := slices.IndexFunc(phases, func(p phase) bool { return p.name == name })
		if i < 0 {
			t.Fatalf("no phase is called %q", name)
		}
		list = append(list, phases[i])
	}
	return list
}

// signal sends the program a signal.
func (s *seat) signal(which syscall.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(which); err != nil {
		s.t.Fatal(err)
	}
}

// resumable holds that the incident, if there is one, can be worked on by whoever comes next.
func (c *scene) resumable() {
	c.t.Helper()
	c.sim.calm()
	list := strings.Fields(c.h.run("", "incidents").out)
	if len(list) == 0 || !slices.ContainsFunc(list, func(word string) bool { return strings.HasPrefix(word, "INC-") }) {
		return
	}
	r := c.h.run(c.sim.key(), "resume", "--headless", short, "-")
	if sum := r.summary(c.t); r.code != 3 && sum.Mode != "drill" || sum.Outcome == "" {
		c.t.Errorf("resume: exit %d %+v %s", r.code, sum, r.err)
	}
}

// calm ends all faults.
func (s *simulation) calm() {
	s.t.Helper()
	req, err := http.NewRequest(http.MethodDelete, s.Control+"/_faults", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	_ = res.Body.Close() // it says no more than its status
	if res.StatusCode >= 300 {
		s.t.Fatalf("faults stay: %d", res.StatusCode)
	}
}

// signalledPhase is a phase that a signal comes to.
type signalledPhase struct {
	phase
	signal syscall.Signal
}

func (p signalledPhase) called() string { return fmt.Sprintf("%v, %s", p.signal, p.name) }

func TestASignalLeavesTheTerminalAsItWasAndTheIncidentOpen(t *testing.T) {
	t.Parallel()
	var list []signalledPhase
	for _, which := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGABRT, syscall.SIGTERM} {
		for _, p := range named(t, "start", "check", "proof") {
			list = append(list, signalledPhase{p, which})
		}
	}
	together(t, sampleOf(2, list), func(t *testing.T, p signalledPhase) {
		c := p.visit(t)
		c.signal(p.signal)
		if code := c.code(); code != 128+int(p.signal) {
			t.Errorf("exit %d", code)
		}
		c.asFound()
		c.lacksSecrets(c.sim)
		c.resumable()
	})
}

func TestABrokenPipeIsNoReasonToLeave(t *testing.T) {
	t.Parallel()
	c := named(t, "phrase")[0].visit(t)
	c.signal(syscall.SIGPIPE)
	c.does("revoke "+c.last4(), "fits: enter revokes once")
	c.interrupts()
}

func TestASignalWaitsForARequestThatChangesSomething(t *testing.T) {
	t.Parallel()
	p := alive("in flight", then(sending("no answer for"), arrived), "no answer for").with(`{"match":{"method":"DELETE"},"do":"slow","seconds":2}`)
	c := p.visit(t)
	c.signal(syscall.SIGTERM)
	if code := c.code(); code != 143 {
		t.Errorf("exit %d", code)
	}
	c.asFound()
	if !c.has("accepted, not proven") {
		t.Errorf("the answer was not waited for:\n%s", c.glass.text())
	}
	c.resumable()
	if n := c.sim.deletes(); n != 1 {
		t.Errorf("%d deletes", n)
	}
}

func TestASecondSignalLeavesAtOnceAndTheRequestIsLookedAtLater(t *testing.T) {
	t.Parallel()
	c := named(t, "revoke in flight")[0].visit(t)
	c.signal(syscall.SIGTERM)
	c.sees("leaves when it ends")
	c.signal(syscall.SIGINT)
	if code := c.code(); code != 130 {
		t.Errorf("exit %d", code)
	}
	c.asFound()
	c.resumable()
	if n := c.sim.deletes(); n != 1 {
		t.Errorf("%d deletes", n)
	}
}

func TestATerminalThatGoesAwayEndsTheProgramAndNotTheIncident(t *testing.T) {
	t.Parallel()
	list := named(t, "start", "check", "phrase", "revoke in flight", "proof", "review", "create", "write", "searching", "card")
	together(t, sampleOf(3, list), func(t *testing.T, p phase) {
		c := p.visit(t)
		before := c.sim.deletes()
		if err := c.keys.Close(); err != nil {
			t.Fatal(err)
		}
		if code := c.code(); code != 129 {
			t.Errorf("exit %d", code)
		}
		c.lacksSecrets(c.sim)
		c.resumable()
		if after := c.sim.deletes(); after != before {
			t.Errorf("%d deletes, before %d", after, before)
		}
	})
}
