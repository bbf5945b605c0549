package tui

import (
	"context"
	"maps"
	"sync"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// Feed is the mailbox between the engine and the screens. Heard, Progress and Sent belong into
// the configuration of engine and doors; they only put something down and never block, whatever
// the terminal does. A pump, one command at a time, empties it.
type Feed struct {
	mu       sync.Mutex
	progress map[string]stepProgress
	sent     []providers.Exchange
	sentAll  int
	now      func() time.Time
	crashed  bool // a worker of the clock met a panic
	note     string
	noted    int // notes so far
	wake     chan struct{}
	closed   chan struct{} // by the program when it leaves
	worker   worker
	closing  sync.Once

	// Snapshots are numbered under a lock of their own: the engine holds its own lock while it
	// writes to disk.
	shots sync.Mutex
	shot  int
}

// mostSent is how many of the last requests are kept for "what was sent".
const mostSent = 500

// NewFeed makes an empty mailbox. Now is real time.
func NewFeed(now func() time.Time) *Feed {
	return &Feed{now: now, progress: map[string]stepProgress{}, wake: make(chan struct{}, 1),
		closed: make(chan struct{})}
}

// Heard takes one event, after it is on disk. For runbook.Config.Emit.
func (f *Feed) Heard([]byte, incident.Event) {
	f.ring()
}

// Progress takes how far a step is. For runbook.Config.Progress.
func (f *Feed) Progress(cred string, step incident.Step, p providers.Progress) {
	id := cred + "/" + string(step)
	f.mu.Lock()
	since := f.now()
	if old, ok := f.progress[id]; ok && old.What == p.What {
		since = old.since
	}
	f.progress[id] = stepProgress{p, cred, step, since}
	f.mu.Unlock()
	f.ring()
}

// Note puts one line in front of the person, once.
func (f *Feed) Note(line string) {
	f.mu.Lock()
	f.note = line
	f.noted++
	f.mu.Unlock()
	f.ring()
}

// Sent takes one request as it was made. For the record of a door.
func (f *Feed) Sent(e providers.Exchange) {
	f.mu.Lock()
	f.sentAll++
	if f.sent = append(f.sent, e); len(f.sent) > mostSent {
		f.sent = append([]providers.Exchange(nil), f.sent[len(f.sent)-mostSent:]...)
	}
	f.mu.Unlock()
	f.ring()
}

func (f *Feed) ring() {
	select {
	case f.wake <- struct{}{}:
	default: // the pump is awake already
	}
}

// snapshot is the incident at one moment. A later one has the higher number.
type snapshot struct {
	n        int
	session  *Session
	state    incident.State
	sit      runbook.Situation
	actions  []runbook.Action
	events   []incident.Event
	progress map[string]stepProgress
	sent     []providers.Exchange
	sentAll  int
	rate     int64
	burnt    int64
	down     []string
	crashed  bool
	note     string
	noted    int
}

// snap takes a snapshot. It may wait for the engine, so it is for commands only.
func (s *Session) snap() snapshot {
	f := s.Feed
	f.shots.Lock()
	defer f.shots.Unlock()
	f.shot++
	snap := snapshot{n: f.shot, session: s, sit: s.Engine.Situation(), state: s.Engine.State(), events: s.Engine.Events()}
	snap.actions = runbook.Actions(snap.state, snap.sit)
	f.mu.Lock()
	snap.progress, snap.sent, snap.sentAll = maps.Clone(f.progress), f.sent[:len(f.sent):len(f.sent)], f.sentAll
	snap.crashed, snap.note, snap.noted = f.crashed, f.note, f.noted
	f.mu.Unlock()
	if s.Exercise != nil {
		snap.rate, snap.burnt = s.Exercise.Burn()
		snap.down = s.Exercise.Down()
	}
	return snap
}

// wait returns once something was put down. Several things at once wake it once.
func (f *Feed) wait(ctx context.Context) error {
	select {
	case <-f.wake:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close ends the session's one hand.
func (f *Feed) close() { f.closing.Do(func() { close(f.closed) }) }
