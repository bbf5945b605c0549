package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"sync"
	"syscall"

	"firebreak/runbook/incident"
)

// lines writes JSON lines to stdout, in the order in which it was given them. A worker of its
// own writes, so that a reader who does not read stops nothing but the lines. The first write
// that fails ends all writing: whoever read has gone.
type lines struct {
	out io.Writer

	mu      sync.Mutex
	waiting [][]byte
	idle    chan struct{} // closed when the worker has ended; nil: none runs
	err     error
}

// event takes the line of an event. It never blocks.
func (l *lines) event(line []byte, _ incident.Event) { l.put(line) }

func (l *lines) put(line []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return
	}
	l.waiting = append(l.waiting, append(bytes.Clone(line), '\n'))
	if l.idle == nil {
		l.idle = make(chan struct{})
		go l.work()
	}
}

// work writes until nothing waits.
func (l *lines) work() {
	for batch := l.next(nil); batch != nil; {
		_, err := l.out.Write(batch)
		batch = l.next(err)
	}
}

// next gives everything that waits as one text, nil where the worker is to end.
func (l *lines) next(err error) []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.err = err
	if err != nil || len(l.waiting) == 0 {
		close(l.idle)
		l.waiting, l.idle = nil, nil
		return nil
	}
	batch := bytes.Join(l.waiting, nil)
	l.waiting = nil
	return batch
}

// flush returns when everything was written, or cannot be.
func (l *lines) flush() {
	l.mu.Lock()
	idle := l.idle
	l.mu.Unlock()
	if idle != nil {
		<-idle
	}
}

// lost reports whether lines could not be written although somebody may still want them: one who
// closed a pipe does not.
func (l *lines) lost() bool {
	l.flush()
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err != nil && !errors.Is(l.err, syscall.EPIPE)
}

// object writes a value behind everything before, and returns when it is out.
func (l *lines) object(v any) {
	line, err := json.Marshal(v)
	if err != nil {
		return
	}
	l.put(line)
	l.flush()
}
