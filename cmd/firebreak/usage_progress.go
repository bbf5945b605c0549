package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"firebreak/tui/term"
)

const (
	progressEach = 500 * time.Millisecond
	progressLine = 10 * time.Second // in plain lines, which only grow
)

// showProgress keeps a line on stderr where a person looks on: bytes, rate, time left. What it
// returns ends it, and clears the line.
func (a *app) showProgress(ctx context.Context, r review) (stop func()) {
	screen, ok := a.err.(*os.File)
	if !ok || !term.IsTerminal(screen) {
		return func() {}
	}
	var total int64
	for _, s := range r.sources {
		total += s.Size
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := a.clock.Gate()
	each, start, end := progressEach, "\r", "\x1b[K"
	if r.plain {
		each, start, end = progressLine, "", "\n"
	}
	began := a.clock.Now()
	a.clock.Go(func() {
		defer ended.Open()
		shown := false
		for a.clock.Sleep(ctx, each) == nil {
			done := r.query.Progress.Stored.Load()
			fmt.Fprint(a.err, start+r.lang.ReadingLogs(done, total, a.clock.Now().Sub(began))+end)
			shown = true
		}
		if shown && !r.plain {
			fmt.Fprint(a.err, "\r\x1b[K")
		}
	})
	return func() {
		cancel()
		_ = ended.Wait(context.WithoutCancel(ctx)) // it ends at once
	}
}
