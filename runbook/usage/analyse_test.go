package usage

import (
	"testing"
	"time"

	"firebreak/runbook/incident"
)

// traffic is a log of ten calls an hour from one client for four weeks, and the exposure a week
// before its end.
func traffic(extra ...Event) (*Log, Context) {
	var l Log
	for at := from; at.Before(asOf); at = at.Add(6 * time.Minute) {
		l.Add(&Event{At: at, KeyID: "key_1", Endpoint: "completions", Model: small, Address: "192.0.2.7", Agent: "shop/2.4.1", In: 800, Out: 200, Sized: true, Micros: 900, Priced: true})
	}
	for i := range extra {
		l.Add(&extra[i])
	}
	return &l, Context{Exposed: exposed}
}

func TestAStrangerAmongOurCallsStandsOut(t *testing.T) {
	stranger := Event{At: asOf.Add(-time.Hour), KeyID: "key_1", Endpoint: "completions", Model: "drill-large", Address: "203.0.113.9", Agent: "curl/8.1", In: 10, Out: 1, Sized: true}
	a := Analyse(traffic(stranger))
	top := a.Groups[0]
	if len(top.Reasons) == 0 || top.Requests != 1 {
		t.Errorf("the first group is %+v", top)
	}
	for _, g := range a.Groups[1:] {
		if g.Verdict != incident.Ours {
			t.Errorf("our own use stands out: %+v", g)
		}
	}
}

func TestABurstOfOurOwnClientIsSurprising(t *testing.T) {
	var burst []Event
	for i := range 400 {
		burst = append(burst, Event{At: asOf.Add(-time.Hour + time.Duration(i)*time.Second), KeyID: "key_1", Endpoint: "completions", Model: small, Address: "192.0.2.7", Agent: "shop/2.4.1", In: 800, Out: 200, Sized: true})
	}
	a := Analyse(traffic(burst...))
	if why := a.Groups[0].Reasons; len(why) == 0 || why[0].Detector != "V1" {
		t.Errorf("the first group's reasons are %+v", why)
	}
}
