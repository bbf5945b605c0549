//go:build unix

package main_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// asAlert is the leaked key as an alert shows it.
func (s *simulation) asAlert() string {
	key := s.key()
	return key[:strings.LastIndex(key[:12], "-")+1] + "…" + key[len(key)-4:]
}

// asBait is the leaked key's form, filled as an example is.
func (s *simulation) asBait() string {
	key := s.key()
	return key[:strings.LastIndex(key[:12], "-")+1] + strings.Repeat("DRILLDRILL", 15)[:74] + "T3Blb" + "kFJ" + strings.Repeat("DRILLDRILL", 15)[:74]
}

func TestAMaskedKeyIsWorkedByItsEndingInLinesAndOnScreens(t *testing.T) {
	h := newHome(t)
	sim := h.simulate()
	h.run(sim.key(), "respond", "--headless", short, "-")
	if r := h.run(sim.asAlert(), "resume", "--headless", "-"); r.code != 2 || !strings.Contains(r.err, "Paste the whole key") {
		t.Errorf("a masked key for a whole one: exit %d: %s", r.code, r.err)
	}
	s := h.sit(t, strings.NewReader("alert: "+sim.asAlert()+"\n"), "respond", "-", "--plain", short)
	s.say("works on a key that ends alike", "2")
	s.say("press enter to go on by its ending", "")
	s.say("not checked: only its ending is known", "1")
	last4 := sim.key()[len(sim.key())-4:]
	s.phrase("type revoke", "revoke "+last4)
	s.say("What next?", "q")
	if code := s.code(); code != 3 || sim.deletes() != 1 {
		t.Errorf("exit %d, %d deletes", code, sim.deletes())
	}

	if r := h.run(sim.asAlert(), "resume", "--headless", "-"); r.code != 2 {
		t.Errorf("the alert again: exit %d: %s", r.code, r.err)
	}
	if r := h.run(sim.key(), "resume", "--headless", "-"); r.code != 2 || !strings.Contains(r.err, "revoked by its record") {
		t.Errorf("the whole key comes too late: exit %d: %s", r.code, r.err)
	}

	screen := h.look(t, usual, nil, "respond", short)
	screen.ready("Paste the key")
	screen.pastes(sim.asAlert(), "Go on with INC-")
	screen.does("\r", "It was revoked by its record")
	screen.press("\x03")
	if code := screen.code(); code != 130 {
		t.Errorf("exit %d", code)
	}
}

func TestF072BaitIsAskedAboutInLinesAndOnScreens(t *testing.T) {
	h := newHome(t)
	sim := h.simulate()
	if r := h.run(sim.asBait(), "respond", "--headless", short, "-"); r.code != 2 || !strings.Contains(r.err, "--approve probe-decoy") {
		t.Errorf("headless: exit %d: %s", r.code, r.err)
	}
	s := h.sit(t, strings.NewReader(sim.asBait()+"\n"), "respond", "-", "--plain", short)
	s.say("press enter to open an incident", "")
	s.say("Use this key? It may be bait", "q")
	if code := s.code(); code != 3 {
		t.Errorf("exit %d", code)
	}
	screen := h.look(t, usual, nil, "respond", short)
	screen.ready("Paste the key")
	screen.pastes(sim.asBait(), "Go on with INC-") // the incident of the lines knows it
	screen.does("\r", "Use this key? It may be bait")
	screen.does("\r", "What next?")
	screen.press("\x03")
	if code := screen.code(); code != 130 {
		t.Errorf("exit %d", code)
	}
	if list, err := filepath.Glob(filepath.Join(h.dir, "state", "firebreak", "incidents", "INC-*")); err != nil || len(list) != 1 {
		t.Errorf("%d incidents", len(list))
	}
}
