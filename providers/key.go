package providers

import (
	"strings"
	"time"
)

// Kind names a credential kind as provider/kind, e.g. "openai/service-account-key".
type Kind string

// Provider returns the part before the slash.
func (k Kind) Provider() string {
	provider, _, _ := strings.Cut(string(k), "/")
	return provider
}

// Credential is a secret with its kind. Where a kind has several parts it is a Compound of them,
// the identifier first.
type Credential struct {
	Kind   Kind
	Secret Secret
}

// CleanID returns the identifier if it is safe in a path, a log and on a screen: 1 to 200
// characters of [A-Za-z0-9._:@/+=-] without ".." and other than ".", else "". A slash is
// part of some vendors' identifiers: who puts one into a path escapes it.
func CleanID(s string) string {
	if len(s) == 0 || len(s) > 200 || s == "." || strings.Contains(s, "..") {
		return ""
	}
	for _, c := range []byte(s) {
		if !(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || strings.IndexByte("._:@/+=-", c) >= 0) {
			return ""
		}
	}
	return s
}

// KeyRecord is a provider's record of one key: what can be known without its value.
type KeyRecord struct {
	Kind       Kind
	ID         string    // the provider's id, clean
	Name       Untrusted // given by people
	Masked     Untrusted // as the provider shows the value
	Parent     string    // project, workspace or account id that the calls need; clean
	ParentName Untrusted
	Owner      Owner
	Created    time.Time // zero: not told
	LastUsed   time.Time // zero: never, or not told
	Expires    time.Time // zero: never
	Deleted    time.Time // zero: not deleted; some vendors keep a deleted record
	Status     KeyStatus // as the listing tells it; "": not told
}

// Owner is who the key acts for.
type Owner struct {
	Type string // "user", "service_account", ""
	ID   string
	Name Untrusted
	Mail Untrusted
}

// Strength says how sure it is that a record belongs to a key.
type Strength string

const (
	Exact       Strength = "exact"    // the vendor looked the value up
	MaskAndUse  Strength = "mask+use" // one record fits and its last use moved with our own call
	MaskOnly    Strength = "mask"     // one record fits, nothing more
	StrengthNil Strength = ""
)

// Match is the answer of a search for the record of a key. One candidate is a match, none or
// several are a refusal; Searched says what was looked through.
type Match struct {
	Candidates []KeyRecord
	Strength   Strength
	Searched   []Counted
	Org        Untrusted
}

// Counted is a number of things, such as 7 projects.
type Counted struct {
	What string `json:"what"`
	N    int    `json:"n"`
}

// Life is what one probe says about a key.
type Life string

const (
	Alive        Life = "alive"
	AliveLimited Life = "alive_limited" // real, but out of quota, restricted or refused from here
	Throttled    Life = "throttled"     // says nothing about death
	Dead         Life = "refused"       // the vendor's own words for a key that does not work
	Unclear      Life = "unclear"       // unreachable, or not the vendor's shape
)

// Reason explains a Life; words turns it into a sentence.
type Reason string

const (
	ReasonOK           Reason = "ok"
	ReasonInvalid      Reason = "invalid_key" // dead, never existed or mistyped
	ReasonBlind        Reason = "blind"       // a made-up key is accepted too: it tells nothing of this one
	ReasonNoScope      Reason = "no_scope"
	ReasonNoQuota      Reason = "no_quota"
	ReasonRateLimit    Reason = "rate_limit"
	ReasonNotMember    Reason = "not_member" // owner left the organisation
	ReasonAddress      Reason = "address_refused"
	ReasonRegion       Reason = "region_refused" // says nothing about the key
	ReasonExpired      Reason = "expired"
	ReasonWrongHalf    Reason = "wrong_half" // an id that is alive, beside a secret that is not its own
	ReasonUnreachable  Reason = "unreachable"
	ReasonShape        Reason = "unrecognised_answer"
	ReasonServerError  Reason = "server_error"
	ReasonNotPermitted Reason = "not_permitted"
	ReasonUserOwned    Reason = "user_owned"   // a person's key; the vendor's API makes none
	ReasonNotActive    Reason = "not_active"   // already without effect, by its record
	ReasonStands       Reason = "stands"       // such a limit stands there already
	ReasonNoOther      Reason = "nothing_else" // what would be left is nothing, or not known
	ReasonAPIOff       Reason = "api_disabled"
	ReasonSuspended    Reason = "project_suspended"
	ReasonReported     Reason = "reported_leaked" // the vendor blocked it for having been found in the open
)

// Verdict is the answer of one probe.
type Verdict struct {
	Life      Life
	Reason    Reason
	At        time.Time // when the answer came
	Status    int       // 0: none
	Code      string    // the vendor's code, clean
	Message   Untrusted
	Org       Untrusted
	RequestID string
	Call      string        // "GET /models"
	Wait      time.Duration // what the vendor asked us to wait, 0: nothing
}

// KeyStatus is what the provider's record says of its key; it says nothing of what a probe
// would see.
type KeyStatus string

const (
	Active        KeyStatus = "active"
	Inactive      KeyStatus = "inactive" // the key refuses, and can be made active again
	Ended         KeyStatus = "ended"    // for good, though its record stays: archived, revoked
	Gone          KeyStatus = "gone"     // there is no record any more
	StatusUnclear KeyStatus = "unclear"  // the read failed or may not be made
)

// Over reports whether the key has ended for good, whatever became of its record.
func (s KeyStatus) Over() bool { return s == Ended || s == Gone }

// Schedule is how death is proven at a vendor.
type Schedule struct {
	Window   time.Duration   // how long refusals must last
	Offsets  []time.Duration // probes after the first refusal; the last equals Window
	Poll     time.Duration   // interval until the first refusal
	Deadline time.Duration   // give up proving after this long
	Looks    []time.Duration // later looks after proof
	Source   string          // where the figure comes from, or "our assumption"
}

// AssumedSchedule is for a vendor that does not say how long a key that was ended goes on
// working.
func AssumedSchedule() Schedule {
	return Schedule{
		Window:   time.Minute,
		Offsets:  []time.Duration{0, 2 * time.Second, 6 * time.Second, 15 * time.Second, 30 * time.Second, time.Minute},
		Poll:     2 * time.Second,
		Deadline: 15 * time.Minute,
		Looks:    []time.Duration{10 * time.Minute, time.Hour},
		Source:   "our assumption: the vendor documents no figure",
	}
}
