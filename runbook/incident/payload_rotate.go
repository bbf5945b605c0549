package incident

import (
	"strings"
	"time"

	"firebreak/providers"
)

// Place is one spot in a store.
type Place struct {
	Store   string              `json:"store"`
	Detail  string              `json:"detail"`
	Guard   providers.Guard     `json:"guard,omitempty"`
	Version string              `json:"version,omitempty"`
	Kept    string              `json:"kept,omitempty"` // the store itself keeps what stands here, under this version
	Warning providers.Untrusted `json:"warning,omitzero"`
	Part    int                 `json:"part,omitempty"`  // of a key of several: which of them stands here
	Entry   string              `json:"entry,omitempty"` // places of one entry are written in one go
	Doubt   providers.Reason    `json:"doubt,omitempty"` // whether a write would be let could not be asked
	Off     providers.Reason    `json:"off,omitempty"`   // the value stands here, but nothing is written, and why
}

// Spots are what a write changes together at the place, as its store tells them: "line 12, NAME".
func (p Place) Spots() []string {
	if p.Detail == "" {
		return nil
	}
	return strings.Split(p.Detail, providers.SpotGap)
}

// ParkedData says where the replacement's value is kept, sealed.
type ParkedData struct {
	File        string `json:"file"`
	Fingerprint string `json:"fingerprint"`
	Last4       string `json:"last4"`
	ByHand      bool   `json:"by_hand,omitempty"` // typed in, created in the console
}

// CreatedData is the replacement's record.
type CreatedData struct {
	Record Record `json:"record"`
}

// VerifiedData is a read-back: of a place, or the new key's first probe.
type VerifiedData struct {
	Place   *Place   `json:"place,omitempty"`
	Holds   bool     `json:"holds,omitempty"`
	Verdict *Verdict `json:"verdict,omitempty"`
}

// UseData is when the old key and the new one were last used, by the vendor's records; zero
// for never.
type UseData struct {
	Old time.Time `json:"old,omitzero"`
	New time.Time `json:"new,omitzero"`
}

// PlanData begins the record of a rotation plan.
type PlanData struct {
	Places int         `json:"places"` // that store.found events follow for
	Scopes *ScopesData `json:"scopes,omitempty"`
}

// ScopesData is what the vendor tells of the old key's scopes, and which are offered for a new
// key; nil where it takes none.
type ScopesData struct {
	Known bool                 `json:"known"`         // Own is the vendor's word
	Own   []string             `json:"own,omitempty"` // known and empty: every right of the owner
	Sets  []providers.ScopeSet `json:"sets,omitempty"`
}

// RetireData lets the old key die although it is still used, or may be.
type RetireData struct {
	Reason   providers.Untrusted `json:"reason,omitzero"`
	Approver providers.Untrusted `json:"approver,omitzero"`
	Waited   time.Duration       `json:"waited,omitempty"` // of a run without a person: how long it waited in vain
}

// Decision is what became of a related credential.
type Decision string

const (
	Undecided Decision = ""
	RotatedD  Decision = "rotated"
	RevokedD  Decision = "revoked"
	KeptD     Decision = "kept"
	WorkedD   Decision = "worked" // it has steps of its own in this incident; folded, never recorded
)

// RelatedData lists a credential at risk, or decides on it.
type RelatedData struct {
	ID       string              `json:"id"` // of the row
	Record   *Record             `json:"record,omitempty"`
	Relation providers.Relation  `json:"relation,omitempty"`
	Found    string              `json:"found,omitempty"` // how it was found
	Decision Decision            `json:"decision,omitempty"`
	Reason   providers.Untrusted `json:"reason,omitzero"`
	Approver providers.Untrusted `json:"approver,omitzero"`
	Unlisted string              `json:"unlisted,omitempty"` // what could not be listed
}
