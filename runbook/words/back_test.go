package words

import (
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestAKeyIsAskedForByWhatItIsNeededFor(t *testing.T) {
	at := time.Date(2026, 11, 23, 3, 12, 0, 0, time.UTC)
	killed := []incident.Op{{Intent: incident.IntentData{Act: incident.ActRevoke}, Outcome: &incident.OutcomeData{Result: incident.Applied, At: at}}}
	for want, k := range map[string]incident.Key{
		"to ask how it is":    {LastAlive: at},
		"to prove it dead":    {Ops: killed},
		"to look at it again": {Ops: killed, Proof: incident.Proof{Run: 1, ProvenAt: at.Add(time.Minute)}},
		"to look at it again;": {Ops: killed, LastAlive: at.Add(time.Hour), Latest: &incident.Verdict{Life: providers.Alive, At: at.Add(time.Hour)},
			Proof: incident.Proof{Run: 1, ProvenAt: at.Add(time.Minute), Revived: at.Add(time.Hour)}},
	} {
		if got := English.NeverStored(k); !strings.HasPrefix(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
