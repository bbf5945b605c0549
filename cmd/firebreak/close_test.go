package main_test

import (
	"strings"
	"testing"
)

func TestACloseSaysWhatItLeavesOpenAndNeedsAReasonForIt(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	id := h.run(s.key(), "respond", "--headless", "--approve", "revoke,mask-match", short, "-").summary(t).ID
	before := h.run("", "log", id, "--json").out

	r := h.run("", "close", id)
	if r.code != 2 || !strings.Contains(r.err, "rotate") || !strings.Contains(r.err, "firebreak close "+id+" --reason") || r.out != "" {
		t.Errorf("without a reason: exit %d, stdout %q, stderr %q", r.code, r.out, r.err)
	}
	r = h.run("", "close", id, "--reason", "it was "+s.key())
	if r.code != 2 || strings.Contains(r.err, s.key()) {
		t.Errorf("a key in the reason: exit %d, stderr %q", r.code, r.err)
	}
	if h.run("", "log", id, "--json").out != before {
		t.Error("a refused close changed the journal")
	}

	if out := h.run("", "status", id).out; !strings.Contains(out, "last worked on by tester on ") {
		t.Errorf("status of one that nobody works on: %s", out)
	}
	r = h.run("", "close", id, "--plain", "--reason", "replaced by hand")
	for _, want := range []string{"replaced by hand", "left open: rotate", "left undecided: ", "last look at the key: none: the key is not in memory"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("the close does not say %q: %s", want, r.out)
		}
	}
	if r.code != 3 || strings.Contains(r.out, "not signed") {
		t.Errorf("exit %d: %s", r.code, r.out)
	}

	if out := h.run("", "status", id).out; !strings.Contains(out, "closed by tester on ") || strings.Contains(out, "held by") {
		t.Errorf("status of a closed one: %s", out)
	}
	r = h.run("", "close", id, "--reason", "another")
	if r.code != 2 || !strings.Contains(r.err, "closed already") || !strings.Contains(r.err, "replaced by hand") {
		t.Errorf("a reason for a closed one: exit %d, stderr %q", r.code, r.err)
	}
	if r = h.run("", "close", id); r.code != 3 || !strings.Contains(r.out, "is closed") {
		t.Errorf("closed again: exit %d, %q %q", r.code, r.out, r.err)
	}
}

func TestACloseWithTheKeyLooksAndSaysWhereItCouldNotSign(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	id := h.run(s.key(), "respond", "--headless", "--approve", "revoke,mask-match", short, "-").summary(t).ID
	delete(h.vars, "FIREBREAK_SEAL_TO")
	delete(h.vars, "FIREBREAK_UNSEAL")
	asked := len(s.requests())
	r := h.run(s.key(), "close", id, "-", "--reason", "done elsewhere")
	if r.code != 3 || strings.Contains(r.out, "last look") || !strings.Contains(r.out, "not signed") {
		t.Errorf("exit %d: %s %s", r.code, r.out, r.err)
	}
	if len(s.requests()) != asked+1 {
		t.Errorf("%d requests for the last look", len(s.requests())-asked)
	}
}

func TestACloseThatFindsTheKeyAliveAgainSaysThatItDidNotCloseAndWhatToRun(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string][]string{
		"en": {" was not closed: the key is alive again.", "firebreak resume "},
		"id": {" tidak ditutup: kuncinya aktif lagi.", "firebreak resume "},
	} {
		h := newHome(t)
		s := h.simulate()
		id := h.run(s.key(), "respond", "--headless", "--approve", "revoke,mask-match", short, "-").summary(t).ID
		s.fault(`{"do":"revive","seconds":0.001}`)
		r := h.run(s.key(), "close", id, "-", "--reason", "done elsewhere", "--lang", lang)
		lines := strings.Split(r.err, "\n")
		if r.code != 3 || r.out != "" || len(lines) < 3 || !strings.HasSuffix(lines[0], want[0]) || !strings.HasSuffix(lines[1], want[1]+id+" -") {
			t.Errorf("%s: exit %d, stdout %q, stderr %q", lang, r.code, r.out, r.err)
		}
		if strings.Contains(h.run("", "incidents").out, "  closed  ") {
			t.Errorf("%s: it was closed", lang)
		}
	}
}
