package aws

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
)

// Usage counts the calls of one key by service and operation: what the event history has, which is
// no reading or writing of data, such as S3's objects.
func (a *Adapter) Usage(ctx context.Context, q providers.UsageQuery) iter.Seq2[[]providers.Bucket, error] {
	return told(ctx, a, q, buckets)
}

// Calls tells the same calls one by one.
func (a *Adapter) Calls(ctx context.Context, q providers.UsageQuery) iter.Seq2[[]providers.Use, error] {
	return told(ctx, a, q, uses)
}

// told streams what the event history has of a key, in one page, and what of it is missing.
func told[T any](ctx context.Context, a *Adapter, q providers.UsageQuery, as func([]event, providers.UsageQuery) []T) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		if !inTrail(q.Record.Kind) {
			yield(nil, fmt.Errorf("events of %s: %w", q.Record.Kind, providers.ErrNotSupported))
			return
		}
		s, err := a.open(ctx, q.Record.ID)
		if err != nil {
			yield(nil, err)
			return
		}
		how := full
		if q.Brief {
			how = brief
		}
		h, err := s.history(ctx, q.Record.ID, q.From, q.To, how)
		if err != nil {
			yield(nil, err)
			return
		}
		if list := as(h.events, q); len(list) > 0 && !yield(list, nil) {
			return
		}
		if gaps := h.gaps(q.From); len(gaps) > 0 {
			yield(nil, &providers.PartialError{Gaps: gaps})
		}
	}
}

// uses are the events as calls, oldest first.
func uses(events []event, q providers.UsageQuery) []providers.Use {
	var list []providers.Use
	for _, e := range events {
		if at := e.time(); at.Before(q.From) || !at.Before(q.To) {
			continue
		}
		d := e.document()
		u := providers.Use{ID: e.ID, RequestID: providers.CleanID(d.Request), At: e.time(), Service: e.service(), Action: providers.CleanID(e.Name), Region: e.region,
			Address: d.Address, Agent: d.Agent, Actor: e.User, Error: providers.CleanID(d.Error), Target: d.target(),
			Changes: e.service() != "bedrock" || !strings.HasPrefix(e.Name, "Invoke") && !strings.HasPrefix(e.Name, "Converse"), Lasting: q.Record.Kind == AccessKey}
		if one, concerns := actOf(e.Name); concerns && d.Error == "" {
			u.Left = one.left
		}
		list = append(list, u)
	}
	slices.SortFunc(list, func(a, b providers.Use) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return list
}

// buckets sums events up, oldest first.
func buckets(events []event, q providers.UsageQuery) []providers.Bucket {
	type cell struct {
		start           time.Time
		service, action string
	}
	counts := map[cell]int64{}
	for _, e := range events {
		if at := e.time(); !at.Before(q.From) && at.Before(q.To) {
			counts[cell{at.Truncate(q.Width), e.service(), e.Name}]++
		}
	}
	list := make([]providers.Bucket, 0, len(counts))
	for c, n := range counts {
		list = append(list, providers.Bucket{Start: c.start, Width: q.Width, Endpoint: c.service, Model: providers.FromOutside(c.action), Requests: n})
	}
	slices.SortFunc(list, func(a, b providers.Bucket) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Endpoint, b.Endpoint), cmp.Compare(a.Model.Line(200), b.Model.Line(200)))
	})
	return list
}

// Lag is how late events may show.
func (a *Adapter) Lag() (time.Duration, string) {
	return trailLag, "the vendor says minutes; fifteen are our assumption"
}

// Hidden lists what the event history does not tell.
func (a *Adapter) Hidden() []string { return []string{"country", "tokens"} }
