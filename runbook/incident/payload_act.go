package incident

import (
	"encoding/json"
	"time"

	"firebreak/providers"
)

// Act is the kind of a mutation.
type Act string

const (
	ActRevoke      Act = "revoke"
	ActRevokeOwner Act = "revoke-owner"
	ActRestore     Act = "restore" // a revocation is taken back: the key lives again
	ActContain     Act = "contain"
	ActLift        Act = "lift"
	ActCreate      Act = "create"
	ActWrite       Act = "write"
	ActPutBack     Act = "put-back"      // the old value, over a write of ours
	ActOrphan      Act = "delete-orphan" // a replacement of ours whose value was lost
)

// IntentData is a mutation before it leaves.
type IntentData struct {
	Act       Act                 `json:"act"`
	Statement providers.Statement `json:"statement"`
	Record    *Record             `json:"record,omitempty"`
	Value     string              `json:"value,omitempty"`  // fingerprint of the key that is ended by its value
	Name      string              `json:"name,omitempty"`   // of a key to create
	Scopes    []string            `json:"scopes,omitempty"` // that it is given; empty: every right of its owner
	Place     *Place              `json:"place,omitempty"`  // of a write, or of one that is taken back
	With      []Place             `json:"with,omitempty"`   // other places that the same write changes
	Undo      string              `json:"undo,omitempty"`   // sealed file: what the write replaces
	Limit     *Limit              `json:"limit,omitempty"`  // of contain and lift
	Strength  providers.Strength  `json:"strength,omitempty"`
	Approved  []string            `json:"approved,omitempty"`
}

// Limit is a containment with what it replaced.
type Limit struct {
	ID        string              `json:"id"`
	Target    providers.Untrusted `json:"target,omitzero"`
	WholeOf   string              `json:"whole_of,omitempty"`
	ExactUndo bool                `json:"exact_undo"`
	Refuses   bool                `json:"refuses,omitempty"` // the key refuses while it stands
	Before    json.RawMessage     `json:"before,omitempty"`
}

// Result is how a mutation ended.
type Result string

const (
	Applied    Result = "applied"
	NotApplied Result = "not-applied" // a settled read shows that it never took place
	Undone     Result = "undone"      // it took place, and what it made was deleted: a replacement whose value was lost
	RefusedRes Result = "refused"
	NotSent    Result = "not-sent"
	Withheld   Result = "withheld"
)

// OutcomeData closes an op.
type OutcomeData struct {
	Result    Result    `json:"result"`
	At        time.Time `json:"at,omitzero"`
	Status    int       `json:"status,omitempty"`
	RequestID string    `json:"request_id,omitempty"`
	Settled   string    `json:"settled,omitempty"` // how a later read decided: record, probe, store, name
	Pending   bool      `json:"pending,omitempty"` // accepted and not done yet, by the receipt
	More      bool      `json:"more,omitempty"`    // another mutation of the same action follows
	Fail      *CallFail `json:"fail,omitempty"`
}

// CallFail is a failed call as the journal keeps it.
type CallFail struct {
	Fate    providers.Fate      `json:"fate"`
	Cause   providers.Cause     `json:"cause"`
	Route   string              `json:"route,omitempty"`
	Status  int                 `json:"status,omitempty"`
	Code    string              `json:"code,omitempty"`
	Message providers.Untrusted `json:"message,omitzero"`
	Wait    time.Duration       `json:"wait,omitempty"`
	// Throttled: too many requests, under a status that other vendors refuse with.
	Throttled bool `json:"throttled,omitempty"`
	// Gone: there is no such key any more, under a status other than 404.
	Gone bool `json:"gone,omitempty"`
}
