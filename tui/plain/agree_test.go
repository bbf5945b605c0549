package plain_test

import (
	"strings"
	"testing"

	"firebreak/runbook/incident"
	"firebreak/tui/plain"
)

func TestTheQuestionBeforeAnIncidentSaysWhatItTakes(t *testing.T) {
	told := incident.IdentifiedData{Kind: "openai/service-account-key", Last4: "4fQ2"}
	const takes, left = "Taken here: enter or y goes on; b or q leaves.", "Left: no incident was opened"
	for name, c := range map[string]struct {
		lines []string
		agree bool
		says  [2]bool // what is taken, that it was left
	}{
		"a number, then enter": {[]string{"1", ""}, true, [2]bool{true, false}},
		"b":                    {[]string{"b"}, false, [2]bool{false, true}},
		"enter":                {[]string{""}, true, [2]bool{false, false}},
	} {
		out := &paper{}
		input := &script{t: t, out: out}
		for _, line := range c.lines {
			input.steps = append(input.steps, said{want: "press enter to ask OpenAI", line: line})
		}
		talk := plain.New(plain.Config{In: input, Out: out, Lang: "en", Find: find})
		agreed := talk.Agree(t.Context(), incident.Live, told)
		if says := [2]bool{strings.Contains(out.String(), takes), strings.Contains(out.String(), left)}; agreed != c.agree || says != c.says {
			t.Errorf("%s: agreed %v, says %v:\n%s", name, agreed, says, out)
		}
	}
}
