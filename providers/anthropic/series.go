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

// maxCursor bounds the opaque cursor that is sent back.
const maxCursor = 1024

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
	seen, cursors, next := map[time.Time]bool{}, map[string]bool{}, ""
	for range maxPages {
		var page struct {
			Data []slot  `json:"data"`
			More bool    `json:"has_more"`
			Next *string `json:"next_page"`
		}
		query := fixed
		if next != "" {
			query = append(slices.Clip(fixed), transport.Param{Name: parameterPage, Value: next})
		}
		answer, err := s.do(ctx, request{route: route, query: query}, &page, func() bool { return page.Data != nil })
		if err != nil {
			return nil, err
		}
		for _, b := range page.Data {
			at := b.Start.UTC()
			if b.Results == nil || seen[at] || at.Before(span.From) || !at.Before(end) {
				return nil, rows.Misshapen(route, answer)
			}
			seen[at] = true
		}
		all = append(all, page.Data...)
		if !page.More {
			slices.SortFunc(all, func(a, b slot) int { return a.Start.Compare(b.Start) })
			return all, nil
		}
		if page.Next == nil || *page.Next == "" || len(*page.Next) > maxCursor || cursors[*page.Next] {
			return nil, rows.Circling(route, answer)
		}
		next = *page.Next
		cursors[next] = true
	}
	return nil, rows.Circling(route, transport.Answer{})
}

// grouped asks for results by the given dimensions.
func grouped(dimensions ...string) []transport.Param {
	var params []transport.Param
	for _, d := range dimensions {
		params = append(params, transport.Param{Name: parameterGroup, Value: d})
	}
	return params
}
