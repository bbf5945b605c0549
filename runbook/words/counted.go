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
