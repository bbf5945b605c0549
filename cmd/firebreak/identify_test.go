package main_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
)

// reading is what identify prints, as a program reads it.
type reading struct {
	ID         any               `json:"id"`
	Provider   string            `json:"provider"`
	Kind       string            `json:"kind"`
	Confidence string            `json:"confidence"`
	Verdict    string            `json:"verdict"`
	Candidates []map[string]any  `json:"candidates"`
	Span       [2]int            `json:"span"`
	Companions []map[string]any  `json:"companions"`
	Decoded    map[string]string `json:"decoded"`
	Can        string            `json:"can"`
	Why        string            `json:"why"`
	Error      string            `json:"error"`
	Cut        *string           `json:"secret"`
}

func readings(t *testing.T, out string) (list []reading) {
	t.Helper()
	for line := range strings.Lines(out) {
		var r reading
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		var loose map[string]json.RawMessage
		if err := json.Unmarshal([]byte(line), &loose); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		for _, field := range []string{"provider", "kind", "confidence", "verdict", "candidates", "span", "companions", "decoded", "can", "why"} {
			if loose[field] == nil {
				t.Errorf("no %s in %s", field, line)
			}
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

// lettersOf makes a value at run time.
func lettersOf(seed uint64, set string, n int) string {
	r := rand.New(rand.NewPCG(seed, 3))
	b := make([]byte, n)
	for i := range b {
		b[i] = set[r.IntN(len(set))]
	}
	return string(b)
}

const hexDigits = "0123456789abcdef"

func TestIdentifySaysWhoseKeyATextHoldsAndShowsNone(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	id, half := "AKIA"+lettersOf(1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16), lettersOf(2, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/+", 40)
	text := "AWS_ACCESS_KEY_ID=" + id + "\nAWS_SECRET_ACCESS_KEY=" + half + "\nDD_API_KEY=" + lettersOf(3, hexDigits, 32) + "\n"
	got := h.run(text, "identify")
	for _, want := range []string{"aws/access-key-id: credential, high confidence", "aws/secret-access-key: credential", "datadog/api-key: credential, medium confidence", "still needed: datadog/application-key",
		"an administrator can revoke it, by the vendor's API"} {
		if !strings.Contains(got.out, want) {
			t.Errorf("%q is not in:\n%s", want, got.out)
		}
	}
	if got.code != 0 || strings.Contains(got.out+got.err, half) || strings.Contains(got.out+got.err, id) {
		t.Errorf("exit %d, a value is shown:\n%s%s", got.code, got.out, got.err)
	}
	list := readings(t, h.run(text, "identify", "--json").out)
	if len(list) != 3 || list[0].Kind != "aws/access-key-id" || list[0].Provider != "aws" || list[0].Span != [2]int{18, 38} || list[0].Companions[0]["found"] != true || list[0].Cut != nil || list[0].Can != "admin" {
		t.Errorf("%+v", list)
	}
	if dash := h.run(text, "identify", "-"); dash.code != 0 || dash.out != got.out {
		t.Errorf("- is not stdin: exit %d, %s%s", dash.code, dash.out, dash.err)
	}
	h.write("some.env", text)
	revealed := readings(t, h.run("", "identify", "--json", "--reveal", h.dir+"/some.env").out)
	if len(revealed) != 3 || revealed[0].Cut == nil || *revealed[0].Cut != id {
		t.Errorf("%+v", revealed)
	}
	if left := h.listing(); len(left) != 2 { // the test's own
		t.Errorf("files were left: %v", left)
	}
}

func TestIdentifyAnswersLineByLine(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	in := `{"id":1,"input":"nothing here"}` + "\n\n" + `{"id":"two","input":"a ` + lettersOf(4, hexDigits, 32) + ` b\nDEEPGRAM_API_KEY=` + lettersOf(5, hexDigits, 40) + `"}` + "\n" + `{"input":"x"}` + "\n"
	got := h.run(in, "identify", "--jsonl")
	list := readings(t, got.out)
	if got.code != 0 || len(list) != 3 || list[0].ID != 1.0 || list[0].Verdict != "unknown" || list[0].Provider != "unknown" || list[1].ID != "two" || list[1].Kind != "deepgram/api-key" || list[2].ID != nil {
		t.Errorf("exit %d, %+v, %s", got.code, list, got.err)
	}
	for _, bad := range []string{"no JSON", `{"id":7}`, `[1]`, `{"input":5}`, "\xff\x00", strings.Repeat("[", 20000)} {
		r := h.run(`{"id":6,"input":"x"}`+"\n"+bad+"\n"+`{"id":8,"input":"y"}`, "identify", "--jsonl")
		if list := readings(t, r.out); r.code != 0 || !strings.Contains(r.err, "Line 2") || len(list) != 3 || list[0].Error != "" || list[1].Verdict != "unknown" || list[1].Error == "" || list[2].ID != 8.0 {
			t.Errorf("%s: exit %d, %s, %+v", bad[:4], r.code, r.err, list)
		}
	}
}

func TestIdentifyTakesKindsOfOnesOwn(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	h.write("conf/firebreak/kinds/acme.toml", "[acme]\nkinds = [{id = \"api-key\", form = 'acme_[a-z]{24}', source = \"docs\"}]\n")
	value := "acme_" + lettersOf(6, "abcdefghijklmnopqrstuvwxyz", 24)
	if list := readings(t, h.run(value, "identify", "--json").out); len(list) != 1 || list[0].Kind != "acme/api-key" {
		t.Errorf("%+v", list)
	}
	h.write("conf/firebreak/kinds/acme.toml", "[acme]\nkinds = [{id = \"api-key\", form = 'acme_['}]\n")
	if r := h.run(value, "identify"); r.code != 2 || !strings.Contains(r.err, "acme.toml") || strings.Contains(r.err, value) {
		t.Errorf("exit %d: %s", r.code, r.err)
	}
}

func TestAnObjectSaysWhatTheValueTellsAndWhoCanRevokeIt(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	letters := "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	jwt := "eyJhbGciOiJIUzI1NiJ9." + "eyJpc3MiOiJzdXBhYmFzZSIsInJlZiI6ImFiY2RlZiIsInJvbGUiOiJzZXJ2aWNlX3JvbGUiLCJleHAiOjE5OTk5OTk5OTl9" + "." + lettersOf(11, letters, 43)
	for name, c := range map[string]struct{ text, kind, field, want, can string }{
		"Slack's workspace":    {"xoxb-" + "781236542736-2364535789652-" + lettersOf(12, letters, 24), "slack/bot-token", "workspace", "781236542736", "self"},
		"AWS's account":        {"AKIA" + "RZPUZDIKA2XBNTDQ", "aws/access-key-id", "account", "123456789012", "admin"},
		"a role and an expiry": {jwt, "supabase/service-role-jwt", "role", "service_role", "admin"},
		"OpenAI's admin":       {"sk-" + "proj-" + lettersOf(13, letters, 74) + "T3" + "BlbkFJ" + lettersOf(14, letters, 74), "openai/project-key", "", "", "admin"},
		"a console's":          {"lin_" + "api_" + lettersOf(16, letters, 40), "linear/api-key", "", "", "guided"},
		"a database's host":    {"postgres" + "://app:" + lettersOf(15, letters, 18) + "@db.example.org:5432/shop", "postgresql/connection-uri", "host", "db.example.org:5432", "none"},
	} {
		list := readings(t, h.run(c.text, "identify", "--json").out)
		if len(list) != 1 || list[0].Kind != c.kind || list[0].Decoded[c.field] != c.want || list[0].Can != c.can || list[0].Why == "" || list[0].Cut != nil {
			t.Errorf("%s: %+v", name, list)
		}
	}
}
