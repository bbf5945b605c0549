//go:build unix

package term

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// writer is an Out on a terminal of a test, and how often it told of what.
type writer struct {
	*Out
	shown, anew, gone atomic.Int32
}

func newWriter(w *window) *writer {
	c := &writer{}
	c.Out = newOut(w.tty, func() { c.shown.Add(1) }, func() { c.anew.Add(1) }, func() { c.gone.Add(1) })
	return c
}

func TestWhatIsWrittenComesInOrder(t *testing.T) {
	w := newWindow(t)
	o := newWriter(w)
	for i := range 200 {
		_, _ = fmt.Fprintf(o, "<%d>", i)
	}
	if !o.Flush(5 * time.Second) {
		t.Fatal("never empty")
	}
	o.Finish("last")
	w.until("<199>last")
	var want strings.Builder
	for i := range 200 {
		fmt.Fprintf(&want, "<%d>", i)
	}
	if got := w.text(); got != want.String()+"last" {
		t.Errorf("came %q", got)
	}
	if n, err := o.Write([]byte("late")); n != 4 || err != nil {
		t.Errorf("a late write: %d, %v", n, err)
	}
}

func TestOnlyAFrameCountsAsShown(t *testing.T) {
	w := newWindow(t)
	o := newWriter(w)
	for _, b := range []string{calm, "\x1b[H\r \x1b[K", "\x1b[?1049h\x1b[2J"} {
		_, _ = o.Write([]byte(b))
	}
	if !o.Flush(5*time.Second) || o.shown.Load() != 0 {
		t.Errorf("shown %d times", o.shown.Load())
	}
	_, _ = o.Write([]byte("\x1b[H\x1b[1mfirebreak\x1b[0m"))
	if !o.Flush(5*time.Second) || o.shown.Load() != 1 {
		t.Errorf("shown %d times", o.shown.Load())
	}
}

func TestATerminalThatStopsReadingCostsTheProgramNothing(t *testing.T) {
	w := newWindow(t)
	o := newWriter(w)
	w.stalled.Store(true)
	frame := []byte(strings.Repeat("a frame that nobody reads ", 1000))
	began := time.Now()
	for range 1000 { // 26 MB
		if n, err := o.Write(frame); n != len(frame) || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("took %v", took)
	}
	o.mu.Lock()
	kept := len(o.queue)
	o.mu.Unlock()
	if kept > maxQueue {
		t.Errorf("keeps %d bytes", kept)
	}
	if o.Flush(10 * time.Millisecond) {
		t.Error("says that the terminal took everything")
	}
	w.stalled.Store(false)
	if !o.Flush(10*time.Second) || o.anew.Load() == 0 {
		t.Error("does not ask for a new screen")
	}
}

func TestATerminalThatIsGoneIsToldOfOnce(t *testing.T) {
	w := newWindow(t)
	o := newWriter(w)
	w.reading.Lock()
	_ = w.keys.Close() // the end that the program has stays open
	w.reading.Unlock()
	for range 3 {
		if _, err := o.Write([]byte("text")); err != nil {
			t.Fatal(err)
		}
		o.Flush(5 * time.Second)
	}
	until(t, "it is told", func() bool { return o.gone.Load() > 0 })
	o.Finish("last")
	if o.gone.Load() != 1 {
		t.Errorf("told %d times", o.gone.Load())
	}
}
