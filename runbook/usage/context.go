package usage

import (
	"net/netip"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// Context is what is known beside the log. The zero value knows nothing: no exposure, no
// revocation, nothing of ours.
type Context struct {
	// Exposed is the earliest time at which the key could be out, Revoked when its end was
	// accepted. Gone means that Revoked is when somebody else ended it.
	Exposed, Revoked time.Time
	Gone             bool
	// Foreign is the first foreign use that is known otherwise; it moves the end of the
	// baseline forward in time, never back.
	Foreign time.Time
	// AsOf is when the log was read; zero is the end of its last event. What is younger than
	// Lag may still change.
	AsOf time.Time
	Lag  time.Duration

	Ranges []netip.Prefix // our addresses
	ASNs   []uint32       // our networks
	Agents []string       // prefixes of our user agents
	Models []string       // the models that we use

	Zone *time.Location // of the team; nil is UTC
	// Deploys and Batches are declared by people: a value that first appears within half an
	// hour of a deploy is weighed down, and what runs inside a batch is left out of scoring.
	Deploys []Declared
	Batches []Declared
	// Budget is the most that a day should cost, in millionths of a dollar; 0 is not declared.
	Budget int64
	// Siblings is the log of keys of the same project, for a key without a past; nil is none.
	Siblings *Log

	// Traces are the kinds of things left behind that the sources would show; Unlooked says why
	// none was looked for, where the log of acts could not be read.
	Traces   []providers.Trace
	Unlooked incident.Reason

	// Locate looks an address up in the user's own database; nil is none. It is called once
	// for each address and sends nothing anywhere.
	Locate func(netip.Addr) Place

	Thresholds Thresholds                       // zero is Defaults
	Verdicts   map[string]incident.GroupVerdict // people's, by the group's id; they replace suggestions
	Lang       words.Lang                       // of the sentences; zero is English
}

// Declared is a deploy or a batch that people know of. A deploy has no To.
type Declared struct {
	From, To time.Time
	What     string
}

// Place is where an address is, as far as a database tells.
type Place struct {
	Country   string
	ASN       uint32
	Owner     string // of the network
	Lat, Long float64
	Located   bool // Lat and Long are told
}
