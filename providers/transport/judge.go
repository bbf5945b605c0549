package transport

import (
	"net/http"

	"firebreak/providers"
)

// judge says what a complete answer means: nil is a success in the vendor's form.
//
//	2xx JSON or XML, as the route says, or 204 without a body       done, or accepted: what a 202 means, the adapter knows
//	2xx of the route without a body       the same
//	3xx                                   refused: nothing was done there, and we do not follow
//	429                                   refused, in whatever form
//	4xx in the vendor's form              refused
//	5xx, or any other form                of a mutation: unknown
func (d *Door) judge(j *job, r reply, v veil) *providers.CallError {
	e := j.failure(r)
	e.RetryAfter = r.retryAfter(d.cfg.Clock.Now())
	if r.status/100 == 2 {
		if r.isWhole(j.route) || r.isBareSuccess(j.route) {
			return nil
		}
		return e
	}
	if r.status/100 == 3 {
		e.Cause, e.Fate = providers.CauseRedirect, providers.Refused
		return e
	}
	if code, message, ok := d.shape(j.route, r); ok && r.status >= 400 {
		e.Cause, e.Code, e.Message = providers.CauseStatus, v.id(code), v.words(message)
		if r.status < 500 {
			e.Fate = providers.Refused
		}
	}
	if r.status == http.StatusTooManyRequests {
		e.Fate = providers.Refused
	}
	return e
}

// shape asks the adapter whether an error is the vendor's own. A page of a proxy never is.
func (d *Door) shape(route providers.Route, r reply) (string, providers.Untrusted, bool) {
	switch {
	case !r.isWhole(route):
		return "", providers.Untrusted{}, false
	case d.cfg.Shape == nil:
		return "", providers.Untrusted{}, true
	}
	return d.cfg.Shape(r.status, r.body)
}

// failure is the error for an answer that is not understood. A read that was answered is
// refused, for there is nothing that it may have done.
func (j *job) failure(r reply) *providers.CallError {
	e := &providers.CallError{
		Effect: j.route.Effect,
		Fate:   providers.Refused, Cause: providers.CauseShape,
		Route: j.route.Name, Method: j.route.Method, Host: j.base.host,
		Status: r.status, RequestID: r.id,
	}
	if j.route.Effect == providers.Mutate {
		e.Fate = providers.Unknown
	}
	return e
}

// localError is a refusal of our own.
func localError(r providers.Route, host string, why error) *providers.CallError {
	return &providers.CallError{
		Effect: r.Effect,
		Fate:   providers.NotSent, Cause: providers.CauseLocal,
		Route: r.Name, Method: r.Method, Host: host, Err: why,
	}
}

// answer wraps a success, and takes its body over.
func (j *job) answer(r reply, v veil) Answer {
	return Answer{
		Status: r.status, RequestID: r.id, At: r.at,
		header: readHeaders(r.header, j.route.Reads, v),
		body:   func() []byte { return r.body },
		fail:   *j.failure(r),
	}
}
