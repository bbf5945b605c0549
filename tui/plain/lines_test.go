package plain

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"

	"github.com/rivo/uniseg"
)

func TestWrappedLinesFitAndLoseNothing(t *testing.T) {
	for _, line := range []string{
		"sends    DELETE https://api.openai.com/v1/organization/projects/proj_8sK2nQ/api_keys/key_7HqW2mXv9LcA",
		"  1  Revoke now (suggested): ends foreign use in about 1 min; at least docs-bot fails without a new key",
		"", "short", strings.Repeat("x", 300), "03:12:07Z  " + strings.Repeat("word ", 60), strings.Repeat(" ", 40) + "deep indent that is longer than half",
	} {
		for _, width := range []int{30, 59, 72} {
			parts := wrap(line, width)
			for _, p := range parts {
				if uniseg.StringWidth(p) > width {
					t.Errorf("%d columns at %d: %q", uniseg.StringWidth(p), width, p)
				}
			}
			bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
			if bare(strings.Join(parts, " ")) != bare(line) {
				t.Errorf("at %d: %q became %q", width, line, parts)
			}
		}
	}
	if got := wrap("  1  one two three four five six seven", 20); strings.Join(got, "|") != "  1  one two three|     four five six|     seven" {
		t.Errorf("a choice hangs: %q", got)
	}
}

func TestF030AMinuteOfWaitingHasSeveralHeartbeatsAndNoMotion(t *testing.T) {
	var out bytes.Buffer
	o := output{to: &out, beat: heartbeat, busy: func(incident.Step, providers.Progress, time.Duration) string { return "still at work" }}
	o.work(runbook.Choice{Wait: true})
	began := o.began
	beats := 0
	for at := time.Duration(0); at <= time.Minute; at += tick {
		if o.pulse(began.Add(at)) != "" {
			beats++
		}
	}
	if beats < 4 || beats > 6 {
		t.Errorf("%d heartbeats in a minute", beats)
	}
}

func TestProgressIsToldSoonAndThenSeldom(t *testing.T) {
	o := output{to: &bytes.Buffer{}, beat: heartbeat, busy: func(_ incident.Step, p providers.Progress, _ time.Duration) string { return p.What }}
	a := runbook.Action{Step: incident.StepForecast}
	o.work(runbook.Choice{Action: &a})
	told := 0
	for at := time.Duration(0); at < 20*time.Second; at += tick {
		o.is = providers.Progress{What: "usage", Done: int(at / tick)}
		if o.pulse(o.began.Add(at)) != "" {
			if told++; told == 1 && at > 2*time.Second {
				t.Errorf("the first word comes after %s", at)
			}
		}
	}
	if told < 5 || told > 8 {
		t.Errorf("%d lines in 20 seconds", told)
	}
}

func TestAPersonWhoThinksIsRemindedOfALivingKey(t *testing.T) {
	o := output{to: &bytes.Buffer{}, idle: func(since time.Duration) string { return since.Round(time.Minute).String() }}
	o.ask("choose: ")
	said := ""
	for at := time.Duration(0); at <= 10*time.Minute; at += time.Second {
		said += o.pulse(o.asked.Add(at)) + " "
	}
	if got := strings.Join(strings.Fields(said), " "); got != "3m0s 6m0s 9m0s" {
		t.Errorf("reminded at %q", got)
	}
}

func TestSeveralRecordsThatFitAreNamedByThePersonOnly(t *testing.T) {
	for line, want := range map[string]string{"2": "key_b", "3": "", "": ""} {
		located := incident.LocatedData{Candidates: []incident.Record{{ID: "key_a"}, {ID: "key_b"}}}
		s := incident.State{Opening: incident.OpenedData{ID: "INC-20261123-test"}, Order: []string{"c1"},
			Keys: map[string]incident.Key{"c1": {Cred: "c1", Identity: incident.IdentifiedData{Kind: "openai/project-key"}, Located: &located}}}
		sit := runbook.Situation{Have: map[string]bool{"c1": true}}
		var out bytes.Buffer
		talk := New(Config{In: &oneLine{line}, Out: &out, Lang: "en", Find: func([]byte) ([]Found, Shape) { return nil, Shape{} }})
		talk.state, talk.sit, talk.actions = s, sit, runbook.Actions(s, sit)
		choice, _ := talk.which()
		got := ""
		if choice.Action != nil {
			got = choice.Action.About
		}
		if got != want {
			t.Errorf("%q keeps %q, want %q", line, got, want)
		}
	}
}
