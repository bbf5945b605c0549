//go:build unix

package main_test

import (
	"strings"
	"testing"
	"time"
)

// types answers an unseen question.
func (s *seat) types(want, text string) {
	s.t.Helper()
	s.await(want)
	s.from = len(s.text())
	time.Sleep(pause) // the terminal goes over to keys without an echo
	s.press(text + "\r")
}

func TestAtATerminalAReplacementIsAskedForAndARefusedOneCanBeForgotten(t *testing.T) {
	h := newHome(t)
	h.simulate()
	works := h.vars["OPENAI_ADMIN_KEY"]
	if got := h.run(works, "auth", "set", "openai"); got.code != 0 {
		t.Fatalf("exit %d: %s", got.code, got.err)
	}
	kept := func() string { return h.run(works, "auth", "set", "openai").err }
	first := "ending in " + works[len(works)-4:]

	s := h.sit(t, nil, "auth", "set", "openai")
	s.types("not shown", adminKey("bbbb"))
	s.await(first)
	s.say("or press enter to leave it", "")
	s.await("Nothing was changed")
	if code := s.code(); code != 2 {
		t.Errorf("exit %d", code)
	}
	if got := kept(); !strings.Contains(got, first) {
		t.Errorf("Enter alone replaced it: %s", got)
	}

	s = h.sit(t, nil, "auth", "set", "openai")
	s.types("not shown", adminKey("bbbb"))
	s.say("or press enter to leave it", "y")
	s.await("OpenAI refused it")
	s.say("or press enter to forget it", "")
	s.await("the one " + first + " stays")
	if code := s.code(); code != 1 {
		t.Errorf("exit %d", code)
	}
	if got := kept(); !strings.Contains(got, first) {
		t.Errorf("the former one did not stay: %s", got)
	}

	s = h.sit(t, nil, "auth", "set", "openai")
	s.types("not shown", adminKey("bbbb"))
	s.say("or press enter to leave it", "y")
	s.say("or press enter to forget it", "y")
	s.await("kept all the same")
	if code := s.code(); code != 1 {
		t.Errorf("exit %d", code)
	}
	if got := kept(); !strings.Contains(got, "ending in bbbb") {
		t.Errorf("the refused one was not kept: %s", got)
	}
	if strings.Contains(s.text(), "DRILL") {
		t.Error("the value was shown")
	}
}

func TestInAnIncidentTheSameKeysAreKeptAsOutsideOfOne(t *testing.T) {
	h := newHome(t)
	sim := h.simulate()
	works := h.vars["OPENAI_ADMIN_KEY"]
	delete(h.vars, "OPENAI_ADMIN_KEY")
	if got := h.run(works, "auth", "set", "openai"); got.code != 0 {
		t.Fatalf("exit %d: %s", got.code, got.err)
	}
	other := newHome(t) // to have a place that opens nothing of the first
	h.vars["FIREBREAK_UNSEAL"], h.vars["FIREBREAK_SEAL_TO"] = other.vars["FIREBREAK_UNSEAL"], other.vars["FIREBREAK_SEAL_TO"]

	s := h.sit(t, nil, "respond")
	s.paste(sim.key())
	s.say("press enter to ask OpenAI", "")
	s.say("Who can kill it?", "3")
	s.types("nothing is shown", projectKey())
	s.await("This is no admin key of OpenAI. It looks like: OpenAI project key.")
	s.say("Who can kill it?", "3")
	s.types("nothing is shown", works)
	s.say("keep it sealed for later", "y")
	s.say("is kept already", "y")
	s.await("Kept sealed.")
	s.say("What do we do first?", "q")
	s.code()
	s.lacksSecrets(sim)
	if got := h.run(works, "auth", "set", "openai"); !strings.Contains(got.err, "ending in "+works[len(works)-4:]) {
		t.Errorf("it is not what was kept: %s", got.err)
	}
}
