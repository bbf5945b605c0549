package aws

import (
	"context"
	"fmt"
	"iter"
	"math"
	"strconv"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Cost Explorer adds up an account's money by day and service. It knows no access keys and no
// users, lags by up to a day (our assumption), and takes 0.01 USD for each request: a review makes
// one for each page.
const (
	costMetric = "UnblendedCost"
	costPages  = 20 // our choice: 28 days of an account with many services are two or three
	mostMoney  = 1e9
)

// costDay is one day of an answer.
type costDay struct {
	Period struct{ Start string } `json:"TimePeriod"`
	Groups []struct {
		Keys    []providers.Untrusted
		Metrics map[string]struct{ Amount, Unit string }
	}
}

// WholeCosts streams the money of the account, by day and service, in whole UTC days.
func (a *Adapter) WholeCosts(ctx context.Context, q providers.UsageQuery) iter.Seq2[[]providers.Cost, error] {
	return func(yield func([]providers.Cost, error) bool) {
		s, err := a.open(ctx, q.Record.ID)
		if err != nil {
			yield(nil, err)
			return
		}
		body := costBody(q)
		for range costPages {
			page, next, err := s.costs(ctx, body)
			if err != nil {
				yield(nil, fmt.Errorf("costs: %w", err))
				return
			}
			if len(page) > 0 && !yield(page, nil) || next == "" {
				return
			}
			if next == body["NextPageToken"] {
				break
			}
			body["NextPageToken"] = next
		}
		yield(nil, rows.Circling(routeCost, transport.Answer{}))
	}
}

func costBody(q providers.UsageQuery) transport.Object {
	day := func(t time.Time) string { return t.UTC().Format(time.DateOnly) }
	return transport.Object{
		"TimePeriod":  transport.Object{"Start": day(q.From), "End": day(q.To.Add(24*time.Hour - 1))}, // the end is exclusive
		"Granularity": "DAILY", "Metrics": []any{costMetric},
		"GroupBy": []any{transport.Object{"Type": "DIMENSION", "Key": "SERVICE"}},
	}
}

// costs reads one page; next is "" for the last one.
func (s session) costs(ctx context.Context, body transport.Object) (list []providers.Cost, next string, err error) {
	answer, err := s.ask(ctx, transport.Call{Route: routeCost, Body: body, Auth: transport.SigV4(s.secret, services[CostHost], globalRegion), Timeout: callTimeout})
	if err != nil {
		return nil, "", err
	}
	var page struct {
		Days *[]costDay `json:"ResultsByTime"`
		Next string     `json:"NextPageToken"`
	}
	if answer.Decode(&page) != nil || page.Days == nil {
		return nil, "", rows.Misshapen(routeCost, answer)
	}
	for _, d := range *page.Days {
		costs, ok := d.costs()
		if !ok {
			return nil, "", rows.Misshapen(routeCost, answer)
		}
		list = append(list, costs...)
	}
	return list, page.Next, nil
}

// costs reads the lines of a day, without those of nothing; ok is false where one is no money.
func (d costDay) costs() (list []providers.Cost, ok bool) {
	start, err := time.Parse(time.DateOnly, d.Period.Start)
	if err != nil {
		return nil, false
	}
	for _, g := range d.Groups {
		sum := g.Metrics[costMetric]
		value, err := strconv.ParseFloat(sum.Amount, 64)
		currency := providers.CleanID(sum.Unit)
		if err != nil || !(math.Abs(value) <= mostMoney) || currency == "" || len(g.Keys) != 1 {
			return nil, false
		}
		if micros := int64(math.Round(value * 1e6)); micros != 0 {
			list = append(list, providers.Cost{Start: start, Width: 24 * time.Hour, Of: providers.WholeAccount, Item: g.Keys[0], Micros: micros, Currency: strings.ToUpper(currency)})
		}
	}
	return list, true
}
