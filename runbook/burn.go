package runbook

import (
	"context"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/usage"
)

// burnSpan is the stretch before the latest use told that a burn is the mean of: our choice,
// long enough for a key that is called once a minute.
const burnSpan = 15 * time.Minute

// spent is the use that a forecast puts a price on, read until the query's end.
type spent struct {
	query         providers.UsageQuery
	days, hours   []providers.Bucket
	minutes       []providers.Bucket // of the last hour; meaningless unless byMinute
	byMinute      bool
	latestAllowed time.Duration // how late use may be told
}

// readLastHour reads the last hour by the minute. Where that fails, the hours stand for it and
// the gap is named.
func (e *Engine) readLastHour(ctx context.Context, reader providers.UsageReader, data *incident.ForecastData, s *spent) error {
	if data.NotReadable {
		return nil
	}
	query := s.query
	query.From, query.Width = query.To.Add(-time.Hour).Truncate(time.Minute), time.Minute
	var err error
	s.minutes, err = gather(reader.Usage(ctx, query))
	s.byMinute = err == nil
	s.latestAllowed, _ = reader.Lag()
	if err != nil {
		data.Partial = append(data.Partial, gapsFor("usage by minute", err)...)
	}
	return ctx.Err()
}

// lastHour is the finest that was read of the hour before the query's end; its first bucket may
// begin earlier.
func (s spent) lastHour() []providers.Bucket {
	if s.byMinute {
		return s.minutes
	}
	return s.hours
}

// priceForecast saves what was billed, and says what the key costs by the minute. Prices come
// from days whose use and cost were both read from their first minute on, so that the time of
// day does not matter.
func (e *Engine) priceForecast(ctx context.Context, cred string, data *incident.ForecastData, s spent) error {
	var list []providers.Cost
	if reader, ok := capability[providers.CostReader](e, cred); ok {
		query := s.query
		query.From, query.Width = daysFrom(query.To), day
		var err error
		if list, err = gather(reader.Costs(ctx, query)); err != nil {
			data.Partial = append(data.Partial, gapsFor("cost", err)...)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	prices := usage.PricesOf(s.days, list, s.query.To)
	data.Billed, data.Currency = prices.Billed, prices.Currency
	s.burn(data, prices)
	return nil
}

// burn is the mean cost of a minute: over the latest use told, else over the hour.
func (s spent) burn(data *incident.ForecastData, prices usage.Prices) {
	from, to := s.latest()
	if from.IsZero() {
		from, to = s.query.To.Add(-time.Hour), s.query.To
	}
	var sum usage.Estimate
	for _, b := range s.lastHour() {
		part := partSince(b, from)
		if part == 0 {
			continue
		}
		e := prices.Of(b)
		sum.Low += int64(part * float64(e.Low))
		sum.Mid += int64(part * float64(e.Mid))
		sum.High += int64(part * float64(e.High))
		sum.AtLeast = sum.AtLeast || e.AtLeast
	}
	a := func(micros int64) int64 { return int64(float64(micros) / to.Sub(from).Minutes()) }
	data.BurnFrom, data.BurnTo, data.NoPrice = from, to, sum.AtLeast
	data.MicrosPerMin, data.LowPerMin, data.HighPerMin = a(sum.Mid), a(sum.Low), a(sum.High)
	if sum.AtLeast {
		data.MicrosPerMin, data.HighPerMin = data.LowPerMin, 0
	}
}

// latest is the stretch that ends with the latest minute told, or where the vendor must have
// told all; zero where nothing was used in it.
func (s spent) latest() (from, to time.Time) {
	if !s.byMinute || len(s.minutes) == 0 {
		return time.Time{}, time.Time{}
	}
	to = s.query.To.Add(-s.latestAllowed)
	for _, b := range s.minutes {
		if end := b.Start.Add(b.Width); b.Used() && end.After(to) {
			to = end
		}
	}
	from = to.Add(-burnSpan)
	for _, b := range s.minutes {
		if b.Used() && b.Start.Add(b.Width).After(from) {
			return from, to
		}
	}
	return time.Time{}, time.Time{}
}
