package main_test

import (
	"net/url"
	"strings"
	"testing"
)

func TestAnIncidentIsGoneOnWithAtItsOwnHostOnly(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	id := h.run(s.key(), "respond", "--headless", short, "-").summary(t).ID
	before := h.run("", "log", id, "--json").out
	own := h.vars["FIREBREAK_OPENAI_BASE_URL"]
	at, err := url.Parse(own)
	if err != nil {
		t.Fatal(err)
	}
	other := newHome(t).simulate("--seed", "8")
	for name, base := range map[string]string{"the vendor's own": "", "another simulator": other.Env["FIREBREAK_OPENAI_BASE_URL"]} {
		h.vars["FIREBREAK_OPENAI_BASE_URL"] = base
		for _, args := range [][]string{
			{"resume", "--headless", "--approve", "all,mask-match"}, {"resume", id, "--headless", "--approve", "all,mask-match", "-"},
			{"resume", "--plain"}, {"close", id, "--reason", "it was nothing", "-"},
		} {
			r := h.run(s.key(), args...)
			if r.code != 2 || !strings.Contains(r.err, "was opened at "+at.Host) || !strings.Contains(r.err, "FIREBREAK_OPENAI_BASE_URL="+own) {
				t.Errorf("%s, %s: exit %d, stderr %q", name, strings.Join(args, " "), r.code, r.err)
			}
		}
	}
	if n := len(other.requests()); n != 0 {
		t.Errorf("%d requests to the other host", n)
	}
	if h.run("", "log", id, "--json").out != before {
		t.Error("the journal changed")
	}
	h.vars["FIREBREAK_OPENAI_BASE_URL"] = "http://" + at.Host + "/" // another path of the same host
	if r := h.run("", "resume", "--headless"); r.code == 2 {
		t.Errorf("at its own host: exit %d %s", r.code, r.err)
	}
}
