package transport

import (
	"errors"

	"firebreak/providers"
)

// Rows is an adapter's route table by name: it words the errors that the adapter finds itself,
// in an answer or before there is one, as the door words its own.
type Rows map[string]providers.Route

// RowsOf makes the table; its names are unique, as New checks.
func RowsOf(routes []providers.Route) Rows {
	rows := Rows{}
	for _, r := range routes {
		rows[r.Name] = r
	}
	return rows
}

var (
	errIncomplete = errors.New("the record lacks an id that the call needs")
	errPaging     = errors.New("the list leads in circles or has no end")
)

// Misshapen is a success that does not say what was asked: after a mutation nothing is known.
func (r Rows) Misshapen(route string, a Answer) error {
	fate := providers.Refused
	if r[route].Effect == providers.Mutate {
		fate = providers.Unknown
	}
	return r.failure(route, fate, providers.CauseShape, a, nil)
}

// Incomplete refuses a call whose path lacks an id, or has one that is not clean.
func (r Rows) Incomplete(route string) error {
	return r.failure(route, providers.NotSent, providers.CauseLocal, Answer{}, errIncomplete)
}

// Circling is a list that cannot be walked to its end.
func (r Rows) Circling(route string, a Answer) error {
	return r.failure(route, providers.Refused, providers.CauseShape, a, errPaging)
}

// longestCursor bounds what a vendor names to go on with: observed ones have under 200 characters.
const longestCursor = 1024

// Page is one page of a list, without what it lists.
type Page struct {
	Next   string // what the vendor names to go on with
	More   bool   // there is a page behind it
	Answer Answer
}

// Walk asks for the pages of a list one after the other, the first with an empty cursor, up to so many.
// One that leads back or on to nothing ends it with Circling.
func (r Rows) Walk(route string, most int, ask func(cursor string) (Page, error)) error {
	seen, cursor := map[string]bool{}, ""
	for range most {
		page, err := ask(cursor)
		switch {
		case err != nil || !page.More:
			return err
		case page.Next == "" || len(page.Next) > longestCursor || seen[page.Next]:
			return r.Circling(route, page.Answer)
		}
		cursor = page.Next
		seen[cursor] = true
	}
	return r.Circling(route, Answer{})
}

// Lost is a mutation that the vendor accepted and whose end could not be seen, for the reason that
// the reading of it gave.
func (r Rows) Lost(route string, a Answer, why error) error {
	cause := providers.CauseTimeout
	var call *providers.CallError
	if errors.As(why, &call) {
		cause = call.Cause
	}
	return r.failure(route, providers.Unknown, cause, a, nil)
}

func (r Rows) failure(route string, fate providers.Fate, cause providers.Cause, a Answer, why error) error {
	row := r[route]
	return &providers.CallError{
		Fate: fate, Effect: row.Effect, Cause: cause, Route: route, Method: row.Method, Host: row.Host,
		Status: a.Status, RequestID: a.RequestID, Err: why,
	}
}
