package postmortem

import (
	"testing"

	"firebreak/runbook/incident"
)

func TestRequestsThatAreNotCountedAreUnknownInTheReport(t *testing.T) {
	a := incident.Amount{Uncounted: true, In: 500, Micros: 7}
	k := incident.Key{Usage: &incident.FetchedData{Groups: []incident.Group{{ID: "g", Amount: a}}, Total: a}, Verdicts: map[string]incident.GroupVerdict{"g": incident.NotOurs}}
	for name, u := range map[string]Use{"of a verdict": sum(k, incident.NotOurs), "in all": whole(k)} {
		if u.Requests.Known() || u.Requests.Why.Code != notReported || u.In.Value != 500 {
			t.Errorf("%s: %+v", name, u)
		}
	}
	if u := sum(k, incident.Ours); !u.Requests.Known() {
		t.Errorf("nothing at all: %+v", u)
	}
	k.Usage.Total.Micros = 0
	if !moneyUnread(k) {
		t.Error("use without money is taken for use that cost nothing")
	}
}
