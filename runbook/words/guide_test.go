package words

import (
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestNoAdminKeyIsNotSaidWhereOneIsFound(t *testing.T) {
	k := incident.Key{Identity: incident.IdentifiedData{Kind: "openai/project-key"},
		Marks: map[incident.Step]incident.Mark{incident.StepLocate: {Failed: &incident.FailData{Reason: incident.WhyNoAdmin}}}}
	for _, c := range []struct {
		looked     []LookedIn
		says, none string
	}{
		{[]LookedIn{{"OPENAI_ADMIN_KEY", false}, {"firebreak auth", false}}, "There is no OpenAI admin key on this machine.", "look again"},
		{[]LookedIn{{"OPENAI_ADMIN_KEY", true}, {"firebreak auth", false}}, "was not used yet: look again.", "There is no"},
		{[]LookedIn{{"OPENAI_ADMIN_KEY", false}, {"firebreak auth", true}}, "was not used yet: look again.", "There is no"},
	} {
		said := strings.Join(English.WhoCanKill(k, incident.WhyNoAdmin, c.looked, providers.Untrusted{}), "\n")
		if !strings.Contains(said, c.says) || strings.Contains(said, c.none) {
			t.Errorf("%v:\n%s", c.looked, said)
		}
	}
}

func TestOfAKnownRecordItIsSaidWhichOneAndWhatStoppedItsRevocation(t *testing.T) {
	for name, c := range map[string]struct {
		failed *incident.FailData
		why    incident.Reason
		says   string
	}{
		"nothing stopped it":    {nil, "", "record"},
		"nobody answered":       {&incident.FailData{Reason: incident.WhyUnreachable}, "", English.Why(incident.WhyUnreachable, "OpenAI")},
		"the right is missing":  {&incident.FailData{Reason: incident.WhyNotPermitted}, "", English.Why(incident.WhyNotPermitted, "OpenAI")},
		"the admin key is gone": {nil, incident.WhyNoAdmin, English.Why(incident.WhyNoAdmin, "OpenAI")},
	} {
		k := incident.Key{Identity: incident.IdentifiedData{Kind: "openai/project-key"},
			Located: &incident.LocatedData{Candidates: []incident.Record{{Kind: "openai/project-key", ID: "key_1", Name: providers.FromOutside("docs-bot eval"), ParentName: providers.FromOutside("web")}}},
			Marks:   map[incident.Step]incident.Mark{incident.StepRevoke: {Failed: c.failed}}}
		said := strings.Join(English.WhoCanKill(k, c.why, nil, providers.Untrusted{}), "\n")
		for _, want := range []string{c.says, "docs-bot eval", "project web"} {
			if !strings.Contains(said, want) {
				t.Errorf("%s: no %q in\n%s", name, want, said)
			}
		}
		if strings.Contains(said, "not used yet") || strings.Contains(said, "Unknown without it") {
			t.Errorf("%s: untrue:\n%s", name, said)
		}
	}
}

func TestWhatAPersonEndsPromisesNoTimeAndASessionsEndIsShownLate(t *testing.T) {
	f := Figures{Kind: "aws/temporary-access-key-id", Stop: time.Minute, ByHand: true}
	for _, l := range Langs {
		for _, said := range []string{l.Consequence(incident.RevokeFirst, f), l.ConsequenceShort(incident.RevokeFirst, f)} {
			if strings.Contains(said, l.Short(f.Stop)) || !strings.Contains(said, pick(l, "console", "konsol")) {
				t.Errorf("%q", said)
			}
		}
		if l.ShownAtExpiry(f.Kind) == "" || l.ShownAtExpiry("aws/access-key-id") != "" {
			t.Error("when its end is shown")
		}
	}
}
