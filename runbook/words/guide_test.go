package words

import (
	"strings"
	"testing"

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
