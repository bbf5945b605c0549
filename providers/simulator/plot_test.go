package simulator

import (
	"encoding/json"
	"testing"
	"time"
)

// plotted is a world in which a thief makes a user with a key seven minutes after the page.
func plotted(t *testing.T, tail time.Duration) (*World, *handClock) {
	t.Helper()
	s := awsBuiltin(AWSKey)
	s.Keys[2].Created, s.Keys[2].By, s.Keys[2].Hurried = 7*time.Minute, "leaked", 2*time.Second
	s.Audit = []Audit{
		{At: 6 * time.Minute, Type: "CreateUser", Key: "leaked", Target: "planted"},
		{At: 7 * time.Minute, Type: "CreateAccessKey", Key: "leaked", Target: "planted-key"},
		{At: 10 * time.Minute, Type: "DeleteTrail", Key: "leaked"},
	}
	s.Traffic = append(s.Traffic, Traffic{Key: "planted-key", Actor: Attacker, From: 9 * time.Minute, Every: time.Second, Micros: 1000})
	clock := &handClock{t: time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)}
	w, err := New(Config{Seed: 7, Clock: clock, Tail: tail, Scenario: s})
	if err != nil {
		t.Fatal(err)
	}
	return w, clock
}

func TestWhatAThiefWouldMakeLaterHangsOnTheKeyThatHeNeedsForIt(t *testing.T) {
	for name, c := range map[string]struct {
		tail    time.Duration
		ends    time.Duration // when the leaked key is ended; zero: never
		made    time.Duration // when the thief's key comes to be; zero: never
		entries int           // of his in the log
	}{
		"nobody ends it":                           {tail: 4 * time.Second, made: 7 * time.Minute, entries: 3},
		"ended before, and it works a little":      {tail: 4 * time.Second, ends: 3 * time.Minute, made: 3*time.Minute + 2*time.Second, entries: 2},
		"ended before, and at once":                {ends: 3 * time.Minute},
		"ended after he made it":                   {ends: 8 * time.Minute, made: 7 * time.Minute, entries: 2},
		"ended before, too late to hurry any more": {tail: time.Second, ends: 3 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			w, clock := plotted(t, c.tail)
			if c.ends > 0 {
				clock.pass(c.ends)
				if err := w.EndByHand(w.ID("leaked")); err != nil {
					t.Fatal(err)
				}
			}
			clock.pass(12*time.Minute - c.ends)
			k, there := w.KeyState("planted-key")
			if there != (c.made > 0) || there && !k.Created.Equal(w.Page().Add(c.made)) {
				t.Errorf("there %v, made %s after the page", there, k.Created.Sub(w.Page()))
			}
			entries := 0
			for _, r := range w.audit {
				if r.key != nil && r.key.ref == "leaked" && !r.at.After(w.now()) {
					entries++
				}
			}
			if entries != c.entries {
				t.Errorf("%d entries of the thief, want %d", entries, c.entries)
			}
		})
	}
}

func TestARestrictionOfTheModelLeavesTheMapAndOneOfEveryCallerTakesIt(t *testing.T) {
	s := googleBuiltin(GoogleKey)
	s.Services = append(s.Services, Service{Name: "map", Key: "leaked"})
	s.Traffic = append(s.Traffic, Traffic{Key: "leaked", Actor: Ours, Service: "map", Family: "maps-backend.googleapis.com", From: -day, Every: time.Minute})
	clock := &handClock{t: time.Date(2026, 11, 23, 13, 0, 0, 0, time.UTC)}
	w, err := New(Config{Seed: 7, Clock: clock, Scenario: s})
	if err != nil {
		t.Fatal(err)
	}
	down := func(limits string) (all []string) {
		if err := w.lever(entry{Type: entryAct, Acts: []act{{Do: doLimit, On: w.ID("leaked"), Form: json.RawMessage(limits), Takes: w.now()}}}); err != nil {
			t.Fatal(err)
		}
		clock.pass(time.Minute)
		for _, s := range w.Services() {
			if s.Down {
				all = append(all, s.Name)
			}
		}
		return all
	}
	if got := down(`{"apiTargets":[{"service":"maps-backend.googleapis.com"}]}`); len(got) != 2 {
		t.Errorf("without the model: down %v, want all but the map", got)
	}
	if got := down(`{"browserKeyRestrictions":{"allowedReferrers":["https://firebreak.invalid/*"]}}`); len(got) != 3 {
		t.Errorf("closed to every caller: down %v", got)
	}
	if got := down(`{"browserKeyRestrictions":{"allowedReferrers":["https://northwind.example/*"]},"apiTargets":[{"service":"maps-backend.googleapis.com"}]}`); len(got) != 2 {
		t.Errorf("open to our site: down %v, want all but the map", got)
	}
}

func TestATokenOfSomeScopesServesWhatRunsOnIt(t *testing.T) {
	clock := &handClock{t: time.Date(2026, 11, 23, 13, 0, 0, 0, time.UTC)}
	w, err := New(Config{Seed: 7, Clock: clock, Leak: GitHubClassic})
	if err != nil {
		t.Fatal(err)
	}
	clock.pass(time.Minute)
	for _, s := range w.Services() {
		if s.Down {
			t.Errorf("%s is down, and its token lives", s.Name)
		}
	}
}

func TestSinceWhenAKeyIsRefusedCountsTheTimeThatItWasInactive(t *testing.T) {
	w, clock := plotted(t, 0)
	id := w.ID("leaked")
	do := func(what string) {
		if err := w.lever(entry{Type: entryAct, Acts: []act{{Do: what, On: id, Takes: w.now()}}}); err != nil {
			t.Fatal(err)
		}
		clock.pass(time.Minute)
	}
	from := func() time.Duration {
		k, _ := w.KeyState("leaked")
		if k.RefusedFrom.IsZero() {
			return -1
		}
		return k.RefusedFrom.Sub(w.Page())
	}
	if got := from(); got != -1 {
		t.Errorf("alive: %s", got)
	}
	do(doPause)
	do(doResume)
	if got := from(); got != -1 {
		t.Errorf("active again: %s", got)
	}
	do(doPause)
	do(doRevoke)
	if got := from(); got != 2*time.Minute {
		t.Errorf("inactive since two minutes after the page, then ended: %s", got)
	}
}
