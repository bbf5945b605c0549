package runbook

import (
	"context"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// verify reads every place back and asks the vendor about the new key.
func (e *Engine) verify(ctx context.Context, a Action, _ Input) error {
	k := e.State().Keys[a.Cred]
	value, err := e.cfg.Parking.Get(ctx, k.Successor.Parked.File)
	if err != nil {
		return e.shut(a, err)
	}
	for _, p := range k.Successor.Places {
		store, err := e.cfg.Store(p.Store)
		if err != nil {
			return e.storeTrouble(a, p.Store, err)
		}
		holds, err := store.Holds(ctx, fromPlace(p.Place), value.Part(p.Part))
		if err != nil {
			return e.storeTrouble(a, p.Store, err)
		}
		place := p.Place
		if err := e.note(a.Cred, a.Step, incident.Verified, incident.VerifiedData{Place: &place, Holds: holds}); err != nil {
			return err
		}
		if !holds {
			return e.fail(a.Cred, a.Step, incident.FailData{Reason: incident.WhyOldValue, Detail: p.Store})
		}
	}
	return e.probeNew(ctx, a, value)
}

// askNew asks the vendor whether a new key works. asked is false where nothing asks about its kind.
func (e *Engine) askNew(ctx context.Context, cred string, value providers.Secret) (verdict providers.Verdict, asked bool, err error) {
	v, ok := capability[providers.Validator](e, cred)
	if !ok {
		return verdict, false, nil
	}
	c := providers.Credential{Kind: e.State().Keys[cred].Identity.Kind, Secret: value}
	if verdict, err = v.Validate(ctx, c); err != nil {
		return verdict, true, err
	}
	return controlled(ctx, v, c, verdict), true, nil
}

func (e *Engine) probeNew(ctx context.Context, a Action, value providers.Secret) error {
	verdict, asked, err := e.askNew(ctx, a.Cred, value)
	switch {
	case !asked:
		return ErrNotOffered
	case err != nil:
		return e.failWith(a.Cred, a.Step, err)
	}
	seen := toVerdict(verdict)
	if err := e.note(a.Cred, a.Step, incident.Verified, incident.VerifiedData{Verdict: &seen}); err != nil {
		return err
	}
	switch {
	case e.State().Keys[a.Cred].Successor.Done():
		return e.note(a.Cred, a.Step, incident.StepDone, nil)
	case verdict.Reason == providers.ReasonBlind:
		return e.fail(a.Cred, a.Step, incident.FailData{Reason: incident.WhyNewBlind})
	}
	return e.fail(a.Cred, a.Step, incident.FailData{Reason: incident.WhyNewKeyDead})
}
