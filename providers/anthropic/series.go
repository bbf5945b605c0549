package anthropic

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

const day = 24 * time.Hour

// widths are the intervals that the vendor offers and how many it tells in one page.
var widths = map[time.Duration]struct {
	name string
	most int
}{
	time.Minute: {"1m", 1440},
	time.Hour:   {"1h", 168},
	day:         {"1d", 31},
}

// slot is one bucket of the vendor's time series.
type slot struct {
	Start   time.Time         `json:"starting_at"`
	Results []json.RawMessage `json:"results"`
}

// series reads one span of a time series, all its pages. The vendor tells buckets that end
// within the time asked for, so the end is moved to that of its bucket. A bucket that comes
// twice or lies outside makes the whole answer unusable: it would be counted wrongly in silence.
func (s session) series(ctx context.Context, route string, span providers.Span, width time.Duration, more []transport.Param) ([]slot, error) {
	end := span.To.UTC().Add(width - 1).Truncate(width)
	fixed := append([]transport.Param{
		{Name: parameterStart, Value: span.From.Format(time.RFC3339)},
		{Name: parameterEnd, Value: end.Format(time.RFC3339)},
		{Name: parameterWidth, Value: widths[width].name},
		{Name: parameterLimit, Value: strconv.Itoa(widths[width].most)},
	}, more...)
	var all []slot
	seen := map[time.Time]bool{}
	err := rows.Walk(route, maxPages, func(cursor string) (transport.Page, error) {
		var page struct {
			Data []slot  `json:"data"`
			More bool    `json:"has_more"`
			Next *string `json:"next_page"`
		}
		query := fixed
		if cursor != "" {
			query = append(slices.Clip(fixed), transport.Param{Name: parameterPage, Value: cursor})
		}
		answer, err := s.do(ctx, request{route: route, query: query}, &page, func() bool { return page.Data != nil })
		if err != nil {
			return transport.Page{}, err
		}
		for _, b := range page.Data {
			at := b.Start.UTC()
			if b.Results == nil || seen[at] || at.Before(span.From) || !at.Before(end) {
				return transport.Page{}, rows.Misshapen(route, answer)
			}
			seen[at] = true
		}
		all = append(all, page.Data...)
		return transport.Page{Next: told(page.Next), More: page.More, Answer: answer}, nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b slot) int { return a.Start.Compare(b.Start) })
	return all, nil
}

// grouped asks for results by the given dimensions.
func grouped(dimensions ...string) []transport.Param {
	var params []transport.Param
	for _, d := range dimensions {
		params = append(params, transport.Param{Name: parameterGroup, Value: d})
	}
	return params
}
