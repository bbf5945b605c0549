package aws

import (
	"slices"
	"sync"
	"time"
)

// memory holds what the event history told last, of one key. It is safe for concurrent use.
type memory struct {
	mu       sync.Mutex
	id       string
	from, to time.Time
	at       time.Time
	how      depth
	history  history
}

func (m *memory) keep(id string, from, to, now time.Time, how depth, h history) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.id, m.from, m.to, m.at, m.how, m.history = id, from, to, now, how, h
}

// within gives the part of what was read that lies in a span; ok is false where it does not cover
// that, went less deep and left something out, or was read too long ago.
func (m *memory) within(id string, from, to, now time.Time, how depth) (h history, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if id != m.id || from.Before(m.from) || to.After(m.to) || now.Sub(m.at) > trailFresh || m.how.pages < how.pages && len(m.history.gaps(from)) > 0 {
		return history{}, false
	}
	h = m.history
	h.events = slices.DeleteFunc(slices.Clone(h.events), func(e event) bool { return e.time().Before(from) || !e.time().Before(to) })
	return h, true
}
