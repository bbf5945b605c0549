package incident

import (
	"slices"

	"firebreak/providers"
)

// Veiled reports whether a refusal says nothing of the key's death, because something that can
// be taken back makes it refuse: a limit of ours, or its state by the vendor's record.
func (k Key) Veiled() bool {
	return k.recordStatus() == providers.Inactive || k.refusedByUs()
}

// refusedByUs reports whether a limit of ours that makes the key refuse stands or may stand,
// kept ones among them.
func (k Key) refusedByUs() bool {
	decided := map[string]bool{}
	for _, o := range slices.Backward(k.Ops) {
		l := o.Intent.Limit
		if l == nil || !l.Refuses || decided[l.ID] || !o.Open() && !o.Applied() {
			continue
		}
		switch {
		case o.Intent.Act == ActContain:
			return true
		case o.Intent.Act == ActLift && o.Applied():
			decided[l.ID] = !o.Outcome.More
		}
	}
	return false
}

// recordStatus is what the vendor's record said of the key when it was last read; "" where it
// did not tell.
func (k Key) recordStatus() providers.KeyStatus {
	r := k.Record()
	if k.Read != nil && (r == nil || !k.Read.At.Before(k.LocatedAt)) {
		return k.Read.Status
	}
	if r == nil {
		return ""
	}
	return r.Status
}

// supersedes reports whether the key was revoked, which leaves nothing for a limit of the key
// alone to do. Lifting one could only bring the key back.
func (k Key) supersedes(l Limit) bool {
	return l.WholeOf == "key" && !k.Accepted().IsZero() && !k.Survived()
}

// read keeps what a fresh read of the record told. One that failed tells nothing.
func (k *Key) read(d ReadData) {
	if d.Status == providers.StatusUnclear {
		return
	}
	k.Read = &d
	if d.Status.Over() {
		k.Proof.OverAt = d.At
	}
	k.Proof.conclude()
}

// veil follows what makes the key refuse. Refusals from before it was taken away do not count.
func (k *Key) veil() {
	now := k.Veiled()
	if k.Proof.Veiled && !now && !k.recordStatus().Over() && !k.Proof.Proven() {
		k.Proof.reset()
	}
	k.Proof.Veiled = now
}

// EndedBefore reports whether the vendor's record says that the key had ended for good before
// any act of ours, and no probe was ever accepted.
func (k Key) EndedBefore() bool {
	r := k.Record()
	if r == nil || k.First == nil || k.First.Life != providers.Dead || !k.LastAlive.IsZero() {
		return false
	}
	return !r.Deleted.IsZero() || r.Status == providers.Ended
}

// OurLimits lists the limits of ours that were set, and neither taken back nor kept for good, the
// newest first: the key's record may still say them, also when it has ended.
func (k Key) OurLimits() []Limit {
	decided := map[string]bool{}
	var ours []Limit
	for _, o := range slices.Backward(k.Ops) {
		l := o.Intent.Limit
		if l == nil || !o.Applied() || decided[l.ID] || k.keeps(l.ID) {
			continue
		}
		switch o.Intent.Act {
		case ActLift:
			decided[l.ID] = !o.Outcome.More
		case ActContain:
			decided[l.ID] = true
			ours = append(ours, *l)
		}
	}
	return ours
}
