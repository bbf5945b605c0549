package runbook

import (
	"cmp"
	"context"
	"slices"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// topItems is how many lines of the costliest day are kept.
const topItems = 3

// noCost names the cost of the key as missing: its vendor may tell that of something larger.
func (e *Engine) noCost(cred string) incident.Gap {
	if _, ok := capability[providers.WholeCostReader](e, cred); ok {
		return incident.Gap{What: "cost", Why: incident.WhyNotExposed}
	}
	return incident.Gap{What: "cost", Why: incident.WhyNotOffered}
}

// readWhole adds the cost of what the key is a part of. It backs no figure of the key's; what cannot
// be read is named.
func (e *Engine) readWhole(ctx context.Context, k incident.Key, from, to time.Time, data *incident.FetchedData) {
	reader, ok := capability[providers.WholeCostReader](e, k.Cred)
	if !ok || ctx.Err() != nil {
		return
	}
	costs, err := gather(reader.WholeCosts(ctx, providers.UsageQuery{Record: fromRecord(*k.Record()), From: from.Truncate(day), To: to, Width: day}))
	if err != nil {
		data.Gaps = append(data.Gaps, gapsFor("whole cost", err)...)
	}
	data.Whole = wholeOf(costs, from.Truncate(day), to)
}

// wholeOf adds costs up, in the currency of the first; nil for none.
func wholeOf(costs []providers.Cost, from, to time.Time) *incident.WholeCost {
	if len(costs) == 0 {
		return nil
	}
	w := &incident.WholeCost{Of: string(costs[0].Of), From: from, To: to, Currency: costs[0].Currency}
	days := map[time.Time]int64{}
	for _, c := range costs {
		if c.Currency == w.Currency {
			w.Micros += c.Micros
			days[c.Start] += c.Micros
		}
	}
	sums := make([]int64, 0, len(days))
	for at, sum := range days {
		sums = append(sums, sum)
		if w.Peak.IsZero() || sum > w.PeakCost || sum == w.PeakCost && at.Before(w.Peak) {
			w.Peak, w.PeakCost = at, sum
		}
	}
	slices.Sort(sums)
	w.Usual = sums[len(sums)/2]
	w.Top = topOf(slices.DeleteFunc(slices.Clone(costs), func(c providers.Cost) bool { return c.Currency != w.Currency || !c.Start.Equal(w.Peak) }))
	return w
}

// topOf are the items that cost most, the most first.
func topOf(costs []providers.Cost) []incident.CostItem {
	var items []incident.CostItem
	at := map[string]int{}
	for _, c := range costs {
		name := c.Item.Line(80)
		i, known := at[name]
		if !known {
			i = len(items)
			at[name] = i
			items = append(items, incident.CostItem{Item: c.Item})
		}
		items[i].Micros += c.Micros
	}
	slices.SortStableFunc(items, func(a, b incident.CostItem) int { return cmp.Compare(b.Micros, a.Micros) })
	return items[:min(topItems, len(items))]
}
