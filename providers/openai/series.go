package openai

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// slot is one bucket of the vendor's time series.
type slot struct {
	Object  string            `json:"object"`
	Start   int64             `json:"start_time"`
	End     int64             `json:"end_time"`
	Results []json.RawMessage `json:"results"`
}

// series reads one span of a time series, all its pages. A bucket that comes twice or lies
// outside the span makes the whole answer unusable: it would be counted wrongly in silence.
func (s session) series(ctx context.Context, route string, w providers.Span, width time.Duration, limit int, more []transport.Param) ([]slot, error) {
	fixed := append([]transport.Param{
		{Name: parameterStart, Value: strconv.FormatInt(w.From.Unix(), 10)},
		{Name: parameterEnd, Value: strconv.FormatInt(roundUp(w.To), 10)},
		{Name: parameterWidth, Value: widths[width].name},
		{Name: parameterLimit, Value: strconv.Itoa(limit)},
	}, more...)
	var all []slot
	seen := map[int64]bool{}
	err := rows.Walk(route, maxPages, func(cursor string) (transport.Page, error) {
		var page struct {
			Object  string  `json:"object"`
			Data    []slot  `json:"data"`
			HasMore bool    `json:"has_more"`
			Next    *string `json:"next_page"`
		}
		query := fixed
		if cursor != "" {
			query = append(slices.Clip(fixed), transport.Param{Name: parameterPage, Value: cursor})
		}
		answer, err := s.do(ctx, request{route: route, query: query}, &page, func() bool {
			return page.Object == "page" && page.Data != nil
		})
		if err != nil {
			return transport.Page{}, err
		}
		for _, b := range page.Data {
			if b.Object != "bucket" || seen[b.Start] || b.Start < w.From.Unix() || b.Start >= roundUp(w.To) || b.Results == nil {
				return transport.Page{}, rows.Misshapen(route, answer)
			}
			seen[b.Start] = true
		}
		all = append(all, page.Data...)
		next := ""
		if page.Next != nil {
			next = *page.Next
		}
		return transport.Page{Next: next, More: page.HasMore, Answer: answer}, nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b slot) int { return int(a.Start - b.Start) })
	return all, nil
}

// roundUp gives the first whole second not before t, for the end of a range is exclusive.
func roundUp(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}

// widths are the intervals that the vendor offers and how many it tells in one page.
var widths = map[time.Duration]struct {
	name string
	most int
}{
	time.Minute:    {"1m", 1440},
	time.Hour:      {"1h", 168},
	24 * time.Hour: {"1d", 31},
}

// named repeats an array parameter in the vendor's own client's spelling, name[]=….
func named(name string, values ...string) []transport.Param {
	var params []transport.Param
	for _, v := range values {
		params = append(params, transport.Param{Name: name, Value: v})
	}
	return params
}
