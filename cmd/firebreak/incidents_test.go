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

func TestAnIncidentIsFoundByEveryFormOfItsName(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	id, _ := h.opened()
	date, letters := id[len("INC-"):len("INC-20261123")], id[len(id)-4:]
	for _, name := range []string{id, "INC-" + letters, letters, strings.ToUpper(letters), date + "-" + letters} {
		if r := h.run("", "status", name); r.code != 0 || !strings.Contains(r.out, "INC-"+letters) {
			t.Errorf("status %s: exit %d: %s", name, r.code, r.err)
		}
	}
	for _, name := range []string{date, letters[1:], "INC-", "-" + letters} {
		if r := h.run("", "status", "--", name); r.code != 2 || r.out != "" {
			t.Errorf("status %s: exit %d: %s", name, r.code, r.out)
		}
	}
	if r := h.run("no\n", "incidents", "rm", letters); r.code != 2 || h.incidents() != 1 {
		t.Errorf("removed without its name: exit %d: %s", r.code, r.err)
	}
	if r := h.run(letters+"\n", "incidents", "rm", letters); r.code != 0 || h.incidents() != 0 {
		t.Errorf("not removed: exit %d: %s", r.code, r.err)
	}
}
