package main_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// another makes a key like the leaked one, as its owner would in the console.
func (s *simulation) another() string {
	s.t.Helper()
	var world struct {
		Keys []struct {
			ID     string `json:"id"`
			Leaked bool   `json:"leaked"`
		} `json:"keys"`
	}
	s.read("/_world", &world)
	for _, k := range world.Keys {
		if !k.Leaked {
			continue
		}
		res, err := http.Post(s.Control+"/_console", "application/json", strings.NewReader(fmt.Sprintf(`{"create_like":%q}`, k.ID)))
		if err != nil {
			s.t.Fatal(err)
		}
		defer res.Body.Close()
		var made struct{ Key string }
		if err := json.NewDecoder(res.Body).Decode(&made); err != nil || made.Key == "" {
			s.t.Fatalf("no further key: %v", err)
		}
		return made.Key
	}
	s.t.Fatal("no key leaked")
	return ""
}

func TestATextWithTwoKeysIsWorkedInOneIncidentWithASummaryOfEach(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	first, second, third := s.key(), s.another(), s.another()
	end := func(key string) string { return key[len(key)-4:] }
	r := h.run("A="+first+"\nB="+second+"\n", "respond", "--headless", "--approve", "revoke", short, "-")
	sum := r.summary(t)
	if sum.Exit != 3 || len(sum.Creds) != 2 || s.deletes() != 2 || h.incidents() != 1 {
		t.Fatalf("%+v, %d deletions, %d incidents\n%s", sum, s.deletes(), h.incidents(), r.err)
	}
	for i, key := range []string{first, second} {
		if c := sum.Creds[i]; c.Outcome != "proven-dead" || c.Last4 != end(key) || !strings.Contains(r.err, "ending "+end(key)+":") {
			t.Errorf("credential %d: %+v\n%s", i, c, r.err)
		}
	}
	if r := h.run(third, "resume", "--headless", sum.ID, "-"); r.code != 2 || r.out != "" ||
		!strings.Contains(r.err, end(first)) || !strings.Contains(r.err, end(second)) {
		t.Errorf("a key of no credential: exit %d\n%s", r.code, r.err)
	}
	r = h.run(second, "resume", "--headless", "--approve", "revoke", short, sum.ID, "-")
	if again := r.summary(t); again.Exit != 3 || s.deletes() != 2 {
		t.Errorf("taken up again: %+v, %d deletions", again, s.deletes())
	}
	for _, want := range []string{end(first) + " not looked at in this run", end(second) + " asked about at"} {
		if !strings.Contains(r.err, want) {
			t.Errorf("taken up with the second key, without %q:\n%s", want, r.err)
		}
	}
}
