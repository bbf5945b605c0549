package runbook

import (
	"context"
	"slices"
	"sync"

	"firebreak/providers"
)

// turns is the right to change something, held by one worker at a time and handed on in the
// order in which it was asked for. Who waits for it waits at a gate of the clock, so that a
// clock which counts its workers lets the holder go on meanwhile.
type turns struct {
	clock providers.Clock

	mu      sync.Mutex
	taken   bool
	waiting []providers.Gate
}

// take returns once the caller holds the right, or with the context's error and without it.
func (t *turns) take(ctx context.Context) error {
	t.mu.Lock()
	if !t.taken {
		t.taken = true
		t.mu.Unlock()
		return nil
	}
	mine := t.clock.Gate()
	t.waiting = append(t.waiting, mine)
	t.mu.Unlock()
	err := mine.Wait(ctx)
	if err != nil && !t.withdraw(mine) {
		t.give() // it was handed to us while we gave up
	}
	return err
}

// withdraw takes a waiter out of the queue; false: the right was handed to it already.
func (t *turns) withdraw(g providers.Gate) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	at := slices.Index(t.waiting, g)
	if at < 0 {
		return false
	}
	t.waiting = slices.Delete(t.waiting, at, at+1)
	return true
}

// give hands the right to the one who has waited longest, or lays it down.
func (t *turns) give() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.waiting) == 0 {
		t.taken = false
		return
	}
	next := t.waiting[0]
	t.waiting = t.waiting[1:]
	next.Open()
}
