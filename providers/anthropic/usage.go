package anthropic

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// usageResult is one line of the usage report. What the key was used for in the vendor's own
// console stands there without a key.
type usageResult struct {
	KeyID   *string             `json:"api_key_id"`
	Space   *string             `json:"workspace_id"`
	Model   providers.Untrusted `json:"model"`
	Tier    *string             `json:"service_tier"`
	Fresh   int64               `json:"uncached_input_tokens"`
	Read    int64               `json:"cache_read_input_tokens"`
	Written struct {
		Hour    int64 `json:"ephemeral_1h_input_tokens"`
		Minutes int64 `json:"ephemeral_5m_input_tokens"`
	} `json:"cache_creation"`
	Out int64 `json:"output_tokens"`
}

func (r usageResult) written() int64 { return r.Written.Hour + r.Written.Minutes }

func (r usageResult) in() int64 { return r.Fresh + r.Read + r.written() }

func (r usageResult) negative() bool {
	return min(r.Fresh, r.Read, r.Written.Hour, r.Written.Minutes, r.Out) < 0
}

// endpoint is the vendor's one family of use.
const endpoint = "messages"

// Usage streams what the key used, oldest first, one slice per span of time, in tokens: the
// vendor counts no requests. A figure of another key, or of none, ends the stream with
// ErrForeignData: then the filter was ignored and nothing that came can be trusted. An admin
// key cannot call models and has no usage.
func (a *Adapter) Usage(ctx context.Context, q providers.UsageQuery) iter.Seq2[[]providers.Bucket, error] {
	return func(yield func([]providers.Bucket, error) bool) {
		width, offered := widths[q.Width]
		if !offered || q.Record.ID == "" {
			yield(nil, fmt.Errorf("usage per %s: %w", q.Width, providers.ErrNotSupported))
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
		all := q.Spans(width.most)
		providers.InSpans(all, func(i int, span providers.Span) ([]providers.Bucket, error) {
			providers.Report(ctx, "usage", i, len(all))
			buckets, err := s.usage(ctx, q, span)
			if err != nil {
				return nil, fmt.Errorf("usage: %w", err)
			}
			return buckets, nil
		}, yield)
	}
}

func (s session) usage(ctx context.Context, q providers.UsageQuery, span providers.Span) ([]providers.Bucket, error) {
	query := append(grouped("api_key_id", "model", "service_tier"), transport.Param{Name: parameterKeys, Value: q.Record.ID})
	var all []providers.Bucket
	err := s.used(ctx, span, q.Width, query, func(at time.Time, r usageResult) error {
		if r.KeyID == nil || *r.KeyID != q.Record.ID {
			return providers.ErrForeignData
		}
		all = append(all, providers.Bucket{
			Start: at, Width: q.Width, Endpoint: endpoint, Model: r.Model, Uncounted: true,
			In: r.in(), Out: r.Out, Cached: r.Read, Batch: r.Tier != nil && *r.Tier == "batch",
		})
		return nil
	})
	return all, err
}

// used hands every line of the report that tells of use to each.
func (s session) used(ctx context.Context, span providers.Span, width time.Duration, query []transport.Param, each func(time.Time, usageResult) error) error {
	slots, err := s.series(ctx, routeUsage, span, width, query)
	if err != nil {
		return err
	}
	for _, slot := range slots {
		for _, raw := range slot.Results {
			var r usageResult
			if json.Unmarshal(raw, &r) != nil || r.negative() {
				return rows.Misshapen(routeUsage, transport.Answer{})
			}
			if r.in()+r.Out == 0 {
				continue
			}
			if err := each(slot.Start.UTC(), r); err != nil {
				return err
			}
		}
	}
	return nil
}

// Lag: the vendor names five minutes; integrators saw figures change for up to three hours.
func (a *Adapter) Lag() (time.Duration, string) {
	return 3 * time.Hour, "the vendor says 5 minutes, reports from the field up to 3 hours"
}

// Hidden lists what the report never tells of a call.
func (a *Adapter) Hidden() []string { return []string{"address", "client", "country"} }
