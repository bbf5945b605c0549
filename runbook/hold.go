package runbook

import (
	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/runbook/incident"
)

// Hold puts a leaked key into memory. For a key that the incident knows already it must be
// the same one, by fingerprint, else ErrOtherKey and nothing changes. A value that goes on where
// the known one was cut off, or that ends alike and was mistyped further in, is taken in its
// place, as an event, as long as the first one was never accepted and nothing was sent to change
// anything: the check then begins anew.
func (e *Engine) Hold(cred string, c providers.Credential) error {
	k := e.State().Keys[cred]
	known := k.Identity
	switch {
	case known.Fingerprint == "" || c.Secret.Fingerprint(e.salt()) == known.Fingerprint:
		if known.Kind != "" {
			c.Kind = known.Kind
		}
	case !wasCut(k):
		return ErrOtherKey
	case c.Secret.Continues(known.Fingerprint, e.salt()):
		if err := e.completed(known, cred, c, identify.WhyContinues); err != nil {
			return err
		}
	case c.Kind == known.Kind && c.Secret.Last4() == known.Last4 && known.Last4 != "": // a slip further in
		if err := e.completed(known, cred, c, identify.WhyCorrected); err != nil {
			return err
		}
	default:
		return ErrOtherKey
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.held[cred] = c
	return nil
}

// wasCut reports whether what is known of a key leaves room for it to be cut off.
func wasCut(k incident.Key) bool {
	refused := k.First == nil || k.First.Life == providers.Dead && k.First.Reason == providers.ReasonInvalid
	return refused && k.LastAlive.IsZero() && len(k.Ops) == 0
}

// completed ends what watches the cut value, and records the whole one.
func (e *Engine) completed(known incident.IdentifiedData, cred string, c providers.Credential, why identify.Why) error {
	e.mu.Lock()
	if cancel := e.running[running(cred, incident.StepProve)]; cancel != nil {
		cancel()
	}
	e.mu.Unlock()
	known.Kind, known.Prefix = c.Kind, identify.Prefix(c.Kind)
	known.Fingerprint, known.Last4 = e.Fingerprint(c.Secret), c.Secret.Last4()
	known.Confidence, known.Why = string(identify.Medium), string(why)
	return e.note(cred, incident.StepIdentify, incident.Identified, known)
}
