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
	seen, after := map[string]bool{}, ""
	fixed := append(r.query, transport.Param{Name: parameterLimit, Value: strconv.Itoa(pageSize)})
	for range maxPages {
		var page struct {
			Object  string  `json:"object"`
			Data    []T     `json:"data"`
			HasMore bool    `json:"has_more"`
			LastID  *string `json:"last_id"`
		}
		r.query = fixed
		if after != "" {
			r.query = append(fixed[:len(fixed):len(fixed)], transport.Param{Name: parameterAfter, Value: after})
		}
		answer, err := s.do(ctx, r, &page, func() bool { return page.Object == "list" && page.Data != nil })
		if err != nil {
			return err
		}
		if err := each(page.Data); err != nil || !page.HasMore {
			return err
		}
		after = ""
		if n := len(page.Data); n > 0 {
			after = page.Data[n-1].cursor()
		}
		if page.LastID != nil {
			after = *page.LastID
		}
		if providers.CleanID(after) == "" || seen[after] {
			return rows.Circling(r.route, answer)
		}
		seen[after] = true
	}
	return rows.Circling(r.route, transport.Answer{})
}
