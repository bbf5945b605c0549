package incident

import (
	"slices"
	"time"

	"firebreak/providers"
)

// What claims that a key has ended: the vendor's answer to a revocation of ours, its answer that
// there is no such key any more, or a person's word. Only probes prove it.

func kills(o Op) bool { return o.Intent.Act == ActRevoke || o.Intent.Act == ActRevokeOwner }

// KillOp returns the newest revocation, of the key alone or with its owner.
func (k Key) KillOp() (Op, bool) {
	for _, o := range slices.Backward(k.standing()) {
		if kills(o) {
			return o, true
		}
	}
	return Op{}, false
}

// Sent reports whether a revocation was sent, or a dry run kept it back. Without it the outcomes
// NotFound, AmbiguousMatch and NotPermitted tell how the search for the record ended.
func (k Key) Sent() bool {
	_, sent := k.KillOp()
	return sent
}

// Accepted returns when the newest claim was made that the key has ended; zero for none.
func (k Key) Accepted() time.Time {
	var at time.Time
	for _, o := range k.standing() {
		if kills(o) && (o.Applied() || k.metNone(o)) {
			at = o.DoneAt
			if !o.Outcome.At.IsZero() {
				at = o.Outcome.At
			}
		}
	}
	if m := k.Marks[StepRevoke]; m.Manual && m.At.After(at) {
		at = m.At
	}
	return at
}

// killed reports whether a revocation of ours was accepted.
func (k Key) killed() bool {
	return slices.ContainsFunc(k.standing(), func(o Op) bool { return kills(o) && o.Applied() })
}

// metNone reports whether a revocation found no key: the vendor knows no such record, or no
// such value, and no reading since says otherwise.
func (k Key) metNone(o Op) bool {
	if o.Outcome == nil || o.Outcome.Result != RefusedRes || o.Outcome.Fail == nil {
		return false
	}
	if f := o.Outcome.Fail; f.Status != 404 && !f.Gone || f.Cause != providers.CauseStatus {
		return false
	}
	return k.Read == nil || k.Read.At.Before(o.At) || k.Read.Status.Over()
}

// EndedElsewhere reports whether the newest revocation found the key gone, and none of ours had
// been accepted before: somebody else ended it after its record was read.
func (k Key) EndedElsewhere() bool {
	return k.FoundGone() && !k.killed()
}

// GoneAt returns when our revocation found the key gone, where it was neither ours nor a person's
// word that ended it; zero otherwise. The key ended before, and when is not known from it.
func (k Key) GoneAt() time.Time {
	if !k.EndedElsewhere() || k.Marks[StepRevoke].Manual {
		return time.Time{}
	}
	return k.Accepted()
}

// unvouched reports whether nothing was ever seen of a key but refusals: it was refused before its
// revocation, which went by its value alone, and never accepted. The vendor answers so for any value,
// and whether there was a key to end is not known.
func (k Key) unvouched() bool {
	return k.First != nil && k.First.Life == providers.Dead && k.LastAlive.IsZero() && k.Record() == nil
}

// FoundGone reports whether the newest revocation found the key gone.
func (k Key) FoundGone() bool {
	op, tried := k.KillOp()
	return tried && k.metNone(op)
}

// AliveAgain reports whether the key was accepted after a proof, and neither refused nor proven
// dead since.
func (k Key) AliveAgain() bool {
	p := k.Proof
	return !p.Revived.IsZero() && !p.Proven() && !k.LastRefused.After(k.LastAlive)
}

// NotTaken lists the kills that did not take place, each by its newest attempt. None once one was
// accepted or found the key gone, and in a dry run.
func (k Key) NotTaken() []Op {
	failed := func(o Op) bool {
		return o.Outcome != nil && !o.Applied() && o.Outcome.Result != Withheld
	}
	if op, tried := k.KillOp(); !tried || !failed(op) || k.FoundGone() {
		return nil
	}
	var list []Op
	for _, act := range []Act{ActRevoke, ActRevokeOwner} {
		if op, ok := k.LastOp(act); ok && failed(op) {
			list = append(list, op)
		}
	}
	return list
}

// Told is the newest answer that tells how the key is, with its time; "" for none. A later one that
// tells nothing takes nothing back.
func (k Key) Told() (providers.Life, time.Time) {
	if v := k.Latest; v != nil && !undecided(v.Life) {
		return v.Life, v.At
	}
	return k.Proof.Heard.Life, k.Proof.Heard.At
}

// StillAccepted reports whether the newest answer that tells of the key is an acceptance, later than
// the claim that it has ended.
func (k Key) StillAccepted() bool {
	accepted := k.Accepted()
	return !accepted.IsZero() && k.LastAlive.After(accepted) && !k.LastRefused.After(k.LastAlive)
}

// Survived reports whether the key was accepted after everything that should have ended it had
// its time: a revocation that the vendor or a person claims did not take, or the key is back.
func (k Key) Survived() bool {
	accepted := k.Accepted()
	if k.AliveAgain() && !accepted.After(k.Proof.Revived) {
		return true
	}
	window := max(k.Proof.Window, time.Minute)
	if k.Pending() {
		window = max(window, PendingFor)
	}
	return k.StillAccepted() && k.LastAlive.Sub(accepted) > window
}

// PendingFor is for how long a revocation that the vendor accepted for later is waited for, before
// the key counts as one that survived it: our assumption, for no vendor names a time.
const PendingFor = 2 * time.Minute

// Pending reports whether the newest revocation was accepted to be done later, by its receipt.
func (k Key) Pending() bool {
	op, tried := k.KillOp()
	return tried && op.Applied() && op.Outcome.Pending
}

// Watchable reports whether there is a death to prove: something claims that the key has ended,
// it was refused from the start, or it came back after a proof.
func (k Key) Watchable() bool {
	refused := k.First != nil && k.First.Life == providers.Dead
	return !k.Proof.Proven() && (!k.Accepted().IsZero() || refused || k.EndedBefore() || !k.Proof.Revived.IsZero())
}

// WatchDue reports whether a watch is to begin by itself: something claims that the key has ended,
// or one that came back is refused again, and no watch began since.
func (k Key) WatchDue() bool {
	claimed := k.Accepted()
	if back := k.Proof.Revived; back.After(claimed) {
		if k.AliveAgain() {
			return false
		}
		claimed = back
	}
	return !claimed.IsZero() && !k.Proof.Proven() && !k.Proof.Started.After(claimed)
}
