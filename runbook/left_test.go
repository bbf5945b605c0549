package runbook_test

import (
	"slices"
	"testing"
	"time"

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
	t.Parallel()
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
		left := runbook.Left(likely(tc.first), runbook.Situation{}, "c1", tc.granted, []incident.Step{incident.StepRevoke})
		if len(left) != 1 || !slices.Equal(left[0].Missing, tc.missing) || left[0].Fail.Reason != tc.why {
			t.Errorf("%s: %+v", name, left)
		}
	}
}

func TestALimitThatTheOrderBeginsWithIsNotPassedOverInSilence(t *testing.T) {
	t.Parallel()
	able := func(incident.Key, providers.Capability) providers.Way { return providers.Auto }
	unable := func(incident.Key, providers.Capability) providers.Way { return providers.ByHand }
	for name, tc := range map[string]struct {
		strategy incident.Strategy
		granted  []string
		able     func(incident.Key, providers.Capability) providers.Way
		ended    bool
		passed   bool
		possible bool
	}{
		"not approved":                    {incident.ContainFirst, nil, able, false, true, true},
		"revoked without it":              {incident.ContainFirst, nil, able, true, true, false},
		"approved":                        {incident.ContainFirst, []string{runbook.ApproveContain}, able, false, false, false},
		"another order":                   {incident.RevokeFirst, nil, able, false, false, false},
		"a vendor that sets none":         {incident.ContainFirst, nil, unable, false, false, false},
		"a vendor that sets none, ended":  {incident.ContainFirst, nil, unable, true, false, false},
		"as it was decided, none granted": {"", nil, able, false, false, false},
	} {
		s := likely(providers.Alive)
		if k := s.Keys["c1"]; tc.ended {
			k.Marks = map[incident.Step]incident.Mark{incident.StepRevoke: {Manual: true, At: time.Unix(1, 0)}}
			s.Keys["c1"] = k
		}
		sit := runbook.Situation{Able: tc.able}
		passed, possible := runbook.Unlimited(s, sit, "c1", tc.strategy, tc.granted)
		if passed != tc.passed || possible != tc.possible {
			t.Errorf("%s: passed over %v, possible %v", name, passed, possible)
		}
		if left := runbook.Left(s, sit, "c1", tc.granted, []incident.Step{incident.StepContain}); passed && !slices.Contains(left[0].Missing, runbook.ApproveContain) {
			t.Errorf("%s: left %+v", name, left)
		}
	}
}

func TestAKeyThatNoCallEndsIsLeftWithTheTimeThatItEndsAt(t *testing.T) {
	able := func(_ incident.Key, c providers.Capability) providers.Way {
		if c == providers.CanContain {
			return providers.Auto
		}
		return providers.Guided
	}
	s := likely(providers.Alive)
	k := s.Keys["c1"]
	k.Located.Strength, k.Located.Candidates[0].Expires = providers.Exact, epoch
	sit := runbook.Situation{Able: able}
	left := runbook.Left(s, sit, "c1", nil, []incident.Step{incident.StepRevoke})
	if len(left[0].Missing) > 0 || left[0].Fail.Reason != incident.WhyNotOffered || !left[0].Ends.Equal(epoch) || left[0].Limited {
		t.Errorf("%+v", left)
	}
	if passed, possible := runbook.Unlimited(s, sit, "c1", "", nil); !passed || !possible {
		t.Error("the limit, which is all that there is, is passed over in silence")
	}
}
