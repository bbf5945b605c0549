package words

import (
	"testing"

	"firebreak/runbook/incident"
)

func TestForeignUseIsNeverZeroForWantOfAVerdict(t *testing.T) {
	groups := []incident.Group{{ID: "a", Amount: incident.Amount{Requests: 10, Micros: 2_000_000}}, {ID: "b", Amount: incident.Amount{Requests: 5, Micros: 1_000_000}}}
	lost := []incident.Gap{{What: "usage", Why: incident.WhyLost}}
	for name, c := range map[string]struct {
		usage    *incident.FetchedData
		verdicts map[string]incident.GroupVerdict
		want     string
	}{
		"not reviewed":           {want: "use not reviewed"},
		"no verdict":             {usage: &incident.FetchedData{Groups: groups}, want: "foreign use: unknown (no group was judged)"},
		"one verdict":            {usage: &incident.FetchedData{Groups: groups, Currency: "usd"}, verdicts: map[string]incident.GroupVerdict{"a": incident.NotOurs}, want: "foreign use: at least 10 requests, USD 2.00, undecided: 1 group"},
		"nothing foreign yet":    {usage: &incident.FetchedData{Groups: groups}, verdicts: map[string]incident.GroupVerdict{"a": incident.Ours}, want: "foreign use: none confirmed, undecided: 1 group"},
		"all ours":               {usage: &incident.FetchedData{Groups: groups}, verdicts: map[string]incident.GroupVerdict{"a": incident.Ours, "b": incident.Ours}, want: "foreign use: 0 requests"},
		"the provider told less": {usage: &incident.FetchedData{Gaps: lost}, want: "foreign use: unknown (the provider did not tell all)"},
		"no cost was readable":   {usage: &incident.FetchedData{Groups: groups[:1], Method: "no_cost"}, verdicts: map[string]incident.GroupVerdict{"a": incident.NotOurs}, want: "foreign use: 10 requests, cost unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := English.ForeignUse(incident.Key{Usage: c.usage, Verdicts: c.verdicts}); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestABurnWithoutAPriceIsNotFree(t *testing.T) {
	for want, f := range map[string]incident.ForecastData{
		"its cost is unknown":        {NoPrice: true},
		"at least USD 1.00 a minute": {NoPrice: true, MicrosPerMin: 1_000_000, Currency: "usd"},
		"about USD 1.00 a minute":    {MicrosPerMin: 1_000_000, Currency: "usd"},
		"costs nothing now":          {Currency: "usd"},
	} {
		if got := English.BurnOf(f); got != want {
			t.Errorf("%+v reads %q, want %q", f, got, want)
		}
	}
}
