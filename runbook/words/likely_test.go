package words

import (
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestAStatusSaysThatARecordIsOnlyLikely(t *testing.T) {
	record := incident.Record{ID: "key_1", Name: providers.FromOutside("docs-bot")}
	for name, tc := range map[string]struct {
		located incident.LocatedData
		want    [2]string
	}{
		"by its ending":      {incident.LocatedData{Strength: providers.MaskOnly}, [2]string{"key: likely docs-bot; ", "kunci: mungkin docs-bot; "}},
		"chosen by a person": {incident.LocatedData{Strength: providers.MaskOnly, Chosen: "key_1"}, [2]string{"key: docs-bot; ", "kunci: docs-bot; "}},
		"certain":            {incident.LocatedData{Strength: providers.Exact}, [2]string{"key: docs-bot; ", "kunci: docs-bot; "}},
	} {
		tc.located.Candidates = []incident.Record{record}
		s := incident.State{Order: []string{"c1"}, Keys: map[string]incident.Key{"c1": {Cred: "c1", Located: &tc.located}}}
		for i, l := range Langs {
			if line := l.Status(s, at(0), false)[2]; !strings.HasPrefix(line, tc.want[i]) {
				t.Errorf("%s: %q", name, line)
			}
		}
	}
}
