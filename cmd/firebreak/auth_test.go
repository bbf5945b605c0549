package main_test

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"
)

// body is n key characters that are drawn from seed and end in mark.
func body(seed, mark string, n int) string {
	sum := sha256.Sum256([]byte(seed))
	text := "DRILL" + strings.Repeat(base64.RawURLEncoding.EncodeToString(sum[:]), 2)
	return text[:n-len(mark)] + mark
}

func adminKey(mark string) string {
	return "sk-" + "admin-" + body("first", "", 58) + "T3" + "BlbkFJ" + body("second", mark, 58)
}

func projectKey() string {
	return "sk-" + "proj-" + body("third", "", 74) + "T3" + "BlbkFJ" + body("fourth", "", 74)
}

func TestOnlyAnAdminKeyIsKeptAsOne(t *testing.T) {
	for _, c := range []struct{ name, value, says string }{
		{"a leaked project key", projectKey(), "OpenAI project key"},
		{"a key of another vendor", "sk-" + "ant-api03-" + body("fifth", "", 60) + body("sixth", "", 33) + "AA", "Anthropic"},
		{"a form that is not known", strings.Repeat("DRILLx", 8), "form of an admin key"},
		{"an admin key with more behind it", adminKey("aaaa") + " DRILLmore", "form of an admin key"},
		{"two keys", adminKey("aaaa") + " " + projectKey(), "several keys"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHome(t)
			got := h.run(c.value+"\n", "auth", "set", "openai")
			if got.code != 2 || !strings.Contains(got.err, c.says) {
				t.Errorf("exit %d, want %d and %q: %s", got.code, 2, c.says, got.err)
			}
			if strings.Contains(got.out+got.err, "DRILL") {
				t.Error("the value was repeated")
			}
			if list := h.run("", "auth", "list"); !strings.Contains(list.out, "OpenAI: none") {
				t.Errorf("it was kept: %s", list.out)
			}
		})
	}
}

// nobody is an address at which no vendor answers.
const nobody = "http://127.0.0.1:1/v1"

func TestAKeptAdminKeyIsReplacedOnlyWhenAsked(t *testing.T) {
	h := newHome(t)
	h.vars["FIREBREAK_OPENAI_BASE_URL"] = nobody
	got := h.run(adminKey("aaaa"), "auth", "set", "openai")
	if got.code != 0 || !strings.Contains(got.out, "kept sealed") || !strings.Contains(got.err, "not tested: OpenAI could not be reached") {
		t.Fatalf("exit %d: %s%s", got.code, got.out, got.err)
	}
	refused := h.run(adminKey("bbbb"), "auth", "set", "openai")
	if refused.code != 2 || !strings.Contains(refused.err, "ending in aaaa") || !strings.Contains(refused.err, "--replace") {
		t.Errorf("exit %d: %s", refused.code, refused.err)
	}
	if got := h.run(adminKey("bbbb"), "auth", "set", "openai", "--replace"); got.code != 0 {
		t.Fatalf("exit %d: %s", got.code, got.err)
	}
	if again := h.run(adminKey("cccc"), "auth", "set", "openai"); !strings.Contains(again.err, "ending in bbbb") {
		t.Errorf("the second was not kept: %s", again.err)
	}
	delete(h.vars, "FIREBREAK_UNSEAL")
	if sealed := h.run(adminKey("cccc"), "auth", "set", "openai"); sealed.code != 2 || strings.Contains(sealed.err, "ending") {
		t.Errorf("what cannot be opened here has no ending: exit %d: %s", sealed.code, sealed.err)
	}
}

func TestWhatWasKeptIsTestedAtOnceAndOnlyRead(t *testing.T) {
	h := newHome(t)
	s := h.simulate()
	works := h.vars["OPENAI_ADMIN_KEY"]
	h.vars["OPENAI_ADMIN_KEY"] = adminKey("zzzz") // what was kept is tested, whatever the variable holds
	if got := h.run(works, "auth", "set", "openai"); got.code != 0 || !strings.Contains(got.out, "It works") || !strings.Contains(got.out, "it may: ") {
		t.Errorf("a good one: exit %d: %s%s", got.code, got.out, got.err)
	}
	refused := h.run(adminKey("bbbb"), "auth", "set", "openai", "--replace")
	if refused.code != 1 || !strings.Contains(refused.err, "OpenAI refused it") || !strings.Contains(refused.err, "401 invalid_api_key") || !strings.Contains(refused.err, "It was not kept; the one ending in "+works[len(works)-4:]+" stays") {
		t.Errorf("a refused one: exit %d: %s", refused.code, refused.err)
	}
	if strings.Contains(refused.out+refused.err, "DRILL") {
		t.Errorf("the value was repeated: %s", refused.err)
	}
	delete(h.vars, "OPENAI_ADMIN_KEY")
	if still := h.run("", "auth", "test", "openai"); still.code != 0 || !strings.Contains(still.out, "It works") {
		t.Errorf("the one that worked was given up: exit %d: %s%s", still.code, still.out, still.err)
	}
	h.run("", "auth", "remove", "openai")
	if first := h.run(adminKey("bbbb"), "auth", "set", "openai"); first.code != 1 || !strings.Contains(first.err, "It was not kept.") {
		t.Errorf("a refused one where none is kept: exit %d: %s", first.code, first.err)
	}
	if list := h.run("", "auth", "list"); !strings.Contains(list.out, "OpenAI: none") {
		t.Errorf("a refused one was kept: %s", list.out)
	}
	if n := s.mutations(); n != 0 {
		t.Errorf("%d mutations were sent", n)
	}
}

func TestATestSaysWhichKeyWasTestedAndWhatWasAnswered(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	works := h.vars["OPENAI_ADMIN_KEY"]
	ending := "ending " + works[len(works)-4:]
	test := func(code int, says ...string) {
		t.Helper()
		got := h.run("", "auth", "test", "openai")
		text := strings.Join(strings.Fields(got.out+got.err), " ")
		for _, want := range says {
			if got.code != code || !strings.Contains(text, want) {
				t.Errorf("exit %d, want %d and %q: %s", got.code, code, want, text)
			}
		}
		if strings.Contains(text, "DRILL") || strings.Contains(text, "its record it cannot be revoked") {
			t.Errorf("a value was shown, or what concerns an incident: %s", text)
		}
	}
	test(0, "Tested, read-only: the OpenAI admin key in OPENAI_ADMIN_KEY, "+ending+". It works: OpenAI answered it just now.", "Not tested, for a test would change something: limit it")
	h.vars["OPENAI_ADMIN_KEY"] = adminKey("bbbb")
	test(1, "in OPENAI_ADMIN_KEY, ending bbbb.", "It does not work: OpenAI refused it. 401 invalid_api_key", "Put another into OPENAI_ADMIN_KEY.")
	h.run(works, "auth", "set", "openai")
	test(1, "One is kept sealed too: this one goes before it.")
	delete(h.vars, "OPENAI_ADMIN_KEY")
	test(0, "the OpenAI admin key kept sealed, "+ending)
	base := h.vars["FIREBREAK_OPENAI_BASE_URL"]
	h.vars["FIREBREAK_OPENAI_BASE_URL"] = nobody
	test(1, "No verdict on it: OpenAI could not be reached", "Try again: firebreak auth test openai")
	h.vars["FIREBREAK_OPENAI_BASE_URL"] = base
	h.run("", "auth", "remove", "openai")
	test(1, "There is no OpenAI admin key: OPENAI_ADMIN_KEY is not set, and none is kept. To keep one: firebreak auth set openai")
	if n := s.mutations(); n != 0 {
		t.Errorf("%d mutations were sent", n)
	}
}

func TestAKeyThatAnIncidentWorksOnIsNotKeptAsAdmin(t *testing.T) {
	h := newHome(t)
	h.vars["FIREBREAK_OPENAI_BASE_URL"] = nobody
	leaked := adminKey("aaaa")
	h.run(leaked, "respond", "--headless", "-")
	got := h.run(leaked, "auth", "set", "openai")
	if got.code != 2 || !strings.Contains(got.err, "leaked key") {
		t.Errorf("exit %d: %s%s", got.code, got.out, got.err)
	}
	if list := h.run("", "auth", "list"); !strings.Contains(list.out, "OpenAI: none") {
		t.Errorf("it was kept: %s", list.out)
	}
}

func TestADashMayStandForTheStdinThatAnAdminKeyIsReadFrom(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args string
		code int
	}{{"openai", 0}, {"openai -", 0}, {"openai anthropic", 2}, {"openai - -", 2}, {"- openai", 2}, {"-", 2}} {
		h := newHome(t)
		h.vars["FIREBREAK_OPENAI_BASE_URL"] = nobody
		got := h.run(adminKey("aaaa"), append([]string{"auth", "set"}, strings.Fields(c.args)...)...)
		if kept := strings.Contains(got.out, "kept sealed"); got.code != c.code || kept != (c.code == 0) {
			t.Errorf("auth set %s: exit %d: %s%s", c.args, got.code, got.out, got.err)
		}
	}
}
