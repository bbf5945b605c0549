package simulator

import (
	"fmt"
	"slices"
	"time"
)

// Service is one of ours that calls the provider. It reads its key when it starts, and keeps it
// until it is started again: a new value in its store alone changes nothing. Its calls are the
// rows of traffic that name it.
type Service struct {
	Name string
	Key  Ref
}

// What the ground truth says of a service.
const (
	ServiceDown      = "service down: its key is not served"
	ServiceServed    = "service served again"
	ServiceRestarted = "service started again with another key"
)

// service is one in the world. Guarded by World.mu.
type service struct {
	name string
	runs []run // oldest first, at least one
}

// run is a stretch on one key, until the next begins.
type run struct {
	key  *key
	from time.Time
}

// ServiceState is how one of our services really is. It is down while the key that it runs on is
// not served, for whatever reason: dead, expired, without the right, or held up by a limit.
type ServiceState struct {
	Name    string        `json:"name"`
	KeyID   string        `json:"key_id"` // id of the key that it runs on
	Down    bool          `json:"down"`
	Since   time.Time     `json:"since,omitzero"` // down since then
	DownFor time.Duration `json:"down_ns"`        // since the page, in all
	Refused int64         `json:"refused"`        // calls of it that were refused since the page
}

func (w *World) castServices(s Scenario) error {
	for _, d := range s.Services {
		k := w.keyByID(w.refs[d.Key])
		if k == nil || d.Name == "" || w.serviceNamed(d.Name) != nil {
			return fmt.Errorf("scenario: service %q has no known key, no name, or is there twice", d.Name)
		}
		w.services = append(w.services, &service{name: d.Name, runs: []run{{k, k.created}}})
	}
	return nil
}

func (w *World) serviceNamed(name string) *service {
	return find(w.services, func(s *service) bool { return s.name == name })
}

// family is what a service calls: that of its first row.
func (w *World) family(s *service) string {
	if r := find(w.rows, func(r *row) bool { return r.t.Service == s.name }); r != nil {
		return r.t.Family
	}
	return ""
}

func (s *service) key() *key { return s.runs[len(s.runs)-1].key }

// Restart starts a service of ours again with the key of that id, which it takes from now on. It
// is an entry of the log like any other.
func (w *World) Restart(name, keyID string) error {
	w.mu.Lock()
	s, k := w.serviceNamed(name), w.keyByID(keyID)
	w.mu.Unlock()
	if s == nil || k == nil {
		return fmt.Errorf("restart %s with %s: %w", logged(name), logged(keyID), errNoSuch)
	}
	return w.lever(entry{Type: entryAct, Acts: []act{{Do: doRestart, Name: name, On: keyID}}})
}

func (w *World) applyRestart(a act, at time.Time, _ *key) error {
	s, next := w.serviceNamed(a.Name), w.keyByID(a.On)
	if s == nil || next == nil {
		return errNoSuch
	}
	if s.key() == next {
		return nil // two who drive the world say the same
	}
	for _, r := range slices.Clone(w.rows) {
		if r.t.Service == s.name && r.key == s.key() {
			w.move(r, next, at)
		}
	}
	s.runs = append(s.runs, run{next, at})
	return nil
}

// move lets another key do what a row did, from a moment on.
func (w *World) move(r *row, next *key, at time.Time) {
	if !r.end.IsZero() && !r.end.After(at) {
		return
	}
	moved := newRow(w.seed, len(w.rows), r.t, next, at, r.end)
	r.cut(at)
	w.rows = append(w.rows, moved)
}

// outages lists when a service was down since the page, as far as the moment of the view.
func (v *view) outages(s *service) []span {
	var down []span
	for i, run := range s.runs {
		from, to := later(run.from, v.w.page), v.now
		if i+1 < len(s.runs) {
			to = earlier(to, s.runs[i+1].from)
		}
		if !from.Before(to) {
			continue
		}
		gaps := []span{{from, to}}
		for _, open := range v.working(run.key, v.w.family(s), from, to) {
			gaps = without(gaps, open)
		}
		for _, g := range gaps {
			if n := len(down); n > 0 && down[n-1].to.Equal(g.from) {
				down[n-1].to = g.to
				continue
			}
			down = append(down, g)
		}
	}
	return down
}

// Services tells how our services really are, in the order of the scenario.
func (w *World) Services() []ServiceState {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at(later(w.now(), w.latest)).services()
}

func (v *view) services() []ServiceState {
	all := []ServiceState{}
	for _, s := range v.w.services {
		state := ServiceState{Name: s.name, KeyID: s.key().id}
		served := len(v.working(s.key(), v.w.family(s), v.now, v.now.Add(1))) > 0 // from this moment on
		for _, gap := range v.outages(s) {
			state.DownFor += gap.to.Sub(gap.from)
			if state.Down = gap.to.Equal(v.now) && !served; state.Down {
				state.Since = gap.from
			}
			for _, r := range v.w.rows {
				if r.t.Service == s.name {
					state.Refused += r.sum(gap.from, gap.to).calls
				}
			}
		}
		all = append(all, state)
	}
	return all
}

// ofServices lists what the ground truth tells of our services.
func (v *view) ofServices(add func(at time.Time, actor, what, on string)) {
	for _, s := range v.w.services {
		for _, r := range s.runs[1:] {
			add(r.from, string(Ours), ServiceRestarted, s.name)
		}
		for _, gap := range v.outages(s) {
			add(gap.from, string(Ours), ServiceDown, s.name)
			if gap.to.Before(v.now) || len(v.working(s.key(), v.w.family(s), v.now, v.now.Add(1))) > 0 {
				add(gap.to, string(Ours), ServiceServed, s.name)
			}
		}
	}
}
