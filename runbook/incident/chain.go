package incident

import (
	"slices"

	"firebreak/providers"
)

// Because says which credential of the incident led to another one, and how.
type Because struct {
	Cred     string             `json:"cred"`
	Row      string             `json:"row,omitempty"` // of the related ones of Cred; empty: it was on no list
	Relation providers.Relation `json:"relation,omitempty"`
}

// ByRecord reports whether a key is known by the vendor's record, and no more of its value than that
// shows.
func (d IdentifiedData) ByRecord() bool { return d.Masked && d.Record != nil }

// LeftOut reports whether a person left the key out: its revocation, and what it would have led to.
func (k Key) LeftOut() bool {
	return k.Marks[StepRevoke].Skipped && k.Marks[StepProve].Skipped && k.Accepted().IsZero()
}

// is reports whether a key of the incident is the credential of a row of another one.
func (k Key) is(of string, row RelatedRow) bool {
	b, r := k.Identity.Because, k.Record()
	return b != nil && b.Cred == of && b.Row != "" && b.Row == row.ID || k.Identity.Fingerprint != "" && k.Identity.Fingerprint == row.ID ||
		r != nil && row.Record != nil && r.ID == row.Record.ID && (row.Record.Kind == "" || r.Kind.Provider() == row.Record.Kind.Provider())
}

// link marks the rows of related credentials that are worked in the incident themselves. A decision
// of a person that stands is kept.
func (s *State) link() {
	if len(s.Order) < 2 {
		return
	}
	for _, cred := range s.Order {
		k, copied := s.Keys[cred], false
		for i, row := range k.Related {
			at := slices.IndexFunc(s.Order, func(other string) bool { return other != cred && s.Keys[other].is(cred, row) })
			if at < 0 || row.Chain == s.Order[at] {
				continue
			}
			if !copied {
				k.Related, copied = slices.Clone(k.Related), true
			}
			k.Related[i].Chain = s.Order[at]
			if row.Decision == Undecided {
				k.Related[i].Decision = WorkedD
			}
		}
		s.Keys[cred] = k
	}
}
