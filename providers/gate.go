package providers

import (
	"context"
	"sync"
)

type channelGate struct {
	once sync.Once
	open chan struct{}
}

func newChannelGate() *channelGate { return &channelGate{open: make(chan struct{})} }

func (g *channelGate) Open() { g.once.Do(func() { close(g.open) }) }

func (g *channelGate) Wait(ctx context.Context) error {
	select {
	case <-g.open:
		return nil
	default:
	}
	select {
	case <-g.open:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
