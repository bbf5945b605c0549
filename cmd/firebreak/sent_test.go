package main

import (
	"testing"

	"firebreak/runbook/incident"
)

func TestASearchThatFailedIsToldFromARevocationThatDid(t *testing.T) {
	refused := incident.Op{Intent: incident.IntentData{Act: incident.ActRevoke}, Outcome: &incident.OutcomeData{Result: incident.RefusedRes, Fail: &incident.CallFail{Status: 403}}}
	noRight := map[incident.Step]incident.Mark{incident.StepLocate: {Failed: &incident.FailData{Reason: incident.WhyNotPermitted}}}
	for name, c := range map[string]struct {
		key  incident.Key
		want bool
	}{"looked for in vain": {incident.Key{Cred: "c1", Marks: noRight}, false}, "refused to revoke": {incident.Key{Cred: "c1", Ops: []incident.Op{refused}}, true}} {
		s := incident.State{Order: []string{"c1"}, Keys: map[string]incident.Key{"c1": c.key}}
		sum, row := conclude(s, nil, 0, nil), list1(found{state: s})
		if sum.Outcome != incident.NotPermitted || sum.Sent != c.want || sum.Creds[0].Sent != c.want || row.Sent != c.want || row.Creds[0].Sent != c.want {
			t.Errorf("%s: %s, sent %v, %+v", name, sum.Outcome, sum.Sent, row)
		}
	}
}
