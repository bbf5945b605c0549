package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"firebreak/providers/identify"
)

func TestTheRuleOfAReportNamesTheIssuerOfAValueThatDoesNot(t *testing.T) {
	table, err := identify.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	value := strings.Repeat("9c3e1b7f", 2) + "d04a52e86f91b3c7"
	for name, text := range map[string]string{
		"TruffleHog":      `{"SourceMetadata":{"Data":{"Git":{"file":"a.env"}}},"DetectorName":"DatadogToken","Verified":true,"Raw":"` + value + `"}`,
		"gitleaks":        leaks("datadog-access-token", value, 3),
		"gitleaks' SARIF": `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"gitleaks"}},"results":[{"ruleId":"datadog-access-token","locations":[{"physicalLocation":{"artifactLocation":{"uri":"a"},"region":{"startLine":1,"snippet":{"text":"` + value + `"}}}}]}]}]}`,
		"Kingfisher":      `{"rule":{"name":"Datadog API Key","id":"kingfisher.datadog.1"},"finding":{"snippet":"` + value + `","fingerprint":"1","validation":{"status":"Not Attempted"},"line":2,"path":"a"}}`,
		"Nosey Parker":    `[{"finding_id":"c2","rule_name":"Datadog Key","rule_text_id":"np.datadog.1","groups":["` + base64.StdEncoding.EncodeToString([]byte(value)) + `"],"num_matches":1,"matches":[]}]`,
		"ggshield":        `{"id":".env","type":"path_scan","total_incidents":1,"entities_with_incidents":[{"mode":"FILE","filename":".env","incidents":[{"type":"Datadog API Key","validity":"valid","occurrences":[{"match":"` + value + `","type":"apikey","line_start":5,"line_end":5}]}]}]}`,
		"GitHub":          `{"number":12,"html_url":"https://github.com/example/shop/security/secret-scanning/12","secret_type":"datadog_api_key","state":"open","secret":"` + value + `"}`,
	} {
		list, err := identify.Read([]byte(text), identify.Options{Table: table})
		if err != nil {
			t.Fatal(err)
		}
		all, inClear := reportedIn([]byte(text), list, table)
		if inClear != 1 {
			t.Errorf("%s: %d values in clear", name, inClear)
		}
		found := 0
		for _, r := range all {
			if r.Claims() {
				found++
				if at := text[r.Span[0]:r.Span[1]]; r.Kind != "datadog/api-key" || at != value && at != base64.StdEncoding.EncodeToString([]byte(value)) || r.Line != 1 {
					t.Errorf("%s: %+v", name, r)
				}
			}
		}
		if found != 1 {
			t.Errorf("%s: %+v", name, all)
		}
	}
}

func TestWhatHidesItsValuesOrIsNoReportChangesNothing(t *testing.T) {
	table, err := identify.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"masked":        leaks("openai-api-key", "REDACTED", 3),
		"other JSON":    `{"results":[1,2],"DD_API_KEY":"x"}`,
		"broken":        `[{"RuleID":"datadog-access-token","Secret":"`,
		"a plain text":  "DatadogToken",
		"an empty text": "",
	} {
		list, err := identify.Read([]byte(text), identify.Options{Table: table})
		if err != nil {
			t.Fatal(err)
		}
		if all, inClear := reportedIn([]byte(text), list, table); inClear != 0 || len(all) != len(list) {
			t.Errorf("%s: %d in clear, %+v", name, inClear, all)
		}
	}
}

func TestATextThatIsNoReportIsNotKept(t *testing.T) {
	var plain, report keeper
	for range 3 {
		fmt.Fprint(&plain, strings.Repeat("level=info msg=served\n", 2000))
		fmt.Fprint(&report, strings.Repeat(`{"DetectorName":"x"}`+"\n", 2000))
	}
	if plain.text != nil || !bytes.HasPrefix(report.text, []byte(`{"D`)) {
		t.Errorf("%d bytes of a log kept, %d of a report", len(plain.text), len(report.text))
	}
}
