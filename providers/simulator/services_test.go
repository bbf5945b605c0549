package simulator

import (
	"testing"
	"time"
)

// served is the state of docs-bot now.
func (r *rig) served(t *testing.T) ServiceState {
	t.Helper()
	for _, s := range r.w.Services() {
		if s.Name == "docs-bot" {
			return s
		}
	}
	t.Fatal("no docs-bot")
	return ServiceState{}
}

func TestAServiceKeepsItsKeyUntilItIsStartedAgain(t *testing.T) {
	r := newRig(t, Config{Seed: 4})
	old := r.w.ID("leaked")
	if s := r.served(t); s.KeyID != old || s.Down || s.DownFor != 0 {
		t.Fatalf("before: %+v", s)
	}
	r.clock.pass(10 * time.Minute)
	r.want(200, "DELETE", r.keyPath("docs-bot", "leaked"), "")
	r.clock.pass(4 * time.Minute)
	if s := r.served(t); !s.Down || s.DownFor != 4*time.Minute || s.Refused == 0 || !s.Since.Equal(r.clock.Now().Add(-4*time.Minute)) {
		t.Errorf("on a dead key: %+v", s)
	}
	if err := r.w.Restart("docs-bot", r.w.ID("docs-search")); err != nil {
		t.Fatal(err)
	}
	r.clock.pass(time.Minute)
	if s := r.served(t); s.Down || s.DownFor != 4*time.Minute || s.KeyID != r.w.ID("docs-search") {
		t.Errorf("on another key: %+v", s)
	}
	if err := r.w.Restart("docs-bot", old); err != nil { // rolled back too late
		t.Fatal(err)
	}
	r.clock.pass(2 * time.Minute)
	if s := r.served(t); !s.Down || s.DownFor != 6*time.Minute || s.KeyID != old {
		t.Errorf("back on the dead key: %+v", s)
	}
	told := map[string]int{}
	for _, e := range r.w.Truth().Events {
		if e.On == "docs-bot" {
			told[e.What]++
		}
	}
	if told["service down: its key is not served"] != 2 || told["service served again"] != 1 {
		t.Errorf("events %v", told)
	}
	for _, unknown := range [][2]string{{"nobody", old}, {"docs-bot", "nothing"}} {
		if err := r.w.Restart(unknown[0], unknown[1]); err == nil {
			t.Errorf("%v was restarted", unknown)
		}
	}
}

func TestAServiceThatMovedInTimeIsNeverDown(t *testing.T) {
	r := newRig(t, Config{Seed: 4})
	if err := r.w.Restart("docs-bot", r.w.ID("docs-search")); err != nil {
		t.Fatal(err)
	}
	r.clock.pass(time.Minute)
	r.want(200, "DELETE", r.keyPath("docs-bot", "leaked"), "")
	r.clock.pass(time.Hour)
	if s := r.served(t); s.Down || s.DownFor != 0 || s.Refused != 0 {
		t.Errorf("%+v", s)
	}
	if k, _ := r.w.KeyState("docs-search"); !k.LastUsed.After(r.clock.Now().Add(-10 * time.Minute)) {
		t.Errorf("its calls did not move along: last used %s", k.LastUsed)
	}
}
