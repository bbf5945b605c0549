package term

import (
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// piece is how much is written at once, so that a terminal that stalls in the middle of a
	// frame leaves little behind when the rest is given up.
	piece = 1 << 10
	// maxQueue is what may wait for a slow terminal. Beyond it the frames that wait are dropped,
	// and the screen is drawn anew once the terminal takes them again.
	maxQueue = 1 << 20
	// leaveWait is how long the end of the program waits for frames on their way, lastWait for
	// its last words.
	leaveWait = 50 * time.Millisecond
	lastWait  = 80 * time.Millisecond
	// stalledWait is how long to wait with a terminal that is not to be waited for.
	stalledWait = 5 * time.Millisecond
)

// Out is the program's output: a queue in front of the terminal. Write never blocks and never
// fails, whatever the terminal does; one goroutine writes. It is deliberately no file, so that
// the library asks it for nothing.
type Out struct {
	file  *os.File
	shown func() // a frame is on the screen
	anew  func() // frames were dropped; the screen must be drawn again
	gone  func() // the terminal is gone

	mu     sync.Mutex
	queue  []byte
	text   bool // in queue
	lost   bool // frames were dropped
	busy   bool // the goroutine is at work
	closed bool
	idle   chan struct{} // closed when the queue is empty; nil: nobody waits
	wake   chan struct{}

	giveUp atomic.Bool
}

func newOut(file *os.File, shown, anew, gone func()) *Out {
	o := &Out{file: file, shown: shown, anew: anew, gone: gone, wake: make(chan struct{}, 1)}
	go o.run()
	return o
}

// Write queues b, whole.
func (o *Out) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return len(b), nil
	}
	if len(o.queue)+len(b) > maxQueue {
		o.queue, o.text, o.lost = nil, false, true
	}
	o.queue = append(o.queue, b...)
	o.text = o.text || hasText(b)
	o.busy = true
	select {
	case o.wake <- struct{}{}:
	default: // it is awake
	}
	return len(b), nil
}

// Flush waits until the terminal took everything, no longer than limit, and reports whether
// it did.
func (o *Out) Flush(limit time.Duration) bool {
	o.mu.Lock()
	if !o.busy {
		o.mu.Unlock()
		return true
	}
	if o.idle == nil {
		o.idle = make(chan struct{})
	}
	idle := o.idle
	o.mu.Unlock()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-idle:
		return true
	case <-timer.C:
		return false
	}
}

// Finish ends the output with last words. It takes at most 130 ms: a terminal that does not
// take what waits for it loses that, and is left alone when it does not take the last words.
func (o *Out) Finish(last string) {
	if !o.Flush(leaveWait) {
		o.giveUp.Store(true)
		dropOutput(o.file)
	}
	o.mu.Lock()
	already := o.closed
	o.closed, o.queue = true, nil
	o.mu.Unlock()
	if already {
		return
	}
	close(o.wake)
	written := make(chan struct{})
	go func() {
		defer close(written)
		_, _ = io.WriteString(o.file, last) // there is nobody left to tell
	}()
	timer := time.NewTimer(lastWait)
	defer timer.Stop()
	select {
	case <-written:
	case <-timer.C:
	}
}

// run is the goroutine that owns the terminal.
func (o *Out) run() {
	for range o.wake {
		for {
			b, text, lost := o.take()
			if b == nil {
				break
			}
			if !o.put(b) {
				return
			}
			if text {
				o.shown()
			}
			if lost {
				o.anew()
			}
		}
	}
}

// take returns what waits, nil for nothing.
func (o *Out) take() (b []byte, text, lost bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.queue) == 0 {
		o.busy = false
		if o.idle != nil {
			close(o.idle)
			o.idle = nil
		}
		return nil, false, false
	}
	b, text, lost = o.queue, o.text, o.lost
	o.queue, o.text, o.lost = nil, false, false
	return b, text, lost
}

// put writes in pieces. False: the terminal is gone, or nobody waits for it any more.
func (o *Out) put(b []byte) bool {
	for len(b) > 0 {
		if o.giveUp.Load() {
			return false
		}
		n, err := o.file.Write(b[:min(piece, len(b))])
		b = b[n:]
		switch {
		case err == nil:
		case retry(err):
			time.Sleep(stalledWait)
		default:
			o.stop()
			o.gone()
			return false
		}
	}
	return true
}

// stop drops what is queued, and what will be.
func (o *Out) stop() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.queue, o.closed, o.busy = nil, true, false
	if o.idle != nil {
		close(o.idle)
		o.idle = nil
	}
}
