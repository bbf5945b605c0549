//go:build unix

package main_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// scene is a machine, the provider that it talks to, and a person in front of the program.
type scene struct {
	*seat
	h   *home
	sim *simulation
}

// phase is a screen of the program, and the way to it.
type phase struct {
	name   string
	world  []string              // flags of the simulated provider
	before func(*scene)          // what happened on the machine, nil: nothing
	faults string                // of the provider, from the program's start on, one a line
	vars   []string              // of the program's environment
	args   func(*scene) []string // of the program, nil: none
	way    func(*scene)          // by keys, from the first screen on; nil: it is the first
	shows  string                // what tells the screen from all others
	takes  string                // what a paste leads to, "" where none is taken
	leaves string                // what ctrl+c leaves on the normal screen, beside where things stand
}

// alive is a screen of an incident whose key works.
func alive(name string, way func(*scene), shows string) phase {
	return phase{name: name, args: arguments("respond", short), way: way, shows: shows}
}

// dead is a screen of an incident that was come back to, after its key was proven dead.
func dead(name string, way func(*scene), shows string) phase {
	return phase{name: name, before: killed, args: arguments("resume"), way: then(back, way), shows: shows}
}

// with are faults of the provider.
func (p phase) with(faults string) phase { p.faults = faults; return p }

// without is a phase on a machine without the provider's admin key.
func (p phase) without() phase { p.vars = []string{"OPENAI_ADMIN_KEY="}; return p }

// taking is a phase that takes a paste.
func (p phase) taking(leads string) phase { p.takes = leads; return p }

// visit brings somebody to a phase.
func (p phase) visit(t testing.TB) *scene {
	t.Helper()
	h := newHome(t)
	c := &scene{h: h, sim: h.simulate(p.world...)}
	if p.before != nil {
		p.before(c)
	}
	for fault := range strings.Lines(p.faults) {
		c.sim.fault(fault)
	}
	var args []string
	if p.args != nil {
		args = p.args(c)
	}
	c.seat = h.look(t, usual, p.vars, args...)
	c.ready("")
	if c.settings() == c.found {
		t.Fatal("the terminal was never taken")
	}
	if p.way != nil {
		p.way(c)
	}
	c.sees(p.shows)
	return c
}

// called names a phase in a test's output.
func (p phase) called() string { return p.name }

// together runs a test for each of a list, several at a time: they wait more than they work.
func together[T interface{ called() string }](t *testing.T, list []T, test func(*testing.T, T)) {
	const atOnce = 8
	places := make(chan struct{}, atOnce)
	var all sync.WaitGroup
	for _, one := range list {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			t.Run(one.called(), func(t *testing.T) { test(t, one) })
		})
	}
	all.Wait()
}

// last4 are the last four characters of the leaked key.
func (c *scene) last4() string { return c.sim.key()[len(c.sim.key())-4:] }

func arguments(args ...string) func(*scene) []string { return func(*scene) []string { return args } }

// then goes one way after the other.
func then(ways ...func(*scene)) func(*scene) {
	return func(c *scene) {
		for _, way := range ways {
			way(c)
		}
	}
}

// key presses a key, and waits for what it leads to.
func key(keys, want string) func(*scene) { return func(c *scene) { c.does(keys, want) } }

// pick takes a row of a list, and waits for what it leads to.
func pick(row, want string) func(*scene) { return func(c *scene) { c.picks(row, want) } }

// Ways from the first screen of respond.

func pasted(c *scene) {
	c.sees("Paste the key")
	c.pastes(c.sim.key(), "What leaked?")
}

func several(c *scene) {
	c.sees("Paste the key")
	c.pastes(c.sim.key()+"\n"+c.sim.Env["OPENAI_ADMIN_KEY"], "This text holds 2 keys")
}

func asked(c *scene) {
	pasted(c)
	c.does("\r", "INC-")
}

func read(c *scene) {
	asked(c)
	c.sees("we suggest: revoke now")
}

func typing(c *scene) {
	read(c)
	c.picks("Revoke now", "type revoke "+c.last4())
}

// sending types the phrase and has the key deleted, which leads to a text.
func sending(want string) func(*scene) {
	return func(c *scene) {
		typing(c)
		c.does("revoke "+c.last4(), "fits: enter revokes once")
		c.does("\r", want)
	}
}

// arrived waits until the provider has got a request that changes something.
func arrived(c *scene) {
	for end := time.Now().Add(deadline); c.sim.mutations() == 0; <-time.After(5 * time.Millisecond) {
		if time.Now().After(end) {
			c.t.Fatal("nothing was sent")
		}
	}
}

// What happened before, and the ways from coming back.

// killed has the key dead and one of its places known, with everything else open. However sure the
// match was: on a busy machine the proof by last use may fail, and the mask alone is left.
func killed(c *scene) {
	c.h.write(".env", "OPENAI_API_KEY="+c.sim.key()+"\n")
	r := c.h.run(c.sim.key(), "respond", "--headless", "--approve", "revoke,mask-match", "--store", "dotenv:.env", short, "-")
	if r.code != 3 {
		c.h.t.Fatalf("prepared: exit %d\n%s", r.code, r.err)
	}
}

// vast is killed, with a folder to search that takes a while.
func vast(c *scene) {
	killed(c)
	for i := range 4 {
		const size = 500 << 20 // without a block on disk
		if err := os.Truncate(c.h.write(fmt.Sprintf("vast/%d", i), ""), size); err != nil {
			c.h.t.Fatal(err)
		}
	}
}

// working is killed, with somebody else at work on the incident.
func working(c *scene) {
	killed(c)
	c.h.sit(c.h.t, nil, "resume", "--plain").await("Back in")
}

// playedOut has a drill played to its report, with no rotation approved.
func playedOut(c *scene) {
	if r := c.h.run("", "drill", "--headless", "--approve", "revoke,mask-match", "--simulator", c.sim.Control); r.code != 0 {
		c.h.t.Fatalf("prepared: exit %d\n%s", r.code, r.err)
	}
}

func drilling(c *scene) []string { return []string{"drill", "--simulator", c.sim.Control} }

func back(c *scene) {
	c.sees("Back in INC-")
	c.pastes(c.sim.key(), "received, 1 line")
	c.does("\r", "What next?")
}

func planned(c *scene) {
	c.picks("Rotate", "Where does the new key go?")
	c.picks("Plan the rotation", "nothing is written yet")
}

func creating(c *scene) {
	planned(c)
	c.picks("Do it one by one", "What may the new key do?")
	c.picks("Only list models", "How long shall the new key live?")
	c.picks("No expiry", "Create the new key?")
}
