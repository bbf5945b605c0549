package openai

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Usage streams what the key used, oldest first, one slice per span of time. The stream ends
// with a *providers.PartialError where a report was refused with 400 or 404, or tells only the
// whole project's usage and that is not zero. A figure of another key, or of none, ends it with
// ErrForeignData: then the filter was ignored and nothing that came can be trusted.
// An admin key cannot call models and has no usage.
func (a *Adapter) Usage(ctx context.Context, q providers.UsageQuery) iter.Seq2[[]providers.Bucket, error] {
	return func(yield func([]providers.Bucket, error) bool) {
		width, known := widths[q.Width]
		if !known || q.Record.ID == "" {
			yield(nil, fmt.Errorf("usage per %s: %w", q.Width, providers.ErrNotSupported))
			return
		}
		if q.Record.Kind == AdminKey {
			return
		}
		if q.Record.Parent == "" {
			yield(nil, rows.Incomplete(families[0].route()))
			return
		}
		s, err := a.open(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		u := usage{session: s, query: q, limit: width.most, gaps: map[string]providers.Gap{}}
		all := q.Spans(width.most)
		whole := providers.InSpans(all, func(i int, w providers.Span) ([]providers.Bucket, error) {
			return u.span(ctx, w, i, len(all))
		}, yield)
		if !whole {
			return
		}
		if err := u.partial(); err != nil {
			yield(nil, err)
		}
	}
}

type usage struct {
	session
	query providers.UsageQuery
	limit int
	gaps  map[string]providers.Gap
}

// span reads every report for one stretch of time.
func (u *usage) span(ctx context.Context, w providers.Span, done, total int) ([]providers.Bucket, error) {
	var all []providers.Bucket
	for i, f := range families {
		providers.Report(ctx, "usage", done*len(families)+i, total*len(families))
		if _, missing := u.gaps[f.name]; missing {
			continue
		}
		buckets, err := u.family(ctx, f, w)
		if _, refused := providers.RefusedWith(err, 400, 404); refused {
			u.gaps[f.name] = providers.Gap{Part: f.name, Why: providers.GapRefused, Err: err}
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("usage of %s: %w", f.name, err)
		}
		all = append(all, buckets...)
	}
	slices.SortStableFunc(all, func(a, b providers.Bucket) int { return a.Start.Compare(b.Start) })
	return all, nil
}

func (u *usage) family(ctx context.Context, f family, w providers.Span) ([]providers.Bucket, error) {
	filter := named(parameterKeys, u.query.Record.ID)
	if f.perProject {
		filter = named(parameterProjects, u.query.Record.Parent)
	}
	more := append(filter, named(parameterGroup, f.groups()...)...)
	slots, err := u.series(ctx, f.route(), w, u.query.Width, u.limit, more)
	if err != nil {
		return nil, err
	}
	var all []providers.Bucket
	for _, slot := range slots {
		for _, raw := range slot.Results {
			var r usageResult
			if json.Unmarshal(raw, &r) != nil || r.Object != "organization.usage."+f.result+".result" || r.negative() {
				return nil, rows.Misshapen(f.route(), transport.Answer{})
			}
			b, ours, err := u.attribute(f, slot, &r)
			if err != nil {
				return nil, err
			}
			if ours {
				all = append(all, b)
			}
		}
	}
	return all, nil
}

// attribute turns a line into a bucket if it is the key's.
func (u *usage) attribute(f family, at slot, r *usageResult) (b providers.Bucket, ours bool, err error) {
	if r.empty() {
		return b, false, nil
	}
	id, want := r.KeyID, u.query.Record.ID
	if f.perProject {
		id, want = r.ProjectID, u.query.Record.Parent
	}
	if id == nil || *id != want {
		return b, false, providers.ErrForeignData
	}
	if f.perProject {
		u.gaps[f.name] = providers.Gap{Part: f.name, Why: providers.GapNotPerKey}
		return b, false, nil
	}
	b = providers.Bucket{
		Start: time.Unix(at.Start, 0).UTC(), Width: u.query.Width, Endpoint: f.name, Model: r.Model, Requests: r.Requests, Batch: r.Batch,
	}
	f.count(r, &b)
	return b, true, nil
}

// partial names what could not be read, in the order of the table.
func (u *usage) partial() error {
	if len(u.gaps) == 0 {
		return nil
	}
	e := &providers.PartialError{}
	for _, f := range families {
		if g, missing := u.gaps[f.name]; missing {
			e.Gaps = append(e.Gaps, g)
		}
	}
	return e
}

// Lag: the vendor says that figures come late, not how late.
func (a *Adapter) Lag() (time.Duration, string) {
	return 15 * time.Minute, "our assumption: the vendor documents no figure"
}

// Hidden lists what the reports never tell of a call.
func (a *Adapter) Hidden() []string { return []string{"address", "client", "country"} }
