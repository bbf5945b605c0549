package plain

import (
	"sync"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// queue holds events and progress until they are told.
type queue struct {
	mu       sync.Mutex
	events   []incident.Event
	notes    []string
	progress providers.Progress
}

func (q *queue) take() ([]incident.Event, providers.Progress) {
	q.mu.Lock()
	defer q.mu.Unlock()
	events := q.events
	q.events = nil
	return events, q.progress
}

// takeNotes gives the lines of Note once.
func (q *queue) takeNotes() []string {
	q.mu.Lock()
	defer q.mu.Unlock()
	notes := q.notes
	q.notes = nil
	return notes
}

// Note tells a line in between, as what was heard is told. It never blocks.
func (t *Talk) Note(line string) {
	t.out.heard.mu.Lock()
	t.out.heard.notes = append(t.out.heard.notes, line)
	t.out.heard.mu.Unlock()
	t.out.rouse()
}

// Heard takes an event that is on disk. It never blocks.
func (t *Talk) Heard(_ []byte, e incident.Event) {
	t.out.heard.mu.Lock()
	t.out.heard.events = append(t.out.heard.events, e)
	t.out.heard.mu.Unlock()
	t.out.rouse()
}

// rouse has the speaker look for news.
func (o *output) rouse() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// Progress takes how far an operation is. It never blocks.
func (t *Talk) Progress(_ string, _ incident.Step, p providers.Progress) {
	t.out.heard.mu.Lock()
	t.out.heard.progress = p
	t.out.heard.mu.Unlock()
}
