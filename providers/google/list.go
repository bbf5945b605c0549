package google

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"firebreak/providers"
	"firebreak/providers/transport"
)

const (
	pageSize   = 300 // of keys
	budgetPage = 100
	// maxPages ends a list that never does.
	maxPages = 1000
	// maxCursor bounds the opaque cursor that is sent back.
	maxCursor = 4096
)

// searchedKeys is what a walk counts in progress reports.
const searchedKeys = "keys"

// walk reads a list page by page. The cursor goes into the body of a request that has one, else
// into the query.
func walk[T any](ctx context.Context, s session, r request, each func(T) error) error {
	seen, next, fixed := map[string]bool{}, "", r.query
	first, _ := r.body.(transport.Object)
	for range maxPages {
		switch {
		case next == "":
		case first != nil:
			body := maps.Clone(first)
			body[parameterPage] = next
			r.body = body
		default:
			r.query = append(slices.Clip(fixed), transport.Param{Name: parameterPage, Value: next})
		}
		var raw json.RawMessage
		var page T
		var end struct {
			Next string `json:"nextPageToken"`
		}
		answer, err := s.do(ctx, r, &raw, func() bool {
			return json.Unmarshal(raw, &page) == nil && json.Unmarshal(raw, &end) == nil && !holdsError(raw)
		})
		if err != nil {
			return err
		}
		if err := each(page); err != nil || end.Next == "" {
			return err
		}
		if seen[end.Next] || len(end.Next) > maxCursor {
			return rows.Circling(r.route, answer)
		}
		next = end.Next
		seen[next] = true
	}
	return rows.Circling(r.route, transport.Answer{})
}

// holdsError tells an error that was sent as a success: lists leave out what is empty, so that it
// would pass for a list of nothing.
func holdsError(raw json.RawMessage) bool {
	var answer struct {
		Error json.RawMessage `json:"error"`
	}
	return json.Unmarshal(raw, &answer) != nil || answer.Error != nil
}

// keys hands every key of a project to each, deleted ones of the last 30 days too.
func (s session) keys(ctx context.Context, project string, each func(keyAnswer)) error {
	n := 0
	query := []transport.Param{{Name: parameterSize, Value: strconv.Itoa(pageSize)}, {Name: parameterDeleted, Value: "true"}}
	return walk(ctx, s, request{route: routeKeys, path: map[string]string{partProject: project}, query: query}, func(page struct {
		Keys []keyAnswer `json:"keys"`
	}) error {
		n += len(page.Keys)
		providers.Report(ctx, searchedKeys, n, 0)
		for _, k := range page.Keys {
			if !k.valid() {
				return rows.Misshapen(routeKeys, transport.Answer{})
			}
			each(k)
		}
		return nil
	})
}
