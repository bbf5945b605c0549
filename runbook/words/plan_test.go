package words

import (
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestAPlanSaysOfEachRowWhatWhereHowItIsGuardedAndWhetherItCanBeTakenBack(t *testing.T) {
	k := incident.Key{Successor: incident.Successor{
		Places: []incident.PlaceState{
			{Place: incident.Place{Store: "vault:secret/a", Detail: "KEY", Guard: providers.Guarded, Kept: "7"}},
			{Place: incident.Place{Store: "vault:kv/b", Detail: "KEY", Guard: providers.Unguarded}},
			{Place: incident.Place{Store: "vault:secret/c", Detail: "KEY", Guard: providers.OtherOwner}},
		},
		Holders: []incident.Place{{Store: "dotenv:.env", Detail: "line 2", Off: "comment"}},
	}}
	dead := k
	dead.Latest = &incident.Verdict{Life: providers.Dead}
	for name, c := range map[string]struct {
		k    incident.Key
		says []string
	}{
		"the old key lives": {k, []string{"each write can be put back while the old key lives"}},
		"it is dead":        {dead, []string{"none: the old value would not work any more"}},
	} {
		var onScreen strings.Builder
		for _, r := range English.PlanRows(c.k, false) {
			onScreen.WriteString(r.Verb + " " + r.Text + " " + r.How + "\n")
		}
		inLines := strings.Join(English.PlanLines(c.k), "\n")
		for _, want := range append(c.says, "vault:secret/a, KEY", "vault:kv/b, KEY", "vault:secret/c, KEY", "dotenv:.env, line 2, not written: it stands in a comment") {
			if !strings.Contains(onScreen.String(), want) || !strings.Contains(inLines, want) {
				t.Errorf("%s: %q is missing:\n%s\n%s", name, want, onScreen.String(), inLines)
			}
		}
		for _, want := range []string{"guarded\n", "unguarded\n", "shared\n", "restart what reads it; it is not seen from here by you\n"} {
			if !strings.Contains(onScreen.String(), want) {
				t.Errorf("%s: %q is missing:\n%s", name, want, onScreen.String())
			}
		}
		if none := strings.Join(English.PlanLines(incident.Key{}), "\n"); strings.Contains(none, "undo") {
			t.Errorf("nothing is planned, and an undo is told:\n%s", none)
		}
		for _, want := range []string{"only if nobody changed it meanwhile; Vault keeps what it replaces, as version 7", "without protection", "another controller"} {
			if !strings.Contains(inLines, want) {
				t.Errorf("%s: %q is missing:\n%s", name, want, inLines)
			}
		}
	}
}
