package main_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// The chain of a vendor that is data alone, with a key that is an address: its end stands nowhere,
// though the request holds it in its path and the answer repeats it.
func TestAWebhookIsDeletedByItsOwnAddressWhichIsToldNowhere(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate("--leak", "discord/webhook-url", "--tail", "100ms")
	r := h.run("notify: "+s.key()+"\n", "respond", "--headless", "--approve", "revoke", "--out", "reports", short, "-")
	sum := r.summary(t)
	if r.code != 3 || sum.Outcome != "proven-dead" || s.mutations() != 1 {
		t.Fatalf("exit %d, %+v, %d changes, stderr %s", r.code, sum, s.mutations(), r.err)
	}
	_, ends, _ := strings.Cut(s.key(), "/webhooks/")
	id, token, _ := strings.Cut(ends, "/")
	for _, want := range []string{`"method":"DELETE"`, "/api/v10/webhooks/" + id + "/[secret]", `"notices":["posts"]`, `"status":204`, `"id":"` + id + `"`} {
		if !strings.Contains(r.out, want) {
			t.Errorf("the journal has no %s", want)
		}
	}
	said := r.out + r.err + h.run("", "log", sum.ID).out + h.run("", "status", sum.ID).out
	asked, err := json.Marshal(s.requests())
	if err != nil || !strings.Contains(string(asked), "/webhooks/"+id+"/...") {
		t.Errorf("the simulator tells %s, %v", asked, err)
	}
	h.searchFor(map[string]string{"leaked": token}, said+string(asked), "")
}

// What the vendor documents for other tokens alone is never sent for this one: a person deletes it.
func TestATokenWhoseCallIsNotConfirmedIsLeftToAPerson(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate("--leak", "digitalocean/pat")
	r := h.run(s.key(), "respond", "--headless", "--approve", "revoke", short, "-")
	if sum := r.summary(t); r.code != 3 || sum.Outcome != "open" || s.mutations() != 0 || !strings.Contains(r.err, "revoke: DigitalOcean offers no such call") {
		t.Errorf("exit %d, %+v, %d changes, stderr %s", r.code, sum, s.mutations(), r.err)
	}
	for _, args := range [][]string{{"auth", "set", "digitalocean", "-"}, {"auth", "test", "digitalocean"}} {
		if r := h.run("anything", args...); r.code != 2 || !strings.Contains(r.err, "no admin key is used") {
			t.Errorf("%v: exit %d, %s", args, r.code, r.err)
		}
	}
	if r := h.run("", "doctor"); !strings.Contains(r.out, "DigitalOcean, ") || !strings.Contains(r.out, ": no admin key is used") {
		t.Errorf("the doctor says\n%s", r.out)
	}
	if r := h.run(s.key(), "identify"); !strings.Contains(r.out, "vendor's pages") {
		t.Errorf("identify says\n%s", r.out)
	}
}
