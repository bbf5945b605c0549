package transport

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"time"

	"firebreak/providers"
)

// budgetSize is how many retries a door makes beyond those that successes pay for. An outage
// uses it up within a few calls and then ends each of them at its first failure.
const budgetSize = 10

// budget bounds the retries of one provider. Each retry costs one, each success gives one
// back; a wait that the vendor itself asked for is free.
type budget struct {
	mu   sync.Mutex
	left int
}

func newBudget() *budget { return &budget{left: budgetSize} }

func (b *budget) spend() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.left == 0 {
		return false
	}
	b.left--
	return true
}

func (b *budget) earn() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left = min(b.left+1, budgetSize)
}

// read sends a read or a probe until it is answered, at most three times. The reply may be any
// status; the caller judges it.
func (d *Door) read(ctx context.Context, j *job, v veil) (reply, *providers.CallError) {
	var target *url.URL
	sent, hops := 0, 0
	for attempt := 1; ; {
		if ctx.Err() != nil {
			return reply{}, j.given(ctx)
		}
		sent++
		r, failed := d.send(ctx, d.warm, j, v, target, sent)
		if failed == nil && j.follow && r.status/100 == 3 && hops < maxRedirects {
			if next := j.redirect(r, target); next != nil {
				target, hops = next, hops+1
				continue
			}
		}
		asked := r.retryAfter(d.cfg.Clock.Now())
		if !retryable(j.route.Effect, r, failed) || asked > maxRetryAfter {
			if failed == nil && r.status < 500 && r.status != http.StatusTooManyRequests {
				d.budget.earn()
			}
			return r, failed
		}
		if attempt == maxAttempts {
			return r, failed
		}
		if asked == 0 && !d.budget.spend() {
			return reply{}, j.exhausted(r, failed)
		}
		if err := d.cfg.Clock.Sleep(ctx, asked+d.backoff(attempt)); err != nil {
			return reply{}, j.given(ctx)
		}
		attempt++
	}
}

// retryable: a read whose request or answer was lost, or that met a passing state of the
// server; a probe only if it never reached anyone, for its refusal is the answer.
func retryable(effect providers.Effect, r reply, failed *providers.CallError) bool {
	if failed != nil {
		switch failed.Cause {
		case providers.CauseDial:
			return true
		case providers.CauseTimeout, providers.CauseCut:
			return effect == providers.Read
		}
		return false
	}
	return effect == providers.Read &&
		(r.status == http.StatusTooManyRequests || r.status >= 500 && r.status != http.StatusNotImplemented)
}

// backoff is the random part of a wait: anything up to a bound that doubles, so that many
// clients of one outage do not return together.
func (d *Door) backoff(attempt int) time.Duration {
	bound := min(retryBase<<(attempt-1), retryCap)
	return time.Duration(d.cfg.Jitter() * float64(bound))
}

// redirect gives the target of a redirect, or nil where it leaves the base.
func (j *job) redirect(r reply, from *url.URL) *url.URL {
	if r.status == http.StatusNotModified || r.status == http.StatusMultipleChoices {
		return nil
	}
	if from == nil {
		from = &url.URL{Scheme: j.base.scheme, Host: j.base.host, Path: j.shown}
	}
	next, err := from.Parse(r.header.Get("Location"))
	if err != nil || r.header.Get("Location") == "" || next.Opaque != "" || !j.base.holds(next) {
		return nil
	}
	next.Fragment, next.RawFragment = "", ""
	return next
}

// given is the error of a call that was given up between attempts.
func (j *job) given(ctx context.Context) *providers.CallError {
	e := localError(j.route, j.base.host, nil)
	e.Cause = providers.CauseCanceled
	if ctx.Err() == context.DeadlineExceeded {
		e.Cause = providers.CauseTimeout
	}
	return e
}

// exhausted is the error of a call that would be retried if the budget allowed it.
func (j *job) exhausted(r reply, failed *providers.CallError) *providers.CallError {
	if failed == nil {
		failed = j.failure(r)
	}
	failed.Cause = providers.CauseExhausted
	return failed
}
