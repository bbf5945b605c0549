package usage

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
	"time"
	"unsafe"

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

func asJSON(t *testing.T, a Analysis) string {
	t.Helper()
	out, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestTheExcessSinceTheExposureIsAnInterval(t *testing.T) {
	x := analysed(Context{AsOf: asOf}, shop(), many(1900, time.Minute, exposed.Add(48*time.Hour), same)).Excess
	if x == nil || !x.Measurable || math.Abs(x.Requests.Mid-1900) > 5 || x.Requests.Low > x.Requests.Mid || x.Requests.High < x.Requests.Mid {
		t.Fatalf("excess %+v, want about 1900", x)
	}
	if x := analysed(Context{AsOf: asOf}, shop()).Excess; x == nil || x.Measurable {
		t.Errorf("excess of normal use: %+v", x)
	}
}

func TestDuplicatesAndNonsenseAreCountedAndDropped(t *testing.T) {
	var l Log
	e := like(day, func(e *Event) { e.ID = "req_1" })
	if !l.Add(&e) || l.Add(&e) || l.Intake.Duplicates != 1 {
		t.Errorf("intake %+v", l.Intake)
	}
	for _, bad := range []Event{{}, {At: day, In: -1}, {At: day, In: 1 << 60}, {At: day.Add(-200 * 365 * 24 * time.Hour)}} {
		if l.Add(&bad) {
			t.Errorf("%+v was taken", bad)
		}
	}
	if l.Intake.SkippedN != 4 || len(l.Intake.Skipped) != 4 {
		t.Errorf("intake %+v", l.Intake)
	}
}

func TestAReusedBufferDoesNotChangeWhatWasAdded(t *testing.T) {
	buffer := []byte("drill-one")
	var l Log
	l.Add(&Event{At: day, Model: unsafe.String(&buffer[0], len(buffer)), Sized: true})
	copy(buffer, "drill-two")
	l.Add(&Event{At: day.Add(time.Second), Model: unsafe.String(&buffer[0], len(buffer)), Sized: true})
	a := Analyse(&l, Context{})
	models := []string{}
	for _, g := range a.Groups {
		for _, m := range g.Dimensions[DimModel] {
			models = append(models, m.Line(40))
		}
	}
	slices.Sort(models)
	if !slices.Equal(models, []string{"drill-one", "drill-two"}) {
		t.Errorf("models %v", models)
	}
}

func TestIDsAreKnownAgainHoweverMany(t *testing.T) {
	var s idSet
	for _, again := range []bool{false, true} {
		for h := range uint64(5000) {
			if s.add(h*0x9e3779b97f4a7c15) == again {
				t.Fatalf("hash %d, added again: %v", h, again)
			}
		}
	}
	if s.n != 5000 {
		t.Errorf("%d ids", s.n)
	}
}
