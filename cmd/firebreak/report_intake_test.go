package main_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func hogLine(key, file string) string {
	return fmt.Sprintf(`{"SourceMetadata":{"Data":{"Github":{"commit":"5d1f0c7a9b3e4d2281706f5e4c3b2a1908f7e6d5","file":%q,"email":"Kim <kim@example.org>","repository":"https://git.example.org/shop/api.git","link":"https://git.example.org/shop/api/blob/5d1f/%s","timestamp":"2026-11-03 09:12:44 +0000","line":7}}},"DetectorName":"OpenAI","Verified":false,"Raw":%q}`,
		file, file, key) + "\n"
}

func TestAScannersReportBeginsAnIncidentThatKeepsWhereTheKeyStands(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	for name, from := range map[string][]string{"on stdin": {"-"}, "in a file": {"--finding", h.write("alert.json", hogLine(s.key(), "app/.env"))}} {
		r := h.run(hogLine(s.key(), "app/.env"), append([]string{"respond", "--headless", "--out", "reports", short}, from...)...)
		sum := r.summary(t)
		if r.code != 3 || sum.ID == "" {
			t.Fatalf("%s: exit %d %s", name, r.code, r.err)
		}
		told := 0
		for line := range strings.Lines(r.out) {
			var e struct {
				Type string         `json:"type"`
				Data map[string]any `json:"data"`
			}
			if json.Unmarshal([]byte(line), &e) == nil && e.Type == "exposure.reported" {
				told++
				for field, want := range map[string]any{"path": "app/.env", "line": 7.0, "commit": "5d1f0c7a9b3e4d2281706f5e4c3b2a1908f7e6d5", "author": "Kim <kim@example.org>",
					"url": "https://git.example.org/shop/api/blob/5d1f/app/.env", "claim": "unknown", "where": "trufflehog-json"} {
					if e.Data[field] != want {
						t.Errorf("%s: %s is %v", name, field, e.Data[field])
					}
				}
			}
		}
		if told != 1 {
			t.Errorf("%s: %d events tell of the place", name, told)
		}
		if r := h.run("", "log", sum.ID); !strings.Contains(r.out, "TruffleHog reports it: app/.env, line 7") {
			t.Errorf("%s: log\n%s", name, r.out)
		}
		text, err := os.ReadFile(filepath.Join(h.dir, sum.Report))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"TruffleHog", "app/.env", "k…@example.org", "https://git.example.org/shop/api/blob/5d1f/app/.env", "does not know whether it works"} {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s: the report lacks %q", name, want)
			}
		}
		if strings.Contains(string(text)+r.out+r.err, s.key()) {
			t.Errorf("%s: the key is shown", name)
		}
		if !strings.Contains(r.err, "The report holds the key itself") {
			t.Errorf("%s: not said that the report is an exposure:\n%s", name, r.err)
		}
		if name != "on stdin" {
			continue
		}
		masked := `[{"RuleID":"openai-api-key","StartLine":3,"Secret":"sk-*****…` + s.key()[len(s.key())-4:] + `","Match":"x","File":"worker/.env","Fingerprint":"f"}]`
		again := h.run(masked, "resume", "--headless", "--out", "reports", short, sum.ID, "-")
		if again.code != 3 || !strings.Contains(again.err, "New places recorded from the report: 1 of 1.") || strings.Contains(again.err, "holds the key itself") {
			t.Errorf("a report that hides the key: exit %d\n%s", again.code, again.err)
		}
		if r := h.run("", "log", sum.ID); !strings.Contains(r.out, "gitleaks reports it: worker/.env, line 3") {
			t.Errorf("a report that hides the key: log\n%s", r.out)
		}
	}
}

func TestAFindingThatGivesNoKeyIsRefusedBeforeAnIncidentExists(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	for name, tc := range map[string]struct {
		stdin string
		args  []string
		says  string
	}{
		"no key":                   {`[{"RuleID":"x","Fingerprint":"y","Secret":"REDACTED","Match":"REDACTED","File":"f","StartLine":1}]`, []string{"-"}, "A report of gitleaks was read: 1 finding"},
		"a file that is not there": {"", []string{"--finding", "nope.json"}, "no such file: nope.json"},
		"a folder":                 {"", []string{"--finding", "."}, "cannot be read"},
		"an empty file":            {"", []string{"--finding", h.write("empty", "\n")}, "is empty"},
		"two texts":                {s.key(), []string{"--finding", "alert.json", "-"}, "one of them"},
	} {
		r := h.run(tc.stdin, append([]string{"respond", "--headless"}, tc.args...)...)
		if r.code != 2 || r.out != "" || !strings.Contains(r.err, tc.says) || strings.Contains(r.err, s.key()[:40]) {
			t.Errorf("%s: exit %d, stdout %q, stderr %q", name, r.code, r.out, r.err)
		}
	}
	if n, m := h.incidents(), len(s.requests()); n+m != 0 {
		t.Errorf("%d incidents, %d requests", n, m)
	}
}
