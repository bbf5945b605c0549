package aws

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"firebreak/providers"
)

// Usage counts the calls of one key by service and operation: what the event history has, which is
// no reading or writing of data, such as S3's objects.
func (a *Adapter) Usage(ctx context.Context, q providers.UsageQuery) iter.Seq2[[]providers.Bucket, error] {
	return func(yield func([]providers.Bucket, error) bool) {
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
		if list := buckets(h.events, q); len(list) > 0 && !yield(list, nil) {
			return
		}
		if gaps := h.gaps(q.From); len(gaps) > 0 {
			yield(nil, &providers.PartialError{Gaps: gaps})
		}
	}
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

// Hidden lists what the counts do not tell; the audit log has addresses and clients, act by act.
func (a *Adapter) Hidden() []string { return []string{"address", "client", "country"} }
