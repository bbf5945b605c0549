package simulator

import (
	"encoding/json"
	"slices"
	"time"

	"firebreak/providers"
)

// The things of the world. Pointers are shared; everything is guarded by World.mu.

type project struct {
	of                *vendor
	unnamed           bool // the vendor shows its keys as in no project
	id, name          string
	created, archived time.Time
	secrets           []string
	spent             int64
	limits            []*rateLimit // by model
	spendings         []spending   // history of its hard limit, oldest first
}

type user struct {
	id, name, mail, role string
	added                time.Time
	projects             map[string]bool // by project id
}

type account struct {
	id, name, role string
	policies       map[string]string // inline, by name
	project        *project
	created        time.Time
	deleted        time.Time
	paused         []span // when it is disabled, and all that belongs to it refuses
}

type key struct {
	of       *vendor
	id, name string
	ref      Ref
	kind     providers.Kind
	project  *project
	user     *user
	account  *account
	created  time.Time
	expires  time.Time // zero: never
	revoked  time.Time // the vendor's record is gone from here on
	dead     time.Time // it stops working here: revoked plus the tail
	used     time.Time // by calls that we received; traffic counts besides
	scopes   []string
	barred   []span          // when its scopes or restrictions do not allow model calls
	closed   []span          // when its restrictions let nobody in
	changed  time.Time       // its record, by a restriction
	limits   json.RawMessage // what its record restricts it to, in the vendor's own form; nil: nothing
	inactive bool            // by its record: it refuses, and can be made active again
	paused   []span          // when it refuses for that
	apart    bool            // its access to the organization was taken back
	hidden   bool
	outside  bool
	maker    *key          // it is made with this one, unless that ends first; nil: it is there
	hurried  time.Duration // how soon after the maker's end was begun it would be made; zero: not then
	leaked   bool
	channel  string
	secret   providers.Secret
	mask     string
	print    string
	refusals int // calls since its death, for the flapping fault
	window   int64
	calls    int // received within the minute `window`
}

// span is an interval; a zero to means for ever.
type span struct{ from, to time.Time }

func (s span) has(t time.Time) bool {
	return !t.Before(s.from) && (s.to.IsZero() || t.Before(s.to))
}

type rateLimit struct {
	id, model        string
	requests, tokens int64
	images           int64  // zero: does not apply to the model
	changes          []pace // of requests per minute, by act; empty: never binding
}

// pace is a rate in force from a moment on.
type pace struct {
	from      time.Time
	perMinute int64
}

// spending is a hard limit in force from a moment on; zero cents: none.
type spending struct {
	from  time.Time
	cents int64
}

// inForce returns the limit at t.
func inForce(history []spending, t time.Time) int64 {
	cents := int64(0)
	for _, s := range history {
		if !s.from.After(t) {
			cents = s.cents
		}
	}
	return cents
}

// record is an entry of the vendor's audit log.
type record struct {
	of      *vendor
	id      string
	at      time.Time
	kind    string // as the vendor names it
	project *project
	user    *user // actor in a session
	address string
	key     *key // actor with a key
	target  string
	scopes  []string
	role    string
	title   string
	limits  map[string]int64
	undone  bool // what it tells of was taken away
}

// works reports whether the vendor accepts the key at t, by its record alone.
func (k *key) works(t time.Time) bool {
	return !t.Before(k.created) && (k.account == nil || !k.account.disabled(t)) && !slices.ContainsFunc(k.paused, func(s span) bool { return s.has(t) }) && (k.dead.IsZero() || t.Before(k.dead)) && (k.expires.IsZero() || t.Before(k.expires))
}

// listed reports whether the vendor still has a record of it.
func (k *key) listed(t time.Time) bool {
	return !k.created.After(t) && (k.revoked.IsZero() || t.Before(k.revoked))
}

func (k *key) owner() string {
	switch {
	case k.account != nil:
		return k.account.id
	case k.user != nil:
		return k.user.id
	}
	return ""
}

func (k *key) may(scope string) bool {
	return scope == "" || len(k.scopes) == 0 || slices.Contains(k.scopes, scope)
}

func find[T any](list []*T, ok func(*T) bool) *T {
	if i := slices.IndexFunc(list, ok); i >= 0 {
		return list[i]
	}
	return nil
}

// orgID is the vendor's id of the organisation.
func (w *World) orgID(of *vendor) string { return makeID(w.seed, of.ids.org, of.label("org"), 0, 24) }

func (w *World) projectsOf(of *vendor) []*project {
	return slices.DeleteFunc(slices.Clone(w.projects), func(p *project) bool { return p.of != of })
}

func (w *World) projectByID(id string) *project {
	return find(w.projects, func(p *project) bool { return p.id == id })
}

func (w *World) keyByID(id string) *key {
	return find(w.keys, func(k *key) bool { return k.id == id })
}

func (w *World) accountByID(id string) *account {
	return find(w.accounts, func(a *account) bool { return a.id == id })
}

func (w *World) userByID(id string) *user {
	return find(w.users, func(u *user) bool { return u.id == id })
}

// holder finds the key of the vendor that a caller showed. The print narrows, the value decides.
func (w *World) holder(of *vendor, shown providers.Secret, print string) *key {
	if of.beside != nil {
		return find(w.keys, func(k *key) bool { return k.of == of && k.secret.Parts()[0].Equal(shown) })
	}
	return find(w.keys, func(k *key) bool { return k.of == of && k.print == print && k.secret.Equal(shown) })
}
