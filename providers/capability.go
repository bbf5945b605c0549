package providers

import (
	"context"
	"encoding/json"
	"iter"
	"time"
)

// Validator tells whether a key works, with a read-only call.
type Validator interface {
	// Validate makes one probe. An error means that nothing could be asked (local refusal,
	// cancelled); every answer and every network failure is a Verdict.
	Validate(context.Context, Credential) (Verdict, error)
	// Decoy makes up a key of the same form that the vendor never issued: the control.
	Decoy(like Credential) Credential
	// Proof is the vendor's schedule for proving death.
	Proof() Schedule
}

// Locator finds the record of a key. It makes the proof by use itself.
type Locator interface {
	Locate(context.Context, Credential) (Match, error)
}

// RecordReader reads the record of a key that nothing but the vendor's log tells of: its kind, its id
// and what it belongs to are known. ErrNotFound: there is none, or not any more.
type RecordReader interface {
	Record(context.Context, KeyRecord) (KeyRecord, error)
}

// MaskLocator finds records by what a masked value shows.
type MaskLocator interface {
	// LocateMask needs at least three characters of the ending. It is read-only, and never
	// stronger than MaskOnly. ErrTooLittle: what is shown would fit many keys of this vendor.
	LocateMask(ctx context.Context, kind Kind, prefix, ending string) (Match, error)
}

// Revoker ends a key for good.
type Revoker interface {
	// Revoke makes exactly one mutation. An error with fate Unknown must be settled by Present.
	Revoke(context.Context, KeyRecord) (Receipt, error)
	// Present reads what the record says of the key now.
	Present(context.Context, KeyRecord) (KeyStatus, error)
}

// ValueRevoker ends a key for good by its value, which is its own exact match: the vendor asks for
// no record of it.
type ValueRevoker interface {
	// EndsByValue tells whether keys of the kind are ended so, and not through Revoker.
	EndsByValue(Kind) bool
	// RevokeValue makes exactly one mutation. An error with fate Unknown is settled by Validate.
	RevokeValue(context.Context, Credential) (Receipt, error)
}

// Restorer is a Revoker whose vendor takes a revocation back for a time: the very same value works
// again, for whoever has it.
type Restorer interface {
	// Restorable is for how long after its end a key of the kind can be brought back; 0: it cannot.
	Restorable(Kind) time.Duration
	// Restore makes exactly one mutation. An error with fate Unknown must be settled by Present.
	Restore(context.Context, KeyRecord) (Receipt, error)
}

// LastUseReader reads when a key was last used, whoever used it, from its record.
type LastUseReader interface {
	// LastUsed is the zero time for a key that was never used.
	LastUsed(context.Context, KeyRecord) (time.Time, error)
}

// OwnerRevoker ends a key by deleting its owner, with all of the owner's keys.
type OwnerRevoker interface {
	// OwnersKeys lists everything that RevokeOwner would kill.
	OwnersKeys(context.Context, KeyRecord) ([]KeyRecord, error)
	RevokeOwner(context.Context, KeyRecord) (Receipt, error)
	OwnerPresent(context.Context, KeyRecord) (KeyStatus, error)
}

// Receipt is a provider's word that it accepted a mutation. It proves nothing.
type Receipt struct {
	At        time.Time
	Status    int
	RequestID string
	ID        string // of the object concerned, "" where none was named
	Pending   bool   // accepted and not done yet: the provider does it later, and only probes tell when
}

// Containment is one reversible way to limit a key without killing it.
type Containment struct {
	ID        string    // "project-spend-limit"
	Target    Untrusted // what else it stops, e.g. the project's name
	WholeOf   string    // "project" where it stops more than the key, "key" else
	ExactUndo bool
	Refuses   bool            // while it stands a probe answers as it does for a dead key
	Before    json.RawMessage // the value found, secret-free; what Lift restores
	Off       Reason          // not offered now, and why; empty: offered
}

// Container limits a key without killing it.
type Container interface {
	// Containments reads the present values and lists what can be done.
	Containments(context.Context, KeyRecord) ([]Containment, error)
	Contain(context.Context, KeyRecord, Containment) (Receipt, error)
	// Contained reads whether the limit stands: it settles an open Contain or Lift.
	Contained(context.Context, KeyRecord, Containment) (bool, error)
	Lift(context.Context, KeyRecord, Containment) (Receipt, error)
}

// UsageQuery asks for buckets of one key.
type UsageQuery struct {
	Record   KeyRecord
	From, To time.Time     // From inclusive, To exclusive
	Width    time.Duration // a minute, an hour or a day
	// Brief asks for what can be read within seconds, the newest first: somebody waits to end the
	// key. What is left out is named as a gap.
	Brief bool
}

// Bucket is usage of one key and model in one interval. Figures are counts.
type Bucket struct {
	Start    time.Time
	Width    time.Duration
	Endpoint string // the vendor's family, e.g. "completions"
	Model    Untrusted
	Requests int64
	// Uncounted: the vendor counts no requests here; Requests is 0 and says nothing.
	Uncounted bool
	In, Out   int64 // tokens, characters or seconds, whatever the family counts
	Cached    int64
	Batch     bool // calls that were handed in as a batch, where the vendor tells these apart
}

// Used reports whether the bucket tells of any use.
func (b Bucket) Used() bool { return b.Requests > 0 || b.Uncounted && b.In+b.Out > 0 }

// UsageReader streams usage, oldest first, all pages.
type UsageReader interface {
	Usage(context.Context, UsageQuery) iter.Seq2[[]Bucket, error]
	// Lag is how late usage may appear, and whether the vendor says so.
	Lag() (time.Duration, string)
	// Hidden lists the dimensions that the vendor does not tell ("address", "client", "country").
	Hidden() []string
}

// Use is one call with a key, as the vendor's log tells it. Texts that are clean ids are plain.
type Use struct {
	ID        string // of the record
	RequestID string // of the call, by which our own are known
	At        time.Time
	Service   string
	Action    string
	Region    string
	Address   Untrusted
	Agent     Untrusted
	Actor     Untrusted
	Error     string
	Target    string
	Changes   bool  // a call that changes something, or only looks at how it stands: no use of the service itself
	Lasting   bool  // made with a key that does not end by itself
	Left      Trace // what an intruder would leave behind by it; "" for nothing
}

// CallReader streams the single calls of a key, where a vendor tells them: what UsageReader counts
// and more of each.
type CallReader interface {
	Calls(context.Context, UsageQuery) iter.Seq2[[]Use, error]
}

// Cost is money in one interval, in micro-units of the currency.
type Cost struct {
	Start    time.Time
	Width    time.Duration
	Of       Whole // whose money it is; "": the key's own
	Item     Untrusted
	Micros   int64
	Currency string
}

// Whole is what a key is a part of, and what a vendor adds money up for.
type Whole string

const (
	WholeWorkspace Whole = "workspace"
	WholeProject   Whole = "project"
	WholeAccount   Whole = "account"
)

// CostReader streams the key's own cost, oldest first, all pages.
type CostReader interface {
	Costs(context.Context, UsageQuery) iter.Seq2[[]Cost, error]
}

// WholeCostReader streams the cost of the smallest Whole that a vendor tells of and that the key is
// a part of, oldest first, all pages. It is no cost of the key: others spend there too.
type WholeCostReader interface {
	WholeCosts(context.Context, UsageQuery) iter.Seq2[[]Cost, error]
}

// AuditEntry is one administrative act.
type AuditEntry struct {
	ID      string
	At      time.Time
	Type    string // the vendor's event type, clean
	Actor   Untrusted
	ActorID string
	Address Untrusted
	Agent   Untrusted
	Target  string // id of the object, clean
	Parent  string // project or account id, clean
	ByKey   bool   // the actor is a key, and ActorID its id as the log has it
	Made    bool   // the target is a credential that came to be by the act, an account that holds some, or a way in that stays
	Kind    Kind   // of the credential that was made, where its record can be found by the target; "" elsewhere
	// Owner is who the credential that was made acts for, and Expires when it ends, where the log
	// tells: of a session there is no other record.
	Owner   Owner
	Expires time.Time
	Ended   bool  // the target is a key that the act brought to its end
	Left    Trace // what an intruder would leave behind by such an act; "" for nothing
}

// Trace is one kind of thing that an intruder may leave behind.
type Trace string

const (
	TraceKeys       Trace = "new keys"
	TraceKeyEdits   Trace = "changed keys"
	TraceAccounts   Trace = "new service accounts"
	TraceProjects   Trace = "new or changed projects"
	TraceWorkspaces Trace = "new or changed workspaces"
	TraceLimits     Trace = "changed limits"
	TraceUsers      Trace = "new or changed users"
	TraceInvites    Trace = "invites"
	TraceRoles      Trace = "role changes"
	TraceAddress    Trace = "changed address lists"
	TraceSettings   Trace = "changed organisation settings"
	TraceLogins     Trace = "logins"
	TraceDeployKeys Trace = "new deploy or SSH keys"
	TraceHooks      Trace = "new or changed webhooks"
	TraceSessions   Trace = "temporary credentials"
	TraceMachines   Trace = "new machines and functions"
	TraceRuns       Trace = "workflow runs"
	TraceLogging    Trace = "logging turned off"
	TraceGuards     Trace = "guards removed"
	TraceShares     Trace = "data shared outside"
)

// AuditReader streams administrative acts in the organisation, all pages.
type AuditReader interface {
	Audit(ctx context.Context, r KeyRecord, from, to time.Time) iter.Seq2[[]AuditEntry, error]
	// Traces lists the kinds that this log would show, found or not.
	Traces() []Trace
}

// NewKey is what is asked of an Issuer.
type NewKey struct {
	Like    KeyRecord
	Name    string        // holds incident and op, so that a lost one can be found
	Since   time.Time     // when it was first asked for; zero: not known. It finds a lost one where keys have no names
	Scopes  []string      // empty: every right of its owner
	Expires time.Duration // 0: none
	// Without are limits of ours that the old key may still be under, the newest first: they are
	// not passed on.
	Without []Containment
}

// Issuer creates a replacement.
type Issuer interface {
	// CanIssue says whether the API can replace this key, else the reason.
	CanIssue(KeyRecord) (bool, Reason)
	Create(context.Context, NewKey) (KeyRecord, Secret, error)
	// Created lists what an unfinished Create left behind under that name.
	Created(context.Context, NewKey) ([]KeyRecord, error)
}

// KeyLimiter is an Issuer that gives an owner no more than so many keys at a time.
type KeyLimiter interface {
	// Crowd lists the owner's other keys where there is no room for another one; none where there is.
	Crowd(context.Context, KeyRecord) ([]KeyRecord, error)
}

// Relation says why a credential is at risk too.
type Relation string

const (
	SameOwner     Relation = "same owner"
	SameProject   Relation = "same project"
	SameWorkspace Relation = "same workspace"
	SameFile      Relation = "same file"
	SameStore     Relation = "same store"
	MintedByIt    Relation = "minted by it"
	WithinReach   Relation = "within its reach"
)

// RelatedKey is a credential at risk.
type RelatedKey struct {
	Record   KeyRecord
	Relation Relation
}

// Relater lists what else is at risk. Second value: what could not be listed.
type Relater interface {
	Related(context.Context, KeyRecord) ([]RelatedKey, []string, error)
}

// ControlState is whether a protective setting is on.
type ControlState string

const (
	ControlPresent    ControlState = "present"
	ControlAbsent     ControlState = "absent"
	ControlUnreadable ControlState = "not readable"
)

// Control is one protective setting of the vendor.
type Control struct {
	ID     string // "spend-limit", "rate-limit", "ip-allowlist", "key-expiry", "audit-log", "rotation"
	State  ControlState
	Detail Untrusted
	Where  string // address of the page that switches it on
}

// ControlReader reads the settings that would have made the incident smaller.
type ControlReader interface {
	Controls(context.Context, KeyRecord) ([]Control, error)
}

// Guide is a step that a person takes in the vendor's console.
type Guide struct {
	URL string // printed bare
	Row string // how to find the row, e.g. "ends in 4fQ2"
}

// Console gives the address for doing a thing by hand: "revoke", "create", "usage", "admin". A
// vendor without a page for the last takes no admin credential.
type Console interface {
	Guide(do string, kind Kind) (Guide, bool)
}

// AdminChecker tests an admin credential with read-only calls and names the rights it lacks.
type AdminChecker interface {
	CheckAdmin(context.Context) (Rights, error)
}

// Rights is what an admin credential may do.
type Rights struct {
	Org     Untrusted
	Can     []Capability
	Lacks   []Capability
	Unclear []Capability
}

// Capability names one thing of the matrix.
type Capability string

const (
	CanValidate Capability = "validate"
	CanLocate   Capability = "locate"
	CanContain  Capability = "contain"
	CanRevoke   Capability = "revoke"
	CanProve    Capability = "prove"
	CanUsage    Capability = "usage"
	CanCost     Capability = "cost"
	CanAudit    Capability = "audit"
	CanReplace  Capability = "replace"
	CanRelate   Capability = "related"
	CanControls Capability = "controls"
)

// Way is how a capability is had for a kind.
type Way string

const (
	Auto    Way = "auto"
	Guided  Way = "guided"
	ByHand  Way = "by hand"
	OfWhole Way = "whole" // by the API, of what the key is a part of: never of the key
)

// Matrix says honestly, per kind, what the adapter can do.
type Matrix interface {
	Kinds() []Kind
	Way(Kind, Capability) Way
}
