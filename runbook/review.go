package runbook

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/usage"
)

const (
	day           = 24 * time.Hour
	reviewSpan    = 28 * day // hours are read this far back
	minuteSpan    = 2 * day  // and minutes this far
	auditLead     = 7 * day  // administrative acts from this long before the exposure
	forecastHours = 2 * day  // for the last hour and the usual one
	chartMinutes  = 60       // two-minute cells kept for the chart
	chartHours    = 84       // eight-hour cells kept for the chart
	auditKept     = 100      // acts kept in the journal; the count tells of more
)

// readUsage fills a forecast: usage by day and model for four weeks, and the last hour. What
// cannot be read is named.
func (e *Engine) readUsage(ctx context.Context, cred string, data *incident.ForecastData, now time.Time) error {
	reader, ok := capability[providers.UsageReader](e, cred)
	if !ok {
		data.NotReadable = true
		data.Partial = append(data.Partial, incident.Gap{What: "usage", Why: incident.WhyNotOffered})
		return nil
	}
	query := providers.UsageQuery{Record: fromRecord(data.Record), From: daysFrom(now), To: now, Width: day, Brief: true}
	days, err := gather(reader.Usage(ctx, query))
	if err != nil {
		data.Partial = append(data.Partial, gapsFor("usage", err)...)
		data.NotReadable = len(days) == 0
	}
	query.From, query.Width = now.Add(-forecastHours).Truncate(time.Hour), time.Hour
	hours, err := gather(reader.Usage(ctx, query))
	if err != nil {
		data.Partial = append(data.Partial, gapsFor("usage by hour", err)...)
		data.NotReadable = len(hours) == 0
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if len(days)+len(hours) == 0 && !data.NotReadable {
		data.NotReadable = true
		data.Partial = append(data.Partial, incident.Gap{What: "usage", Why: incident.WhySilent, From: query.From, To: now})
	}
	spent := spent{query: query, days: days, hours: hours}
	if err := e.readLastHour(ctx, reader, data, &spent); err != nil {
		return err
	}
	sumForecast(data, spent)
	return e.priceForecast(ctx, cred, data, spent)
}

// daysFrom is where the days of a forecast begin: at the start of a UTC day.
func daysFrom(now time.Time) time.Time { return now.Add(-reviewSpan).Truncate(day) }

// partSince is the share of a bucket that lies after t, taken as spread evenly; 0 for none.
func partSince(b providers.Bucket, t time.Time) float64 {
	end := b.Start.Add(b.Width)
	if !end.After(t) {
		return 0
	}
	return float64(end.Sub(later(b.Start, t))) / float64(b.Width)
}

func sumForecast(data *incident.ForecastData, s spent) {
	data.Counted = countedIn(s.days, s.hours, s.lastHour())
	at := map[incident.Day]int{} // by what names a row
	for _, b := range s.days {
		row := incident.Day{Day: b.Start.UTC().Format(time.DateOnly), Endpoint: b.Endpoint, Model: b.Model}
		i, known := at[row]
		if !known {
			i = len(data.Days)
			at[row] = i
			data.Days = append(data.Days, row)
		}
		d := &data.Days[i]
		d.Requests, d.In, d.Out = d.Requests+b.Requests, d.In+b.In, d.Out+b.Out
	}
	now := s.query.To
	for _, b := range s.lastHour() {
		part := partSince(b, now.Add(-time.Hour)) // of the hour that the last one began in, what lies within
		data.LastHour += int64(part * float64(b.Requests))
		data.HourTokens += int64(part * float64(b.In+b.Out))
	}
	var before, beforeTokens, dayTokens int64
	for _, b := range s.hours {
		if now.Sub(b.Start) <= day {
			data.LastDay += b.Requests
			dayTokens += b.In + b.Out
		} else {
			before += b.Requests
			beforeTokens += b.In + b.Out
		}
	}
	if data.Counted == incident.InTokens {
		data.DayTokens = dayTokens
	}
	span := (forecastHours - day).Hours()
	data.UsualHour, data.UsualTokens = float64(before)/span, float64(beforeTokens)/span
}

// countedIn is what the buckets can be added up in.
func countedIn(lists ...[]providers.Bucket) incident.Counted {
	for _, list := range lists {
		if slices.ContainsFunc(list, func(b providers.Bucket) bool { return b.Uncounted }) {
			return incident.InTokens
		}
	}
	return incident.InRequests
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// gather reads all pages. What came before an error is kept.
func gather[T any](pages iter.Seq2[[]T, error]) ([]T, error) {
	var all []T
	var last error
	for page, err := range pages {
		all = append(all, page...)
		if err != nil {
			last = errors.Join(last, err)
		}
	}
	return all, last
}

// gapsFor names what an error left unread: the parts that a vendor refused or does not tell per
// key, else the whole.
func gapsFor(what string, err error) []incident.Gap {
	var partial *providers.PartialError
	if !errors.As(err, &partial) {
		return []incident.Gap{{What: what, Why: incident.Explain(err).Reason}}
	}
	var gaps []incident.Gap
	for _, g := range partial.Gaps {
		why := incident.WhyNotReadable
		switch {
		case g.Why == providers.GapNotPerKey:
			why = incident.WhyNotExposed
		case g.Why == providers.GapShared:
			gaps = append(gaps, incident.Gap{What: what, Why: incident.WhyShared})
			continue
		case g.Why == providers.GapSilent:
			why = incident.WhyUnsettled
		case g.Err != nil:
			why = incident.Explain(g.Err).Reason
		}
		gaps = append(gaps, incident.Gap{What: what + " " + g.Part, Why: why})
	}
	return gaps
}

// review reads usage, cost and administrative acts of the key and splits them into groups for
// people to judge. It can be done again: later figures replace earlier ones.
func (e *Engine) review(ctx context.Context, a Action, _ Input) error {
	reader, ok := capability[providers.UsageReader](e, a.Cred)
	if k := e.State().Keys[a.Cred]; !ok || e.able(k, providers.CanUsage) != providers.Auto {
		return e.reviewActs(ctx, a)
	}
	if err := e.note(a.Cred, a.Step, incident.StepStarted, nil); err != nil {
		return err
	}
	k := e.State().Keys[a.Cred]
	in := e.material(ctx, k, reader)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	ofUse := func(g incident.Gap) bool { return strings.HasPrefix(g.What, "usage") } // money that is not told leaves the use
	if i := slices.IndexFunc(in.Unread, ofUse); len(in.Hours) == 0 && i >= 0 {
		return e.fail(a.Cred, a.Step, incident.FailData{Reason: in.Unread[i].Why})
	}
	in.Unread = append(in.Unread, doubts(k, in)...)
	var data incident.FetchedData
	e.readAudit(ctx, k, in, &data)
	if by := data.EndedBy; by != nil {
		in.Revoked, in.Gone = by.At, true
	}
	read(&data, in, reader)
	e.readWhole(ctx, k, in.From, in.AsOf, &data)
	if !slices.ContainsFunc(in.Unread, func(g incident.Gap) bool { return strings.HasPrefix(g.What, "usage by minute") }) {
		data.MinutesFrom = in.MinutesFrom
	}
	if err := e.note(a.Cred, a.Step, incident.UsageFetched, data); err != nil {
		return err
	}
	return e.note(a.Cred, a.Step, incident.StepDone, nil)
}

// reviewActs is the review of a key whose use the vendor does not tell: what its log of acts says.
func (e *Engine) reviewActs(ctx context.Context, a Action) error {
	if _, ok := capability[providers.AuditReader](e, a.Cred); !ok {
		return ErrNotOffered
	}
	if err := e.note(a.Cred, a.Step, incident.StepStarted, nil); err != nil {
		return err
	}
	k := e.State().Keys[a.Cred]
	in := usage.Input{AsOf: e.cfg.Clock.Now()}
	in.From = e.auditFrom(k, in.AsOf)
	data := incident.FetchedData{From: in.From, To: in.AsOf, AsOf: in.AsOf, Settled: in.AsOf}
	e.readAudit(ctx, k, in, &data)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if len(data.Gaps) > 0 && data.AuditN == 0 {
		return e.fail(a.Cred, a.Step, incident.FailData{Reason: data.Gaps[0].Why})
	}
	data.Gaps = append(data.Gaps, incident.Gap{What: "usage", Why: incident.WhyNotOffered}, e.noCost(k.Cred))
	e.readWhole(ctx, k, in.From, in.AsOf, &data)
	if err := e.note(a.Cred, a.Step, incident.UsageFetched, data); err != nil {
		return err
	}
	return e.note(a.Cred, a.Step, incident.StepDone, nil)
}

// read adds what the material of a review tells to what its audit log told.
func read(data *incident.FetchedData, in usage.Input, reader providers.UsageReader) {
	result := usage.Run(in)
	lag, source := reader.Lag()
	data.From, data.To, data.AsOf = in.From, in.AsOf, in.AsOf
	data.Settled, data.Lag = result.Settled, lag.String()+", "+source
	data.Groups, data.Total, data.Own, data.Hidden = result.Groups, result.Total, result.Own, reader.Hidden()
	data.Gaps = slices.Concat(result.Gaps, data.Gaps)
	data.Hours, data.Minutes = tail(coarse(result.Hours, 8*time.Hour), chartHours), tail(result.Minutes, chartMinutes)
	data.Method, data.Currency = string(result.Method), result.Currency
	data.Past = &result.Past
	data.Thresholds = map[string]float64{}
	for _, t := range in.Declared.Thresholds.Table() {
		data.Thresholds[t.Name] = t.Value
	}
}

func (e *Engine) material(ctx context.Context, k incident.Key, reader providers.UsageReader) usage.Input {
	now := e.cfg.Clock.Now()
	in := usage.Input{Declared: e.cfg.Review, From: now.Add(-reviewSpan).Truncate(time.Hour), AsOf: now, Revoked: k.Accepted(), Gone: !k.GoneAt().IsZero()}
	in.Exposed, _ = e.exposedSince(k)
	record := fromRecord(*k.Record())
	query := providers.UsageQuery{Record: record, From: in.From, To: now, Width: time.Hour}
	var err error
	if in.Hours, err = gather(reader.Usage(ctx, query)); err != nil {
		in.Unread = append(in.Unread, gapsFor("usage", err)...)
	}
	query.From, query.Width = now.Add(-minuteSpan).Truncate(time.Hour), time.Minute
	in.MinutesFrom = query.From
	if in.Minutes, err = gather(reader.Usage(ctx, query)); err != nil {
		in.Unread = append(in.Unread, gapsFor("usage by minute", err)...)
	}
	if calls, ok := capability[providers.CallReader](e, k.Cred); ok {
		query.From, query.Width = in.From, 0
		in.Calls, _ = gather(calls.Calls(ctx, query)) // what is missing of them was said of the counts
	}
	costs, ok := capability[providers.CostReader](e, k.Cred)
	if !ok {
		in.Unread = append(in.Unread, e.noCost(k.Cred))
	} else {
		query.From, query.Width = in.From.Truncate(day), day
		if in.Costs, err = gather(costs.Costs(ctx, query)); err != nil {
			in.Unread = append(in.Unread, gapsFor("cost", err)...)
		}
	}
	in.Lag, _ = reader.Lag()
	in.Own = ownCalls(e.Events(), k.Cred)
	return in
}

// doubts names what shows that the usage read is not all there was: nothing at all, or less on
// some day than was saved before the kill.
func doubts(k incident.Key, in usage.Input) []incident.Gap {
	tokens := k.Forecast != nil && k.Forecast.Counted == incident.InTokens
	amount := func(requests, in, out int64) int64 {
		if tokens {
			return in + out
		}
		return requests
	}
	told := map[string]int64{}
	for _, b := range in.Hours {
		told[b.Start.UTC().Format(time.DateOnly)] += amount(b.Requests, b.In, b.Out)
	}
	if k.Forecast != nil {
		saved := map[string]int64{}
		for _, d := range k.Forecast.Days {
			saved[d.Day] += amount(d.Requests, d.In, d.Out)
		}
		for _, d := range k.Forecast.Days {
			at, err := time.Parse(time.DateOnly, d.Day)
			if err == nil && !at.Before(in.From) && told[d.Day] < saved[d.Day] {
				return []incident.Gap{{What: "usage", Why: incident.WhyLost, From: at, To: in.AsOf}}
			}
		}
	}
	if len(told) == 0 {
		return []incident.Gap{{What: "usage", Why: incident.WhySilent, From: in.From, To: in.AsOf}}
	}
	return nil
}

// ownCalls lists the probes that we made with the key, from the journal.
func ownCalls(events []incident.Event, cred string) []usage.Call {
	var own []usage.Call
	for _, ev := range events {
		if ev.Cred != cred || ev.Type != incident.Probed && ev.Type != incident.Validated {
			continue
		}
		var v incident.ProbeData
		if ev.Decode(&v) == nil && !v.Control && v.Status != 0 {
			own = append(own, usage.Call{At: v.At, ID: v.RequestID})
		}
	}
	return own
}

func tail[T any](list []T, most int) []T {
	if len(list) > most {
		return list[len(list)-most:]
	}
	return list
}

// coarse adds cells up to wider ones.
func coarse(cells []incident.Cell, width time.Duration) []incident.Cell {
	var out []incident.Cell
	for _, c := range cells {
		at := c.At.Truncate(width)
		if n := len(out); n > 0 && out[n-1].At.Equal(at) {
			out[n-1].Requests += c.Requests
			out[n-1].Micros += c.Micros
			continue
		}
		out = append(out, incident.Cell{At: at, Requests: c.Requests, Micros: c.Micros})
	}
	return out
}
