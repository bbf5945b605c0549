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

// InSpans reads span by span, oldest first, and yields what each holds, but nothing empty. It tells
// whether all were read: false once the caller had enough, or an error was yielded, which ends it.
func InSpans[T any](spans []Span, read func(n int, span Span) ([]T, error), yield func([]T, error) bool) bool {
	for n, span := range spans {
		part, err := read(n, span)
		if err != nil {
			yield(nil, err)
			return false
		}
		if len(part) > 0 && !yield(part, nil) {
			return false
		}
	}
	return true
}
