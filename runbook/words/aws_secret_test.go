package words

import (
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestASecretOfAWSIsSpokenOfAsSuch(t *testing.T) {
	p := incident.Place{Store: "awssecrets:eu-west-1:app#KEY", Guard: providers.Guarded, Kept: "86db663b-989c-4874-9e74-661d9256d5cb"}
	for _, l := range Langs {
		for what, lines := range map[string][]string{
			"what it keeps":      l.StoreHolds(p),
			"how it is put back": l.AboutToRollBack(p),
			"what it costs":      {l.StoreReads("awssecrets:app", 3)},
		} {
			text := strings.Join(lines, " ")
			if !strings.Contains(text, "AWS") && !strings.Contains(text, "CloudTrail") || strings.Contains(text, "Vault") {
				t.Errorf("%s, %s: %q", l, what, text)
			}
		}
	}
}
