package simulator

import (
	"cmp"
	"slices"
	"time"

	"firebreak/providers"
)

// Request is one request as it was received. Status 0 means that no answer was sent.
type Request struct {
	Time        time.Time `json:"time"`
	Method      string    `json:"method"`
	Path        string    `json:"path"`
	Operation   string    `json:"operation,omitempty"` // where the path does not tell it
	Fingerprint string    `json:"fingerprint"`
	Status      int       `json:"status"`
	Mutation    bool      `json:"mutation"`
}

// KeyState is what is really so with one key.
type KeyState struct {
	Fingerprint string         `json:"fingerprint"`
	Kind        providers.Kind `json:"kind"`
	ID          string         `json:"id"`
	Ref         Ref            `json:"ref,omitempty"`
	Name        string         `json:"name"`
	Project     string         `json:"project"`
	Owner       string         `json:"owner"`
	State       State          `json:"state"`
	Created     time.Time      `json:"created"`
	Expires     time.Time      `json:"expires,omitzero"`
	RevokedAt   time.Time      `json:"revoked_at,omitzero"`
	DeadAt      time.Time      `json:"dead_at,omitzero"`
	RefusedFrom time.Time      `json:"refused_from,omitzero"` // since when it is refused without a break: inactive at first, or dead
	LastUsed    time.Time      `json:"last_used,omitzero"`
	Leaked      bool           `json:"leaked"`
}

// State of a key.
type State string

const (
	Live     State = "live"
	Dying    State = "dying" // its record is gone, its value still works
	Dead     State = "dead"
	Expired  State = "expired"
	Stopped  State = "stopped"  // its project is archived
	Paused   State = "inactive" // it refuses, and can be made active again
	Haunting State = "revived"  // a fault in force lets it work again
)

// Event is something that happened in the world. Actor "us" is whoever calls the API with an
// admin key; the drill's own acts are "drill".
type Event struct {
	At    time.Time `json:"at"`
	Actor string    `json:"actor"`
	What  string    `json:"what"`
	On    string    `json:"on"`
}

// Usd is money in USD, for people and JSON. Count in micro-USD, not with this.
type Usd float64

func usd(micros int64) Usd { return Usd(float64(micros) / microsPerDollar) }

// Money is Burn as the control URL shows it.
type Money struct {
	Total     Usd `json:"usd_total"`
	Attacker  Usd `json:"usd_attacker"`
	SincePage Usd `json:"usd_attacker_since_page"`
	PerMinute Usd `json:"per_minute"`
}

// Truth is everything that is really so at one moment, without any value of a key.
type Truth struct {
	Now      time.Time      `json:"now"`
	Page     time.Time      `json:"page"`
	Seed     int64          `json:"seed"`
	Scenario string         `json:"scenario"`
	Tail     time.Duration  `json:"tail_ns"`
	Org      string         `json:"org"`
	Keys     []KeyState     `json:"keys"`
	Services []ServiceState `json:"services"`
	Burn     Money          `json:"burn"`
	Alone    []Usd          `json:"usd_attacker_alone"` // by each minute of the hour after the page, if nobody did anything
	Events   []Event        `json:"events"`
	Faults   []Fault        `json:"faults"`
}

// note remembers an act for the ground truth.
func (w *World) note(at time.Time, by *key, a act) {
	actor := "drill"
	if by != nil {
		actor = "us"
		if by.leaked {
			actor = "leaked key"
		}
	}
	w.events = append(w.events, Event{At: at, Actor: actor, What: a.Do, On: or(a.On, a.Project)})
}

// Truth tells what is really so now.
func (w *World) Truth() Truth {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := later(w.now(), w.latest)
	v := w.at(now)
	b := w.burn(now)
	t := Truth{
		Now: now, Page: w.page, Seed: w.seed, Scenario: w.story, Tail: w.tail, Org: w.orgName,
		Burn: Money{usd(b.Total), usd(b.Attacker), usd(b.SincePage), usd(b.PerMinute)}, Events: w.happened(v), Faults: []Fault{},
	}
	for minute := range foretold + 1 {
		t.Alone = append(t.Alone, usd(w.alone(w.page.Add(time.Duration(minute)*time.Minute))))
	}
	t.Services, t.Keys = v.services(), v.keys()
	for _, f := range w.faults {
		t.Faults = append(t.Faults, f.Fault)
	}
	return t
}

// Keys tells how all keys really are, the oldest first.
func (w *World) Keys() []KeyState {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at(later(w.now(), w.latest)).keys()
}

func (v *view) keys() (all []KeyState) {
	for _, k := range v.w.keys {
		all = append(all, v.w.stateOf(k, v))
	}
	return all
}

// KeyState tells how one key really is, by its id or a scenario's reference.
func (w *World) KeyState(idOrRef string) (KeyState, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	k := w.keyByID(or(w.refs[Ref(idOrRef)], idOrRef))
	if k == nil {
		return KeyState{}, false
	}
	return w.stateOf(k, w.at(later(w.now(), w.latest))), true
}

func (w *World) stateOf(k *key, v *view) KeyState {
	s := KeyState{
		Fingerprint: k.print, Kind: k.kind, ID: k.id, Ref: k.ref, Name: k.name, Owner: k.owner(), State: w.state(k, v.now),
		Created: k.created, Expires: k.expires, RevokedAt: k.revoked, DeadAt: k.dead, RefusedFrom: k.refusedFrom(v.now), LastUsed: v.used(k), Leaked: k.leaked,
	}
	if k.project != nil {
		s.Project = k.project.id
	}
	return s
}

// refusedFrom is since when the key is refused at t by its record, zero while it is not.
func (k *key) refusedFrom(t time.Time) (from time.Time) {
	if !k.dead.IsZero() && !t.Before(k.dead) {
		from = k.dead
	}
	for _, s := range slices.Backward(k.paused) {
		until := later(t, s.from)
		if !from.IsZero() {
			until = from
		}
		if !s.from.After(t) && (s.to.IsZero() || !s.to.Before(until)) {
			from = s.from
		}
	}
	return from
}

func (w *World) state(k *key, now time.Time) State {
	switch {
	case !k.dead.IsZero() && !now.Before(k.dead):
		for _, f := range w.faults {
			if f.Do == "revive" && now.Sub(k.dead) >= seconds(f.Seconds, reviveAfter) {
				return Haunting
			}
		}
		return Dead
	case !k.expires.IsZero() && !now.Before(k.expires):
		return Expired
	case !k.revoked.IsZero():
		return Dying
	case k.inactive:
		return Paused
	case k.project != nil && !k.project.archived.IsZero():
		return Stopped
	}
	return Live
}

// foretold is how many minutes after the page Alone looks ahead.
const foretold = 60

// maxRefusals bounds how many refused calls of one row are listed.
const maxRefusals = 1000

// happened lists, in order of time, the acts, the attacker's phases, deaths, and the calls
// that were refused after them.
func (w *World) happened(v *view) []Event {
	all := slices.Clone(w.events)
	add := func(at time.Time, actor, what, on string) {
		if !at.IsZero() && !at.After(v.now) {
			all = append(all, Event{at, actor, what, on})
		}
	}
	v.ofServices(add)
	for _, k := range w.keys {
		add(k.dead, string(Vendor), "key stopped working", k.id)
	}
	for _, r := range w.rows {
		if r.t.Actor != Attacker {
			continue
		}
		what := or(r.t.Family, "calls without usage")
		if r.key.works(r.start) {
			add(r.start, string(Attacker), what+" "+r.t.Model, r.key.id)
		}
		if r.t.RetryEvery <= 0 || r.key.dead.IsZero() || !r.start.Before(r.key.dead) || !r.end.IsZero() && r.end.Before(r.key.dead) {
			continue
		}
		for n := 0; n < maxRefusals && time.Duration(n)*r.t.RetryEvery <= r.t.RetryFor; n++ {
			add(r.key.dead.Add(time.Duration(n)*r.t.RetryEvery), string(Attacker), "refused "+what, r.key.id)
		}
	}
	slices.SortStableFunc(all, func(a, b Event) int { return cmp.Compare(a.At.UnixNano(), b.At.UnixNano()) })
	return all
}

// Requests lists every request since the world was made.
func (w *World) Requests() []Request {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.requests)
}

// Page is the moment at which the drill starts.
func (w *World) Page() time.Time { return w.page }

// Latest is the time of the last entry of the log.
func (w *World) Latest() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.latest
}

// Tail is how long a revoked key goes on working.
func (w *World) Tail() time.Duration { return w.tail }
