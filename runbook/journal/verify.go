package journal

import (
	"crypto/ed25519"
	"errors"
)

// Verdict is what can be said of a journal without any secret.
type Verdict string

const (
	// SignedHere: the chain holds and the last checkpoint is by a pinned key.
	SignedHere Verdict = "intact, signed by this install"
	// SignerUnknown: the chain holds, but its last checkpoint is by a stranger, or there is none.
	SignerUnknown Verdict = "intact, signer unknown"
	// Altered: from event Seq on it cannot be believed.
	Altered Verdict = "altered"
)

// Result is the outcome of Verify.
type Result struct {
	Verdict Verdict
	// Seq is the first event that cannot be believed. Where a hash is wrong, that is the event
	// itself; where someone computed the chain anew, the first one that no checkpoint before
	// the contradiction vouches for. 0 unless Altered.
	Seq     int
	Why     Why
	Count   int // events that hold as a chain
	Vouched int // events covered by a checkpoint of a pinned key, or by a known head
	Head    Head
	// Unfinished counts the bytes after the last whole event. They were never acknowledged, so
	// they are no damage; the next Open sets them aside.
	Unfinished int
	Signer     ed25519.PublicKey // of the last checkpoint; nil: none
}

// Verify holds a journal against its head, its checkpoints and, where given, heads that were
// kept elsewhere (a report, the config folder). It takes no lock and needs no secret. An
// error means that the journal could not be looked at: not there, unreadable, ErrNewer,
// ErrEmpty.
//
// A chain alone shows accidents. What a forger changes below a checkpoint of a pinned key is
// noticed; what is cut off together with the last checkpoint is noticed by a known head only.
func Verify(dir string, pinned []ed25519.PublicKey, known ...Head) (Result, error) {
	got, err := Read(dir)
	damage := (*Damage)(nil)
	if err != nil && !errors.As(err, &damage) {
		return Result{}, err
	}
	v := verifier{Opened: got, pinned: pinned, result: Result{Count: len(got.Records), Head: got.Head, Unfinished: got.Unfinished}}
	if damage != nil {
		known = nil // the damage tells more exactly where
	}
	v.run(known)
	// Before the damage a chain may have been computed anew, which its checkpoints tell.
	if damage != nil && (v.result.Verdict != Altered || v.result.Seq >= damage.Seq) {
		seq := damage.Seq
		if damage.Why == WhyHead { // the chain holds and is not the one that was written
			seq = min(seq, v.result.Vouched+1)
		}
		v.altered(seq, damage.Why)
	}
	return v.result, nil
}

type verifier struct {
	Opened
	pinned []ed25519.PublicKey
	result Result
	here   bool // the last checkpoint is by a pinned key
}

func (v *verifier) run(known []Head) {
	for i, record := range v.Records {
		c, is, ok := checkpointIn(record)
		if !is {
			continue
		}
		if why := v.checkpoint(c, ok, i+1); why == WhySignature {
			v.altered(i+1, why)
			return
		} else if why != "" {
			v.altered(v.result.Vouched+1, why)
			return
		}
	}
	for _, h := range known {
		if h.Count > len(v.Records) {
			v.altered(v.result.Vouched+1, WhyMissing)
			return
		}
		if h.Count < 0 || v.hashAt(h.Count) != h.Hash {
			v.altered(min(v.result.Vouched+1, max(1, h.Count)), WhyKnownHead)
			return
		}
		v.result.Vouched = max(v.result.Vouched, h.Count)
	}
	v.result.Verdict = SignerUnknown
	if v.here {
		v.result.Verdict = SignedHere
	}
}

// checkpoint holds one checkpoint event against the chain before it.
func (v *verifier) checkpoint(c Checkpoint, readable bool, seq int) Why {
	if !readable {
		return WhySignature
	}
	key, signed := c.Signer()
	switch {
	case !signed:
		return WhySignature
	case c.Origin != Origin(v.ID, v.Mode), c.Size < 0, c.Size >= seq, v.hashAt(c.Size) != c.Hash:
		return WhyCheckpoint
	}
	v.result.Signer = key
	v.here = isPinned(key, v.pinned)
	if v.here {
		v.result.Vouched = max(v.result.Vouched, c.Size)
	}
	return ""
}

// hashAt is the chain's hash after n events.
func (v *verifier) hashAt(n int) string {
	if n == 0 {
		return Genesis(v.ID, v.Mode)
	}
	return hashOf(v.Records[n-1])
}

func (v *verifier) altered(seq int, why Why) {
	v.result.Verdict, v.result.Seq, v.result.Why = Altered, seq, why
}
