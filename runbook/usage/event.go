package usage

import (
	"time"

	"firebreak/providers"
)

// Plane tells calls that use a service from calls that change it.
type Plane uint8

const (
	Data Plane = iota
	Control
)

// Whose is what a log says by itself about a call, by an exact match such as a request id of
// ours; never a guess by client or address.
type Whose uint8

const (
	Untold Whose = iota
	KnownOurs
	KnownForeign
)

// Event is one call with a key, or the counts of an interval, as a log or a provider tells it.
// A reader fills what its source has and leaves the rest zero: a field that no event of a log
// has is reported as not exposed, so nothing may be made up for one.
//
// At must be set, and everything that the source tells of KeyID, Endpoint or Action. Texts are
// from outside and kept as they are; they may lie in a buffer that is used again after Add.
type Event struct {
	At    time.Time     // of the call, or the start of the interval
	Width time.Duration // of the interval that the counts are of; 0 for one call

	ID    string // the source's own id of the call, by which duplicates are dropped; "" drops none
	KeyID string // of the credential as the source has it

	Plane    Plane
	API      string // the service, "bedrock.amazonaws.com"
	Action   string // the operation, "InvokeModel"
	Endpoint string // the family of calls, "completions", or the path without ids
	Model    string // as the source has it, with version and date
	Region   string
	Status   int    // of HTTP; 0 is not told
	Error    string // the source's error code; "" is none. Either of the two marks a failure

	Requests  int64 // of an interval; one call counts as one and may leave it 0
	Uncounted bool  // of an interval: the source counts no requests
	In, Out   int64 // tokens, or what the family counts
	Sized     bool  // In and Out are told
	Micros    int64 // millionths of a US dollar
	Priced    bool  // Micros is told

	Address string // of the caller
	Country string // of the address where the source tells it, ISO 3166 in capitals
	ASN     uint32 // of the address where the source tells it
	Agent   string // the user agent
	Client  string // the app's title or the client library where the source has a field for it

	Actor    string // who acted, where that is more than the key: a role, a user
	Target   string // what a control act is about
	LongTerm bool   // by a key without an end, not by a session

	Whose Whose
	Left  providers.Trace // what such an act leaves behind, where the source's reader knows it
}

// calls is how many requests the event stands for.
func (e *Event) calls() int64 {
	if e.Width == 0 {
		return max(e.Requests, 1)
	}
	return e.Requests
}

// sane reports whether the figures can be counts.
func (e *Event) sane() bool {
	for _, n := range [...]int64{e.Requests, e.In, e.Out} {
		if n < 0 || n > plausible {
			return false
		}
	}
	return e.Width >= 0 && !e.At.IsZero() && e.At.Year() > 1970 && e.At.Year() < 2200 && plausibleMoney(e.Micros)
}
