package intake_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"firebreak/providers/intake"
)

// two are two findings in lines, of which the first is encoded by escapes.
var two = filled(`{"SourceMetadata":{"Data":{"Git":{"file":"a\u002eenv","line":1}}},"DetectorName":"\u0047ithub","Verified":true,"\u0052aw":"\u0044RILL\/` + "FIRST" + `"}` + "\n" +
	`{"SourceMetadata":{"Data":{"Git":{"file":"b.env","line":2}}},"DetectorName":"Slack","Verified":true,"Raw":"SECOND"}` + "\n")

var twoRead = []string{
	`trufflehog-json full active secret=DRILL/FIRST rule=Github at=(a.env 1:0-0)`,
	`trufflehog-json full active secret=SECOND rule=Slack at=(b.env 2:0-0)`,
}

func utf16Text(s string, order binary.AppendByteOrder, mark bool) string {
	var out []byte
	if mark {
		out = order.AppendUint16(out, 0xfeff)
	}
	for _, unit := range utf16.Encode([]rune(s)) {
		out = order.AppendUint16(out, unit)
	}
	return string(out)
}

func TestWhatPipesAndLogsDoToAReportIsUndone(t *testing.T) {
	lines := strings.SplitAfter(two, "\n")
	pretty := strings.NewReplacer(`{"`, "{\n  \"", `":`, `": `, `,"`, ",\n  \"", "}", "\n}").Replace(two)
	for _, c := range []struct{ name, text string }{
		{"as written", two},
		{"a byte order mark", "\ufeff" + two},
		{"UTF-16, little end first", utf16Text(two, binary.LittleEndian, true)},
		{"UTF-16, big end first", utf16Text(two, binary.BigEndian, true)},
		{"UTF-16 without a mark", utf16Text(two, binary.LittleEndian, false)},
		{"UTF-16, big, without a mark", utf16Text(two, binary.BigEndian, false)},
		{"line ends of Windows", strings.ReplaceAll(two, "\n", "\r\n")},
		{"log lines between", "🐷🔑🐷 found [2] things {maybe}\n" + lines[0] + `{"level":"info-0","ts":"2026","msg":"[done]"}` + "\n[WARN] {\n" + lines[1] + "end ]}"},
		{"a timestamp before each line", "2026-11-03T09:12:44Z " + lines[0] + "2026-11-03T09:12:45Z " + lines[1]},
		{"a pretty report in a build log", "Run cat report.json\n" + regexp.MustCompile(`(?m)^`).ReplaceAllString(pretty, "2026-11-03T09:12:44.1234567Z ")},
		{"terminal colours", "\x1b[32m" + lines[0] + "\x1b[0m\x1b[1;31m" + lines[1] + "\x1b[0m"},
		{"an array", "[" + lines[0] + "," + lines[1] + "]"},
		{"no line end between", strings.ReplaceAll(two, "\n", "")},
		{"pretty printed", pretty},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, ok, err := intake.Read([]byte(c.text))
			if !ok || err != nil || r.Skipped != 0 {
				t.Fatalf("ok %v, %v, %d skipped", ok, err, r.Skipped)
			}
			compare(t, r.Items, twoRead)
		})
	}
}

func TestACutReportGivesWhatCameBeforeTheCut(t *testing.T) {
	array := "[" + strings.Replace(two, "}\n{", "},\n{", 1) + "]"
	for _, c := range []struct {
		name, text string
		want       int
	}{
		{"lines, half of the last", two[:len(two)-9], 1},
		{"lines, half of the first", two[:40], 0},
		{"an array, inside its last entry", array[:len(array)-9], 1},
		{"an array, before its end", array[:len(array)-1], 2},
		{"an envelope of Kingfisher", filled(`{"findings":[{"rule":{"id":"a"},"finding":{"snippet":"FIRST","path":"a"}},{"rule":{"id":"b"},"find`), 1},
	} {
		r, ok, err := intake.Read([]byte(c.text))
		if len(r.Items) != c.want || ok != (c.want > 0) || err != nil || r.Cut != ok {
			t.Errorf("%s: %d findings, ok %v, cut %v, %v", c.name, len(r.Items), ok, r.Cut, err)
		}
	}
}

func TestAReportWithoutFindingsIsOne(t *testing.T) {
	for text, want := range map[string]intake.Origin{
		`{"id":"a","type":"path_scan","total_incidents":0,"total_occurrences":0,"secrets_engine_version":"2.1"}`: intake.GGShield,
		`{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"gitleaks"}},"results":[]}]}`:                      intake.GitleaksSARIF,
		`{"findings":[],"audit":{}}`:                         intake.Kingfisher,
		`{"version":"1.5.0","plugins_used":[],"results":{}}`: intake.DetectSecrets,
	} {
		if r, ok, err := intake.Read([]byte(text)); !ok || err != nil || r.Origin != want || len(r.Items) != 0 {
			t.Errorf("%s: ok %v, %v, %+v", want, ok, err, r)
		}
	}
}

func TestOtherTextIsNoReport(t *testing.T) {
	for _, s := range []string{
		"", "[]", "{}", `{"id":"a","total_incidents":0}`, "null", "OPENAI_API_KEY=" + first, `{"results":[]}`, `{"results":{}}`, `{"version":"2.1.0","runs":5}`, `{"version":1,"runs":[{"status":"completed"}]}`,
		`{"findings":[{"id":1}]}`, `{"id":1,"matches":[{"a":1}]}`, `{"action":"opened","alert":{"rule":{"id":"x"}}}`, `{"number":1,"secret_type":"x"}`,
		`{"incident":{"id":5}}`, `{"scans":[{"a":1}]}`, `{"RuleID":"x"}`, `["SourceMetadata","DetectorName"]`, `{"a":{"RuleID":"x","Secret":"y"}}`,
		`{"stringsFound":"x","commitHash":"y"}`, `{"finding_id":"x","matches":5}`, "[[[[[[[", strings.Repeat("[1,\n", 300), `{"rule":"a","finding":{}}`,
	} {
		if r, ok, err := intake.Read([]byte(s)); ok || err != nil || len(r.Items) != 0 {
			t.Errorf("%.40q: ok %v, %v, %d findings", s, ok, err, len(r.Items))
		}
	}
}

func TestEntriesOfWrongTypesAreCountedAndPassedOver(t *testing.T) {
	for _, c := range []struct {
		name, text     string
		items, skipped int
	}{
		{"strangers in an array", `[{"RuleID":"a","Secret":"FIRST"},5,null,"x",{},[1]]`, 1, 5},
		{"a finding that says nothing", `[{"RuleID":{},"Secret":[]},{"RuleID":"a","Secret":null}]`, 1, 1},
		{"incidents of ggshield", `{"entities_with_incidents":[1,{"filename":"a","incidents":[2,{"type":"x","occurrences":[3,{"match":"FIRST","type":"apikey"}]}]}]}`, 1, 3},
		{"results in SARIF", `{"version":"2.1.0","runs":[null,{"tool":{"driver":{"name":"x","rules":7}},"results":["x",{"ruleId":"a","locations":{}}]}]}`, 1, 2},
		{"places of GitGuardian", `{"id":1,"gitguardian_url":"https://gg.example.org/1","occurrences":[7,{"filepath":"a"}]}`, 1, 1},
		{"a baseline", `{"plugins_used":[],"results":{"a":5,"b":[6,{"hashed_secret":"x"}]}}`, 1, 2},
		{"matches of Nosey Parker", `{"finding_id":"a","rule_text_id":"np.x.1","groups":["BASE1"],"matches":[1,{"provenance":[]}]}`, 1, 1},
	} {
		r, ok, err := intake.Read([]byte(filled(c.text)))
		if !ok || err != nil || len(r.Items) != c.items || r.Skipped != c.skipped {
			t.Errorf("%s: ok %v, %v, %d findings, %d skipped", c.name, ok, err, len(r.Items), r.Skipped)
		}
	}
}

// Every number, text, list and object of every sample is put in the place of every other kind.
func TestAnyFieldMayHaveAnyType(t *testing.T) {
	others := []string{`null`, `true`, `-7`, `1e999`, `12345678901234567890`, `""`, `"\ud800\u0000"`, `[]`, `[[{}]]`, `{}`, `{"":[]}`}
	for _, f := range formats {
		sample := filled(f.sample)
		for start := 1; start < len(sample); start++ {
			if c := sample[start-1]; c != ':' && c != '[' && c != ',' {
				continue
			}
			end := start + valueLength(sample[start:])
			for _, other := range others {
				mutant := sample[:start] + other + sample[end:]
				if r, ok, err := intake.Read([]byte(mutant)); err != nil || ok && len(intake.Group(r.Items)) > len(r.Items) {
					t.Fatalf("%s: %v of %s", f.name, err, mutant)
				}
			}
		}
	}
}

// valueLength measures a text, number or word; for a list or object it is the bracket's pair.
func valueLength(s string) int {
	depth, quoted := 0, false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' && (i == 0 || s[i-1] != '\\'):
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			depth++
		case (c == ']' || c == '}') && depth > 0:
			depth--
			if depth == 0 {
				return i + 1
			}
		case (c == ',' || c == ']' || c == '}') && depth == 0:
			return i
		}
	}
	return len(s)
}

func TestOfFieldsThatComeTwiceTheLastCounts(t *testing.T) {
	r, _, _ := intake.Read([]byte(filled(`{"RuleID":"a","RuleID":"b","Secret":"FIRST","Secret":"SECOND","Fingerprint":"x"}`)))
	compare(t, r.Items, []string{`gitleaks-json full unknown secret=SECOND rule=b print=x`})
}

func TestHostileTextsAreAnsweredInTime(t *testing.T) {
	finding := filled(`{"RuleID":"a","Secret":"FIRST","Fingerprint":"x"},`)
	big, many := 512<<10, 11_000
	if os.Getenv("FIREBREAK_TEST_WHOLE") != "" {
		big, many = 4<<20, 90_000
	}
	for _, c := range []struct {
		name, text string
		want       error
	}{
		{"100 MB", strings.Repeat("x", 100_000_000), intake.ErrTooLarge},
		{"10,000 levels of arrays", strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000), intake.ErrTooDeep},
		{"10,000 levels of objects in a finding", `{"RuleID":"a","Secret":` + strings.Repeat(`{"a":`, 10_000) + "1" + strings.Repeat("}", 10_001), intake.ErrTooDeep},
		{"open arrays", strings.Repeat("[", big), intake.ErrTooDeep},
		{"open arrays with an entry each", strings.Repeat("[1,", big/3), intake.ErrTooDeep},
		{"open texts", strings.Repeat(`["`, big/2), nil},
		{"open objects", strings.Repeat(`{"a":[`, 250) + strings.Repeat("[],", big/3), nil},
		{"open objects behind a finding", finding + strings.Repeat(`{"a":[`, 250) + strings.Repeat("[],", big/3), intake.ErrTangled},
		{"one name", `{"RuleID":"a","Secret":"` + strings.Repeat("a", big) + `"}`, nil},
		{"only NUL", strings.Repeat("\x00", big), nil},
		{"NUL in a finding", strings.Repeat("{\"RuleID\":\"\x00\",\"Secret\":\"\x00\"}", big/30), nil},
		{"only escapes", strings.Repeat("\x1b[", big/2), nil},
		{"too many findings", "[" + strings.Repeat(finding, intake.MaxItems+1) + "0]", intake.ErrTooMany},
		{"one finding in too many places", `{"finding_id":"a","groups":["QUFBQUFB"],"matches":[{"provenance":[0` + strings.Repeat(`,{"path":"a"}`, intake.MaxItems+1) + `]}]}`, intake.ErrTooMany},
		{"a result in many places", `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[{"ruleId":"a","locations":[0` + strings.Repeat(`,{"physicalLocation":{"region":{"startLine":1}}}`, many) + `]}]}]}`, nil},
		{"an incident of ggshield in many places", `{"entities_with_incidents":[{"incidents":[{"type":"a","occurrences":[0` + strings.Repeat(`,{"type":"b","match":"a"}`, many) + `]}]}]}`, nil},
		{"one of GitGuardian", `{"gitguardian_url":"a","occurrences":[0` + strings.Repeat(`,{"filepath":"a"}`, many) + `]}`, nil},
		{"many files in a baseline", `{"plugins_used":1,"results":{"":0` + strings.Repeat(`,"a":[{"hashed_secret":"a"}]`, many) + `}}`, nil},
		{"a field over and over", `{"RuleID":"a","Secret":"b"` + strings.Repeat(`,"RuleID":"a"`, big/13) + `}`, nil},
		{"parts over and over", filled(`{"RuleID":"a","Secret":"FIRST","CaptureGroups":{"a":"b"`) + strings.Repeat(`,"a":"c"`, big/8) + `}}`, nil},
		{"rules over and over", `{"version":"2.1.0","runs":[{"tool":{"driver":{"rules":[{}` + strings.Repeat(`,{"id":"a"}`, big/11) + `]}},"results":[{}` + strings.Repeat(`,{"ruleIndex":9}`, many) + `]}]}`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			r, ok, err := intake.Read([]byte(c.text))
			if !errors.Is(err, c.want) || len(r.Items) > intake.MaxItems {
				t.Errorf("ok %v, %v, %d findings", ok, err, len(r.Items))
			}
			if err != nil && strings.Contains(err.Error(), first) {
				t.Error("the error tells the value")
			}
			grouped := intake.Group(r.Items)
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			t.Logf("%d findings, %d secrets in %v", len(r.Items), len(grouped), time.Since(start).Round(time.Millisecond))
		})
	}
}

func TestNoPrinterShowsAValue(t *testing.T) {
	for _, f := range formats {
		r, _, _ := intake.Read([]byte(filled(f.sample)))
		if out := fmt.Sprintf("%+v %#v %v", r, r, intake.Group(r.Items)); strings.Contains(out, first) || strings.Contains(out, second) {
			t.Errorf("%s: a printer tells a value", f.name)
		}
	}
}
