package words

import (
	"slices"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

const (
	incidentDir  = "../incident"
	providersDir = "../../providers"
)

// never is a code that no package defines.
const never = "qq-never-qq"

func TestEveryValueHasWordsInBothLanguages(t *testing.T) {
	cases := []struct {
		dir, typeName, prefix string
		say                   func(Lang, string) string
		rest                  []string // values that the neutral words are meant for
	}{
		{incidentDir, "Step", "Step", func(l Lang, v string) string { return l.Step(incident.Step(v)) }, nil},
		{incidentDir, "Step", "Step", func(l Lang, v string) string { return l.StepQuestion(incident.Step(v)) }, nil},
		{incidentDir, "Status", "Status", func(l Lang, v string) string { return l.StepStatus(incident.Status(v)) }, nil},
		{incidentDir, "Outcome", "", func(l Lang, v string) string { return l.Outcome(incident.Outcome(v)) }, nil},
		{incidentDir, "Condition", "", func(l Lang, v string) string { return l.Condition(incident.Condition(v), at(0)) }, []string{string(incident.IsUnknown)}},
		{incidentDir, "Mode", "", func(l Lang, v string) string { return l.Mode(incident.Mode(v)) }, nil},
		{incidentDir, "Mode", "", func(l Lang, v string) string { return l.ModeSentence(incident.Mode(v)) }, []string{string(incident.Live)}},
		{incidentDir, "Strategy", "", func(l Lang, v string) string { return l.Strategy(incident.Strategy(v)) }, nil},
		{incidentDir, "Strategy", "", func(l Lang, v string) string { return l.Consequence(incident.Strategy(v), Figures{}) }, nil},
		{incidentDir, "Act", "", func(l Lang, v string) string { return l.Act(incident.Act(v)) }, nil},
		{incidentDir, "Result", "", func(l Lang, v string) string { return l.Result(incident.Result(v)) }, nil},
		{incidentDir, "GroupVerdict", "", func(l Lang, v string) string { return l.GroupVerdict(incident.GroupVerdict(v)) }, []string{string(incident.CannotTell)}},
		{incidentDir, "Decision", "", func(l Lang, v string) string { return l.Decision(incident.Decision(v)) }, []string{""}},
		{incidentDir, "Question", "", func(l Lang, v string) string { p, _ := l.Question(incident.Question(v)); return p }, nil},
		{incidentDir, "Question", "", func(l Lang, v string) string { _, h := l.Question(incident.Question(v)); return h }, nil},
		{incidentDir, "Reason", "", func(l Lang, v string) string { return l.Why(incident.Reason(v), "OpenAI") }, nil},
		{providersDir, "Reason", "", func(l Lang, v string) string { return l.Reason(providers.Reason(v)) }, nil},
		{providersDir, "Life", "", func(l Lang, v string) string { return l.Life(providers.Life(v)) }, []string{string(providers.Unclear)}},
		{providersDir, "Strength", "", func(l Lang, v string) string { return l.Strength(providers.Strength(v)) }, []string{""}},
		{providersDir, "KeyStatus", "", func(l Lang, v string) string { return l.KeyStatus(providers.KeyStatus(v)) }, []string{string(providers.StatusUnclear)}},
		{providersDir, "Guard", "", func(l Lang, v string) string { return l.Guard(providers.Guard(v)) }, []string{string(providers.Unguarded)}},
		{providersDir, "Relation", "", func(l Lang, v string) string { return l.Relation(providers.Relation(v)) }, nil},
		{providersDir, "ControlState", "", func(l Lang, v string) string { return l.ControlState(providers.ControlState(v)) }, []string{string(providers.ControlUnreadable)}},
		{providersDir, "Capability", "", func(l Lang, v string) string { return l.Capability(providers.Capability(v)) }, nil},
		{providersDir, "Way", "", func(l Lang, v string) string { return l.Way(providers.Way(v)) }, []string{string(providers.ByHand)}},
		{providersDir, "Notice", "", func(l Lang, v string) string { return l.Notice(providers.Notice(v)) }, nil},
		{providersDir, "Trace", "", func(l Lang, v string) string { return l.LookedFor(incident.Looked{For: v}, "OpenAI") }, nil},
		{"../usage", "", "Reason", func(l Lang, v string) string { return l.Signal(incident.Signal{Code: v, Observed: 30, Expected: 2}) }, nil},
		{"../usage/logs", "Reason", "", func(l Lang, v string) string { return l.SkipReason(v) }, nil},
		{"../usage", "Method", "", func(l Lang, v string) string { return l.CostMethod(v) }, nil},
		{providersDir + "/dotenv", "Reason", "", func(l Lang, v string) string { return l.Reason(providers.Reason(v)) }, nil},
		{providersDir + "/vault", "Reason", "", func(l Lang, v string) string { return l.Reason(providers.Reason(v)) }, nil},
		{providersDir + "/awssecrets", "Reason", "", func(l Lang, v string) string { return l.Reason(providers.Reason(v)) }, nil},
		{providersDir + "/identify", "Confidence", "", func(l Lang, v string) string { return l.Confidence(v) }, nil},
		{providersDir + "/identify", "Why", "", func(l Lang, v string) string { return l.Recognised(v) }, nil},
		{providersDir + "/identify", "Look", "", func(l Lang, v string) string { return strings.Join(l.NotRecognised(v, ""), " ") }, []string{"unknown"}},
		{providersDir + "/keyring", "State", "", func(l Lang, v string) string { k := l.Keyring(v); return k[0] + k[1] }, []string{"failed"}},
		{providersDir + "/openai", "", "Control", func(l Lang, v string) string { return l.ControlTitle(v) }, nil},
		{providersDir + "/openai", "", "Control", func(l Lang, v string) string { return l.ControlAction(v) }, nil},
		{providersDir + "/openai", "", "Limit", func(l Lang, v string) string { return l.Containment(v, providers.Untrusted{}) }, nil},
		{"..", "Name", "", func(l Lang, v string) string { return l.Action(v, "") }, nil},
		{"..", "Name", "", func(l Lang, v string) string { return l.Action(v, "it") }, nil},
		{providersDir + "/openai", "", "Unlisted", func(l Lang, v string) string { return l.Unlisted(v) }, nil},
	}
	for _, c := range cases {
		for _, v := range constants(t, c.dir, c.typeName, c.prefix) {
			english, indonesian := c.say(English, v), c.say(Indonesian, v)
			if english == "" || indonesian == "" {
				t.Errorf("%s %q has no words", c.typeName, v)
			}
			if english == indonesian {
				t.Errorf("%s %q reads the same in both languages: %q", c.typeName, v, english)
			}
			// English may be the code itself; Indonesian shows whether there is a row for it.
			neutral := strings.ReplaceAll(c.say(Indonesian, never), never, v)
			if indonesian == neutral && !slices.Contains(c.rest, v) {
				t.Errorf("%s %q has only the neutral words: %q", c.typeName, v, neutral)
			}
		}
	}
}

func TestEveryReasonOfTheChainTakesThreeLinesAtEveryStep(t *testing.T) {
	steps := constants(t, incidentDir, "Step", "Step")
	for _, v := range constants(t, incidentDir, "Reason", "") {
		if _, ok := troubles[incident.Reason(v)]; !ok {
			t.Errorf("reason %q has no words", v)
		}
		for _, step := range steps {
			if _, ok := meanings[incident.Step(step)]; !ok {
				t.Errorf("step %q does not say what a stop means for the key", step)
			}
			for _, l := range Langs {
				for i, line := range l.Trouble(incident.Step(step), incident.FailData{Reason: incident.Reason(v)}, "OpenAI") {
					if line == "" || len(line) > Width || strings.ContainsAny(line, "{}") || !strings.HasSuffix(line, ".") {
						t.Errorf("%s %s %s, line %d: %d columns: %q", l, step, v, i+1, len(line), line)
					}
				}
			}
		}
	}
}

func TestEveryEventTypeHasALogLine(t *testing.T) {
	for _, v := range constants(t, incidentDir, "Type", "") {
		e := incident.Event{Type: incident.Type(v), At: at(0), Step: incident.StepRevoke, Data: []byte(`{}`), By: incident.Us}
		for _, l := range Langs {
			line := l.LogLine(e)
			if !strings.HasPrefix(line, "2026-11-23T03:12:07Z  ") || strings.HasSuffix(line, "  "+v) {
				t.Errorf("%s has no line of its own in %s: %q", v, l, line)
			}
		}
	}
}

func TestEveryChannelAndExitCodeHasWords(t *testing.T) {
	for _, c := range incident.Channels {
		if _, ok := channels[c]; !ok {
			t.Errorf("channel %q has no Indonesian", c)
		}
	}
	for _, code := range ExitCodes {
		if English.Exit(code) == English.Unknown() {
			t.Errorf("exit code %d is not explained", code)
		}
	}
}

func TestKindsOfTheRecognitionTableHaveTitles(t *testing.T) {
	for _, kind := range []providers.Kind{"openai/project-key", "openai/service-account-key", "openai/admin-key",
		"openai/user-none-key", "openai/legacy-user-key"} {
		if _, ok := kinds[kind]; !ok {
			t.Errorf("kind %s has no title", kind)
		}
	}
	if got := English.Kind("openai/service-account-key"); got != "OpenAI service-account key" {
		t.Errorf("got %q", got)
	}
	if got := Indonesian.Kind("openai/service-account-key"); got != "kunci akun layanan OpenAI" {
		t.Errorf("got %q", got)
	}
}

func TestF037TheThreeStatesOfAKeyringHaveThreeSentences(t *testing.T) {
	for _, l := range Langs {
		seen := map[string]string{}
		for _, state := range []string{"no service", "locked", "dismissed", "timed out", "failed", "absent", "garbled"} {
			k := l.Keyring(state)
			if other, twice := seen[k[0]]; twice {
				t.Errorf("%s: %q and %q share %q", l, state, other, k[0])
			}
			seen[k[0]] = state
		}
	}
}
