package words

import (
	"testing"
	"time"

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
	for name, c := range map[string]struct {
		f    incident.ForecastData
		want string
	}{
		"never billed":             {incident.ForecastData{NoPrice: true}, "its cost is unknown"},
		"next to nothing billed":   {incident.ForecastData{NoPrice: true, MicrosPerMin: 400, Currency: "usd"}, "its cost is unknown"},
		"billed in part":           {incident.ForecastData{NoPrice: true, MicrosPerMin: 1_000_000, Currency: "usd"}, "at least USD 1.00 a minute"},
		"no bounds kept":           {incident.ForecastData{MicrosPerMin: 1_000_000, Currency: "usd"}, "about USD 1.00 a minute"},
		"bounds close together":    {incident.ForecastData{MicrosPerMin: 2_000_000, LowPerMin: 1_900_000, HighPerMin: 2_100_000, Currency: "usd"}, "about USD 2.00 a minute"},
		"bounds far apart":         {incident.ForecastData{MicrosPerMin: 2_500_000, LowPerMin: 1_000_000, HighPerMin: 4_000_000, Currency: "usd"}, "USD 1.00 to 4.00 a minute"},
		"nothing used that costs":  {incident.ForecastData{Currency: "usd"}, "costs nothing now"},
		"at most so much, or none": {incident.ForecastData{HighPerMin: 4_000_000, Currency: "usd"}, "USD 0.00 to 4.00 a minute"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := English.BurnOf(c.f); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestWhatWaitingCostsIsALowerBoundWhereThePriceIs(t *testing.T) {
	for least, want := range map[bool]string{
		false: "4 min, the key is still ALIVE, about USD 36.00 meanwhile; waiting for your choice",
		true:  "4 min, the key is still ALIVE, at least USD 36.00 meanwhile; waiting for your choice",
	} {
		if got := English.Waiting(4*time.Minute, &incident.ForecastData{MicrosPerMin: 9_000_000, Currency: "USD", NoPrice: least}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
