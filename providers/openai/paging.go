package openai

import (
	"context"
	"strconv"

	"firebreak/providers"
	"firebreak/providers/transport"
)

const (
	pageSize = 100 // the largest that the lists take
	// maxPages ends a list that never does: 100,000 objects are beyond any organisation.
	maxPages = 1000
)

// listed is an object of a list; its id is the cursor behind it.
type listed interface{ cursor() string }

// list walks all pages of a list that takes limit and after, and hands each page to each.
func list[T listed](ctx context.Context, s session, r request, each func([]T) error) error {
	fixed := append(r.query, transport.Param{Name: parameterLimit, Value: strconv.Itoa(pageSize)})
	return rows.Walk(r.route, maxPages, func(cursor string) (transport.Page, error) {
		var page struct {
			Object  string  `json:"object"`
			Data    []T     `json:"data"`
			HasMore bool    `json:"has_more"`
			LastID  *string `json:"last_id"`
		}
		r.query = fixed
		if cursor != "" {
			r.query = append(fixed[:len(fixed):len(fixed)], transport.Param{Name: parameterAfter, Value: cursor})
		}
		answer, err := s.do(ctx, r, &page, func() bool { return page.Object == "list" && page.Data != nil })
		if err == nil {
			err = each(page.Data)
		}
		next := ""
		if n := len(page.Data); n > 0 {
			next = page.Data[n-1].cursor()
		}
		if page.LastID != nil {
			next = *page.LastID
		}
		return transport.Page{Next: providers.CleanID(next), More: page.HasMore, Answer: answer}, err
	})
}
