package usage

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"firebreak/runbook/incident"
)

// holes names what the usage figures cannot tell: the time before the records begin, figures
// that may still move, and a silence at the end that is longer than the key's own silences.
func holes(in Input, cells []*cell) []incident.Gap {
	var gaps []incident.Gap
	if !in.Exposed.IsZero() && in.Exposed.Before(in.From) {
		gaps = append(gaps, incident.Gap{What: "usage", Why: incident.WhyNotExposed, From: in.Exposed, To: in.From})
	}
	since := in.AsOf.Add(-in.Lag)
	if from, silent := silence(in, cells); silent && from.Before(since) {
		since = from
	}
	if since.Before(in.AsOf) {
		gaps = append(gaps, incident.Gap{What: "usage", Why: incident.WhyUnsettled, From: since, To: in.AsOf})
	}
	return gaps
}

// silence returns since when nothing was reported, if that cannot be taken for a quiet key:
// longer than any silence before it. An export that lags looks just like no use. After the
// revocation silence is what we want.
func silence(in Input, cells []*cell) (time.Time, bool) {
	end := in.AsOf
	if !in.Revoked.IsZero() {
		end = earlier(end, in.Revoked)
	}
	if len(cells) == 0 {
		return in.From, true
	}
	longest, last := time.Duration(0), cells[0].end()
	for _, c := range cells[1:] {
		longest = max(longest, c.start.Sub(last))
		if c.end().After(last) {
			last = c.end()
		}
	}
	return last, end.Sub(last) > max(longest, in.Lag, quietFloor)
}

// settledUntil is the time before which the figures are taken as final.
func settledUntil(in Input, gaps []incident.Gap) time.Time {
	until := in.AsOf
	for _, g := range gaps {
		if strings.HasPrefix(g.What, "usage") && g.Why == incident.WhyUnsettled {
			until = earlier(until, g.From)
		}
	}
	return until
}

func sortGaps(gaps []incident.Gap) {
	slices.SortStableFunc(gaps, func(a, b incident.Gap) int {
		return cmp.Or(a.From.Compare(b.From), strings.Compare(a.What, b.What), a.To.Compare(b.To))
	})
}
