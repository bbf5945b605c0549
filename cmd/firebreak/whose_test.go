package main

import (
	"encoding/json"
	"slices"
	"testing"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

func TestAKeyThatARunEndedBeforeIsTakenLaterBesideOneThatIsKnown(t *testing.T) {
	finding := func(end string) runbook.Found {
		found, _ := eye{}.find([]byte(projectKey(end)))
		if len(found) != 1 {
			t.Fatal("not recognised")
		}
		return found[0]
	}
	first, second := finding("AAA1"), finding("BBB2")
	for name, c := range map[string]struct {
		together int
		keys     []runbook.Found
		want     []string // nil: refused
	}{
		"cut off, both":             {2, []runbook.Found{first, second}, []string{"c1", ""}},
		"cut off, the unknown one":  {2, []runbook.Found{second}, nil},
		"whole, one more":           {0, []runbook.Found{first, second}, nil},
		"whole, the one that it is": {0, []runbook.Found{first}, []string{"c1"}},
	} {
		d := incident.IdentifiedData{Kind: first.Credential.Kind, Fingerprint: runbook.FingerprintUnder("", first.Credential.Secret), Last4: "AAA1", Together: c.together}
		line, err := json.Marshal(incident.Event{Type: incident.Identified, Cred: "c1", Step: incident.StepIdentify, Data: json.RawMessage(jsonOf(d))})
		if err != nil {
			t.Fatal(err)
		}
		e, err := runbook.New(runbook.Config{Records: [][]byte{line}, Clock: providers.WallClock{}})
		if err != nil {
			t.Fatal(err)
		}
		got, err := (&session{engine: e}).whose(c.keys, words.English)
		if !slices.Equal(got, c.want) || (err != nil) != (c.want == nil) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}
