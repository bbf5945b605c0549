package google

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// operation is a change that the vendor has accepted and may still be making.
type operation struct {
	Name     string          `json:"name"`
	Done     bool            `json:"done"`
	Error    *status         `json:"error"`
	Response json.RawMessage `json:"response"`
}

func (o operation) valid() bool {
	id, ok := strings.CutPrefix(o.Name, "operations/")
	return ok && providers.CleanID(id) != "" && !strings.Contains(id, "/")
}

// How an operation is followed: our choice, most end within seconds. All reads together are given
// half a minute.
const (
	operationFirst = 200 * time.Millisecond // before the first read; doubled for each after it
	operationPoll  = 2 * time.Second        // at most between two
	operationMost  = 17
)

// change makes one mutation of a key and follows it to its end. A change that the vendor gives up
// is refused; one whose end is not seen is of unknown fate, though it was accepted.
func (s session) change(ctx context.Context, r request) (operation, providers.Receipt, error) {
	var o operation
	answer, err := s.do(ctx, r, &o, func() bool { return o.valid() })
	if err != nil {
		return o, providers.Receipt{}, err
	}
	receipt := providers.Receipt{At: answer.At, Status: answer.Status, RequestID: answer.RequestID}
	o, err = s.follow(ctx, o)
	switch {
	case err != nil:
		return o, providers.Receipt{}, rows.Lost(r.route, answer, err)
	case o.Error != nil:
		return o, providers.Receipt{}, s.gaveUp(r.route, answer, *o.Error)
	}
	return o, receipt, nil
}

// follow reads an operation until it is done. It goes on when the caller has left, as the change
// itself does, up to the bound.
func (s session) follow(ctx context.Context, o operation) (operation, error) {
	ctx = context.WithoutCancel(ctx)
	path := map[string]string{partOperation: strings.TrimPrefix(o.Name, "operations/")}
	for n := range operationMost {
		if o.Done {
			return o, nil
		}
		if err := s.clock.Sleep(ctx, min(operationPoll, operationFirst<<n)); err != nil {
			return o, err
		}
		name := o.Name
		o = operation{}
		if _, err := s.do(ctx, request{route: routeOperation, path: path}, &o, func() bool { return o.Name == name }); err != nil {
			return o, err
		}
	}
	return o, providers.ErrUnreachable
}

// gaveUp is the refusal that ends an operation, worded as the door words one.
func (s session) gaveUp(route string, answer transport.Answer, why status) error {
	row := rows[route]
	e := &providers.CallError{
		Fate: providers.Refused, Effect: row.Effect, Cause: providers.CauseStatus, Route: route, Method: row.Method, Host: row.Host,
		Status: httpStatus(why.Code), Code: providers.CleanID(why.reason()), RequestID: answer.RequestID,
	}
	if why.Message != nil {
		e.Message = *why.Message
	}
	return e
}

// httpStatus is the status that stands for a google.rpc.Code.
func httpStatus(code int) int {
	switch code {
	case 3, 9, 11:
		return http.StatusBadRequest
	case 5:
		return http.StatusNotFound
	case 6, 10:
		return http.StatusConflict
	case 7:
		return http.StatusForbidden
	case 8:
		return http.StatusTooManyRequests
	case 16:
		return http.StatusUnauthorized
	}
	return http.StatusInternalServerError
}
