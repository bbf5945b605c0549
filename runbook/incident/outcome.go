package incident

import (
	"time"

	"firebreak/providers"
)

// Outcome is how the revocation of a key stands. It is never just ok or failed.
type Outcome string

const (
	NotTried         Outcome = "open" // nothing was tried, or the person has not chosen
	ProvenDead       Outcome = "proven-dead"
	AcceptedUnproven Outcome = "accepted-unproven"
	AlreadyDead      Outcome = "already-dead"
	NotAccepted      Outcome = "not-accepted" // refused before any act of ours
	NotPermitted     Outcome = "not-permitted"
	NotFound         Outcome = "not-found"
	AmbiguousMatch   Outcome = "ambiguous"
	ByHand           Outcome = "manual" // done in the console, and proven by probe
	UnknownOutcome   Outcome = "unknown"
	RevivedOutcome   Outcome = "revived"
	WithheldOutcome  Outcome = "withheld"
	FailedOutcome    Outcome = "failed"
	GoneUnproven     Outcome = "gone-unproven"   // gone before our revocation came, and not proven dead
	ByOthers         Outcome = "ended-elsewhere" // gone before our revocation came, and proven by probe
)

// Proven reports whether an outcome is a death that probes prove.
func (o Outcome) Proven() bool { return o == ProvenDead || o == ByHand || o == ByOthers }

// Outcome computes how the revocation stands.
func (k Key) Outcome() Outcome {
	if k.AliveAgain() {
		return RevivedOutcome
	}
	op, tried := k.KillOp()
	manual, killed := k.Marks[StepRevoke].Manual, k.killed()
	switch {
	case tried && op.Open():
		return UnknownOutcome
	case !manual && k.unvouched():
		return NotAccepted
	case (killed || manual) && !k.Proof.Proven():
		return AcceptedUnproven
	case killed:
		return ProvenDead
	case manual:
		return ByHand
	case k.EndedElsewhere() && k.Proof.Proven():
		return ByOthers
	case k.EndedElsewhere():
		return GoneUnproven
	case k.deadBefore():
		return AlreadyDead
	case k.First != nil && k.First.Life == providers.Dead:
		return NotAccepted
	case tried:
		return refusedOutcome(*op.Outcome)
	}
	return k.unlocated()
}

// deadBefore reports whether the vendor's own record says that the key had ended before us.
func (k Key) deadBefore() bool {
	if k.OverByRecord() {
		return true
	}
	r := k.Record()
	if r == nil || k.First == nil || k.First.Life != providers.Dead {
		return false
	}
	expired := !r.Expires.IsZero() && !r.Expires.After(k.First.At)
	return k.EndedBefore() || expired
}

func refusedOutcome(o OutcomeData) Outcome {
	switch {
	case o.Result == Withheld:
		return WithheldOutcome
	case o.Result == NotApplied, o.Result == NotSent:
		return NotTried
	case o.Fail == nil, o.Fail.Throttled:
		return FailedOutcome
	case o.Fail.Status == 404 || o.Fail.Gone:
		return NotFound
	case o.Fail.Status == 401 || o.Fail.Status == 403:
		return NotPermitted
	}
	return FailedOutcome
}

func (k Key) unlocated() Outcome {
	if k.Located != nil && k.Record() == nil {
		if len(k.Located.Candidates) == 0 {
			return NotFound
		}
		return AmbiguousMatch
	}
	if f := k.Marks[StepLocate].Failed; f != nil && k.Located == nil && f.Reason == WhyNotPermitted {
		return NotPermitted
	}
	return NotTried
}

// Condition is the state of the key as the status line shows it.
type Condition string

const (
	NotChecked      Condition = "not_checked"
	IsAlive         Condition = "alive"
	IsLimited       Condition = "alive_limited"
	RefusedUnproven Condition = "refused"
	IsUnknown       Condition = "unknown"
	IsDying         Condition = "dying"
	IsAccepted      Condition = "still_accepted" // after what should have ended it, within the window
	IsDead          Condition = "dead"
	IsAliveAgain    Condition = "alive_again"
	IsUnprovable    Condition = "revoked_unprovable" // by its record, or of a kind that no call asks about
	IsOverByRecord  Condition = "ended_by_record"    // the same, and its record says it; never proven
)

// unasked reports whether the vendor has no call that would tell whether the key works.
func (k Key) unasked() bool {
	f := k.Marks[StepProve].Failed
	return f != nil && f.Reason == WhyNotOffered
}

// Condition computes the key's state and since when it holds.
func (k Key) Condition() (Condition, time.Time) {
	p := k.Proof
	if k.AliveAgain() {
		return IsAliveAgain, p.Revived
	}
	if p.Proven() {
		return IsDead, p.VerifiedDead
	}
	if op, tried := k.KillOp(); tried && op.Open() {
		return IsUnknown, op.At
	}
	if k.Unprovable() && (!k.Accepted().IsZero() || k.OverByRecord()) && !k.RecordOver().IsZero() {
		return IsOverByRecord, k.RecordOver()
	}
	accepted := k.Accepted()
	claimed := (k.Marks[StepRevoke].Manual || k.EndedElsewhere()) && !k.killed()
	told, at := k.Told()
	if claimed && told != providers.Dead {
		accepted = time.Time{} // what others did is seen in the first refusal
	}
	if !accepted.IsZero() && k.Unprovable() {
		return IsUnprovable, accepted
	}
	if !accepted.IsZero() && !k.Survived() && (p.Deadline.IsZero() || k.Latest == nil || k.Latest.At.Before(p.Deadline)) {
		if k.StillAccepted() {
			return IsAccepted, k.LastAlive
		}
		return IsDying, accepted
	}
	if k.Latest == nil {
		return NotChecked, k.IdentifiedAt
	}
	switch stale := undecided(k.Latest.Life) && at.Before(k.Accepted()); {
	case stale: // from before what should have ended it
	case told == providers.Alive:
		return IsAlive, at
	case told == providers.AliveLimited:
		return IsLimited, at
	case k.Latest.Life == providers.Dead:
		return RefusedUnproven, at
	}
	return IsUnknown, k.Latest.At
}
