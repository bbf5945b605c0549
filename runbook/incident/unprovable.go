package incident

import "time"

// Unprovable reports whether no probe can show that the key is dead: nobody here has its value, or
// the vendor has no call that would tell.
func (k Key) Unprovable() bool { return k.Latest == nil && (k.Identity.Masked || k.unasked()) }

// RecordOver is since when the vendor's record is known to say that the key has ended; zero where it
// does not say so. It is no proof of death.
func (k Key) RecordOver() time.Time {
	switch r := k.Record(); {
	case !k.recordStatus().Over():
		return time.Time{}
	case k.Read != nil && k.Read.Status.Over():
		return k.Read.At
	case r != nil && !r.Expires.IsZero():
		return r.Expires
	}
	return k.LocatedAt
}

// OverByRecord reports whether a key that is known by its record alone had ended by it, and nothing of
// ours or of a person's ended it before.
func (k Key) OverByRecord() bool {
	return k.Identity.ByRecord() && k.Latest == nil && k.Accepted().IsZero() && k.recordStatus().Over()
}

// ReadableBack reports whether the record of a key that no probe tells of is to be read again: something
// claims that it has ended, or, where it cannot be revoked, its time may be over.
func (k Key) ReadableBack(revocable bool) bool {
	return k.Unprovable() && k.Record() != nil && !k.recordStatus().Over() &&
		(!k.Accepted().IsZero() || k.Identity.ByRecord() && !revocable)
}

// ProofToLeaveOut reports whether the proof of death is open and can be left out for a reason and no
// more: nobody can make it, the end was claimed, and the record says it too.
func (k Key) ProofToLeaveOut() bool {
	return k.Unprovable() && !k.Accepted().IsZero() && k.recordStatus().Over() &&
		k.Status(StepProve) != StatusDone && k.Status(StepProve) != StatusSkipped
}
