package openai

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

const (
	day = 24 * time.Hour
	// costDays is the most that one page tells.
	costDays = 180
	// mostMoney bounds one line, so that micro-units fit and stay exact.
	mostMoney = 1e9
)

type costResult struct {
	Object string              `json:"object"`
	KeyID  *string             `json:"api_key_id"`
	Item   providers.Untrusted `json:"line_item"`
	Amount struct {
		Value    json.Number `json:"value"` // the vendor has sent it as a number and as text
		Currency string      `json:"currency"`
	} `json:"amount"`
}

// Costs streams the key's money per day and line item, oldest first. The vendor tells whole
// days only, so the query's width is not used and the present day is partial. Money of another
// key ends the stream with ErrForeignData. Currencies are upper-case codes.
func (a *Adapter) Costs(ctx context.Context, q providers.UsageQuery) iter.Seq2[[]providers.Cost, error] {
	return func(yield func([]providers.Cost, error) bool) {
		if q.Record.ID == "" {
			yield(nil, rows.Incomplete(routeCosts))
			return
		}
		if q.Record.Kind == AdminKey {
			return
		}
		s, err := a.open(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		q.Width = day
		all := q.Spans(costDays)
		providers.InSpans(all, func(i int, w providers.Span) ([]providers.Cost, error) {
			providers.Report(ctx, "costs", i, len(all))
			costs, err := s.costs(ctx, q, w)
			if err != nil {
				return nil, fmt.Errorf("costs: %w", err)
			}
			return costs, nil
		}, yield)
	}
}

func (s session) costs(ctx context.Context, q providers.UsageQuery, w providers.Span) ([]providers.Cost, error) {
	more := append(named(parameterKeys, q.Record.ID), named(parameterGroup, "api_key_id", "line_item")...)
	slots, err := s.series(ctx, routeCosts, w, day, costDays, more)
	if err != nil {
		return nil, err
	}
	var all []providers.Cost
	for _, slot := range slots {
		for _, raw := range slot.Results {
			var r costResult
			if json.Unmarshal(raw, &r) != nil || r.Object != "organization.costs.result" {
				return nil, rows.Misshapen(routeCosts, transport.Answer{})
			}
			value, err := r.Amount.Value.Float64()
			currency := providers.CleanID(r.Amount.Currency)
			if err != nil || math.Abs(value) > mostMoney || currency == "" {
				return nil, rows.Misshapen(routeCosts, transport.Answer{})
			}
			if value == 0 {
				continue
			}
			if r.KeyID == nil || *r.KeyID != q.Record.ID {
				return nil, providers.ErrForeignData
			}
			all = append(all, providers.Cost{
				Start: time.Unix(slot.Start, 0).UTC(), Width: day, Item: r.Item,
				Micros: int64(math.Round(value * 1e6)), Currency: strings.ToUpper(currency),
			})
		}
	}
	return all, nil
}
