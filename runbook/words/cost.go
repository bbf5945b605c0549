package words

import "firebreak/runbook/incident"

// BurnOf is what a key costs now, by the last hour that a forecast read. Where no price is known
// for what was used, that is said: it is not zero.
func (l Lang) BurnOf(f incident.ForecastData) string {
	switch {
	case f.NoPrice && f.MicrosPerMin == 0:
		return pick(l, "its cost is unknown", "biayanya tidak diketahui")
	case f.MicrosPerMin == 0:
		return pick(l, "costs nothing now", "saat ini tanpa biaya")
	case f.NoPrice:
		return pick(l, "at least ", "setidaknya ") + Money(f.MicrosPerMin, f.Currency) + pick(l, " a minute", " per menit")
	}
	return l.Burn(f.MicrosPerMin, f.Currency)
}
