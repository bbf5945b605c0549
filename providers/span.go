package providers

import "time"

// Span is a stretch of time, from inclusive, to exclusive.
type Span struct{ From, To time.Time }

// Spans cuts the time asked for into pieces of at most n buckets, oldest first. The beginning
// is moved back to the start of its bucket.
func (q UsageQuery) Spans(n int) []Span {
	var all []Span
	for from := q.From.UTC().Truncate(q.Width); from.Before(q.To); {
		to := from.Add(time.Duration(n) * q.Width)
		if to.After(q.To) {
			to = q.To
		}
		all = append(all, Span{from, to})
		from = to
	}
	return all
}
