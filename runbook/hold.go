package runbook

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/runbook/incident"
)

// Hold puts a leaked key into memory. For a key that the incident knows already it must be
// the same one, by fingerprint, else ErrOtherKey and nothing changes. A value that goes on where
// the known one was cut off, that ends alike and was mistyped further in, or that fits a masked
// key, is taken in its place, as an event, as long as the first one was never accepted and
// nothing of ours but limits reached the vendor: the check then begins anew. ErrElsewhere, with
// Config.Alone's own: another process works on that value, and nothing changes.
func (e *Engine) Hold(cred string, c providers.Credential) error {
	k := e.State().Keys[cred]
	known := k.Identity
	switch {
	case c.Secret.IsEmpty():
		return ErrOtherKey
	case known.Fingerprint == "" && !known.Masked || c.Secret.Fingerprint(e.salt()) == known.Fingerprint:
		if known.Kind != "" {
			c.Kind = known.Kind
		}
	default:
		why, fits := e.replaces(k, c)
		if !fits {
			return ErrOtherKey
		}
		if err := e.alone(context.Background(), c); err != nil { // which bounds its own wait
			return fmt.Errorf("%w: %w", ErrElsewhere, err)
		}
		if err := e.completed(known, cred, c, why); err != nil {
			return err
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.held[cred] = c
	return nil
}

// Taken is what became of the keys of a text that was to hold the incident's own.
type Taken struct {
	Held      []string // creds of the incident that are in memory now
	Others    int      // keys that are not the incident's
	Last4     string   // of the last one of them
	Elsewhere bool     // another process works on one
}

// HoldAny is Hold for whatever a text holds of the incident's keys.
func (e *Engine) HoldAny(list []Found) (t Taken) {
	for _, one := range list {
		c := one.Credential
		cred, known := e.Whose(c)
		err := ErrOtherKey
		if known {
			err = e.Hold(cred, c)
		}
		switch {
		case err == nil:
			t.Held = append(t.Held, cred)
		case errors.Is(err, ErrElsewhere):
			t.Elsewhere = true
		default:
			t.Others, t.Last4 = t.Others+1, c.Secret.Last4()
		}
	}
	return t
}

// alone is Config.Alone.
func (e *Engine) alone(ctx context.Context, c providers.Credential) error {
	if e.cfg.Alone == nil {
		return nil
	}
	return e.cfg.Alone(ctx, c)
}

// Whose tells which of the incident's keys a value is: by its fingerprint, else the most dangerous
// one whose place it may take, as Hold has it.
func (e *Engine) Whose(c providers.Credential) (cred string, known bool) {
	if c.Secret.IsEmpty() {
		return "", false
	}
	s := e.State()
	for _, k := range s.Keys {
		if k.Identity.Fingerprint == e.Fingerprint(c.Secret) {
			return k.Cred, true
		}
	}
	for _, k := range s.ByDanger() {
		if _, fits := e.replaces(k, c); fits {
			return k.Cred, true
		}
	}
	return "", false
}

// replaces reports whether a value may take the known one's place, and why.
func (e *Engine) replaces(k incident.Key, c providers.Credential) (identify.Why, bool) {
	known := k.Identity
	switch {
	case !wasCut(k):
		return "", false
	case known.ByRecord() && c.Secret.Public() != "":
		return identify.WhyContinues, c.Secret.Public() == known.Record.ID
	case known.Masked:
		return identify.WhyContinues, c.Secret.HasAffixes(known.Prefix, known.Last4)
	case c.Secret.Continues(known.Fingerprint, e.salt()):
		return identify.WhyContinues, true
	}
	return identify.WhyCorrected, c.Kind == known.Kind && known.Last4 != "" && c.Secret.Last4() == known.Last4
}

// wasCut reports whether what is known of a key leaves room for it to be cut off: it was never
// accepted, and nothing of ours but limits, which bind whatever value it has, may have reached
// the vendor.
func wasCut(k incident.Key) bool {
	refused := k.First == nil || k.First.Life == providers.Dead && k.First.Reason == providers.ReasonInvalid
	return refused && k.LastAlive.IsZero() && !slices.ContainsFunc(k.Ops, func(o incident.Op) bool {
		return !o.OfLimit() && (o.Open() || o.Applied())
	})
}

// EndingOnly reports whether nothing but a key's ending is known and no value is taken for it any
// more: it was revoked by its ending, or may have been, and a refusal now would fit any mistyped
// value as well.
func EndingOnly(k incident.Key) bool { return k.Identity.Masked && !wasCut(k) }

// completed ends what watches the first value, and records the one that takes its place.
func (e *Engine) completed(known incident.IdentifiedData, cred string, c providers.Credential, why identify.Why) error {
	e.mu.Lock()
	if cancel := e.running[running(cred, incident.StepProve)]; cancel != nil {
		cancel()
	}
	e.mu.Unlock()
	known.Kind, known.Prefix = c.Kind, identify.Prefix(c.Kind)
	known.Fingerprint, known.Last4 = e.Fingerprint(c.Secret), c.Secret.Last4()
	known.Confidence, known.Why, known.Masked, known.Record = string(identify.Medium), string(why), false, nil
	return e.note(cred, incident.StepIdentify, incident.Identified, known)
}
