package words

import (
	"strings"
	"testing"

	"firebreak/runbook/incident"
)

func TestWhoeverIsHeldOffIsToldToCallAgainWhatWasCalled(t *testing.T) {
	s := incident.State{Opening: incident.OpenedData{ID: "INC-20261123-k7qd"}}
	for _, l := range Langs {
		for _, command := range []string{"resume", "close", "incidents rm"} {
			if said := strings.Join(l.Locked(s, command), "\n"); !strings.Contains(said, "firebreak "+command+" INC-20261123-k7qd") {
				t.Errorf("%s: %s", command, said)
			}
		}
	}
}
