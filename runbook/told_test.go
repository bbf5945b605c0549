package runbook_test

import (
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestAReportAddsOnlyThePlacesThatAreNotRecordedYet(t *testing.T) {
	t.Parallel()
	e := engineOver(t, &vendor{clock: providers.WallClock{}}, nil)
	place := func(path string, claim incident.Claim) incident.ReportedData {
		return incident.ReportedData{Claim: claim, HitData: incident.HitData{Kind: incident.KindReported, Where: providers.FromOutside("gitleaks-json"),
			Path: providers.FromOutside(path), Line: 3, CommitDate: time.Date(2026, 11, 3, 9, 0, 0, 0, time.FixedZone("", 3600))}}
	}
	first := &incident.Told{Places: []incident.ReportedData{place(".env", incident.ClaimUnknown), place("docs/a.md", incident.ClaimUnknown)}}
	for _, c := range []struct {
		name     string
		told     *incident.Told
		new, all int
	}{
		{"no report", nil, 0, 0},
		{"the first", first, 2, 2},
		{"the same again", first, 0, 2},
		{"one place more", &incident.Told{Places: []incident.ReportedData{place("docs/a.md", incident.ClaimUnknown), place("ci.yml", incident.ClaimUnknown)}}, 1, 3},
		{"another claim on a place", &incident.Told{Places: []incident.ReportedData{place(".env", incident.ClaimActive)}}, 1, 4},
	} {
		added, err := e.TakeReport("c1", c.told)
		if k, _ := e.State().First(); err != nil || added != c.new || len(k.Reported) != c.all {
			t.Errorf("%s: %d new, %d in all, %v", c.name, added, len(k.Reported), err)
		}
	}
}
