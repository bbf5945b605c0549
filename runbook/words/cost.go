package words

import (
	"fmt"
	"strings"

	"firebreak/runbook/incident"
)

// hundredth is the least amount, in micro-units, that is worth to be told as a lower bound.
const hundredth = 10_000

// BurnOf is what a key costs now, by the latest use that a forecast read. Where no price is known
// for what was used, that is said: it is not zero.
func (l Lang) BurnOf(f incident.ForecastData) string {
	minute := pick(l, " a minute", " per menit")
	switch {
	case f.NoPrice && f.MicrosPerMin < hundredth:
		return pick(l, "its cost is unknown", "biayanya tidak diketahui")
	case f.MicrosPerMin == 0 && f.HighPerMin == 0:
		return pick(l, "costs nothing now", "saat ini tanpa biaya")
	case f.WideBurn():
		return l.between(f.LowPerMin, f.HighPerMin, f.Currency) + minute
	}
	return l.roughly(f.MicrosPerMin, f.Currency, f.NoPrice) + minute
}

// between is an amount of which the bounds are known.
func (l Lang) between(low, high int64, currency string) string {
	return fmt.Sprintf(pick(l, "%s to %s", "%s sampai %s"), l.Money(low, currency), l.Money(high, ""))
}

// roughly is an estimated amount, or the least that it can be.
func (l Lang) roughly(micros int64, currency string, least bool) string {
	if least {
		return l.atLeast(l.Money(micros, currency))
	}
	return pick(l, "about ", "sekitar ") + l.Money(micros, currency)
}

// IsUSD reports whether a currency as a vendor writes it is the US dollar.
func IsUSD(currency string) bool { return strings.EqualFold(currency, "USD") }

// toldUse is what the provider told of the use in all. What is not known is never a zero.
func (l Lang) toldUse(u incident.FetchedData) string {
	doubt := u.Doubt() != ""
	if doubt && !u.Total.Used() {
		return pick(l, "its use is unknown", "pemakaiannya tidak diketahui")
	}
	text := fmt.Sprintf(pick(l, "%s and %s tokens, %s", "%s dan %s token, %s"), l.RequestsOf(u.Total), l.Tokens(u.Total.In+u.Total.Out), l.moneyOf(u, u.Total.Micros))
	if doubt {
		return l.atLeast(text)
	}
	return text
}

func (l Lang) atLeast(text string) string { return pick(l, "at least ", "setidaknya ") + text }

// moneyOf is an amount of a review, or says that no cost was readable.
func (l Lang) moneyOf(u incident.FetchedData, micros int64) string {
	if u.Method == "no_cost" {
		return pick(l, "cost unknown", "biaya tidak diketahui")
	}
	return l.Money(micros, u.Currency)
}

// ForeignUse sums up what people called not ours. Without a verdict nothing is claimed, and
// while some are missing the sum is the least that it can be.
func (l Lang) ForeignUse(k incident.Key) string {
	if k.Usage == nil {
		return pick(l, "use not reviewed", "pemakaian belum ditinjau")
	}
	var foreign incident.Amount
	for _, g := range k.Usage.Groups {
		if k.Verdicts[g.ID] == incident.NotOurs {
			foreign.Requests += g.Requests
			foreign.Uncounted = foreign.Uncounted || g.Uncounted
			foreign.In, foreign.Out = foreign.In+g.In, foreign.Out+g.Out
			foreign.Micros += g.Micros
		}
	}
	j := k.Judged()
	open := j.Open + j.CannotTell
	head := pick(l, "foreign use: ", "pemakaian asing: ")
	undecided := ""
	if open > 0 {
		undecided = pick(l, ", undecided: ", ", belum diputuskan: ") + l.of(int64(open), nGroup)
	}
	doubt := k.Usage.Doubt() != ""
	switch {
	case j.None():
		return head + l.UnknownBecause(pick(l, "no group was judged", "belum ada kelompok yang dinilai"))
	case !foreign.Used() && foreign.Micros == 0 && doubt:
		return head + l.UnknownBecause(pick(l, "the provider did not tell all", "penyedia tidak memberi semuanya")) + undecided
	case !foreign.Used() && foreign.Micros == 0 && open > 0:
		return head + pick(l, "none confirmed", "belum ada yang dipastikan") + undecided
	}
	text := l.RequestsOf(foreign)
	if foreign.Used() || foreign.Micros > 0 {
		text += ", " + l.moneyOf(*k.Usage, foreign.Micros)
	}
	if doubt || open > 0 {
		text = l.atLeast(text)
	}
	return head + text + undecided
}

// WhyOrder is the reason for an order; one that rests on traffic gives the last hour and the
// usual one.
func (l Lang) WhyOrder(why incident.Reason, vendor string, f *incident.ForecastData) string {
	text := l.Why(why, vendor)
	if f == nil || f.NotReadable || why != incident.WhyBurning && why != incident.WhyQuiet {
		return text
	}
	use := l.forecastUse
	if f.Counted == incident.InTokens { // that requests are not counted stands with the figures themselves
		use = l.forecastCount
	}
	return text + fmt.Sprintf(pick(l, " Last hour: %s. Usual hour: %s.", " Sejam terakhir: %s. Jam biasa: %s."),
		use(*f, f.LastHour, f.HourTokens), use(*f, whole(f.UsualHour), whole(f.UsualTokens)))
}
