package words

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// story is an incident with hostile text wherever the outside can put it.
func story(t *testing.T) incident.State {
	t.Helper()
	record := incident.Record{ID: "key_7HqW2mXv9LcA", Name: hostile, ParentName: hostile, OwnerName: hostile}
	event := func(after time.Duration, kind incident.Type, cred string, step incident.Step, data any) incident.Event {
		raw, err := json.Marshal(data)
		if err != nil {
			t.Fatal(err)
		}
		return incident.Event{At: at(after), Type: kind, Cred: cred, Step: step, Op: "op1", By: incident.Us, Data: raw}
	}
	return incident.Fold([]incident.Event{
		event(0, incident.Opened, "", "", incident.OpenedData{ID: "INC-20261123-k7qd", Mode: incident.Live, Who: hostile, Where: hostile}),
		event(1, incident.Identified, "k1", "", incident.IdentifiedData{Kind: "openai/service-account-key", Last4: "4fQ2", Confidence: "high"}),
		event(2, incident.Located, "k1", "", incident.LocatedData{Candidates: []incident.Record{record}, Strength: providers.MaskAndUse}),
		event(time.Second, incident.Intended, "k1", incident.StepRevoke, incident.IntentData{Act: incident.ActRevoke}),
		event(2*time.Second, incident.Concluded, "k1", incident.StepRevoke, incident.OutcomeData{Result: incident.Applied, At: at(2 * time.Second)}),
		event(3*time.Second, incident.StepStarted, "k1", incident.StepProve, incident.ProveData{Run: 1, Window: time.Minute}),
		event(4*time.Second, incident.Probed, "k1", incident.StepProve, refusal(4*time.Second, false)),
		event(64*time.Second, incident.Probed, "k1", incident.StepProve, refusal(64*time.Second, false)),
		event(65*time.Second, incident.Probed, "k1", incident.StepProve, refusal(65*time.Second, true)),
		event(66*time.Second, incident.UsageFetched, "k1", incident.StepReview, incident.FetchedData{Currency: "USD",
			Groups: []incident.Group{{ID: "g1", Amount: incident.Amount{Requests: 611, Micros: 274_100_000}}, {ID: "g2"}}}),
		event(67*time.Second, incident.UsageVerdict, "k1", incident.StepReview, incident.VerdictData{Group: "g1", Verdict: incident.NotOurs}),
	})
}

func refusal(after time.Duration, control bool) incident.ProbeData {
	return incident.ProbeData{Run: 1, Control: control, Verdict: incident.Verdict{Life: providers.Dead,
		Reason: providers.ReasonInvalid, At: at(after), Status: 401, Message: hostile}}
}

func TestStatusIsFiveLinesForAChat(t *testing.T) {
	s := story(t)
	for _, l := range Langs {
		lines := l.Status(s, at(21*time.Minute), true)
		if len(lines) != 5 {
			t.Fatalf("%d lines", len(lines))
		}
		for _, line := range lines {
			inert(t, line)
			if strings.ContainsAny(line, "@<>`*|") {
				t.Errorf("a name could call people or format: %q", line)
			}
		}
	}
	want := []string{
		"INC-k7qd  REAL  OpenAI service-account key ending 4fQ2",
		"state: dead since 2026-11-23T03:12:11Z, 21 min ago; revocation: proven dead",
	}
	for i, line := range English.Status(s, at(21*time.Minute), true)[:2] {
		if line != want[i] {
			t.Errorf("got  %q\nwant %q", line, want[i])
		}
	}
	if use := English.Status(s, at(0), true)[2]; !strings.HasSuffix(use, "foreign use: at least 611 requests, USD 274.10, undecided: 1 group") {
		t.Errorf("%q", use)
	}
}

func TestStatusAndSummaryTellNoMoreOfAKeyThanFourCharacters(t *testing.T) {
	key := "sk-svcacct-DRILL" + strings.Repeat("y8", 20) + "4fQ2"
	s := incident.Fold([]incident.Event{{At: start, Type: incident.Identified, Cred: "k1",
		Data: json.RawMessage(`{"kind":"openai/service-account-key","last4":"` + key + `"}`)}})
	for _, l := range Langs {
		summary := l.Summary(s, "")
		all := strings.Join(append(l.Status(s, start, true), summary[:]...), "\n")
		if strings.Contains(all, key[len(key)-5:]) || !strings.Contains(all, "4fQ2") {
			t.Errorf("%s", all)
		}
	}
}

func TestStatusOfAnIncidentWithoutAKeyIsFiveLinesToo(t *testing.T) {
	for _, l := range Langs {
		lines := l.Status(incident.State{}, start, false)
		if len(lines) != 5 || strings.Contains(strings.Join(lines, ""), "  \n") {
			t.Errorf("%q", lines)
		}
	}
}

func TestSummaryNamesOutcomeOpenStepsAndReport(t *testing.T) {
	got := English.Summary(story(t), "postmortems/INC-20261123-openai-docs-bot.md")
	want := [3]string{
		"INC-k7qd: key ending 4fQ2 dead, proven 03:13:11Z, first refused 03:12:11Z",
		"open: validate, forecast, rotate, investigate and report; not decided: 1 group of use",
		"report: postmortems/INC-20261123-openai-docs-bot.md",
	}
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestAShortenedWindowIsAlwaysSaid(t *testing.T) {
	k := incident.Key{Identity: incident.IdentifiedData{Last4: "4fQ2"}, Marks: map[incident.Step]incident.Mark{incident.StepRevoke: {Manual: true, At: start}},
		Proof: incident.Proof{ProvenAt: at(time.Second), Window: 300 * time.Millisecond, Shortened: true}}
	if got := English.OutcomeSentence(k); got != "Key ending 4fQ2 was revoked by hand; dead, proven 2026-11-23T03:12:08Z. Window shortened to 300 ms." {
		t.Error(got)
	}
}

func TestLogLinesOfHostileEventsStayInert(t *testing.T) {
	payloads := map[incident.Type]any{
		incident.Opened: &incident.OpenedData{}, incident.Resumed: &incident.ResumedData{}, incident.StepStarted: &incident.ProveData{},
		incident.StepDone: &incident.TracedData{}, incident.StepFailed: &incident.FailData{Fail: &incident.CallFail{}}, incident.StepSkipped: &incident.NoteData{},
		incident.StepManual: &incident.NoteData{}, incident.Identified: &incident.IdentifiedData{},
		incident.Validated: &incident.ValidatedData{Control: &incident.Verdict{}},
		incident.Located:   &incident.LocatedData{Candidates: []incident.Record{{}}}, incident.ForecastSaved: &incident.ForecastData{},
		incident.Decided: &incident.DecidedData{}, incident.Intended: &incident.IntentData{}, incident.Concluded: &incident.OutcomeData{Fail: &incident.CallFail{}},
		incident.Uncertain: &incident.FailData{Fail: &incident.CallFail{}}, incident.Probed: &incident.ProbeData{}, incident.StateSeen: &incident.StateData{},
		incident.UsageFetched: &incident.FetchedData{}, incident.UsageVerdict: &incident.VerdictData{}, incident.StoreFound: &incident.Place{},
		incident.Parked: &incident.ParkedData{}, incident.Created: &incident.CreatedData{}, incident.Written: &incident.Place{},
		incident.Verified: &incident.VerifiedData{Place: &incident.Place{}}, incident.Related: &incident.RelatedData{Record: &incident.Record{}},
		incident.Answered: &incident.AnswerData{}, incident.ExposureHit: &incident.HitData{}, incident.Reported: &incident.ReportedData{}, incident.ReportWritten: &incident.ReportData{},
		incident.LookDue: &incident.LookData{}, incident.Noted: &incident.NoteData{}, incident.Closed: &incident.ClosedData{},
	}
	for kind, payload := range payloads {
		poison(reflect.ValueOf(payload).Elem())
		raw, err := json.Marshal(payload)
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		for _, step := range []incident.Step{incident.StepProve, incident.StepInvestigate, incident.StepLook, "evil\x1b[31m"} {
			e := incident.Event{Type: kind, At: start, Step: step, Op: "op\x1b[2J", Data: raw, By: incident.Script}
			for _, l := range Langs {
				line := l.LogLine(e)
				inert(t, line)
				if strings.Contains(line, "payload not readable") {
					t.Errorf("%s: %s", kind, line)
				}
			}
		}
	}
	inert(t, English.LogLine(incident.Event{Type: "evil\x1b[2J", At: start}))
	broken := English.LogLine(incident.Event{Type: incident.Probed, At: start, Data: []byte(`{"run":"\u001b"}`)})
	if !strings.Contains(broken, "payload not readable") {
		t.Error(broken)
	}
}

// poison puts hostile text into every string of a payload.
func poison(v reflect.Value) {
	if u, ok := v.Addr().Interface().(*providers.Untrusted); ok {
		*u = hostile
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("evil\x1b[2J\x07\r\n\u202e")
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem())
		}
	case reflect.Struct:
		if _, isTime := v.Interface().(time.Time); isTime {
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				poison(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if v.Type().Elem().Kind() != reflect.Uint8 {
				poison(v.Index(i))
			}
		}
	case reflect.Map:
		if _, plain := v.Interface().(map[string]string); plain {
			v.Set(reflect.ValueOf(map[string]string{"evil\x1b[2J": "\x1b]0;title\x07"}))
		}
	}
}
