package openai

import (
	"context"
	"fmt"
	"strconv"

	"firebreak/providers"
	"firebreak/providers/transport"
)

const (
	pageSize = 100 // the largest that the lists take
	// maxPages ends a list that never does: 100,000 objects are beyond any organisation.
	maxPages = 1000
)

// errPaging: a list leads in circles, or has no end.
var errPaging = fmt.Errorf("the list leads in circles or has no end")

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
			return circling(r.route, answer)
		}
		seen[after] = true
	}
	return circling(r.route, transport.Answer{})
}

// circling is the error for a list that cannot be walked to its end.
func circling(route string, answer transport.Answer) error {
	return &providers.CallError{
		Fate: providers.Refused, Cause: providers.CauseShape, Route: route, Method: methods[route], Host: Host,
		Status: answer.Status, RequestID: answer.RequestID, Err: errPaging,
	}
}
