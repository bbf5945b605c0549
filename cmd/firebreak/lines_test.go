package main

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"time"

	"firebreak/runbook/incident"
)

// slowReader is a pipe whose other end reads nothing until it is told to.
type slowReader struct {
	bytes.Buffer
	read chan struct{}
}

func (s *slowReader) Write(p []byte) (int, error) {
	<-s.read
	return s.Buffer.Write(p)
}

func TestEventsAreTakenWhileNobodyReadsThem(t *testing.T) {
	out := &slowReader{read: make(chan struct{})}
	l := &lines{out: out}
	var want bytes.Buffer
	taken := make(chan struct{})
	go func() {
		defer close(taken)
		for i := range 1000 {
			line := fmt.Appendf(nil, `{"seq":%d}`, i)
			l.event(line, incident.Event{})
			want.Write(append(line, '\n'))
		}
	}()
	select {
	case <-taken:
	case <-time.After(10 * time.Second):
		t.Fatal("an event waits for the reader")
	}
	close(out.read)
	l.object(map[string]string{"type": "summary"})
	want.WriteString("{\"type\":\"summary\"}\n")
	if got := out.String(); got != want.String() {
		t.Errorf("got %d bytes, want %d: %.80s", len(got), want.Len(), got)
	}
}

// gone is a reader that left.
type gone struct{ writes int }

func (g *gone) Write([]byte) (int, error) {
	g.writes++
	return 0, errors.New("the reader left")
}

func TestNothingIsWrittenToAReaderWhoLeft(t *testing.T) {
	out := &gone{}
	l := &lines{out: out}
	for range 3 {
		l.object("one")
	}
	if out.writes != 1 {
		t.Errorf("%d writes", out.writes)
	}
}
