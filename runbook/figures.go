package runbook

import (
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// usd is what costs are counted in until the vendor names another currency.
const usd = "USD"

// Currency is what the key's costs are counted in.
func Currency(k incident.Key) string {
	if k.Usage != nil && k.Usage.Currency != "" {
		return k.Usage.Currency
	}
	if k.Forecast != nil && k.Forecast.Currency != "" {
		return k.Forecast.Currency
	}
	return usd
}

// Figures are what consequences are told with. stop is how long a revocation takes to bite, 0
// where that is not known, and way how the vendor lets the key be revoked.
func Figures(k incident.Key, stop time.Duration, way providers.Way) words.Figures {
	f := words.Figures{Kind: k.Identity.Kind, Currency: Currency(k), Stop: stop, ByHand: way == providers.Guided}
	if r := k.Record(); r != nil {
		f.Consumer = r.ParentName
		if f.Consumer.IsEmpty() {
			f.Consumer = r.Name
		}
	}
	if c := k.Forecast; c != nil && !c.NotReadable {
		f.Idle = c.Unused()
		f.MicrosPerMin, f.AtLeast = c.MicrosPerMin, c.NoPrice
	}
	return f
}
