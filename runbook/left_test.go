package runbook_test

import (
	"slices"
	"testing"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// likely is an incident whose record fits the key by its ending alone, and whose key was first heard as told.
func likely(first providers.Life) incident.State {
	k := incident.Key{Cred: "c1", Identity: incident.IdentifiedData{Kind: "openai/project-key"}, First: &incident.ValidatedData{Verdict: incident.Verdict{Life: first}},
		Forecast: &incident.ForecastData{}, Located: &incident.LocatedData{Strength: providers.MaskOnly, Candidates: []incident.Record{{ID: "key_1"}}}}
	return incident.State{Order: []string{"c1"}, Keys: map[string]incident.Key{"c1": k}}
}

func TestAKeyThatWasRefusedFromTheStartIsLeftToAPersonAndNotToAnApproval(t *testing.T) {
	for name, tc := range map[string]struct {
		first   providers.Life
		granted []string
		missing []string
		why     incident.Reason
	}{
		"refused":                         {providers.Dead, []string{runbook.ApproveRevoke}, nil, incident.WhyRefusedAt},
		"refused and nothing approved":    {providers.Dead, nil, nil, incident.WhyRefusedAt},
		"refused, and it was approved":    {providers.Dead, []string{runbook.ApproveMask}, []string{runbook.ApproveRevoke}, incident.WhyNeedsApprove},
		"one that works":                  {providers.Alive, []string{runbook.ApproveRevoke}, []string{runbook.ApproveMask}, incident.WhyNeedsApprove},
		"one that works, nothing granted": {providers.Alive, nil, []string{runbook.ApproveRevoke, runbook.ApproveMask}, incident.WhyNeedsApprove},
	} {
		left := runbook.Left(likely(tc.first), runbook.Situation{}, tc.granted, []incident.Step{incident.StepRevoke})
		if len(left) != 1 || !slices.Equal(left[0].Missing, tc.missing) || left[0].Fail.Reason != tc.why {
			t.Errorf("%s: %+v", name, left)
		}
	}
}
