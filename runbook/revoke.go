package runbook

import (
	"context"
	"errors"
	"slices"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// revoke sends one delete for the one record. What the vendor answers is a receipt; only the
// watch proves death.
func (e *Engine) revoke(ctx context.Context, a Action, in Input) error {
	r, ok := capability[providers.Revoker](e, a.Cred)
	if !ok {
		return ErrNotOffered
	}
	return e.kill(ctx, a, in, incident.ActRevoke, r.Revoke)
}

// revokeOwner deletes the owner with all of its keys, which a person approved by its own name.
func (e *Engine) revokeOwner(ctx context.Context, a Action, in Input) error {
	r, ok := capability[providers.OwnerRevoker](e, a.Cred)
	if !ok {
		return ErrNotOffered
	}
	return e.kill(ctx, a, in, incident.ActRevokeOwner, r.RevokeOwner)
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

func (e *Engine) kill(ctx context.Context, a Action, in Input, act incident.Act,
	send func(context.Context, providers.KeyRecord) (providers.Receipt, error)) error {
	k := e.State().Keys[a.Cred]
	record := *k.Record()
	if err := e.note(a.Cred, a.Step, incident.StepStarted, nil); err != nil {
		return err
	}
	intent := incident.IntentData{Act: act, Record: &record, Strength: k.Located.Strength, Approved: in.Approved}
	err := e.mutate(ctx, a.Cred, a.Step, intent, func(ctx context.Context, _ func() string) (providers.Receipt, error) {
		return send(ctx, fromRecord(record))
	})
	if k := e.State().Keys[a.Cred]; !k.FoundGone() || errors.Is(err, ErrJournal) {
		return e.finish(a, err)
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
	if !e.State().Keys[a.Cred].FoundGone() {
		return e.fail(a.Cred, a.Step, incident.FailData{Reason: incident.WhyNotFound})
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
	}
	k := e.State().Keys[a.Cred]
	if k.Record() == nil {
		return nil, ErrNotOffered
	}
	record := fromRecord(*k.Record())
	return providers.Rehearse(ctx, func(ctx context.Context) error {
		switch a.Name {
		case Revoke:
			if r, ok := capability[providers.Revoker](e, a.Cred); ok {
				_, err := r.Revoke(ctx, record)
				return err
			}
		case RevokeOwner:
			if r, ok := capability[providers.OwnerRevoker](e, a.Cred); ok {
				_, err := r.RevokeOwner(ctx, record)
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
					_, _, err = i.Create(ctx, e.newKey(record, e.nextOp(), narrow))
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
		left, err := issuer.Created(ctx, providers.NewKey{Like: like, Name: op.Intent.Name})
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
