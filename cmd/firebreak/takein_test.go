package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/providers/intake"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// projectKey makes a key up that ends in four characters.
func projectKey(end string) string {
	return "sk-" + "proj-" + strings.Repeat("aZ3kQ9xW1mRt7LpVDRILL", 4)[:74] + "T3Blb" + "kFJ" + strings.Repeat("bY4jP8wV2nSu6KqUDRILL", 4)[:70] + end
}

func jsonOf(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// hog is a line of TruffleHog's.
func hog(key, file string, line int, verified bool) string {
	return fmt.Sprintf(`{"SourceMetadata":{"Data":{"Git":{"commit":"5d1f0c7a9b3e4d2281706f5e4c3b2a1908f7e6d5","file":%s,"email":"Kim <kim@example.org>","repository":"https://git.example.org/shop/api.git","timestamp":"2026-11-03 09:12:44 +0000","line":%d}}},"DetectorName":"OpenAI","Verified":%v,"Raw":%s}`,
		jsonOf(file), line, verified, jsonOf(key)) + "\n"
}

// leaks is a report of gitleaks.
func leaks(rule, secret string, line int) string {
	return fmt.Sprintf(`[{"RuleID":%s,"StartLine":%d,"EndLine":%d,"Match":"x","Secret":%s,"File":"worker/.env","Commit":"77aa00ff","Author":"Kim","Email":"kim@example.org","Date":"2026-11-03T09:12:44Z","Fingerprint":"77aa00ff:worker/.env:r:3"}]`,
		jsonOf(rule), line, line, jsonOf(secret))
}

func TestAReportGivesItsKeyWithEveryPlaceOfIt(t *testing.T) {
	key := projectKey("9aQ2")
	text := hog(key, "app/.env", 7, false) + "level=info msg=scanned\n" + hog(key, "docs/notes.md", 3, true)
	found, shape := eye{}.takeIn([]byte(text))
	if len(found) != 1 || shape.Report != nil {
		t.Fatalf("%d keys, %+v", len(found), shape)
	}
	places := found[0].Told.Told.Places
	if len(places) != 2 || places[0].Claim != incident.ClaimActive {
		t.Fatalf("%+v", places)
	}
	for i, want := range []struct {
		path string
		line int
	}{{"app/.env", 7}, {"docs/notes.md", 3}} {
		p := places[i]
		if !p.Path.Is(want.path) || p.Line != want.line || p.Commit != "5d1f0c7a9b3e4d2281706f5e4c3b2a1908f7e6d5" || !p.Author.Is("Kim <kim@example.org>") ||
			!p.Repo.Is("https://git.example.org/shop/api.git") || p.CommitDate.Year() != 2026 || !p.Where.Is("trufflehog-json") || p.Kind != incident.KindReported {
			t.Errorf("place %d: %s", i, jsonOf(p))
		}
	}
}

func TestSeveralKeysOfAReportAreListedOnceEachTheVerifiedFirst(t *testing.T) {
	text := hog(projectKey("AAA1"), "a", 1, false) + hog(projectKey("BBB2"), "b", 2, true) + hog(projectKey("AAA1"), "c", 3, false) +
		hog("glpat-"+strings.Repeat("x9Qz", 5), "d", 4, true)
	found, _ := eye{}.takeIn([]byte(text))
	if len(found) != 2 || found[0].Told.Last4 != "BBB2" || found[1].Told.Last4 != "AAA1" || len(found[1].Told.Told.Places) != 2 {
		t.Fatalf("%d keys: %+v", len(found), found)
	}
	keys, left, err := eye{}.all([]byte(text), nil, words.English)
	if err != nil || len(keys) != 2 || left != 0 {
		t.Fatalf("%d keys, %d left alone, %v", len(keys), left, err)
	}
	var said strings.Builder
	(&app{err: &said}).sayTaken(keys, 1, words.English)
	for _, want := range []string{"holds 2 keys", "b, line 2, commit 5d1f0c7a9b", "ending BBB2", "ending AAA1", "and 1 place more", "1 credential, left alone"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("without %q: %v", want, said.String())
		}
	}
	if strings.Contains(said.String(), projectKey("AAA1")[:30]) {
		t.Error("the list shows a key")
	}
}

func TestALongListOfKeysIsCutAndSaysSo(t *testing.T) {
	var b strings.Builder
	for i := range mostListed + 3 {
		b.WriteString(hog(projectKey(fmt.Sprintf("%04d", i)), "f", i+1, false))
	}
	found, shape := eye{}.takeIn([]byte(b.String()))
	if len(found) != mostListed || shape.More != 3 {
		t.Errorf("%d listed, %d more", len(found), shape.More)
	}
	if keys, left, err := (eye{}).all([]byte(b.String()), nil, words.English); err != nil || len(keys) != mostListed || left != 3 {
		t.Errorf("%d taken, %d left alone, %v", len(keys), left, err)
	}
}

func TestAPlaceWithoutNumberIsCountedWhereItIsNotKept(t *testing.T) {
	var b strings.Builder
	for i := range incident.MostPlaces + 5 {
		b.WriteString(hog(projectKey("9aQ2"), fmt.Sprintf("f%d", i), 1, false))
	}
	found, _ := eye{}.takeIn([]byte(b.String()))
	if places := found[0].Told.Told.Places; len(places) != incident.MostPlaces || places[0].Left != 5 {
		t.Errorf("%d places, %d left", len(places), places[0].Left)
	}
}

func TestAReportThatHidesTheKeyBeginsAnIncidentOnWhatItShows(t *testing.T) {
	gh := `{"action":"created","alert":{"number":12,"html_url":"https://github.com/example/shop/security/secret-scanning/12","secret_type":"openai_api_key","validity":"inactive"},"repository":{"full_name":"example/shop"}}`
	for name, c := range map[string]struct {
		text, ending string
		claim        incident.Claim
		headless     string // what it says; "" it is taken
	}{
		"masked with an ending":    {leaks("openai-api-key", "sk-proj-*****…9aQ2", 3), "9aQ2", incident.ClaimUnknown, ""},
		"masked without one":       {leaks("openai-api-key", "REDACTED", 3), "", incident.ClaimUnknown, "shows nothing of it"},
		"an alert without a value": {gh, "", incident.ClaimInactive, "shows nothing of it"},
	} {
		found, _ := eye{}.takeIn([]byte(c.text))
		if len(found) != 1 || !found[0].Told.Masked || found[0].Told.Last4 != c.ending || found[0].Told.Kind != "openai/api-key" || found[0].Told.Told.Places[0].Claim != c.claim {
			t.Errorf("%s: %s", name, jsonOf(found))
			continue
		}
		_, _, err := eye{}.all([]byte(c.text), nil, words.English)
		if (err == nil) != (c.headless == "") || err != nil && !strings.Contains(err.Error(), c.headless) {
			t.Errorf("%s, headless: %v", name, err)
		}
	}
}

func TestAReportWithoutAKeySaysWhatWasReadAndWhatToDo(t *testing.T) {
	for name, c := range map[string]struct{ text, says string }{
		"no finding":       {`{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"gitleaks"}},"results":[]}]}`, "A report of gitleaks was read: 0 findings"},
		"another vendor":   {hog("glpat-"+strings.Repeat("x9Qz", 5), "d", 4, true), "GitLab"},
		"masked, another":  {leaks("sendgrid-api-token", "REDACTED", 3), "revoke it in its console"},
		"no key of ours":   {leaks("openai-api-key", "sk-"+strings.Repeat("0", 48), 3), "Open the file it names"},
		"nobody's":         {leaks("generic-api-key", "REDACTED", 3), "Open the file it names"},
		"nested too deep":  {hog("x", "y", 1, false) + strings.Repeat(`{"findings":[`, intake.MaxDepth), "nested deeper"},
		"nothing but text": {"hello", "not recognised"},
	} {
		found, _ := eye{}.takeIn([]byte(c.text))
		_, _, err := eye{}.all([]byte(c.text), nil, words.English)
		if len(found) != 0 || err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %d keys, %v", name, len(found), err)
		}
	}
}

func TestNoPlaceOfAReportKeepsAKeyOrATerminalsCommand(t *testing.T) {
	key, other := projectKey("9aQ2"), "ghp_gOUshRCVM2I4jsYW8ZidMJeu6q"+"TbAL3QBJuc"
	found, _ := eye{}.takeIn([]byte(hog(key, "\x1b[2J/backup/"+key+".txt", 1, false) + hog(key, "https://user:hunter2pass@git.example.org/"+other, 2, false)))
	if len(found) != 1 {
		t.Fatalf("%d keys", len(found))
	}
	kept := jsonOf(found[0].Told.Told)
	for _, bad := range []string{key, key[20:60], other, "\x1b", `\u001b`} {
		if strings.Contains(kept, bad) {
			t.Errorf("kept %q in %s", bad[:1], kept)
		}
	}
	if !strings.Contains(kept, "backup") || !strings.Contains(kept, "git.example.org") {
		t.Errorf("nothing of the path is left: %s", kept)
	}
}

func TestAKeyInAReportOfNoKnownFindingIsFoundAllTheSame(t *testing.T) {
	found, _ := eye{}.takeIn([]byte(`{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"own"}},"results":[],"properties":{"note":"OPENAI_API_KEY=` + projectKey("9aQ2") + `"}}]}`))
	if len(found) != 1 || found[0].Told.Told != nil {
		t.Errorf("%+v", found)
	}
}

func TestAReportThatHidesAKeyIsOfAnIncidentWhoseKeyItMayName(t *testing.T) {
	key := projectKey("9aQ2")
	on := func(kind providers.Kind, last4 string) incident.State {
		return incident.State{Order: []string{"c1"}, Keys: map[string]incident.Key{"c1": {Cred: "c1", Identity: incident.IdentifiedData{Kind: kind, Prefix: identify.Prefix(kind), Last4: last4}}}}
	}
	alert := `{"action":"created","alert":{"number":12,"html_url":"https://github.com/example/shop/security/secret-scanning/12","secret_type":"openai_api_key"},"repository":{"full_name":"example/shop"}}`
	for name, c := range map[string]struct {
		text string
		of   incident.State
		want bool
	}{
		"its ending":             {leaks("openai-api-key", "sk-proj-*****…9aQ2", 3), on("openai/project-key", "9aQ2"), true},
		"another ending":         {leaks("openai-api-key", "sk-proj-*****…ZZZ9", 3), on("openai/project-key", "9aQ2"), false},
		"nothing of the value":   {alert, on("openai/project-key", "9aQ2"), true},
		"another vendor":         {alert, on("anthropic/api-key", "9aQ2"), false},
		"the value":              {hog(key, "a", 1, true), on("openai/project-key", "9aQ2"), false},
		"no key in the incident": {alert, incident.State{}, false},
	} {
		found, _ := eye{}.takeIn([]byte(c.text))
		if len(found) != 1 {
			t.Fatalf("%s: %s", name, jsonOf(found))
		}
		if _, is := names(found[0], c.of); is != c.want {
			t.Errorf("%s: %s", name, jsonOf(found))
		}
	}
}

func TestAReportSaysWhetherItHoldsTheKey(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		clear bool
	}{
		"in clear": {hog(projectKey("9aQ2"), "a", 1, true), true},
		"masked":   {leaks("openai-api-key", "sk-proj-*****…9aQ2", 3), false},
		"both":     {leaks("openai-api-key", "REDACTED", 3) + "\n" + hog(projectKey("9aQ2"), "a", 1, true), true},
	} {
		found, _ := eye{}.takeIn([]byte(c.text))
		clear := false
		for _, f := range found {
			clear = clear || f.Told.Told.Clear
		}
		if clear != c.clear {
			t.Errorf("%s: %s", name, jsonOf(found))
		}
	}
}
