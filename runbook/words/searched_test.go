package words_test

import (
	"strings"
	"testing"
	"time"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

func TestASearchThatFailedIsNotToldAsARevocation(t *testing.T) {
	at := time.Date(2026, 11, 23, 3, 12, 0, 0, time.UTC)
	refused := &incident.OutcomeData{Result: incident.RefusedRes, Status: 403, Fail: &incident.CallFail{Status: 403}}
	noRight := map[incident.Step]incident.Mark{incident.StepLocate: {Failed: &incident.FailData{Reason: incident.WhyNotPermitted}}}
	for name, c := range map[string]struct {
		key      incident.Key
		searched bool
	}{
		"no right to look":   {incident.Key{Marks: noRight}, true},
		"no record":          {incident.Key{Located: &incident.LocatedData{}}, true},
		"several records":    {incident.Key{Located: &incident.LocatedData{Candidates: []incident.Record{{ID: "a"}, {ID: "b"}}}}, true},
		"a refused deletion": {incident.Key{Ops: []incident.Op{{Intent: incident.IntentData{Act: incident.ActRevoke}, Outcome: refused}}}, false},
		"nothing yet":        {incident.Key{}, false},
	} {
		c.key.Cred = "c1"
		s := incident.State{Order: []string{"c1"}, Keys: map[string]incident.Key{"c1": c.key}}
		for l, want := range map[words.Lang]string{words.English: "not sent; search for its record: ", words.Indonesian: "tidak dikirim; pencarian catatannya: "} {
			for _, said := range []string{l.Status(s, at, false)[1], l.Summary(s, "")[0]} {
				if strings.Contains(said, want) != c.searched {
					t.Errorf("%s: %q", name, said)
				}
			}
		}
	}
}
