package tui

import (
	"context"
	"sync"
)

// hand runs what takes time: at once and beside other work, or, where the session has one hand,
// by the one worker of the clock, in order. It returns when f has ended, or with f not begun
// once the context is over.
func (s *Session) hand(ctx context.Context, f func()) {
	if !s.OneHand {
		f()
		return
	}
	s.Feed.worker.do(ctx, s, f)
}

// worker is the one hand of a session on a clock that must know who works. It holds the clock's
// turn while nobody acts, so that time stands still while a person reads.
type worker struct {
	once   sync.Once
	orders chan order
}

type order struct {
	ctx  context.Context
	do   func()
	done chan any // the value of a panic, nil for none
}

func (w *worker) do(ctx context.Context, s *Session, f func()) {
	w.once.Do(func() {
		w.orders = make(chan order)
		s.Clock.Go(func() { w.work(s) })
	})
	o := order{ctx, f, make(chan any, 1)}
	select {
	case w.orders <- o:
	case <-ctx.Done():
		return
	}
	if value := <-o.done; value != nil {
		panic(value) // met by the guard of the command that asked
	}
}

func (w *worker) work(s *Session) {
	for {
		select {
		case o := <-w.orders:
			o.run()
		case <-s.Feed.closed:
			return
		}
	}
}

func (o order) run() {
	defer func() { o.done <- recover() }()
	if o.ctx.Err() == nil {
		o.do()
	}
}
