package words_test

import (
	"strings"
	"testing"
	"time"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

func TestAChangeOfUnknownOutcomeIsSaidInTheStatus(t *testing.T) {
	at := time.Date(2026, 11, 23, 3, 12, 0, 0, time.UTC)
	state := func(act incident.Act, out *incident.OutcomeData) incident.State {
		op := incident.Op{ID: "op1", At: at, Intent: incident.IntentData{Act: act}, Outcome: out}
		return incident.State{Order: []string{"c1"}, Keys: map[string]incident.Key{"c1": {Cred: "c1", Ops: []incident.Op{op}}}}
	}
	for _, l := range []words.Lang{words.English, words.Indonesian} {
		unknown := map[words.Lang]string{words.English: "UNKNOWN", words.Indonesian: "TIDAK DIKETAHUI"}[l]
		for _, act := range []incident.Act{incident.ActContain, incident.ActLift, incident.ActCreate, incident.ActWrite, incident.ActRevoke} {
			s := state(act, nil)
			for _, said := range []string{l.Status(s, at, false)[1], l.Summary(s, "")[0]} {
				if strings.Count(said, unknown) != 1 {
					t.Errorf("%s: %q", act, said)
				}
			}
		}
		if said := l.Status(state(incident.ActContain, &incident.OutcomeData{Result: incident.NotApplied}), at, false)[1]; strings.Contains(said, unknown) {
			t.Errorf("settled, and said %q", said)
		}
	}
}
