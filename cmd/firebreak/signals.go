package main

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	"firebreak/tui/term"
)

// catchSignals cancels the context at the first signal, so that a mutation in flight is
// waited for and journalled; the second one leaves at once. caught returns the exit code of
// the signal that came, 0 for none.
func (a *app) catchSignals(parent context.Context) (ctx context.Context, caught func() int) {
	ctx, cancel := context.WithCancel(parent)
	var code atomic.Int32
	came := make(chan os.Signal, 2)
	signal.Notify(came, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	go func() {
		for s := range came {
			n, _ := s.(syscall.Signal)
			if !code.CompareAndSwap(0, int32(exitSignaled+int(n))) {
				term.Release()
				os.Exit(exitSignaled + int(n))
			}
			cancel()
		}
	}()
	a.signalled = func() int { return int(code.Load()) }
	a.uncatch = func() { signal.Stop(came) }
	return ctx, a.signalled
}
