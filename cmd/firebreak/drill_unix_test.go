//go:build unix

package main_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// scoreShown is the end of a debrief's title: points, the most there are, the band.
var scoreShown = regexp.MustCompile(`seed 7 +([0-9.]+) of 95, band ([A-Z])`)

func TestADrillIsPlayedOnTheScreensByKeysAlone(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.look(t, usual, nil, "drill", "--seed", "7")
	s.ready("Begin with this key")
	s.does("\r", "What do we do first?")
	s.sees("we suggest: revoke now")
	s.picks("Revoke now", "type revoke QYT5")
	s.does("revoke qyt5", "fits: enter revokes once")
	s.does("\r", "Is it really dead?")
	s.picks("Wait for it here", "is dead, proven")
	s.picks("Go on with review", "Go on to rotate")
	s.does("n", "✓ not ours")
	s.picks("Go on to rotate", "Where does the new key go?")
	s.picks("Plan the rotation", "nothing is written yet")
	s.picks("Do it one by one", "What may the new key do?")
	s.picks("Only list models and call them", "How long shall the new key live?")
	s.picks("No expiry", "Create the new key?")
	for _, written := range []string{"written: 0 of 2 places", "written: 1 of 2 places", "The new key is in place"} {
		s.does("y", written)
	}
	s.picks("Go on with another step", "What next?")
	s.picks("Trace where it leaked", "nothing was searched yet")
	s.picks("Search for the key", "scripts/eval.py, line 14")
	s.picks("Go on with another step", "What next?")
	s.picks("Write the report", "What do we write down?")
	s.does("\r", "The report is written")
	s.does("\r", "What next?")
	s.picks("End the drill", "Before the score, 1 of 3")
	s.does("\r", "Before the score, 2 of 3")
	s.does("\r", "Before the score, 3 of 3")
	s.does("revoke", "> revoke▏")
	s.does("\r", "What happened, side by side")
	s.sees("write it to a file")
	score := scoreShown.FindStringSubmatch(s.glass.text())
	s.does("\r", "written: postmortems/")
	s.press("\r")
	if code := s.code(); code != 0 {
		t.Errorf("exit %d", code)
	}
	s.asFound()
	for _, want := range []string{"dead, proven", "not decided: ", "report: postmortems/"} {
		if !s.has(want) {
			t.Errorf("%q is not left on the normal screen:\n%s", want, s.glass.text())
		}
	}
	if score == nil {
		t.Fatal("no score was on the screen")
	}
	export := h.read(filepath.Join(h.dir, "postmortems", h.onlyIncident()+"-debrief.md"))
	for _, want := range []string{score[1], "of 95", "drill", "revoke"} {
		if !strings.Contains(export, want) {
			t.Errorf("%q is not in the export:\n%s", want, export)
		}
	}
}

func TestADrillThatCannotBeSetUpSaysWhy(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	h.vars["XDG_STATE_HOME"] = h.write("a-file", "x")
	s := h.look(t, usual, nil, "drill", "--seed", "7")
	s.ready("The drill could not be set up")
	s.does("r", "The drill could not be set up")
	s.does("q", "Leave for now?")
	s.press("y")
	if code := s.code(); code != 1 {
		t.Errorf("exit %d", code)
	}
	s.asFound()
	s.sees("a-file") // why, left on the normal screen
}

func TestADrillThatIsLeftWhileItIsSetUpLeavesNoHalfBehind(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.look(t, usual, nil, "drill", "--seed", "7")
	s.leaves()
	if r := h.run("", "resume", "--headless"); r.code != 2 && !strings.Contains(r.out, `"mode":"drill"`) {
		t.Errorf("resume: exit %d\n%s%s", r.code, r.out, r.err)
	}
}
