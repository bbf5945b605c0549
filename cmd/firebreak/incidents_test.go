package main_test

import (
	"strings"
	"testing"
)

func TestTheListOfIncidentsNamesItsColumnsAndAFalseAlarm(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	id := h.run(s.key(), "respond", "--headless", short, "-").summary(t).ID
	if r := h.run("", "close", id, "--reason", "false-alarm"); r.code == 1 || r.code == 2 {
		t.Fatalf("close: exit %d %s", r.code, r.err)
	}
	lines := strings.Split(h.run("", "incidents").out, "\n")
	if len(lines) != 3 || strings.Join(strings.Fields(lines[0]), " ") != "INCIDENT MODE STATE OUTCOME KEY" {
		t.Fatalf("the list is %q", lines)
	}
	if strings.Index(lines[0], "KEY") != strings.Index(lines[1], "openai") || !strings.Contains(lines[1], "closed  false alarm ") {
		t.Errorf("the columns differ:\n%s", strings.Join(lines, "\n"))
	}
	if out := h.run("", "incidents", "--json").out; strings.Contains(out, "INCIDENT") {
		t.Errorf("a heading in JSON: %s", out)
	}
}
