package providers

import (
	"context"
	"time"
)

// Clock rules timestamps, poll intervals, backoff and proof windows; never socket deadlines.
// A clock must know who sleeps, so workers that use it are started by Go, and one worker
// waits for another through a Gate.
type Clock interface {
	Now() time.Time
	// Sleep returns after d, or with the context's error.
	Sleep(ctx context.Context, d time.Duration) error
	// Go starts a worker that the clock knows of.
	Go(func())
	// Gate makes a closed gate.
	Gate() Gate
}

// Gate lets workers wait for an event without holding time back.
type Gate interface {
	// Open lets all present and later waiters pass. It may be called more than once.
	Open()
	// Wait returns nil once the gate is open, or the context's error.
	Wait(context.Context) error
}

// WallClock is the real time.
type WallClock struct{}

// Now returns the time in UTC.
func (WallClock) Now() time.Time { return time.Now().UTC() }

// Sleep waits on a real timer.
func (WallClock) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Go starts f in a goroutine.
func (WallClock) Go(f func()) { go f() }

// Gate makes a gate over a channel.
func (WallClock) Gate() Gate { return newChannelGate() }
