package incident

import "time"

// A revocation that the vendor took back on our word is none any more: the key is as alive as it
// was, for whoever has it, and what was proven of its death is over.

// standing lists the ops since the key was last brought back.
func (k Key) standing() []Op {
	for i := len(k.Ops) - 1; i >= 0; i-- {
		if k.Ops[i].Intent.Act == ActRestore && k.Ops[i].Applied() {
			return k.Ops[i+1:]
		}
	}
	return k.Ops
}

// RevokedAt is when the vendor accepted our revocation of the key alone; zero where it did not, or
// where the key was brought back since.
func (k Key) RevokedAt() time.Time {
	var at time.Time
	for _, o := range k.standing() {
		if o.Intent.Act == ActRevoke && o.Applied() {
			at = o.DoneAt
		}
	}
	return at
}

// restored forgets what the revocation, its watch and the reads behind it told. What is known of
// the key from before stays, and the next watch is a new run.
func (k *Key) restored() {
	k.Proof = Proof{Run: k.Proof.Run}
	k.Looks, k.Read = nil, nil
	for _, step := range []Step{StepRevoke, StepProve, StepLook} {
		delete(k.Marks, step)
	}
}
