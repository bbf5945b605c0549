package drill

import (
	"container/heap"
	"context"
	"slices"
	"sync"
	"time"

	"firebreak/providers"
)

// Manual is a clock that runs one worker at a time and moves only when all of them wait, so
// that a drill of an hour takes a moment and the same seed gives the same run. A worker that
// waits for something else than Sleep or a Gate (a person, a request) holds time still.
// Sleep and Wait must be called by workers started with Go or Run.
type Manual struct {
	mu       sync.Mutex
	now      time.Time
	busy     bool // a worker has the turn
	ready    []*turn
	sleepers sleepers
	gated    []*turn // workers that wait at gates
	seq      int
	moved    func(time.Time)
}

// turn is a worker's place in a queue; ch is closed when it may go on.
type turn struct {
	ch   chan struct{}
	ctx  context.Context
	gate *gate // that it waits at
	at   time.Time
	seq  int
	pos  int // in the heap, -1 outside
}

// NewManual makes a clock that stands at start. moved, which may be nil, is told of every
// move before the worker that caused it goes on; it must not call back into the clock.
func NewManual(start time.Time, moved func(time.Time)) *Manual {
	return &Manual{now: start.UTC(), moved: moved}
}

// Now returns the simulated time.
func (c *Manual) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Run runs f as a worker and returns when it ends.
func (c *Manual) Run(f func()) {
	done := make(chan struct{})
	c.Go(func() {
		defer close(done)
		f()
	})
	<-done
}

// Go starts f as a worker, to run when the turn comes to it.
func (c *Manual) Go(f func()) {
	c.mu.Lock()
	t := c.queue()
	c.dispatch()
	c.mu.Unlock()
	go func() {
		<-t.ch
		defer c.release()
		f()
	}()
}

// Sleep lets the others work until the clock has moved by d.
func (c *Manual) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil || d <= 0 {
		return err
	}
	c.mu.Lock()
	c.seq++
	t := &turn{ch: make(chan struct{}), ctx: ctx, at: c.now.Add(d), seq: c.seq}
	heap.Push(&c.sleepers, t)
	c.yield()
	c.mu.Unlock()
	defer context.AfterFunc(ctx, c.recall)()
	<-t.ch
	return ctx.Err()
}

// recall readies the workers whose contexts have ended, while no worker runs.
func (c *Manual) recall() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.dispatch()
}

// cancelled takes those whose contexts have ended out of their queues. The lock is held.
func (c *Manual) cancelled() {
	var ended []*turn
	for _, t := range slices.Concat(c.sleepers, c.gated) {
		if t.ctx.Err() != nil {
			ended = append(ended, t)
		}
	}
	slices.SortFunc(ended, func(a, b *turn) int { return a.seq - b.seq })
	for _, t := range ended {
		if t.gate == nil {
			heap.Remove(&c.sleepers, t.pos)
		} else {
			c.gated = slices.DeleteFunc(c.gated, func(o *turn) bool { return o == t })
		}
	}
	c.ready = append(c.ready, ended...)
}

// Gate makes a closed gate.
func (c *Manual) Gate() providers.Gate { return &gate{clock: c} }

// queue puts a new turn at the end of those that are ready. The lock is held.
func (c *Manual) queue() *turn {
	c.seq++
	t := &turn{ch: make(chan struct{}), seq: c.seq, pos: -1}
	c.ready = append(c.ready, t)
	return t
}

// yield gives the caller's turn away. The lock is held.
func (c *Manual) yield() {
	c.busy = false
	c.dispatch()
}

func (c *Manual) release() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.yield()
}

// dispatch gives the turn to the next ready worker; if none is ready, time moves to the
// earliest sleeper. The lock is held.
func (c *Manual) dispatch() {
	if c.busy {
		return
	}
	if len(c.ready) == 0 {
		c.cancelled()
	}
	var next *turn
	switch {
	case len(c.ready) > 0:
		next, c.ready = c.ready[0], c.ready[1:]
	case c.sleepers.Len() > 0:
		next = heap.Pop(&c.sleepers).(*turn)
		if next.at.After(c.now) {
			c.now = next.at
			if c.moved != nil {
				c.moved(c.now)
			}
		}
	default:
		return
	}
	c.busy = true
	close(next.ch)
}

// gate is an event that workers wait for without holding time back.
type gate struct {
	clock *Manual
	open  bool
}

func (g *gate) Open() {
	c := g.clock
	c.mu.Lock()
	defer c.mu.Unlock()
	g.open = true
	c.gated = slices.DeleteFunc(c.gated, func(t *turn) bool {
		if t.gate == g {
			c.ready = append(c.ready, t)
		}
		return t.gate == g
	})
	c.dispatch()
}

func (g *gate) Wait(ctx context.Context) error {
	c := g.clock
	c.mu.Lock()
	if g.open || ctx.Err() != nil {
		defer c.mu.Unlock()
		return ctx.Err()
	}
	c.seq++
	t := &turn{ch: make(chan struct{}), ctx: ctx, gate: g, seq: c.seq, pos: -1}
	c.gated = append(c.gated, t)
	c.yield()
	c.mu.Unlock()
	defer context.AfterFunc(ctx, c.recall)()
	<-t.ch
	c.mu.Lock()
	defer c.mu.Unlock()
	if g.open {
		return nil
	}
	return ctx.Err()
}

// sleepers is a heap by time, then by who slept first.
type sleepers []*turn

func (s sleepers) Len() int { return len(s) }
func (s sleepers) Less(i, j int) bool {
	if s[i].at.Equal(s[j].at) {
		return s[i].seq < s[j].seq
	}
	return s[i].at.Before(s[j].at)
}
func (s sleepers) Swap(i, j int) {
	s[i], s[j] = s[j], s[i]
	s[i].pos, s[j].pos = i, j
}

// Push and Pop serve container/heap.
func (s *sleepers) Push(x any) {
	t := x.(*turn)
	t.pos = len(*s)
	*s = append(*s, t)
}

func (s *sleepers) Pop() any {
	old := *s
	t := old[len(old)-1]
	t.pos = -1
	*s = old[:len(old)-1]
	return t
}

// Live is a clock on which one real second is a given number of simulated ones.
type Live struct {
	providers.WallClock
	Start time.Time // simulated
	Began time.Time // real
	Speed float64
}

// Now returns the simulated time.
func (c Live) Now() time.Time {
	return c.Start.Add(time.Duration(float64(time.Since(c.Began)) * c.Speed)).UTC()
}

// Sleep waits for d of simulated time.
func (c Live) Sleep(ctx context.Context, d time.Duration) error {
	return c.WallClock.Sleep(ctx, time.Duration(float64(d)/c.Speed))
}
