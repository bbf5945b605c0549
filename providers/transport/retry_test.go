package transport

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"firebreak/providers"
)

// scripted answers with the statuses in turn, then with the last one for ever.
func scripted(t *testing.T, header http.Header, statuses ...int) (url string, calls *atomic.Int32) {
	calls = new(atomic.Int32)
	return serving(t, func(w http.ResponseWriter, _ *http.Request) {
		n := int(calls.Add(1))
		status := statuses[min(n, len(statuses))-1]
		w.Header().Set("Content-Type", jsonType)
		if status >= 400 {
			for k, v := range header {
				w.Header()[k] = v
			}
		}
		w.WriteHeader(status)
		if status >= 400 {
			_, _ = w.Write([]byte(vendorError))
		} else {
			_, _ = w.Write([]byte("{}"))
		}
	}).URL, calls
}

// T7: what is tried again, how often, and how long we wait for it.
func TestTheScheduleOfRetries(t *testing.T) {
	after := func(s string) http.Header { return http.Header{"Retry-After": {s}} }
	ms := func(n ...int) (out []time.Duration) {
		for _, n := range n {
			out = append(out, time.Duration(n)*time.Millisecond)
		}
		return out
	}
	cases := []struct {
		name     string
		call     Call
		header   http.Header
		statuses []int
		calls    int
		slept    []time.Duration // with a jitter of one half
		want     error           // nil: success
		after    time.Duration
	}{
		{"a read meets two bad answers", listCall, nil, []int{500, 503, 200}, 3, ms(250, 500), nil, 0},
		{"a read meets three", listCall, nil, []int{500}, 3, ms(250, 500), providers.ErrUnreachable, 0},
		{"a read is refused", listCall, nil, []int{403}, 1, nil, providers.ErrNotPermitted, 0},
		{"a read of nothing", listCall, nil, []int{404}, 1, nil, providers.ErrNotFound, 0},
		{"a read that is not implemented", listCall, nil, []int{501}, 1, nil, providers.ErrUnreachable, 0},
		{"a read is throttled with a wish", listCall, after("7"), []int{429, 200}, 2, ms(7250), nil, 0},
		{"a read is throttled without one", listCall, nil, []int{429, 200}, 2, ms(250), nil, 0},
		{"the wish is at the limit", listCall, after("60"), []int{429, 200}, 2, ms(60250), nil, 0},
		{"the wish is over the limit", listCall, after("61"), []int{429, 200}, 1, nil, providers.ErrRateLimited, 61 * time.Second},
		{"a busy server has a wish", listCall, after("3"), []int{503, 200}, 2, ms(3250), nil, 0},
		{"a probe is throttled", probeCall, after("7"), []int{429, 200}, 1, nil, providers.ErrRateLimited, 7 * time.Second},
		{"a probe meets a bad answer", probeCall, nil, []int{500, 200}, 1, nil, providers.ErrUnreachable, 0},
		{"a mutation is throttled", deleteCall, after("7"), []int{429, 200}, 1, nil, providers.ErrRateLimited, 7 * time.Second},
		{"a mutation meets a bad answer", deleteCall, nil, []int{500, 200}, 1, nil, providers.ErrUnknownState, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			url, calls := scripted(t, c.header, c.statuses...)
			b := newBench(t, url, nil)
			_, err := b.Do(b.ctx, c.call)
			switch {
			case c.want == nil && err != nil:
				t.Errorf("got %v", err)
			case c.want == providers.ErrUnreachable: // any error that is no refusal
				if e := failure(t, err); e.Status < 500 {
					t.Errorf("got %v", err)
				}
			case !errors.Is(err, c.want):
				t.Errorf("got %v, want %v", err, c.want)
			}
			if c.after > 0 && failure(t, err).RetryAfter != c.after {
				t.Errorf("retry after %v, want %v", failure(t, err).RetryAfter, c.after)
			}
			if int(calls.Load()) != c.calls || !slices.Equal(b.clock.sleeps(), c.slept) {
				t.Errorf("%d calls, slept %v; want %d, %v", calls.Load(), b.clock.sleeps(), c.calls, c.slept)
			}
			for i, x := range b.notes.sent() {
				if x.Attempt != i+1 {
					t.Errorf("exchange %d is attempt %d", i, x.Attempt)
				}
			}
		})
	}
}

func TestNobodyThereIsTriedAgainForReadsOnly(t *testing.T) {
	for name, c := range map[string]struct {
		call     Call
		attempts int
	}{"read": {listCall, 3}, "probe": {probeCall, 3}, "mutation": {deleteCall, 1}} {
		b := newBench(t, "http://127.0.0.1:1", nil)
		_, err := b.Do(b.ctx, c.call)
		if e := failure(t, err); e.Cause != providers.CauseDial || e.Fate != providers.NotSent || len(b.notes.sent()) != c.attempts {
			t.Errorf("%s: %v after %d attempts", name, err, len(b.notes.sent()))
		}
	}
}

// T7: an outage ends in a clear message, for every call and without a storm; the end of the
// outage ends that.
func TestAnOutageUsesUpTheBudgetAndIsForgotten(t *testing.T) {
	var down atomic.Bool
	var calls atomic.Int32
	down.Store(true)
	b := newBench(t, serving(t, func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		w.Header().Set("Content-Type", jsonType)
		if down.Load() {
			w.WriteHeader(503)
		}
		_, _ = w.Write([]byte("{}"))
	}).URL, func(c *Config) { c.Jitter = func() float64 { return 0.999 } })
	const reads = 2000
	ended := 0
	for range reads {
		_, err := b.Do(b.ctx, listCall)
		e := failure(t, err)
		if e.Cause == providers.CauseExhausted {
			ended++
			if !errors.Is(err, providers.ErrUnreachable) || e.Status != 503 {
				t.Fatalf("got %v", err)
			}
		}
	}
	if got, want := int(calls.Load()), reads+budgetSize; got != want || ended != reads-budgetSize/2 {
		t.Errorf("%d calls for %d reads, want %d; %d ended by the budget", got, reads, want, ended)
	}
	for _, d := range b.clock.sleeps() {
		if d <= 0 || d > retryCap {
			t.Errorf("slept %v", d)
		}
	}
	down.Store(false)
	for range budgetSize {
		if _, err := b.Do(b.ctx, listCall); err != nil {
			t.Fatal(err)
		}
	}
	down.Store(true)
	calls.Store(0)
	if _, err := b.Do(b.ctx, listCall); failure(t, err).Cause == providers.CauseExhausted || calls.Load() != maxAttempts {
		t.Errorf("after the outage: %v after %d calls", err, calls.Load())
	}
}

func TestGivingUpDuringAWaitEndsTheCall(t *testing.T) {
	url, calls := scripted(t, nil, 500)
	b := newBench(t, url, nil)
	ctx, cancel := context.WithCancel(b.ctx)
	b.cfg.Clock = stopClock{b.clock, cancel}
	_, err := b.Do(ctx, listCall)
	if e := failure(t, err); e.Cause != providers.CauseCanceled || calls.Load() != 1 {
		t.Errorf("%v after %d calls", err, calls.Load())
	}
}

// stopClock ends the caller's context in the first sleep.
type stopClock struct {
	*handClock
	stop func()
}

func (c stopClock) Sleep(ctx context.Context, _ time.Duration) error {
	c.stop()
	return ctx.Err()
}

func TestAFreshReadMayFindTheServerBack(t *testing.T) {
	url := rawServer(t, func(n int, c net.Conn) {
		if n == 1 {
			return // the first connection dies unanswered
		}
		_, _ = http.ReadRequest(bufio.NewReader(c))
		_, _ = c.Write([]byte("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"))
	})
	b := newBench(t, url, nil)
	if _, err := b.Do(b.ctx, listCall); err != nil || len(b.notes.sent()) != 2 {
		t.Errorf("%v after %d attempts", err, len(b.notes.sent()))
	}
}

func TestSystemJitterIsSpreadOverItsRange(t *testing.T) {
	low, high := 1.0, 0.0
	for range 2000 {
		x := systemJitter()
		low, high = min(low, x), max(high, x)
	}
	if low < 0 || high >= 1 || low > 0.05 || high < 0.95 {
		t.Errorf("between %v and %v", low, high)
	}
}
