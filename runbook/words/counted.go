package words

import (
	"fmt"

	"firebreak/runbook/incident"
)

// forecastUse is a count of requests with that of tokens beside it, or tokens alone where the
// provider counts no requests, which is said.
func (l Lang) forecastUse(f incident.ForecastData, requests, tokens int64) string {
	if f.Counted == incident.InTokens {
		return fmt.Sprintf(pick(l, "%s tokens (requests not counted)", "%s token (permintaan tidak dihitung)"), l.Tokens(tokens))
	}
	return l.Requests(requests) + l.tokensOf(f, tokens)
}

// forecastCount is the same as one figure.
func (l Lang) forecastCount(f incident.ForecastData, requests, tokens int64) string {
	if f.Counted == incident.InTokens {
		return l.Tokens(tokens) + pick(l, " tokens", " token")
	}
	return l.Requests(requests)
}

// AtStake is what breaks when the key dies, as far as its use tells.
func (l Lang) AtStake(f incident.ForecastData) string {
	if f.Counted == incident.InTokens {
		return fmt.Sprintf(pick(l, "%s tokens in the last hour, %s in the last day; requests are not counted", "%s token sejam terakhir, %s sehari terakhir; permintaan tak dihitung"),
			l.Tokens(f.HourTokens), l.Tokens(f.DayTokens))
	}
	return fmt.Sprintf(pick(l, "%s requests in the last hour, %s in the last day", "%s permintaan pada jam terakhir, %s pada hari terakhir"),
		l.Count(f.LastHour), l.Count(f.LastDay))
}

// RequestsOf is the count of requests of some use; where the provider counts none that is said.
func (l Lang) RequestsOf(a incident.Amount) string {
	switch {
	case !a.Uncounted:
		return l.Requests(a.Requests)
	case a.Requests > 0:
		return l.atLeast(l.Requests(a.Requests))
	}
	return pick(l, "requests not counted", "permintaan tidak dihitung")
}

// CountOf is the number of requests alone, for a column; where none are counted it says so.
func (l Lang) CountOf(a incident.Amount) string {
	switch {
	case !a.Uncounted:
		return l.Count(a.Requests)
	case a.Requests > 0:
		return l.Count(a.Requests) + "+"
	}
	return pick(l, "uncounted", "tak tahu")
}

// chartCount is a cell of a chart of use.
func (l Lang) chartCount(total incident.Amount, n int64) string {
	if total.Uncounted {
		return l.of(n, nToken)
	}
	return l.Requests(n)
}

// signalOf is how a signal is told, by the unit of its figures.
func signalOf(s incident.Signal) (signal, bool) {
	if known, ok := tokenSignals[s.Code]; ok && s.Unit == incident.InTokens {
		return known, true
	}
	if known, ok := signals[s.Code]; ok {
		return known, true
	}
	known, ok := callSignals[s.Code]
	return known, ok
}

func expectedOf(s incident.Signal) map[string]both {
	if _, ok := expectedTokens[s.Code]; ok && s.Unit == incident.InTokens {
		return expectedTokens
	}
	if _, ok := expected[s.Code]; ok {
		return expected
	}
	return callExpected
}

// tokenSignals are signals whose amounts are tokens, for requests are not counted.
var tokenSignals = map[string]signal{
	"recurring": {both{"a daily batch at its usual hour: {seen} tokens, before {usual}",
		"proses harian pada jam biasa: {seen} token, sebelumnya {usual}"}, Lang.amount},
	"first_seen": {both{"first seen, with little history: {usual} tokens before",
		"pertama kali terlihat, riwayat sedikit: {usual} token"}, Lang.amount},
	"new_model": {both{"a model that this key never used in {usual} tokens",
		"model yang belum pernah dipakai dalam {usual} token"}, Lang.amount},
	"new_endpoint": {both{"an endpoint that this key never used in {usual} tokens",
		"endpoint yang belum pernah dipakai dalam {usual} token"}, Lang.amount},
	"over_peak": {both{"{times} times the busiest hour: {seen} tokens, usual up to {usual}",
		"{times} kali jam tersibuk: {seen} token, biasanya paling banyak {usual}"}, Lang.amount},
	"surprising_hour": {both{"{seen} tokens in an hour, usually {usual}: by chance 1 in 10^{score}",
		"{seen} token sejam, biasanya {usual}: kebetulan 1 dari 10^{score}"}, Lang.amount},
	"surprising_day": {both{"{seen} tokens in a day, usually {usual}: by chance 1 in 10^{score}",
		"{seen} token sehari, biasanya {usual}: kebetulan 1 dari 10^{score}"}, Lang.amount},
	"surprising_minutes": {both{"{seen} tokens in 10 minutes, usually {usual}: by chance 1 in 10^{score}",
		"{seen} token 10 menit, biasanya {usual}: kebetulan 1 dari 10^{score}"}, Lang.amount},
	"rising": {both{"{seen} tokens in 24 hours; the usual day has {usual}", "{seen} token dalam 24 jam; biasanya {usual} sehari"}, Lang.amount},
	"odd_hour": {both{"at an hour with {seen} of the key's past tokens",
		"pada jam dengan {seen} dari token sebelumnya"}, percent},
	"after_revoke": {both{"used after the revocation was accepted: {seen} tokens",
		"dipakai setelah pencabutan diterima: {seen} token"}, Lang.amount},
	"after_gone": {both{"used after others had ended the key: {seen} tokens",
		"dipakai setelah kunci diakhiri pihak lain: {seen} token"}, Lang.amount},
}

// expectedTokens are those of them whose figure is held against another.
var expectedTokens = map[string]both{
	"recurring":    {"up to {usual} tokens an hour", "paling banyak {usual} token per jam"},
	"first_seen":   {"not in {usual} tokens before", "tidak ada dalam {usual} token sebelumnya"},
	"new_model":    {"not in {usual} tokens before", "tidak ada dalam {usual} token sebelumnya"},
	"new_endpoint": {"not in {usual} tokens before", "tidak ada dalam {usual} token sebelumnya"},
	"over_peak":    {"up to {usual} tokens an hour", "paling banyak {usual} token per jam"},
	"odd_hour":     {"{usual} of the tokens or more", "{usual} token atau lebih"},

	"surprising_hour":    {"{usual} tokens an hour", "{usual} token per jam"},
	"surprising_day":     {"{usual} tokens a day", "{usual} token per hari"},
	"surprising_minutes": {"{usual} tokens in ten minutes", "{usual} token per sepuluh menit"},
	"rising":             {"{usual} tokens a day", "{usual} token per hari"},
}
