package simulator

import (
	"context"
	"errors"
	"sync"
	"time"

	"firebreak/providers"
)

// ErrBackwards means that a clock would have gone back.
var ErrBackwards = errors.New("the clock cannot go back")

// AttachedClock is the real time until somebody outside sets it; from then on it stands still
// between settings. A drill in another process drives a world with it, by POST /_clock.
type AttachedClock struct {
	mu    sync.Mutex
	base  providers.Clock
	held  time.Time     // zero: not yet attached
	moved chan struct{} // closed and replaced at each setting
}

// NewAttachedClock makes a clock that shows base until it is set; nil: the real time.
func NewAttachedClock(base providers.Clock) *AttachedClock {
	if base == nil {
		base = providers.WallClock{}
	}
	return &AttachedClock{base: base, moved: make(chan struct{})}
}

// Now returns the time in UTC.
func (c *AttachedClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *AttachedClock) now() time.Time {
	if c.held.IsZero() {
		return c.base.Now()
	}
	return c.held
}

// Set puts the clock to t. ErrBackwards leaves it as it is.
func (c *AttachedClock) Set(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.Before(c.now()) {
		return ErrBackwards
	}
	c.set(t)
	return nil
}

// Advance moves the clock on by d, which may not be negative.
func (c *AttachedClock) Advance(d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d < 0 {
		return ErrBackwards
	}
	c.set(c.now().Add(d))
	return nil
}

func (c *AttachedClock) set(t time.Time) {
	c.held = t.UTC()
	close(c.moved)
	c.moved = make(chan struct{})
}

// Sleep returns once d has passed on this clock, however it moves, or with the context's error.
func (c *AttachedClock) Sleep(ctx context.Context, d time.Duration) error {
	until := c.Now().Add(d)
	for {
		c.mu.Lock()
		left, moved, attached := until.Sub(c.now()), c.moved, !c.held.IsZero()
		c.mu.Unlock()
		if left <= 0 {
			return ctx.Err()
		}
		if err := c.rest(ctx, left, moved, attached); err != nil {
			return err
		}
	}
}

// rest waits for the next setting, or for the base while that still counts.
func (c *AttachedClock) rest(ctx context.Context, left time.Duration, moved <-chan struct{}, attached bool) error {
	if attached {
		select {
		case <-moved:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	inner, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-moved:
			stop()
		case <-inner.Done():
		}
	}()
	if err := c.base.Sleep(inner, left); err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return nil
}

// Go starts f in a goroutine.
func (c *AttachedClock) Go(f func()) { c.base.Go(f) }

// Gate makes a closed gate.
func (c *AttachedClock) Gate() providers.Gate { return c.base.Gate() }
