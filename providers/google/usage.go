package google

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// widths are the intervals that usage is asked in, and how many are read in one go.
var widths = map[time.Duration]int{time.Minute: 1440, time.Hour: 744, 24 * time.Hour: 92}

// series is one answer line of Cloud Monitoring: the requests of one credential to one method of
// one API.
type series struct {
	Resource struct {
		Labels struct {
			Service      string `json:"service"`
			Method       string `json:"method"`
			CredentialID string `json:"credential_id"`
		} `json:"labels"`
	} `json:"resource"`
	Points []struct {
		Interval struct {
			Start time.Time `json:"startTime"`
			End   time.Time `json:"endTime"`
		} `json:"interval"`
		Value struct {
			Count string `json:"int64Value"`
		} `json:"value"`
	} `json:"points"`
}

// Usage streams what the key was used for, oldest first: requests by API and method, whatever
// became of them. Neither models nor tokens nor money are told by key. A figure of another
// credential ends the stream with ErrForeignData.
func (a *Adapter) Usage(ctx context.Context, q providers.UsageQuery) iter.Seq2[[]providers.Bucket, error] {
	return func(yield func([]providers.Bucket, error) bool) {
		most, offered := widths[q.Width]
		if !offered || q.Record.ID == "" || q.Record.Parent == "" {
			yield(nil, fmt.Errorf("usage per %s: %w", q.Width, providers.ErrNotSupported))
			return
		}
		s, err := a.openFor(ctx, q.Record)
		if err != nil {
			yield(nil, err)
			return
		}
		credential, err := s.credential(ctx, q.Record)
		if err != nil {
			yield(nil, fmt.Errorf("usage: %w", err))
			return
		}
		all := q.Spans(most)
		providers.InSpans(all, func(i int, span providers.Span) ([]providers.Bucket, error) {
			providers.Report(ctx, "usage", i, len(all))
			buckets, err := s.usage(ctx, q, credential, span)
			if err != nil {
				return nil, fmt.Errorf("usage: %w", err)
			}
			return buckets, nil
		}, yield)
	}
}

// credential is how metrics name a key: an API key by its id, one of a service account by its
// account's number, for metrics do not tell an account's keys apart.
func (s session) credential(ctx context.Context, r providers.KeyRecord) (string, error) {
	if r.Kind != AccountKey {
		return "apikey:" + r.ID, nil
	}
	account, err := s.account(ctx, r)
	return "serviceaccount:" + account.Unique, err
}

// usage reads one span, all its pages. Intervals end with the last one, so the end of the span is
// moved to that of its bucket.
func (s session) usage(ctx context.Context, q providers.UsageQuery, credentialID string, span providers.Span) ([]providers.Bucket, error) {
	end := span.To.UTC().Add(q.Width - 1).Truncate(q.Width)
	fixed := []transport.Param{
		{Name: parameterFilter, Value: `metric.type="serviceruntime.googleapis.com/api/request_count" AND resource.type="consumed_api" AND resource.labels.credential_id="` + credentialID + `"`},
		{Name: parameterStart, Value: span.From.Format(time.RFC3339)}, {Name: parameterEnd, Value: end.Format(time.RFC3339)},
		{Name: parameterPeriod, Value: strconv.Itoa(int(q.Width/time.Second)) + "s"}, {Name: parameterAligner, Value: "ALIGN_DELTA"},
		{Name: parameterReducer, Value: "REDUCE_SUM"}, {Name: parameterSize, Value: "10000"},
	}
	for _, by := range []string{"service", "method", "credential_id"} {
		fixed = append(fixed, transport.Param{Name: parameterGroup, Value: "resource.labels." + by})
	}
	var all []providers.Bucket
	path := map[string]string{partProject: q.Record.Parent}
	err := walk(ctx, s, request{route: routeSeries, path: path, query: fixed}, func(page struct {
		Series []series `json:"timeSeries"`
	}) error {
		for _, line := range page.Series {
			buckets, err := line.buckets(q.Width, credentialID, span.From, end)
			if err != nil {
				return err
			}
			all = append(all, buckets...)
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b providers.Bucket) int { return a.Start.Compare(b.Start) })
	return all, err
}

// buckets are a line's points that tell of use.
func (l series) buckets(width time.Duration, credentialID string, from, to time.Time) ([]providers.Bucket, error) {
	if l.Resource.Labels.CredentialID != credentialID {
		return nil, providers.ErrForeignData
	}
	var all []providers.Bucket
	for _, p := range l.Points {
		n, err := strconv.ParseInt(p.Value.Count, 10, 64)
		at := p.Interval.End.UTC().Add(-width)
		if err != nil || n < 0 || at.Before(from) || !at.Before(to) {
			return nil, rows.Misshapen(routeSeries, transport.Answer{})
		}
		if n > 0 {
			all = append(all, providers.Bucket{Start: at, Width: width, Endpoint: providers.CleanID(l.Resource.Labels.Service), Model: providers.FromOutside(methodOf(l.Resource.Labels.Method)), Requests: n})
		}
	}
	return all, nil
}

// methodOf is the last part of a method's full name: "GenerateContent".
func methodOf(full string) string {
	for i := len(full) - 1; i >= 0; i-- {
		if full[i] == '.' {
			return full[i+1:]
		}
	}
	return full
}

// Lag: the vendor documents none for these metrics.
func (a *Adapter) Lag() (time.Duration, string) {
	return 30 * time.Minute, "our assumption: the vendor documents no figure"
}

// Hidden lists what the metrics never tell of a call.
func (a *Adapter) Hidden() []string {
	return []string{"address", "client", "country", "model", "tokens", "money"}
}
