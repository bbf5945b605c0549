package providers

import "context"

// Together does n things at the same time, each a worker that the clock knows of, and returns when all
// have ended. They end by themselves where the context does: none is left behind.
func Together(ctx context.Context, clock Clock, n int, do func(i int)) {
	done := make([]Gate, n)
	for i := range n {
		gate := clock.Gate()
		done[i] = gate
		clock.Go(func() {
			defer gate.Open()
			do(i)
		})
	}
	for _, gate := range done {
		_ = gate.Wait(context.WithoutCancel(ctx)) // nothing else ends it
	}
}
