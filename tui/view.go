package tui

import (
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// view is what screens see: the incident as folded from its events, what is possible now, and
// the surroundings. Screens read it and change nothing in it but through its methods. Slices
// and maps in it are replaced, never written into.
type view struct {
	lang  words.Lang
	theme theme
	w, h  int // of the terminal, in cells; the body gets less

	// The incident. Zero before there is one.
	session *Session
	state   incident.State
	sit     runbook.Situation
	actions []runbook.Action
	now     time.Time // the incident's clock: simulated in a drill
	cred    string    // the key that is worked on; "" is the first

	// What was read in this run, by whoever asked first.
	limits     map[string]limitsRead            // by cred
	statements map[string][]providers.Statement // by rehearsed action, see rehearsed
	sent       []providers.Exchange             // the last requests, newest last
	earlier    []incident.Event                 // what earlier runs sent, by the journal
	sentAll    int                              // requests in this run
	sentAt     time.Time                        // real time at which the newest was seen
	progress   map[string]stepProgress          // by cred/step
	incidents  []Listed                         // of this machine, for the start screen; nil: not read yet
	ready      []Ready
	used       map[string]bool // keys that may be bait, by incident/cred, whose use was agreed to
	looked     string          // the later look that was begun last, by cred and time
	held       *HeldError      // the incident that somebody else holds
	burnRate   int64           // of a drill: millionths a minute
	burnt      int64           // of a drill: since the page
	down       []string        // of a drill: our services that are down

	host   *Config
	ops    *ops
	at     time.Time // real time of the message at hand
	seen   time.Time // real time of the person's last key
	note   string    // one line for the person, gone with the next key
	broken bool      // the journal cannot be written: nothing more is sent
	more   bool      // fit left something out of the body last time
}

// limitsRead are the containments that the vendor offers for a key.
type limitsRead struct {
	offers []providers.Containment
	err    error
}

// stepProgress is how far a step is, and since when it runs.
type stepProgress struct {
	providers.Progress
	cred  string
	step  incident.Step
	since time.Time // real time
}

// key is the credential that is worked on; the zero key before one is identified.
func (v *view) key() incident.Key {
	if k, ok := v.state.Keys[v.cred]; ok {
		return k
	}
	k, _ := v.state.First()
	return k
}

// vendor is the title of the key's provider.
func (v *view) vendor() string {
	p := v.key().Identity.Kind.Provider()
	if p == "" {
		return ""
	}
	return v.lang.Vendor(p)
}

// action returns the action of that name on the key, or on the incident. About "" takes any.
// An action that is off is returned too: Off says why.
func (v *view) action(name runbook.Name, about string) (runbook.Action, bool) {
	cred := v.key().Cred
	for _, a := range v.actions {
		if a.Name == name && (a.Cred == cred || a.Cred == "") && (about == "" || a.About == about) {
			return a, true
		}
	}
	return runbook.Action{}, false
}

// stepAction returns done-by-hand or leave-out of a step.
func (v *view) stepAction(name runbook.Name, step incident.Step) (runbook.Action, bool) {
	cred := v.key().Cred
	for _, a := range v.actions {
		if a.Name == name && a.Step == step && a.Cred == cred {
			return a, true
		}
	}
	return runbook.Action{}, false
}

// off says why an action cannot be done now, "" where it can.
func (v *view) off(name runbook.Name, about string) string {
	a, ok := v.action(name, about)
	switch {
	case !ok:
		return v.missing(name)
	case a.Off != "":
		return v.lang.Why(a.Off, v.vendor())
	}
	return ""
}

// drill reports whether the incident is an exercise.
func (v *view) drill() bool { return v.state.Opening.Mode == incident.Drill }

// say puts one line in front of the person, until the next key.
func (v *view) say(line string) { v.note = line }
