//go:build unix

package main_test

import "testing"

// killing is a phase in which the program is killed, and how it goes on.
type killing struct {
	phase
	leads          string       // where the same key, pasted again, leads to
	on             func(*scene) // from there, nil: no further
	deletes, makes int          // requests that the provider had got in the end
}

// revoked types the phrase and waits for the proof.
func revoked(c *scene) {
	c.does("revoke "+c.last4(), "fits: enter revokes once")
	c.does("\r", "is dead, proven")
}

func written(c *scene) {
	c.picks("Rotate", "Rotation under way")
	c.does("y", "The new key is in place")
}

func TestAfterAKillTheScreensGoOnAndRepeatNothing(t *testing.T) {
	t.Parallel()
	var list []killing
	for _, k := range []killing{
		{phase: phase{name: "revoke in flight"}, leads: "is dead, proven", deletes: 1},
		{phase: phase{name: "check"}, leads: "we suggest: revoke now"},
		{phase: phase{name: "choose"}, leads: "we suggest: revoke now"},
		{phase: phase{name: "write"}, leads: "What next?", on: written, deletes: 1, makes: 1},
		{phase: phase{name: "a limit"}, leads: "Limit it first?"},
		{phase: phase{name: "was it revoked"}, leads: "Was it revoked?", deletes: 1},
		{phase: phase{name: "proof"}, leads: "is dead, proven", deletes: 1},
		{phase: phase{name: "a group"}, leads: "What next?", on: pick("Review", "Go on to rotate"), deletes: 1},
		{phase: phase{name: "create"}, leads: "What next?", on: pick("Rotate", "Plan the rotation"), deletes: 1},
		{phase: phase{name: "phrase"}, leads: "type revoke", on: revoked, deletes: 1},
		{phase: phase{name: "searching"}, leads: "What next?", on: pick("Trace", "Where was it, since when"), deletes: 1},
	} {
		k.phase = named(t, k.name)[0]
		list = append(list, k)
	}
	together(t, sampleOf(3, list), func(t *testing.T, k killing) {
		c := k.visit(t)
		if err := c.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		c.code()
		c.lacksSecrets(c.sim)
		c.sim.calm()
		c.seat = c.h.look(t, usual, nil, "resume", short)
		c.ready("Back in INC-")
		c.pastes(c.sim.key(), "received, 1 line")
		c.does("\r", k.leads)
		if k.on != nil {
			k.on(c)
		}
		c.interrupts()
		if deletes, makes := c.sim.deletes(), created(c.sim); deletes != k.deletes || makes != k.makes {
			t.Errorf("%d deletes and %d new keys, want %d and %d", deletes, makes, k.deletes, k.makes)
		}
	})
}
