package postmortem

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

func TestMetricsOfTheFullyObservedIncident(t *testing.T) {
	f := Metrics(tell(t, plan{}).facts().State, cred)
	for name, c := range map[string]struct {
		got       Span
		low, high string
	}{
		"exposure window": {f.ExposureWindow, "262h29m44s", "262h29m44s"}, "abuse": {f.AbuseTime, "3h19m2s", "3h20m2s"},
		"detect": {f.Detect, "3h6m40s", "3h7m40s"}, "acknowledge": {f.Acknowledge, "3m31s", "3m31s"}, "contain": {f.Contain, "8m51s", "8m51s"},
		"tail": {f.Tail, "6s", "1m32s"}, "recover": {f.Recover, "21m1s", "21m1s"},
	} {
		low, _ := time.ParseDuration(c.low)
		high, _ := time.ParseDuration(c.high)
		if !c.got.Known || c.got.Low != low || c.got.High != high {
			t.Errorf("%s is %v to %v, want %s to %s", name, c.got.Low, c.got.High, c.low, c.high)
		}
	}
	m := f.Money
	if m.Total.Value != 412_600_000 || m.Attacker.Value != 398_100_000 || m.Ours.Value != 14_500_000 {
		t.Errorf("money %+v", m)
	}
	if a := m.Avoidable; a.Low > a.Value || a.Value > a.High || a.High > 300_000_000 || a.Low != 291_900_000 {
		t.Errorf("avoidable %+v", a)
	}
}

func TestIntervalsThatMakeNoSense(t *testing.T) {
	known := func(offset string) Moment { return measured(at(offset)) }
	for name, c := range map[string]struct {
		a, b     Moment
		negative bool
		want     string
	}{
		"an unknown end":                   {known("1m"), unknownMoment(notAnswered), false, missingEnd},
		"a contradiction":                  {known("2m"), known("1m"), false, contradiction},
		"a negative one where it is legal": {known("2m"), known("1m"), true, ""},
	} {
		if got := until(c.a, c.b, c.negative); got.Why.Code != c.want || got.Known != (c.want == "") {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := until(known("2m"), known("1m"), true).words(words.English, ""); got != "-1m 00s" {
		t.Errorf("a negative interval reads %q", got)
	}
}

func TestAnAlertAfterTheOpeningGivesANegativeTimeToAcknowledge(t *testing.T) {
	s := tell(t, plan{})
	s.answer("70m", incident.AskDetected, "mail", "4m")
	page := string(written(t, s.facts()).Markdown)
	if !strings.Contains(page, "| -1m 49s (opened before the signal came) |") {
		t.Error("the negative interval is not annotated")
	}
}

func TestSeverity(t *testing.T) {
	for name, c := range map[string]struct {
		plan  plan
		more  func(*story)
		level string
		line  string
	}{
		"foreign use, spend only":       {plan: plan{}, level: "SEV2", line: lineForeign},
		"refused when found":            {plan: plan{falseAlarm: true}, level: "SEV4", line: lineDead},
		"public, nothing foreign":       {plan: plan{noAbuse: true}, level: "SEV3", line: linePublic},
		"nobody has told anything":      {plan: plan{noAbuse: true, noAnswers: true}, level: "SEV2", line: linePublic},
		"came back":                     {plan: plan{noAbuse: true, revived: true}, level: "SEV2", line: linePublic},
		"an outage raises by one":       {plan: plan{noAbuse: true, rotateFirst: true}, level: "SEV2", line: linePublic},
		"only some could read it":       {plan: plan{noAbuse: true}, more: func(s *story) { s.answer("70m", incident.AskChannel, "chat") }, level: "SEV4", line: linePrivate},
		"foreign use and personal data": {plan: plan{}, more: func(s *story) { s.answer("70m", incident.AskPersonalData, "yes, names") }, level: "SEV1", line: lineForeign},
		"not sure is not a no":          {plan: plan{noAbuse: true}, more: func(s *story) { s.answer("70m", incident.AskPersonalData, "not sure") }, level: "SEV2", line: linePublic},
		"it made a key, which raises one": {plan: plan{noAbuse: true}, more: func(s *story) {
			s.add("70m", incident.Related, incident.RelatedData{ID: "m", Relation: providers.MintedByIt})
		}, level: "SEV2", line: linePublic},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, c.plan)
			if c.more != nil {
				c.more(s)
			}
			state := s.facts().State
			if level, rule := Severity(state, state.Keys[cred]); level != c.level || rule.Line != c.line {
				t.Errorf("%s by %+v, want %s by %s", level, rule, c.level, c.line)
			}
		})
	}
}

func TestSlugs(t *testing.T) {
	for in, want := range map[string]string{"docs-bot": "docs-bot", "../../etc/passwd": "etc-passwd", "Ünïcode Näme": "n-code-n-me", "": "incident",
		"\x00\n": "incident", "CON": "con", strings.Repeat("a", 90): strings.Repeat("a", 40), "-x-": "x", "a/b\\c": "a-b-c"} {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
	s := tell(t, plan{}).facts().State
	if got := BaseName(s, cred, true); got != "INC-20261123-openai-docs-bot-k7qd" {
		t.Errorf("base name %q", got)
	}
	f := tell(t, plan{}).facts()
	f.Base = "../INC-x"
	if _, err := Write(f); err == nil {
		t.Error("a base name that leaves the folder is taken")
	}
}

func TestTheDataHoldsTheSameFactsInTheSameOrder(t *testing.T) {
	d := written(t, tell(t, plan{}).facts())
	var data struct {
		Schema   string
		Front    map[string]string
		Sections map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(d.JSON, &data); err != nil {
		t.Fatal(err)
	}
	r := read(t, d.Markdown)
	for key, value := range r.front {
		if data.Front[key] != value {
			t.Errorf("%s is %q in the page and %q in the data", key, value, data.Front[key])
		}
	}
	if len(data.Sections) != 14 || data.Schema != schema {
		t.Errorf("%d sections, schema %s", len(data.Sections), data.Schema)
	}
	if at, end := strings.Index(string(d.JSON), `"exposure_window"`), strings.Index(string(d.JSON), `"abuse_time"`); at < 0 || at > end {
		t.Error("the keys are not in the order of the rows")
	}
}

func TestIndonesianKeepsMarkersAndFixedWords(t *testing.T) {
	f := tell(t, plan{noAnswers: true}).facts()
	f.Lang = words.Indonesian
	r := read(t, written(t, f).Markdown)
	page := r.section("analysis")
	for _, english := range []string{"Went well", "Contributing factors", "How it was found", "not asked", "not answered"} {
		if strings.Contains(page, english) {
			t.Errorf("the page holds %q", english)
		}
	}
	if !strings.Contains(page, "unknown (tidak ditanyakan, ") {
		t.Error("the fixed word unknown is missing")
	}
}

func TestEveryAbsenceHasAReasonInBothLanguages(t *testing.T) {
	for code, pair := range absences {
		if pair[0] == "" || pair[1] == "" {
			t.Errorf("%s lacks a language", code)
		}
		for _, l := range words.Langs {
			got := Absence{Code: code, Step: incident.StepReview, Reason: incident.WhyNoAdmin}.words(l, "OpenAI")
			if got == "" || strings.ContainsAny(got, "{}") {
				t.Errorf("%s reads %q", code, got)
			}
		}
	}
}

func TestAnActionGetsTheOwnerAndDateThatAPersonGave(t *testing.T) {
	s := tell(t, plan{})
	s.answer("70m", incident.AskOwners, "role:security", "500h", "spend-limit")
	state := s.facts().State
	if ids := ActionIDs(state, cred); len(ids) != 5 || ids[2] != "spend-limit" {
		t.Fatalf("ids %v", ids)
	}
	page := string(written(t, s.facts()).Markdown)
	if !strings.Contains(page, "| mitigate | `role:security` | 2026-12-14 |") || !strings.Contains(page, "| prevent | `platform-oncall` | 2026-12-23 |") {
		t.Error("owner or date is missing")
	}
}

func TestARemovedCopyIsListedWithItsTime(t *testing.T) {
	s := tell(t, plan{})
	id := CopyID(s.facts().State.Keys[cred].Hits[0])
	s.answer("70m", incident.AskRemoved, "history rewritten", "65m", id)
	page := string(written(t, s.facts()).Markdown)
	for _, want := range []string{"removed `history rewritten` | 2026-11-23T09:05:00Z", "T7 exposure removed | 2026-11-23T09:05:00Z", "Copy removed: `scripts/eval.py`"} {
		if !strings.Contains(page, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
}

func TestWhatAReportToldStandsAmongTheCopies(t *testing.T) {
	s := tell(t, plan{})
	r := incident.ReportedData{Rule: out("openai-api-key"), Claim: incident.ClaimActive, ClaimAt: at("-2h"), Left: 3,
		HitData: incident.HitData{Kind: incident.KindReported, Where: out("gitleaks-json"), Path: out("worker/.env"), Line: 3, Commit: "77aa00ff",
			CommitDate: at("-24h"), Author: out("Kim <b>|x"), URL: out("https://git.example.org/c/77aa00ff")}}
	s.add("1m", incident.Reported, r)
	same := s.facts().State.Keys[cred].Hits[0]
	s.add("1m", incident.Reported, incident.ReportedData{HitData: incident.HitData{Kind: incident.KindReported, Where: out("gitleaks-json"), Path: same.Path, Line: same.Line}})
	page := string(written(t, s.facts()).Markdown)
	for _, want := range []string{"gitleaks, `openai-api-key`, says it worked when it looked (2026-11-23T06:00:00Z)", "`worker/.env`, line 3, commit `77aa00ff`, by `Kim <b>\\|x`, `https://git.example.org/c/77aa00ff`",
		"2026-11-22T08:00:00Z (committed)", "report: gitleaks", "3 more, in the report"} {
		if !strings.Contains(page, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if n := strings.Count(page, "report: gitleaks"); n != 1 {
		t.Errorf("%d rows of the report: a place that the search found too is one", n)
	}
	s.answer("70m", incident.AskRemoved, "gone", "66m", CopyID(r.HitData))
	s.answer("70m", incident.AskRemoved, "gone", "65m", CopyID(same))
	if page = string(written(t, s.facts()).Markdown); !strings.Contains(page, "T7 exposure removed | 2026-11-23T09:06:00Z") || !strings.Contains(page, "Copy removed: `worker/.env`") {
		t.Error("the removal of a reported copy does not count")
	}
}

func BenchmarkWrite(b *testing.B) {
	f := tell(&testing.T{}, plan{}).facts()
	for b.Loop() {
		if _, err := Write(f); err != nil {
			b.Fatal(err)
		}
	}
}

func TestUseReadByTheMinuteIsTimedByTheMinute(t *testing.T) {
	hour := time.Date(2026, 11, 3, 1, 0, 0, 0, time.UTC)
	minutes := incident.FetchedData{MinutesFrom: hour.Add(-time.Hour)}
	disagree := minutes
	disagree.Gaps = []incident.Gap{{What: "usage minutes", Why: incident.WhyUnsettled, From: hour, To: hour.Add(time.Hour)}}
	for name, c := range map[string]struct {
		usage incident.FetchedData
		want  time.Duration
	}{
		"minutes were read":             {minutes, time.Minute},
		"minutes were read only later":  {incident.FetchedData{MinutesFrom: hour.Add(time.Hour)}, time.Hour},
		"the minutes disagreed":         {disagree, time.Hour},
		"a journal that does not say":   {incident.FetchedData{}, time.Hour},
		"a chart of such a journal has": {incident.FetchedData{Minutes: []incident.Cell{{At: hour}}}, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			if got := bucketWidth(c.usage, hour); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}
