package runbook

import (
	"context"
	"errors"
	"slices"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// revoke sends one request for the one record, or for the value itself where the vendor ends keys
// so. What the vendor answers is a receipt; only the watch proves death.
func (e *Engine) revoke(ctx context.Context, a Action, in Input) error {
	send, value, ok := e.ends(a.Cred)
	if !ok {
		return ErrNotOffered
	}
	return e.kill(ctx, a, in, incident.IntentData{Act: incident.ActRevoke, Value: value}, send)
}

// ends is how the vendor ends the key, and the key's fingerprint where that goes by its value. ok
// is false without the call, or without what it needs: a record, or the value.
func (e *Engine) ends(cred string) (send func(context.Context) (providers.Receipt, error), value string, ok bool) {
	k := e.State().Keys[cred]
	if v, by := e.byValue(k); by {
		c, have := e.credential(cred)
		return func(ctx context.Context) (providers.Receipt, error) { return v.RevokeValue(ctx, c) }, k.Identity.Fingerprint, have
	}
	r, can := capability[providers.Revoker](e, cred)
	if !can || k.Record() == nil {
		return nil, "", false
	}
	record := fromRecord(*k.Record())
	return func(ctx context.Context) (providers.Receipt, error) { return r.Revoke(ctx, record) }, "", true
}

// byValue gives the vendor's way to end a key by its value, where it ends the key's kind so.
func (e *Engine) byValue(k incident.Key) (providers.ValueRevoker, bool) {
	v, ok := e.cfg.Vendors[k.Identity.Kind.Provider()].Adapter.(providers.ValueRevoker)
	return v, ok && v.EndsByValue(k.Identity.Kind)
}

// revokeOwner deletes the owner with all of its keys, which a person approved by its own name.
func (e *Engine) revokeOwner(ctx context.Context, a Action, in Input) error {
	r, ok := capability[providers.OwnerRevoker](e, a.Cred)
	if !ok {
		return ErrNotOffered
	}
	record := fromRecord(*e.State().Keys[a.Cred].Record())
	return e.kill(ctx, a, in, incident.IntentData{Act: incident.ActRevokeOwner},
		func(ctx context.Context) (providers.Receipt, error) { return r.RevokeOwner(ctx, record) })
}

// OwnersKeys lists everything that dies with the key's owner. It is a read; ErrNotOffered where
// the vendor has no such call or the record is not known.
func OwnersKeys(ctx context.Context, v Vendor, k incident.Key) ([]providers.KeyRecord, error) {
	r, ok := v.Adapter.(providers.OwnerRevoker)
	if !ok || k.Record() == nil {
		return nil, ErrNotOffered
	}
	return r.OwnersKeys(ctx, fromRecord(*k.Record()))
}

// kill sends the one request of an intent, to which it adds the record, where one is known, and
// what was approved.
func (e *Engine) kill(ctx context.Context, a Action, in Input, intent incident.IntentData,
	send func(context.Context) (providers.Receipt, error)) error {
	k := e.State().Keys[a.Cred]
	if err := e.note(a.Cred, a.Step, incident.StepStarted, nil); err != nil {
		return err
	}
	intent.Approved = in.Approved
	if r := k.Record(); r != nil {
		record := *r
		intent.Record, intent.Strength = &record, k.Located.Strength
	}
	err := e.mutate(ctx, a.Cred, a.Step, intent, func(ctx context.Context, _ func() string) (providers.Receipt, error) { return send(ctx) })
	if k := e.State().Keys[a.Cred]; !k.FoundGone() || errors.Is(err, ErrJournal) {
		return errors.Join(e.finish(a, err), e.unprovable(ctx, k))
	}
	return e.foundGone(ctx, a, in)
}

// foundGone reads record and key after a deletion that found none. What it tells decides: a key
// that is gone is watched like one that we revoked.
func (e *Engine) foundGone(ctx context.Context, a Action, in Input) error {
	data := incident.ReadData{Status: e.recordNow(ctx, a.Cred), At: e.cfg.Clock.Now()}
	if err := e.note(a.Cred, a.Step, incident.RecordRead, data); err != nil {
		return err
	}
	if k := e.State().Keys[a.Cred]; !k.Identity.Decoy() || slices.Contains(in.Approved, ApproveDecoy) {
		e.nowRefused(ctx, a.Cred, a.Step)
	}
	switch k := e.State().Keys[a.Cred]; {
	case !k.FoundGone():
		return e.fail(a.Cred, a.Step, incident.FailData{Reason: incident.WhyNotFound})
	case k.AliveAgain():
		return e.fail(a.Cred, a.Step, incident.FailData{Reason: incident.WhyGoneAlive})
	}
	return e.note(a.Cred, a.Step, incident.StepDone, nil)
}

// Statements rehearses a mutating action: what exactly would be sent, made by the adapter
// itself. Reads that the action needs are really made.
func (e *Engine) Statements(ctx context.Context, a Action, in Input) ([]providers.Statement, error) {
	switch a.Name {
	case RollBack:
		return providers.Rehearse(ctx, func(ctx context.Context) error { return e.rehearseRollBack(ctx, a) })
	case Lift:
		return providers.Rehearse(ctx, func(ctx context.Context) error { return e.rehearseLift(ctx, a) })
	case Revoke:
		send, _, ok := e.ends(a.Cred)
		if !ok {
			return nil, ErrNotOffered
		}
		return providers.Rehearse(ctx, func(ctx context.Context) error { _, err := send(ctx); return err })
	}
	k := e.State().Keys[a.Cred]
	if k.Record() == nil {
		return nil, ErrNotOffered
	}
	record := fromRecord(*k.Record())
	return providers.Rehearse(ctx, func(ctx context.Context) error {
		switch a.Name {
		case RevokeOwner:
			if r, ok := capability[providers.OwnerRevoker](e, a.Cred); ok {
				_, err := r.RevokeOwner(ctx, record)
				return err
			}
		case Restore:
			if r, ok := capability[providers.Restorer](e, a.Cred); ok {
				_, err := r.Restore(ctx, record)
				return err
			}
		case Contain:
			return e.rehearseContain(ctx, a.Cred, record, in.Text)
		case Settle:
			return e.rehearseStray(ctx, a, record)
		case Replace:
			if i, ok := capability[providers.Issuer](e, a.Cred); ok {
				narrow, err := in.Narrow.of(k)
				if err == nil {
					_, _, err = i.Create(ctx, e.newKey(k, e.nextOp(), narrow))
				}
				return err
			}
		}
		return ErrNotOffered
	})
}

func (e *Engine) rehearseContain(ctx context.Context, cred string, record providers.KeyRecord, id string) error {
	offers, err := e.Limits(ctx, cred)
	if err != nil {
		return err
	}
	limit, ok := pickLimit(offers, id)
	c, can := capability[providers.Container](e, cred)
	if !ok || !can {
		return ErrNotOffered
	}
	_, err = c.Contain(ctx, record, limit)
	return err
}

// rehearseStray is the deletion of what a creation left whose value is lost.
func (e *Engine) rehearseStray(ctx context.Context, a Action, like providers.KeyRecord) error {
	issuer, can := capability[providers.Issuer](e, a.Cred)
	r, ok := capability[providers.Revoker](e, a.Cred)
	for _, op := range e.State().Keys[a.Cred].Ops {
		if op.ID != a.About || op.Intent.Act != incident.ActCreate || !can || !ok {
			continue
		}
		left, err := issuer.Created(ctx, providers.NewKey{Like: like, Name: op.Intent.Name, Since: op.At})
		for _, one := range left {
			if _, sent := r.Revoke(ctx, one); err == nil {
				err = sent
			}
		}
		return err
	}
	return ErrNotOffered
}

func (e *Engine) rehearseLift(ctx context.Context, a Action) error {
	c, can := capability[providers.Container](e, a.Cred)
	op, stands := e.limit(a)
	if !can || !stands {
		return ErrNotOffered
	}
	_, err := c.Lift(ctx, fromRecord(*op.Intent.Record), fromLimit(*op.Intent.Limit))
	return err
}
