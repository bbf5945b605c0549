package simulator

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"firebreak/providers"
)

// DefaultChannel is where a key leaks where nothing else is said.
const DefaultChannel = "public repository"

// usualTail bounds the drawn revocation tail of a kind whose form names none (our assumption; no
// vendor names a figure).
var usualTail = [2]time.Duration{0, time.Minute}

// Config says which world to make or to open again.
type Config struct {
	Seed     int64
	Clock    providers.Clock // only read; nil: the real time
	Tail     time.Duration   // how long a revoked key goes on working; negative: drawn from the seed, as the leaking kind has it
	Leak     providers.Kind  // what the built-in world leaks; empty: DefaultLeak
	Channel  string          // where it leaked; empty: DefaultChannel
	Log      string          // path of the world log; empty: kept in memory only
	Scenario Scenario
}

// World is one simulated outside. Its methods are safe for concurrent use.
type World struct {
	mu     sync.Mutex
	clock  providers.Clock
	log    *logFile
	seed   int64
	salt   []byte
	page   time.Time
	tail   time.Duration
	story  string // id of the scenario
	digest string
	lags   Lags

	orgName   string
	projects  []*project
	users     []*user
	accounts  []*account
	keys      []*key
	audit     []*record
	auditOff  bool
	spendings map[*vendor][]spending // of the whole organisation
	rows      []*row
	services  []*service
	minted    map[*vendor]int
	audits    map[*vendor]int
	refs      map[Ref]string
	stored    []*awsSecret

	faults   []*activeFault
	raised   int
	requests []Request
	events   []Event
	latest   time.Time
}

// New makes a world, or opens it again where the log exists. ErrOtherWorld: the log is of
// another seed, scenario, leak or channel. Close releases the log.
func New(c Config) (*World, error) {
	c, err := c.filled()
	if err != nil {
		return nil, err
	}
	log, entries, err := openLog(c.Log)
	if err != nil {
		return nil, err
	}
	w := &World{
		clock: c.Clock, log: log, seed: c.Seed, tail: c.Tail, refs: map[Ref]string{},
		spendings: map[*vendor][]spending{}, minted: map[*vendor]int{}, audits: map[*vendor]int{},
	}
	if err := w.start(c, entries); err != nil {
		_ = log.close() // the first error matters
		return nil, err
	}
	return w, nil
}

// filled puts the defaults in.
func (c Config) filled() (Config, error) {
	if c.Clock == nil {
		c.Clock = providers.WallClock{}
	}
	if c.Leak == "" {
		c.Leak = DefaultLeak
	}
	if c.Channel == "" {
		c.Channel = DefaultChannel
	}
	of := vendorOf(c.Leak)
	if of == nil {
		return c, fmt.Errorf("leak %q: this simulator knows %v", c.Leak, Leaks())
	}
	if c.Tail < 0 {
		within := or(of.forms[c.Leak].tail, usualTail)
		c.Tail = within[0] + time.Duration(stream(c.Seed, "tail", 0).Int64N(int64(within[1]-within[0])+1)).Truncate(time.Millisecond)
	}
	if c.Scenario.empty() {
		c.Scenario = of.builtin(c.Leak)
	}
	return c, nil
}

// Leaks lists the kinds that the built-in world can leak.
func Leaks() []providers.Kind {
	var kinds []providers.Kind
	for _, v := range vendors {
		for kind := range v.forms {
			if kind != v.adminKind || !v.adminOnly {
				kinds = append(kinds, kind)
			}
		}
	}
	slices.Sort(kinds)
	return kinds
}

// start seeds the world and brings it to where its log ends.
func (w *World) start(c Config, entries []entry) error {
	digest, err := c.Scenario.digest()
	if err != nil {
		return err
	}
	w.salt = fmt.Appendf(nil, "world %d", c.Seed)
	w.digest, w.story, w.lags = digest, c.Scenario.ID, c.Scenario.Lags.filled()
	first := entry{At: w.clock.Now().UTC(), Type: entryGenesis, Seed: c.Seed, Scenario: digest, Leak: string(c.Leak), Channel: c.Channel, Tail: c.Tail}
	if len(entries) > 0 {
		was := entries[0]
		if was.Type != entryGenesis || was.Seed != c.Seed || was.Scenario != digest || was.Leak != first.Leak || was.Channel != c.Channel || was.Tail != c.Tail {
			return ErrOtherWorld
		}
		first = was
	} else {
		first.Page = c.Scenario.Page.UTC()
		if first.Page.IsZero() {
			first.Page = first.At.Truncate(time.Second)
		}
		if err := w.log.append(&first); err != nil {
			return err
		}
	}
	w.page, w.latest = first.Page, first.At
	if err := w.cast(c.Scenario, c.Channel); err != nil {
		return err
	}
	for _, e := range entries[min(1, len(entries)):] {
		if err := w.fold(e, true); err != nil {
			return fmt.Errorf("world log, entry %d: %w", e.N, err)
		}
	}
	return nil
}

// fold brings one entry into the world. In replay it also makes the acts and counts the
// faults, which a live call has already done.
func (w *World) fold(e entry, replay bool) error {
	w.latest = e.At
	switch e.Type {
	case entryRequest, entryAct:
		if replay {
			if e.Type == entryRequest {
				w.meet(vendorNamed(e.Provider), e.Method, e.Path, e.At)
			}
			by := w.keyByID(e.By)
			for _, a := range e.Acts {
				if err := w.apply(a, e.At, by); err != nil {
					return err
				}
			}
		}
		if e.Type == entryRequest {
			w.received(e)
		}
	case entryFault:
		w.raise(*e.Fault, e.At)
	case entryClear:
		w.faults = nil
	default:
		return fmt.Errorf("unknown type %q", e.Type)
	}
	return nil
}

// received keeps what a request leaves behind: its line, last use, and the counters.
func (w *World) received(e entry) {
	w.requests = append(w.requests, Request{Time: e.At, Method: e.Method, Path: e.Path, Operation: e.Op, Fingerprint: e.Print, Status: e.Status, Mutation: e.Mutation})
	k := w.keyByID(e.By)
	if k == nil {
		return
	}
	if e.Used {
		k.used = e.At
	}
	if e.Refused {
		k.refusals++
	}
	if minute := e.At.Unix() / 60; minute != k.window {
		k.window, k.calls = minute, 0
	}
	k.calls++
}

// now is the world's time.
func (w *World) now() time.Time { return w.clock.Now().UTC() }

// Close releases the log. Later calls are refused.
func (w *World) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.log.dead == nil {
		w.log.dead = errBroken
	}
	return w.log.close()
}

// Adopt moves what our own services do with one key to another, from now on: the drill calls
// it when a consumer has taken the replacement. It is an entry of the log like any other.
func (w *World) Adopt(oldID, newID string) error {
	w.mu.Lock()
	known := w.keyByID(oldID) != nil && w.keyByID(newID) != nil
	w.mu.Unlock()
	if !known {
		return fmt.Errorf("adopt %s for %s: %w", newID, oldID, errNoSuch)
	}
	return w.lever(entry{Type: entryAct, Acts: []act{{Do: doAdopt, On: oldID, Owner: newID}}})
}
