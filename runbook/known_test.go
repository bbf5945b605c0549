package runbook_test

import (
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// on is an incident on a key, of which only the ending is known where it has no value.
func on(salt string, c providers.Credential, ending string) incident.State {
	id := incident.IdentifiedData{Kind: c.Kind, Prefix: identify.Prefix(c.Kind), Last4: ending, Masked: true}
	if !c.Secret.IsEmpty() {
		id.Fingerprint, id.Last4, id.Masked = runbook.FingerprintUnder(salt, c.Secret), c.Secret.Last4(), false
	}
	return incident.State{Opening: incident.OpenedData{Salt: salt}, Order: []string{"c1"}, Keys: map[string]incident.Key{"c1": {Cred: "c1", Identity: id}}}
}

func TestAnIncidentKnowsItsKeyWholeMaskedAndByNothingElse(t *testing.T) {
	t.Parallel()
	const project, service = "openai/project-key", "openai/service-account-key"
	drill := func(kind providers.Kind, middle, ending string) providers.Credential {
		body := strings.Repeat("DRILLaZ3kQ9xW1mRt7LpV"+middle, 3)
		return providers.Credential{Kind: kind, Secret: providers.NewSecret([]byte(identify.Prefix(kind) + body + ending))}
	}
	masked := func(kind providers.Kind) providers.Credential { return providers.Credential{Kind: kind} }
	whole, twin := drill(project, "a", "wX7q"), drill(project, "b", "wX7q")
	for name, tc := range map[string]struct {
		theirs providers.Credential
		ending string // of theirs, where it is masked
		ours   providers.Credential
		shown  string
		want   runbook.Likeness
	}{
		"the same value":                   {whole, "", whole, "", runbook.SameKey},
		"another one with the same ending": {whole, "", twin, "", runbook.Stranger},
		"its masked form":                  {whole, "", masked(project), "wX7q", runbook.EndsAlike},
		"a masked form that shows less":    {whole, "", masked(project), "X7q", runbook.EndsAlike},
		"the whole of a masked one":        {masked(project), "wX7q", whole, "", runbook.EndsAlike},
		"masked twice":                     {masked(project), "wX7q", masked(project), "wX7q", runbook.EndsAlike},
		"a masked one with another ending": {whole, "", masked(project), "wX7p", runbook.Stranger},
		"a masked one of another kind":     {whole, "", masked(service), "wX7q", runbook.Stranger},
		"one of another vendor":            {whole, "", masked("anthropic/api-key"), "wX7q", runbook.Stranger},
		"one that shows no ending":         {masked(project), "", whole, "", runbook.Stranger},
	} {
		s := on("00ff", tc.theirs, tc.ending)
		if got := runbook.Knows(s, tc.ours, tc.shown); got != tc.want {
			t.Errorf("%s: %d, want %d", name, got, tc.want)
		}
		if got := runbook.Alike(s, on("ff00", tc.ours, tc.shown)); got != tc.want {
			t.Errorf("%s, as another incident's: %d, want %d", name, got, tc.want)
		}
	}
}
