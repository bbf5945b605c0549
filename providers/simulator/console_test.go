package simulator

import (
	"firebreak/providers"
	"fmt"
	"testing"
	"time"
)

func TestWhatTheConsoleDoesIsInTheWorldAndItsLog(t *testing.T) {
	config := Config{Seed: 5, Leak: AnthropicKey, Log: t.TempDir() + "/world.jsonl"}
	r := newRig(t, config)
	id, value, err := r.w.MakeByHand(r.w.ID("leaked"))
	if err != nil || value.Equal(r.leaked()) || r.claude(value, "GET", "/models", "").status != 200 {
		t.Fatalf("the new key does not work: %v", err)
	}
	for name, admin := range map[string]string{"the leaked key": r.w.ID("leaked"), "an admin key, which the API does not end": r.w.ID(anthropic.admin)} {
		if err := r.w.EndByHand(admin); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	r.clock.pass(time.Second)
	if r.claude(r.leaked(), "GET", "/models", "").status != 401 || r.claude(r.secret(anthropic.admin), "GET", "/organizations/me", "").status != 401 {
		t.Error("an ended key works")
	}
	if err := r.w.EndByHand(id + "x"); err == nil {
		t.Error("a key that is not there was ended")
	}
	if _, _, err := r.w.MakeByHand("nothing"); err == nil {
		t.Error("a key like none was made")
	}
	before := fmt.Sprint(r.w.Truth())
	_ = r.w.Close()
	again := newRig(t, config)
	again.clock.t = r.clock.t
	if after := fmt.Sprint(again.w.Truth()); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

func TestTheConsoleIsALeverOfTheControlURL(t *testing.T) {
	r := newRig(t, Config{Seed: 5})
	s, err := r.w.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	for body, want := range map[string]int{
		`{"create_like":"` + r.w.ID("leaked") + `"}`: 200, `{"end":"` + r.w.ID("docs-bot-ci") + `"}`: 200,
		`{}`: 400, `{"end":"a","create_like":"b"}`: 400, `{"end":"a"}`: 400, `{"surprise":1}`: 400,
	} {
		g, err := send(t.Context(), "POST", s.ControlURL+"/_console", providers.Secret{}, body)
		if err != nil || g.status != want || want == 200 && body[2] == 'c' && (g.text("id") == "" || g.text("key") == "") {
			t.Errorf("%s: %d, want %d: %v", body, g.status, want, err)
		}
	}
}
