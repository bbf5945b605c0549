package simulator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"firebreak/providers"
)

// Ref names a thing inside a scenario: a project, a person, a service account or a key.
type Ref string

// Scenario is what a drill hands in: the cast, and what happens without us. All offsets are
// relative to the page, the moment at which the drill starts, so things of the past have
// negative ones. The zero value stands for the built-in world.
type Scenario struct {
	ID           string    `json:"id"`
	Page         time.Time `json:"page"` // zero: the time at which the world was made
	Org          string    `json:"org"`
	Projects     []Project
	Users        []User
	Accounts     []Account
	Keys         []Key
	Services     []Service
	Traffic      []Traffic
	Audit        []Audit
	AuditOff     bool // the organisation never switched its audit log on
	SpendLimits  []SpendLimit
	RateLimits   []RateLimit
	Lags         Lags
	Faults       []Fault // in force from the start
	NoBackground bool    // only what stands here; else projects and keys are added from the seed
}

// Project of the organisation.
type Project struct {
	Ref      Ref
	Provider string `json:",omitempty"` // whose it is; empty: the first vendor's
	Name     string
	Created  time.Duration
	Archived time.Duration // zero: in use
	Unnamed  bool          `json:",omitempty"` // the vendor's default place: it shows keys there as in none
	Secrets  []string      `json:",omitempty"` // names of those that workflows use there
	Spent    int64         // micro-USD of this month that no listed traffic explains
}

// User is a person of the organisation.
type User struct {
	Ref        Ref
	Name, Mail string
	Role       string // owner or reader of the organisation
	Added      time.Duration
	Projects   []Ref // member of these
}

// Account is a service account.
type Account struct {
	Ref     Ref
	Name    string
	Project Ref
	Created time.Duration
	Role    string // owner, member or none; empty: member
}

// Key of any kind. Owner is a User or an Account; an admin key belongs to no project.
type Key struct {
	Ref      Ref
	Kind     providers.Kind
	Name     string
	Project  Ref
	Owner    Ref
	Created  time.Duration
	Expires  time.Duration   // zero: never
	Deleted  time.Duration   // zero: not deleted
	Used     time.Duration   // last use before any traffic; zero: never
	Scopes   []string        // empty: everything its kind may do
	Leaked   bool            // handed out as leaked
	Channel  string          // where it leaked, for the ready line; empty: the world's channel
	Hidden   bool            // not in the list unless owner_project_access is asked for
	Outside  bool            // its owner has no access to the project any more
	Limits   json.RawMessage `json:",omitempty"` // restrictions, in the vendor's own form
	Inactive bool            `json:",omitempty"` // from the start, where the vendor knows such a state
	// By is the key that it is made with at Created, after the page: it comes to be only if that key
	// works then. Hurried, it is made so soon after that key was told to end, if the tail allows it.
	By      Ref           `json:",omitempty"`
	Hurried time.Duration `json:",omitempty"`
}

// Actor says whose calls a row of traffic is.
type Actor string

const (
	Ours     Actor = "ours"
	Attacker Actor = "attacker"
	Vendor   Actor = "provider"
)

// Shape is how traffic spreads over the day.
type Shape string

const (
	Flat    Shape = ""
	Office  Shape = "office"  // most at 14:00Z, little at night, a third of it at weekends
	Nightly Shape = "nightly" // 02:00Z to 02:40Z
	Weekly  Shape = "weekly"  // Mondays 06:00Z to 07:00Z
)

// Traffic is a row of calls with one key. It ends by itself when the key stops working.
type Traffic struct {
	Key      Ref
	Actor    Actor
	Service  string        // of ours, whose calls they are; "" for people and strangers
	From, To time.Duration // To zero: for ever
	Every    time.Duration // between calls, at the peak of the shape; zero: a single call at From
	Jitter   time.Duration // how much intervals (a minute or more) or rates (below) vary
	Shape    Shape
	Family   string // the vendor's usage family, e.g. "completions"; "" for calls without usage
	Model    string
	Method   string `json:",omitempty"` // full name of what is called, where the vendor tells it and it is not the family's usual one
	Region   string `json:",omitempty"` // where the calls go, where it is not the family's usual one
	Batch    bool
	In, Out  int64 // per call: tokens, characters, seconds, images or bytes, as the family counts
	Cached   int64 // part of In
	Micros   int64 // micro-USD per call
	// Refused calls go on after the key is dead: one every RetryEvery for RetryFor. They show
	// in the ground truth only.
	RetryEvery, RetryFor time.Duration
}

// Audit is an administrative act. Exactly one of User and Key is the actor. One after the page takes
// place if its key works then; one that tells of a key that another made goes with that key.
type Audit struct {
	At       time.Duration
	Provider string `json:",omitempty"` // in whose log, where a user is the actor; empty: the first vendor's
	Type     string // as the vendor names it
	User     Ref
	Address  string // of a user's session
	Key      Ref
	Project  Ref
	Target   Ref // project, user, account or key concerned; "" for none
	Scopes   []string
	Role     string
}

// SpendLimit is a hard limit for a calendar month; an empty project means the organisation at
// the first vendor.
type SpendLimit struct {
	Project Ref
	Cents   int64
}

// RateLimit replaces the default limits of a model in a project.
type RateLimit struct {
	Project           Ref
	Model             string
	RequestsPerMinute int64
	TokensPerMinute   int64
}

// Lags say how late things show. Zero means the default, a negative value none.
type Lags struct {
	Usage time.Duration // default 5 min
	Cost  time.Duration // default 60 min
	Audit time.Duration // default 5 min
}

// The defaults are our assumptions: the vendors name no figures.
const (
	usageLag = 5 * time.Minute
	costLag  = 60 * time.Minute
	auditLag = 5 * time.Minute
)

func (l Lags) filled() Lags {
	pick := func(have, otherwise time.Duration) time.Duration {
		switch {
		case have < 0:
			return 0
		case have == 0:
			return otherwise
		}
		return have
	}
	return Lags{Usage: pick(l.Usage, usageLag), Cost: pick(l.Cost, costLag), Audit: pick(l.Audit, auditLag)}
}

// empty reports whether nothing was handed in, so that the built-in world applies.
func (s Scenario) empty() bool { return len(s.Keys) == 0 && len(s.Projects) == 0 && s.ID == "" }

// digest identifies the scenario, so that a log is never replayed over another one.
func (s Scenario) digest() (string, error) {
	s.Page = time.Time{}
	text, err := json.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("digest scenario %q: %w", s.ID, err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8]), nil
}
