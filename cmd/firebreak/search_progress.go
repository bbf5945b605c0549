package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"firebreak/runbook/exposure"
	"firebreak/runbook/words"
	"firebreak/tui/term"
)

const (
	progressEvery = 200 * time.Millisecond // in place, on one line
	progressSlow  = 15 * time.Second       // where lines are only ever appended
	eraseLine     = "\r\x1b[K"
)

// searchProgress tells on stderr how far a search is, where that is a terminal: on one line that is
// written over, or in plain output by a line now and then.
type searchProgress struct {
	app   *app
	l     words.Lang
	meter exposure.Meter
	shown bool // on a terminal
	over  bool // on one line

	mu   sync.Mutex
	line bool // one stands there
}

func newSearchProgress(a *app, f searchFlags, l words.Lang) *searchProgress {
	out, ok := a.err.(*os.File)
	shown := ok && term.IsTerminal(out)
	return &searchProgress{app: a, l: l, shown: shown, over: shown && !f.plain && a.env("ACCESSIBLE") == "" && a.env("TERM") != "dumb"}
}

// watch begins to tell. The stop that it returns waits until nothing more is written.
func (p *searchProgress) watch(ctx context.Context) (stop func()) {
	if !p.shown {
		return func() {}
	}
	every := progressEvery
	if !p.over {
		every = progressSlow
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	began := p.app.clock.Now()
	go func() {
		defer close(ended)
		for p.app.clock.Sleep(ctx, every) == nil {
			p.tell(p.app.clock.Now().Sub(began))
		}
	}()
	return func() {
		cancel()
		<-ended
		p.aside()()
	}
}

func (p *searchProgress) tell(took time.Duration) {
	m := &p.meter
	done := words.SearchedSoFar{Files: m.Files.Load(), Objects: m.Objects.Load(), Bytes: m.Bytes.Load(), Took: took}
	if total := m.Total.Load(); total > 0 {
		done.Now, done.Total = done.Objects-m.Before.Load(), total
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		fmt.Fprint(p.app.err, eraseLine+p.l.SearchProgress(done))
		p.line = true
		return
	}
	fmt.Fprintln(p.app.err, p.l.SearchProgress(done))
}

// aside takes the line of progress away while something else is printed, until the function that it
// returns is called.
func (p *searchProgress) aside() (goOn func()) {
	p.mu.Lock()
	if p.line {
		fmt.Fprint(p.app.err, eraseLine)
		p.line = false
	}
	return p.mu.Unlock
}

// interruptible is stdin as it is searched: a signal ends the wait for it.
func (a *app) interruptible() io.Reader {
	r := &feed{blocks: make(chan []byte), stop: a.stop}
	go func() {
		defer close(r.blocks)
		for {
			b := make([]byte, 128<<10)
			n, err := a.in.Read(b)
			select {
			case r.blocks <- b[:n]:
			case <-a.stop:
				return
			}
			if err != nil {
				r.err = err
				return
			}
		}
	}()
	return r
}

// feed reads what another worker reads.
type feed struct {
	blocks chan []byte
	stop   <-chan struct{}
	rest   []byte
	err    error // set before blocks is closed
}

// Read implements io.Reader.
func (f *feed) Read(p []byte) (int, error) {
	for len(f.rest) == 0 {
		select {
		case <-f.stop:
			return 0, context.Canceled
		case b, ok := <-f.blocks:
			if !ok {
				return 0, f.err
			}
			f.rest = b
		}
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}
