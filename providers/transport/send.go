package transport

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync"
	"syscall"
	"time"

	"firebreak/providers"
)

// send makes one attempt and records it. The deadline covers the last byte of the answer. The
// answer comes back complete and veiled, or the error says how far the request got.
func (d *Door) send(ctx context.Context, via *http.Transport, j *job, v veil, target *url.URL, attempt int) (reply, *providers.CallError) {
	bounded, cancel := context.WithTimeout(ctx, j.timeout)
	defer cancel()
	var t track
	request, err := j.build(httptrace.WithClientTrace(bounded, t.hooks()), target)
	if err != nil {
		return reply{}, localError(j.route, j.base.host, err)
	}
	began, at := time.Now(), d.cfg.Clock.Now()
	r, err := exchange(via, request, j.maxBytes)
	r.at, r.id, r.body = d.cfg.Clock.Now(), v.requestID(r.header), v.hide(r.body)
	path := j.shown
	if target != nil {
		path = cmp.Or(v.id(target.Path), path)
	}
	d.record(j, providers.Exchange{
		At: at, Route: j.route.Name, Method: j.route.Method, Host: j.base.host, Path: path,
		Status: r.status, Unsent: err != nil && !t.connected(), Took: time.Since(began), RequestID: r.id, Effect: j.route.Effect, Attempt: attempt,
	})
	if err != nil {
		return reply{}, j.broken(r, &t, t.cause(ctx, bounded, err))
	}
	return r, nil
}

// broken is the error for an attempt that brought no whole answer.
func (j *job) broken(r reply, t *track, why providers.Cause) *providers.CallError {
	e := j.failure(r)
	e.Fate, e.Cause = providers.Unknown, why
	if !t.connected() {
		e.Fate = providers.NotSent
	}
	if why == providers.CauseLocal {
		e.Err = providers.ErrBlocked
	}
	return e
}

func (d *Door) record(j *job, x providers.Exchange) {
	d.cfg.Record(x)
	if d.cfg.Log != nil {
		d.cfg.Log.Info("call", slog.String("provider", d.cfg.Provider), slog.String("method", x.Method),
			slog.String("host", x.Host), slog.String("path", j.route.Path), slog.Int("status", x.Status), slog.Duration("took", x.Took))
	}
}

// errTooLarge marks an answer over its limit.
var errTooLarge = errors.New("answer over the limit")

// exchange sends one request and reads the whole answer, which is what makes the deadline and
// the limit cover the body. On error the reply holds what was known by then: status and header.
func exchange(via *http.Transport, request *http.Request, maxBytes int64) (reply, error) {
	response, err := via.RoundTrip(request)
	if err != nil {
		return reply{}, err
	}
	// An answer of which not all was read ends its connection here.
	defer func() { _ = response.Body.Close() }()
	r := reply{status: response.StatusCode, header: response.Header}
	r.body, err = io.ReadAll(io.LimitReader(response.Body, maxBytes+1))
	if err == nil && int64(len(r.body)) > maxBytes {
		err = errTooLarge
	}
	if err != nil {
		clear(r.body)
		r.body = nil
	}
	return r, err
}

// track follows one attempt through the standard library: whether it got a connection, and
// what the handshake said. Its hooks run on several goroutines.
type track struct {
	mu        sync.Mutex
	handshake error
	conn      *meter
	received  int64 // by the connection before this attempt
	got       bool
}

func (t *track) hooks() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.handshake = err
		},
		GotConn: func(info httptrace.GotConnInfo) {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.got = true
			if t.conn = meterOf(info.Conn); t.conn != nil && info.Reused {
				t.received = t.conn.received.Load()
			}
		},
	}
}

// connected reports whether the request may have been written, be it in part.
func (t *track) connected() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.got
}

// cause sorts an error of the standard library by type, never by its text.
func (t *track) cause(caller, bounded context.Context, err error) providers.Cause {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case errors.Is(err, errTooLarge):
		return providers.CauseTooLarge
	case errors.Is(err, providers.ErrBlocked):
		return providers.CauseLocal
	case errors.Is(caller.Err(), context.Canceled):
		return providers.CauseCanceled
	case bounded.Err() != nil:
		return providers.CauseTimeout
	case !t.got && (errors.Is(err, http.ErrSchemeMismatch) || t.handshake != nil && !isBroken(t.handshake)):
		return providers.CauseTLS
	case !t.got:
		return providers.CauseDial
	case t.conn != nil && t.conn.received.Load()-t.received >= maxHeader && !isBroken(err):
		return providers.CauseTooLarge
	}
	return providers.CauseCut
}

// isBroken tells a connection that failed from one that was refused for what was said on it.
func isBroken(err error) bool {
	var timeout net.Error
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNABORTED) ||
		errors.As(err, &timeout) && timeout.Timeout()
}
