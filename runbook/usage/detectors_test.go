package usage

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// day is a working Friday ten days after the exposure, at its start.
var day = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)

// shop is four weeks of ten calls an hour of one service from one network.
func shop(hours ...int) (all []Event) {
	for at := from; at.Before(asOf); at = at.Add(6 * time.Minute) {
		if len(hours) == 0 || at.Hour() >= hours[0] && at.Hour() < hours[1] {
			all = append(all, like(at, same))
		}
	}
	return all
}

// like is a call of the shop, changed.
func like(at time.Time, change func(*Event)) Event {
	e := Event{At: at, KeyID: "key_1", Endpoint: "chat", Model: "drill-small", Region: "eu-1", Agent: "shop/2.4.1", Address: "192.0.2.7",
		Status: 200, In: 800, Out: 200, Sized: true, Micros: 3000, Priced: true}
	change(&e)
	return e
}

func many(n int, every time.Duration, at time.Time, change func(*Event)) (all []Event) {
	for i := range n {
		all = append(all, like(at.Add(time.Duration(i)*every), change))
	}
	return all
}

func same(*Event) {}

func analysed(c Context, lists ...[]Event) Analysis {
	var l Log
	for _, list := range lists {
		for i := range list {
			l.Add(&list[i])
		}
	}
	if c.Exposed.IsZero() {
		c.Exposed = exposed
	}
	return Analyse(&l, c)
}

// with lists the groups that carry a code.
func with(a Analysis, code string) (found []Finding) {
	for _, g := range a.Groups {
		if slices.ContainsFunc(g.Reasons, func(w Why) bool { return w.Code == code }) {
			found = append(found, g)
		}
	}
	return found
}

func stranger(e *Event) { e.Agent, e.Address = "curl/8.1", "203.0.113.9" }

func doing(name string) func(*Event) {
	return func(e *Event) {
		e.Plane, e.API, e.Action, e.Endpoint, e.Model, e.Sized, e.In, e.Out = Control, "iam.amazonaws.com", name, "", "", false, 0, 0
	}
}

func TestDetectors(t *testing.T) {
	noon := day.Add(12 * time.Hour)
	located := Context{Locate: func(a netip.Addr) Place {
		if a == netip.MustParseAddr("203.0.113.9") {
			return Place{Country: "SG", Lat: 1.3, Long: 103.8, Located: true}
		}
		return Place{Country: "DE", Lat: 50.1, Long: 8.7, Located: true}
	}}
	for name, tc := range map[string]struct {
		context Context
		base    []Event
		extra   []Event
		code    string
		verdict incident.GroupVerdict
	}{
		"V1 a surprising hour":        {extra: many(150, 20*time.Second, noon, same), code: ReasonSurprising, verdict: incident.CannotTell},
		"V1 ten minutes":              {extra: many(40, 5*time.Second, noon, same), code: ReasonSurprising, verdict: incident.CannotTell},
		"V2 a burst":                  {extra: many(150, 20*time.Second, noon, same), code: ReasonOverPeak, verdict: incident.CannotTell},
		"V3 a day that is far higher": {extra: many(400, 4*time.Minute, day, same), code: ReasonRising, verdict: incident.CannotTell},
		"M1 a dear hour":              {extra: many(5, time.Minute, noon, func(e *Event) { e.Micros = 3e6 }), code: ReasonCostHour, verdict: incident.CannotTell},
		"M1 a dear day":               {extra: many(5, time.Minute, noon, func(e *Event) { e.Micros = 3e6 }), code: ReasonCostDay, verdict: incident.CannotTell},
		"S1 a huge request":           {extra: many(1, 0, noon, func(e *Event) { e.In = 340_000 }), code: ReasonTokensPerRequest, verdict: incident.CannotTell},
		"S1 next to no answer":        {extra: many(1, 0, noon, func(e *Event) { e.Agent, e.Out = "shop/3.0", 1 }), code: ReasonSmallProbe, verdict: incident.CannotTell},
		"G1 a new model":              {extra: many(1, 0, noon, func(e *Event) { e.Model = "drill-large" }), code: ReasonNewModel, verdict: incident.CannotTell},
		"G1 a new network":            {extra: many(1, 0, noon, func(e *Event) { e.Address = "203.0.113.9" }), code: ReasonNewNetwork, verdict: incident.CannotTell},
		"G2 client and place":         {extra: many(1, 0, noon, stranger), code: ReasonCoNovelty, verdict: incident.NotOurs},
		"G3 faster than anybody": {context: located, extra: many(1, 0, noon.Add(time.Minute), func(e *Event) { e.Address = "203.0.113.9" }), code: ReasonTravel,
			verdict: incident.NotOurs},
		"H1 by night": {base: shop(8, 17), extra: many(1, 0, day.Add(3*time.Hour), same), code: ReasonOddHour, verdict: incident.Ours},
		"P1 asks and tries": {extra: []Event{like(noon, func(e *Event) { stranger(e); e.Endpoint, e.Model, e.In, e.Out = "/v1/models", "", 0, 0 }),
			like(noon.Add(time.Minute), func(e *Event) { stranger(e); e.In, e.Out = 9, 1 })}, code: ReasonProbing, verdict: incident.NotOurs},
		"P2 a way back in":   {extra: many(1, 0, noon, doing("CreateAccessKey")), code: ReasonActPersist, verdict: incident.NotOurs},
		"P2 logging off":     {extra: many(1, 0, noon, doing("StopLogging")), code: ReasonActEvade, verdict: incident.NotOurs},
		"P2 a secret read":   {extra: many(1, 0, noon, doing("GetSecretValue")), code: ReasonActSecrets, verdict: incident.CannotTell},
		"P3 failures":        {extra: many(8, time.Minute, noon, func(e *Event) { e.Status, e.Error = 429, "rate_limited" }), code: ReasonFailing, verdict: incident.CannotTell},
		"P4 never asleep":    {base: shop(8, 17), extra: many(30, time.Hour, day, same), code: ReasonAwake, verdict: incident.CannotTell},
		"P5 one by one":      {extra: fan(noon), code: ReasonFanModels, verdict: incident.CannotTell},
		"X1 after the end":   {context: Context{Revoked: noon}, base: slices.DeleteFunc(shop(), func(e Event) bool { return !e.At.Before(noon) }), extra: many(1, 0, noon.Add(time.Minute), stranger), code: ReasonAfterRevoke, verdict: incident.NotOurs},
		"X1 our own is late": {context: Context{Revoked: asOf.Add(-time.Hour)}, code: ReasonAfterRevoke, verdict: incident.CannotTell},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.base == nil {
				tc.base = shop()
			}
			a := analysed(tc.context, tc.base, tc.extra)
			found := with(a, tc.code)
			if len(found) == 0 || found[0].Verdict != tc.verdict {
				t.Fatalf("groups with %s: %+v, want %s; first of all: %+v", tc.code, found, tc.verdict, a.Groups[0])
			}
			for _, w := range found[0].Reasons {
				if w.Code == tc.code && (w.Detector != name[:2] || w.Sentence == "" || w.Strength == "") {
					t.Errorf("the reason is %+v", w)
				}
			}
			if tc.extra != nil && len(with(analysed(tc.context, tc.base), tc.code)) > 0 {
				t.Errorf("%s is found without it too", tc.code)
			}
		})
	}
}

func fan(at time.Time) (all []Event) {
	for i := range 9 {
		all = append(all, like(at.Add(time.Duration(i)*time.Minute), func(e *Event) { e.Model = "drill-" + string(rune('a'+i)) }))
	}
	return all
}

func TestBedrockIsTriedByAKeyWithoutAnEnd(t *testing.T) {
	noon := day.Add(12 * time.Hour)
	bedrock := func(action, model, failure string) func(*Event) {
		return func(e *Event) {
			stranger(e)
			e.API, e.Action, e.Endpoint, e.Model, e.Error, e.Status, e.LongTerm, e.Sized = "bedrock.amazonaws.com", action, "", model, failure, 0, true, false
		}
	}
	listed := []Event{like(noon, bedrock("ListFoundationModels", "", "")), like(noon.Add(10*time.Minute), bedrock("InvokeModel", "m", ""))}
	if found := with(analysed(Context{}, shop(), listed), ReasonListedThenUsed); len(found) != 1 {
		t.Errorf("listed, then used: %+v", found)
	}
	refused := []Event{like(noon, bedrock("InvokeModel", "m", "AccessDenied")), like(noon.Add(time.Minute), bedrock("InvokeModel", "n", "ValidationException"))}
	if found := with(analysed(Context{}, shop(), refused), ReasonRefusedAround); len(found) != 1 {
		t.Errorf("refused by one after the other: %+v", found)
	}
}

func TestWhatPeopleDeclareIsNotNew(t *testing.T) {
	noon := day.Add(12 * time.Hour)
	one := many(1, 0, noon, stranger)
	for name, c := range map[string]Context{
		"the network": {Ranges: []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")}},
		"the client":  {Agents: []string{"curl/"}, Ranges: []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")}},
		"a batch":     {Batches: []Declared{{From: noon.Add(-time.Hour), To: noon.Add(2 * time.Hour), What: "load test"}}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, g := range analysed(c, shop(), one).Groups {
				if g.Verdict == incident.NotOurs {
					t.Errorf("%+v", g)
				}
			}
		})
	}
	a := analysed(Context{Deploys: []Declared{{From: noon.Add(-10 * time.Minute), What: "release 41"}}}, shop(), many(1, 0, noon, func(e *Event) { e.Model = "drill-large" }))
	if found := with(a, ReasonDeployed); len(found) != 1 || found[0].Level != Clear {
		t.Errorf("a model that came with a deploy: %+v", found)
	}
}

func TestAKeyWithoutAPastIsHeldAgainstOthersOrWhatIsDeclared(t *testing.T) {
	young := slices.Concat(many(60, time.Minute, asOf.Add(-2*time.Hour), same), many(1, 0, asOf.Add(-time.Hour), stranger))
	if a := analysed(Context{}, young); a.Baseline.How != TooShort || len(with(a, ReasonNoHistory)) == 0 {
		t.Errorf("alone: %+v", a.Baseline)
	}
	var siblings Log
	for _, e := range shop() {
		siblings.Add(&e)
	}
	if a := analysed(Context{Siblings: &siblings}, young); a.Baseline.How != FromSiblings || len(with(a, ReasonCoNovelty)) != 1 {
		t.Errorf("beside others: %+v, %+v", a.Baseline, a.Groups)
	}
	declared := Context{Agents: []string{"shop/"}, Ranges: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}}
	if a := analysed(declared, young); a.Baseline.How != Declaredly || len(with(a, ReasonUndeclared)) != 1 || a.Totals.NotOurs.Requests != 1 {
		t.Errorf("declared: %+v, %+v", a.Baseline, a.Groups)
	}
}

func TestPersistenceIsListedFoundOrNot(t *testing.T) {
	noon := day.Add(12 * time.Hour)
	made := like(noon, doing("CreateAccessKey"))
	made.ID, made.Target = "ev-1", "AKIA-made"
	refused := like(noon, doing("CreateUser"))
	refused.Error = "AccessDenied"
	p := analysed(Context{}, shop(), []Event{made, refused}).Persistence
	if len(p.Found) != 1 || p.Found[0].Kind != providers.TraceKeys || !p.Found[0].Target.Is("AKIA-made") || p.Found[0].Sentence == "" {
		t.Errorf("found %+v", p.Found)
	}
	for _, k := range p.LookedFor {
		if want := map[bool]int{true: 1}[k.Kind == providers.TraceKeys]; k.Found != want || k.Why != "" || k.Sentence == "" {
			t.Errorf("%+v", k)
		}
	}
	if len(p.LookedFor) < 8 {
		t.Errorf("looked for %d kinds, want 8 or more", len(p.LookedFor))
	}
	for _, k := range analysed(Context{}, shop()).Persistence.LookedFor {
		if k.Why != incident.WhyNotOffered {
			t.Errorf("without a log of acts %+v is told as looked for", k)
		}
	}
}

func TestWhatTheSourceDoesNotTellIsNamed(t *testing.T) {
	bare := shop()
	for i := range bare {
		bare[i].Address, bare[i].Agent, bare[i].Priced = "", "", false
	}
	got := analysed(Context{}, bare).NotExposed
	for _, d := range []Dimension{DimAddress, DimCountry, DimASN, DimNetwork, DimAgent, DimCost, DimActs} {
		if !slices.Contains(got, d) {
			t.Errorf("%s is not named; named are %v", d, got)
		}
	}
	if slices.Contains(got, DimModel) || slices.Contains(got, DimTokens) {
		t.Errorf("what is told is named: %v", got)
	}
}

func TestMoneyThatIsNotToldIsNoZero(t *testing.T) {
	bare := shop()
	for i := range bare {
		bare[i].Priced, bare[i].Micros = false, 0
	}
	if text := asJSON(t, analysed(Context{}, bare)); !strings.Contains(text, `"usd":null`) || !strings.Contains(text, `"skipped":[]`) {
		t.Errorf("cost is told as a figure, or a list as null: %.600s", text)
	}
	if text := asJSON(t, analysed(Context{}, shop())); !strings.Contains(text, `"usd":0`) {
		t.Errorf("no cost of strangers is no zero: %.600s", text)
	}
}

func TestTheAnswerDoesNotDependOnTheOrderOfReading(t *testing.T) {
	w := steal("many proxies", 3)
	want := Analyse(w.log(full), Context{Exposed: exposed, AsOf: asOf})
	slices.Reverse(w.events)
	got := Analyse(w.log(full), Context{Exposed: exposed, AsOf: asOf})
	if a, b := asJSON(t, got), asJSON(t, want); a != b {
		t.Errorf("two answers:\n%.2000s\n%.2000s", a, b)
	}
}

func TestAPersonsVerdictDrivesTheTotals(t *testing.T) {
	extra := many(150, 20*time.Second, day.Add(12*time.Hour), same)
	before := analysed(Context{}, shop(), extra)
	g := with(before, ReasonSurprising)[0]
	after := analysed(Context{Verdicts: map[string]incident.GroupVerdict{g.ID: incident.NotOurs}}, shop(), extra)
	if after.Totals.NotOurs.Requests != g.Requests || after.FirstForeign == nil || !after.FirstForeign.Equal(g.First) || after.Cost.USD != g.Cost {
		t.Errorf("totals %+v, first %v, cost %+v; the group is %+v", after.Totals, after.FirstForeign, after.Cost, g)
	}
}
