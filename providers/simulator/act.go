package simulator

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"firebreak/providers"
)

// act is one change of the world. Which fields count depends on Do.
type act struct {
	Do      string           `json:"do"`
	On      string           `json:"on,omitempty"`      // id of what changes, or is made
	Project string           `json:"project,omitempty"` // its project
	Owner   string           `json:"owner,omitempty"`
	Kind    providers.Kind   `json:"kind,omitempty"`
	Name    string           `json:"name,omitempty"`
	Role    string           `json:"role,omitempty"`
	Text    string           `json:"text,omitempty"` // of a policy
	Nth     int              `json:"nth,omitempty"`  // of a minted value
	Scopes  []string         `json:"scopes,omitempty"`
	Until   time.Time        `json:"until,omitzero"` // expiry
	Takes   time.Time        `json:"takes,omitzero"` // when the change reaches every edge
	Cents   int64            `json:"cents,omitempty"`
	Limits  map[string]int64 `json:"limits,omitempty"`
	Form    json.RawMessage  `json:"form,omitempty"` // restrictions, in the vendor's own form
	Like    string           `json:"like,omitempty"` // the version of a stored secret that a new one has the form of
	held    awsValue         // what such a version holds, which no log does
}

// The acts. Each is one word in the log.
const (
	doRevoke  = "revoke"
	doMint    = "mint"
	doAccount = "account"
	doDismiss = "dismiss" // a service account goes; its keys are revoked by acts of their own
	doScopes  = "scopes"
	doExpiry  = "expiry"
	doRate    = "rate"
	doSpend   = "spend" // zero cents lifts the limit
	doArchive = "archive"
	doPause   = "pause" // a key refuses, and can be made active again
	doResume  = "resume"
	doLimit   = "limit"   // a key's restrictions, in the vendor's own form
	doDisable = "disable" // a service account, with its keys and their tokens
	doEnable  = "enable"
	doRestore = "restore" // an ended key is brought back
	doPolicy  = "policy"  // of an account, by its name; an empty text takes it away
	doKeep    = "keep"    // a version of a stored secret
	doLabel   = "label"   // a label moves between the versions of a stored secret, or off one
	doNothing = "nothing" // an answer that claims a change that was not made
	doAdopt   = "adopt"   // all that is ours moves from one key to another
	doApart   = "apart"   // a token's access to its organization is taken back
	doUndo    = "undo"    // what an entry of the audit log tells of is taken away
	doRestart = "restart" // one of our services starts again, with the key that is named
)

// apply makes the change. It is the only way in which the world changes, live and in replay.
// by is the key that did it, nil for the drill itself.
func (w *World) apply(a act, at time.Time, by *key) error {
	do, known := map[string]func(act, time.Time, *key) error{
		doRevoke: w.applyRevoke, doMint: w.applyMint, doAccount: w.applyAccount, doDismiss: w.applyDismiss,
		doScopes: w.applyScopes, doExpiry: w.applyExpiry, doRate: w.applyRate, doSpend: w.applySpend,
		doArchive: w.applyArchive, doPause: w.applyPause, doResume: w.applyResume, doRestore: w.applyRestore, doLimit: w.applyLimit, doDisable: w.applyDisable, doEnable: w.applyEnable, doPolicy: w.applyPolicy, doKeep: w.applyKeep, doLabel: w.applyLabel, doAdopt: w.applyAdopt, doApart: w.applyApart, doUndo: w.applyUndo, doRestart: w.applyRestart,
		doNothing: func(act, time.Time, *key) error { return nil },
	}[a.Do]
	if !known {
		return fmt.Errorf("world log: unknown act %q", a.Do)
	}
	if err := do(a, at, by); err != nil {
		return fmt.Errorf("world log: %s: %w", a.Do, err)
	}
	if a.Do == doRevoke || a.Do == doPause {
		w.thwart(w.keyByID(a.On), at, a.Takes)
	}
	if a.Do != doRestart { // the ground truth tells of services by itself
		w.note(at, by, a)
	}
	return nil
}

var errNoSuch = fmt.Errorf("no such thing in this world")

func (w *World) applyRevoke(a act, at time.Time, by *key) error {
	k := w.keyByID(a.On)
	if k == nil {
		return errNoSuch
	}
	k.revoked, k.dead = at, a.Takes
	w.did(k.of, keyEnded, k, w.actor(record{at: at, project: k.project, key: by, target: k.id}, k))
	return nil
}

func (w *World) applyMint(a act, at time.Time, by *key) error {
	p, u, s := w.projectByID(a.Project), w.userByID(a.Owner), w.accountByID(a.Owner)
	if u == nil && s == nil {
		return errNoSuch
	}
	of := vendorOf(a.Kind)
	if of == nil {
		return errNoSuch
	}
	w.minted[of] = max(w.minted[of], a.Nth)
	k := &key{of: of, id: a.On, name: a.Name, kind: a.Kind, project: p, user: u, account: s, created: at, expires: a.Until, scopes: a.Scopes, limits: a.Form}
	w.value(k, a.Nth)
	w.limit(k, at)
	w.keys = append(w.keys, k)
	w.did(of, keyMade, k, w.actor(record{at: at, project: p, key: by, target: k.id, scopes: a.Scopes}, k))
	return nil
}

// actor puts a person where no key did it: whose the thing is, else the first of all.
func (w *World) actor(r record, of *key) record {
	if r.key == nil {
		if r.user, r.address = of.user, officeAddress; r.user == nil {
			r.user = w.users[0]
		}
	}
	return r
}

// did writes an act into the vendor's audit log, under the vendor's own name for it.
func (w *World) did(of *vendor, what deed, on *key, r record) {
	if r.of, r.kind = of, of.event(what, on); r.kind != "" {
		w.audited(r)
	}
}

// audited adds an entry to the vendor's audit log, unless it was never switched on.
func (w *World) audited(r record) {
	if w.auditOff {
		return
	}
	w.audits[r.of]++
	r.id = makeID(w.seed, r.of.ids.audit, r.of.label("audit"), w.audits[r.of], 24)
	i, _ := slices.BinarySearchFunc(w.audit, r.at, func(o *record, at time.Time) int {
		if o.at.After(at) {
			return 1
		}
		return -1 // behind those of the same time
	})
	w.audit = slices.Insert(w.audit, i, &r)
}

// value gives a key its value, mask and fingerprint.
func (w *World) value(k *key, n int) {
	switch {
	case k.of.forms[k.kind].document:
		k.secret = k.of.document(w, k, n)
	default:
		k.secret, k.mask = mint(w.seed, k.kind, n)
	}
	if k.of.beside != nil {
		k.secret, k.mask = k.of.beside(w.seed, k, n), k.id
	}
	k.print = k.secret.Fingerprint(w.salt)
}

func (w *World) applyAccount(a act, at time.Time, by *key) error {
	p := w.projectByID(a.Project)
	if p == nil {
		return errNoSuch
	}
	w.accounts = append(w.accounts, &account{id: a.On, name: a.Name, role: a.Role, project: p, created: at})
	w.did(p.of, accountMade, nil, record{at: at, project: p, key: by, target: a.On, role: a.Role})
	return nil
}

func (w *World) applyDismiss(a act, at time.Time, by *key) error {
	s := w.accountByID(a.On)
	if s == nil {
		return errNoSuch
	}
	s.deleted = at
	w.did(s.project.of, accountEnded, nil, record{at: at, project: s.project, key: by, target: s.id})
	return nil
}

func (w *World) applyScopes(a act, at time.Time, by *key) error {
	k := w.keyByID(a.On)
	if k == nil {
		return errNoSuch
	}
	k.scopes = a.Scopes
	k.barred = bar(k.barred, k.may(k.of.callScope), a.Takes)
	// An empty list is not in the log, but it is in the audit entry: it means all scopes.
	w.did(k.of, keyChanged, k, record{at: at, project: k.project, key: by, target: k.id, scopes: append([]string{}, a.Scopes...)})
	return nil
}

func (w *World) applyExpiry(a act, at time.Time, by *key) error {
	k := w.keyByID(a.On)
	if k == nil {
		return errNoSuch
	}
	k.expires = a.Until
	w.did(k.of, keyChanged, k, record{at: at, project: k.project, key: by, target: k.id})
	return nil
}

func (w *World) applyRate(a act, at time.Time, by *key) error {
	p := w.projectByID(a.Project)
	if p == nil {
		return errNoSuch
	}
	l := find(p.limits, func(l *rateLimit) bool { return l.id == a.On })
	if l == nil {
		return errNoSuch
	}
	if n, ok := a.Limits[maxRequests]; ok {
		l.requests = n
		l.changes = append(l.changes, pace{at, n})
	}
	if n, ok := a.Limits[maxTokens]; ok {
		l.tokens = n
	}
	if n, ok := a.Limits[maxImages]; ok {
		l.images = n
	}
	w.did(p.of, rateChanged, nil, record{at: at, project: p, key: by, target: l.id, limits: a.Limits})
	return nil
}

func (w *World) applySpend(a act, at time.Time, by *key) error {
	if a.Project == "" {
		of := vendors[0]
		if by != nil {
			of = by.of
		}
		w.spendings[of] = append(w.spendings[of], spending{at, a.Cents})
		w.did(of, orgChanged, nil, record{at: at, key: by, target: w.orgID(of)})
		return nil
	}
	p := w.projectByID(a.Project)
	if p == nil {
		return errNoSuch
	}
	p.spendings = append(p.spendings, spending{at, a.Cents})
	w.did(p.of, projectChanged, nil, record{at: at, project: p, key: by, target: p.id})
	return nil
}

func (w *World) applyArchive(a act, at time.Time, by *key) error {
	p := w.projectByID(a.On)
	if p == nil {
		return errNoSuch
	}
	p.archived = at
	w.did(p.of, projectArchived, nil, record{at: at, project: p, key: by, target: p.id})
	return nil
}

// applyPause lets a key refuse from when the change has reached every edge.
func (w *World) applyPause(a act, at time.Time, by *key) error {
	k := w.keyByID(a.On)
	if k == nil {
		return errNoSuch
	}
	k.inactive, k.paused = true, append(k.paused, span{from: a.Takes})
	w.did(k.of, keyChanged, k, record{at: at, project: k.project, key: by, target: k.id})
	return nil
}

func (w *World) applyResume(a act, at time.Time, by *key) error {
	k := w.keyByID(a.On)
	if k == nil || len(k.paused) == 0 {
		return errNoSuch
	}
	k.inactive, k.paused[len(k.paused)-1].to = false, a.Takes
	w.did(k.of, keyChanged, k, record{at: at, project: k.project, key: by, target: k.id})
	return nil
}

// applyAdopt moves what our own services do with one key to another, from now on.
func (w *World) applyAdopt(a act, at time.Time, _ *key) error {
	old, next := w.keyByID(a.On), w.keyByID(a.Owner)
	if old == nil || next == nil {
		return errNoSuch
	}
	for _, r := range slices.Clone(w.rows) {
		if r.key == old && r.t.Actor == Ours {
			w.move(r, next, at)
		}
	}
	for _, s := range w.services {
		if s.key() == old {
			s.runs = append(s.runs, run{next, at})
		}
	}
	return nil
}
