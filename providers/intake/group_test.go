package intake_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"firebreak/providers/intake"
)

func read(t *testing.T, sample string) []intake.Item {
	t.Helper()
	r, ok, err := intake.Read([]byte(filled(sample)))
	if !ok || err != nil {
		t.Fatalf("read: ok %v, %v", ok, err)
	}
	return r.Items
}

// leak is a finding of gitleaks.
func leak(rule, value, file string, line int, commit string) string {
	return fmt.Sprintf(`{"RuleID":%q,"Secret":%q,"File":%q,"StartLine":%d,"Commit":%q,"Fingerprint":"%[5]s:%[3]s:%[1]s:%[4]d"}`, rule, value, file, line, commit)
}

func TestOneValueInManyPlacesIsOneSecret(t *testing.T) {
	items := read(t, leak("generic-api-key", "FIRST", "a", 1, "c1")+leak("generic-api-key", "SECOND", "a", 2, "c1")+leak("slack-bot-token", "FIRST", "b", 3, "c2")+
		leak("slack-bot-token", "FIRST", "b", 3, "c2")+`{"SourceMetadata":{"Data":{"Git":{"file":"d","line":4}}},"DetectorName":"Slack","Verified":true,"Raw":"FIRST","SecretParts":{"id":"SECOND"}}`)
	groups := intake.Group(items)
	if len(groups) != 2 {
		t.Fatalf("%d groups", len(groups))
	}
	g := groups[0]
	if text(g.Secret) != first || g.Status != intake.Active || !g.Rule.Is("slack-bot-token") || len(g.Parts) != 1 {
		t.Errorf("merged into %s", shown(g))
	}
	var places []string
	for _, e := range g.Exposures {
		places = append(places, place(e))
	}
	if want := []string{"(c1 a 1:0-0)", "(c2 b 3:0-0)", "(d 4:0-0)"}; !slices.Equal(places, want) {
		t.Errorf("places %v, want %v", places, want)
	}
	if len(groups[1].Exposures) != 1 || place(groups[1].Exposure) != "(c1 a 2:0-0)" {
		t.Errorf("the other is %s", shown(groups[1]))
	}
}

func TestGroupLeavesItsItemsAlone(t *testing.T) {
	items := read(t, leak("a", "FIRST", "a", 1, "")+leak("slack", "FIRST", "b", 1, ""))
	before := shown(items[0]) + shown(items[1])
	intake.Group(items)
	if shown(items[0])+shown(items[1]) != before || items[0].Exposures != nil {
		t.Error("the items were changed")
	}
}

// F077: with the values hidden nothing but the place tells findings apart.
func TestF077MasksWithOneEndingStayApart(t *testing.T) {
	var sample strings.Builder
	for i := range 3 {
		fmt.Fprintf(&sample, `{"id":"f%d","entities_with_incidents":[{"filename":"f%[1]d","incidents":[{"type":"OpenAI Key","ignore_sha":"%[1]d","occurrences":[{"match":"sk-*****Ab1z","type":"apikey","line_start":1}]}]}]}`, i)
	}
	groups := intake.Group(read(t, sample.String()))
	if len(groups) != 3 {
		t.Fatalf("F077: %d findings, want 3", len(groups))
	}
	for _, g := range groups {
		if g.State != intake.Masked || g.Ending != "Ab1z" || !g.Secret.IsEmpty() {
			t.Errorf("F077: %s", shown(g))
		}
	}
	one := `{"RuleID":"openai","Secret":"REDACTED","File":"a","StartLine":1,"StartColumn":%d}`
	if n := len(intake.Group(read(t, fmt.Sprintf(one+one+one, 4, 60, 120)))); n != 3 {
		t.Errorf("F077: %d findings in one line, want 3", n)
	}
}

// F078: a redacted report keeps one finding for each file, line and commit, and none of them has
// a value that could be revoked.
func TestF078ARedactedReportIsNotMergedIntoOne(t *testing.T) {
	var sample strings.Builder
	for i := range 5 {
		sample.WriteString(leak("openai-api-key", "REDACTED", []string{"a", "a", "a", "b", "b"}[i], []int{1, 2, 2, 1, 1}[i], []string{"c1", "c1", "c2", "c1", "c2"}[i]))
	}
	groups := intake.Group(read(t, sample.String()))
	if len(groups) != 5 {
		t.Fatalf("F078: %d findings, want 5", len(groups))
	}
	for _, g := range groups {
		if g.State != intake.Masked || !g.Secret.IsEmpty() || g.Ending != "" {
			t.Errorf("F078: %s", shown(g))
		}
	}
	if n := len(intake.Group(read(t, sample.String()+sample.String()))); n != 5 {
		t.Errorf("F078: %d findings of the report given twice, want 5", n)
	}
}

func TestAlertsWithoutAValueGroupByTheSendersID(t *testing.T) {
	page := `"html_url":"https://github.com/example/shop/security/secret-scanning/%d","secret_type":"openai_api_key"`
	event := `{"action":"created","alert":{"number":1,` + page + `},"location":{"type":"commit","details":{"path":"%s","commit_sha":"c1"}}}`
	groups := intake.Group(read(t, fmt.Sprintf(event, 1, "a")+fmt.Sprintf(event, 1, "b")+fmt.Sprintf(event, 2, "a")+fmt.Sprintf(`{"number":1,`+page+`}`, 1)))
	if len(groups) != 2 || len(groups[0].Exposures) != 3 || len(groups[1].Exposures) != 1 {
		t.Fatalf("%d groups: %+v", len(groups), groups)
	}
}

func TestDigestsGroupAndWhatSaysNothingStaysApart(t *testing.T) {
	baseline := `{"plugins_used":[],"results":{"a":[{"type":"x","hashed_secret":"00","line_number":1},{"type":"x","hashed_secret":"11","line_number":2}],"b":[{"type":"x","hashed_secret":"00","line_number":1}]}}`
	if groups := intake.Group(read(t, baseline)); len(groups) != 2 || len(groups[0].Exposures) != 2 {
		t.Errorf("%d groups of a baseline", len(groups))
	}
	bare := `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[{"ruleId":"a"},{"ruleId":"a"}]}]}`
	if groups := intake.Group(read(t, bare)); len(groups) != 2 {
		t.Errorf("%d groups of results without a place, want 2", len(groups))
	}
}

func TestTheWorstComesFirst(t *testing.T) {
	alert := func(n int, more string) string {
		return fmt.Sprintf(`{"number":%d,"html_url":"https://github.com/example/shop/security/secret-scanning/%[1]d","secret_type":"t%[1]d",%s}`, n, more)
	}
	groups := intake.Group(read(t, alert(1, `"validity":"active","resolution":"false_positive"`)+alert(2, `"validity":"inactive"`)+
		alert(3, `"validity":"unknown","created_at":"2026-11-01T00:00:00Z"`)+alert(4, `"validity":"unknown","created_at":"2026-11-02T00:00:00Z"`)+
		alert(5, `"validity":"active"`)))
	var order []string
	for _, g := range groups {
		order = append(order, g.Rule.Line(10))
	}
	if want := []string{"t5", "t4", "t3", "t2", "t1"}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
}

func TestWhatWasWavedThroughInOnePlaceOnlyIsNot(t *testing.T) {
	sarif := `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"gitleaks"}},"results":[{"ruleId":"a","suppressions":[{}],"locations":[{"physicalLocation":{"region":{"snippet":{"text":"FIRST"}}}}]}%s]}]}`
	if g := intake.Group(read(t, fmt.Sprintf(sarif, ""))); !g[0].Suppressed {
		t.Error("a suppression was lost")
	}
	if g := intake.Group(read(t, fmt.Sprintf(sarif, "")+leak("a", "FIRST", "x", 1, ""))); len(g) != 1 || g[0].Suppressed {
		t.Error("the other place was waved through as well")
	}
}

func TestAHalfAddedToOneSecretStaysOutOfAnother(t *testing.T) {
	shared := `{"entities_with_incidents":[{"filename":"a","incidents":[{"type":"x","occurrences":[{"match":"FIRST","type":"apikey"},{"match":"SECOND","type":"apikey"},
		{"match":"h1","type":"host"},{"match":"p2","type":"port"},{"match":"u3","type":"user"}]}]}]}`
	lone := `{"SourceMetadata":{},"DetectorName":"x","Raw":"%s","SecretParts":{"more":"%s"}}`
	groups := intake.Group(read(t, shared+fmt.Sprintf(lone, "FIRST", "m1")+fmt.Sprintf(lone, "SECOND", "m2")))
	if len(groups) != 2 {
		t.Fatalf("%d groups", len(groups))
	}
	for i, want := range []string{"m1", "m2"} {
		if parts := groups[i].Parts; len(parts) != 4 || text(parts[3].Secret) != want {
			t.Errorf("%s has no half %q of its own", shown(groups[i]), want)
		}
	}
}

func TestAQuoteOfNothingButTheValueIsTheValue(t *testing.T) {
	quote := `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[{"ruleId":"a","locations":[{"physicalLocation":{"region":{"startLine":1,"snippet":{"text":"%s"}}}}]}]}]}`
	for text, want := range map[string]int{"FIRST": 1, "key = FIRST": 2} {
		groups := intake.Group(read(t, fmt.Sprintf(quote, text)+leak("a", "FIRST", "x", 1, "")))
		if len(groups) != want || !slices.ContainsFunc(groups, func(it intake.Item) bool { return it.State == intake.Full }) {
			t.Errorf("%q: %d groups, want %d", text, len(groups), want)
		}
	}
}
