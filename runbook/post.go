package runbook

import (
	"sync"

	"firebreak/runbook/incident"
)

// post hands events to the listener one at a time, in the order of the journal, and outside
// the engine's lock. Whoever has put one down delivers what waits; while somebody does, the
// others leave theirs and go on. A listener that blocks holds up one worker at most.
type post struct {
	mu      sync.Mutex
	waiting []letter
	busy    bool // somebody delivers
}

type letter struct {
	line  []byte
	event incident.Event
}

// put is called under the engine's lock, which keeps the order.
func (p *post) put(l letter) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting = append(p.waiting, l)
}

// deliver returns when nothing waits, or when somebody else is at it.
func (p *post) deliver(to func([]byte, incident.Event)) {
	for {
		l, ok := p.next()
		if !ok {
			return
		}
		p.hand(l, to)
	}
}

func (p *post) next() (letter, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.busy || len(p.waiting) == 0 {
		return letter{}, false
	}
	l := p.waiting[0]
	p.waiting = p.waiting[1:]
	p.busy = true
	return l, true
}

func (p *post) hand(l letter, to func([]byte, incident.Event)) {
	defer func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.busy = false
	}()
	to(l.line, l.event)
}
