package transport

import (
	"context"

	"firebreak/providers"
)

// Do sends a call and returns its answer if it is a success in the vendor's form. The error is
// always a *providers.CallError; package providers has the sentinels that it answers to.
//
// A read is tried up to three times and ends at once when ctx does. A probe is tried again
// only while no connection could be made. A mutation is announced to the context's ledger and
// sent once; from then on it does not end with ctx but at its own deadline. An error of fate
// unknown means that it may have happened: only a fresh read can tell.
func (d *Door) Do(ctx context.Context, c Call) (Answer, error) {
	j, err := d.plan(c)
	if err != nil {
		return Answer{}, err
	}
	v := newVeil(j.secrets)
	defer v.wipe()
	r, failed := d.perform(ctx, j, v)
	if failed == nil {
		failed = d.judge(j, r, v)
	}
	if failed != nil {
		clear(r.body)
		return Answer{}, failed
	}
	return j.answer(r, v), nil
}

// perform sends the job in the way that its effect asks for.
func (d *Door) perform(ctx context.Context, j *job, v veil) (reply, *providers.CallError) {
	switch j.route.Effect {
	case providers.Read, providers.Probe:
		return d.read(ctx, j, v)
	}
	return d.mutate(ctx, j, v)
}

// mutate sends a mutation once, if mode and ledger allow it.
func (d *Door) mutate(ctx context.Context, j *job, v veil) (reply, *providers.CallError) {
	ledger := providers.LedgerOf(ctx)
	if d.cfg.DryRun {
		if ledger != nil {
			ledger.Withheld(ctx, j.statement)
		}
		return reply{}, localError(j.route, j.base.host, providers.ErrWithheld)
	}
	if ledger == nil {
		return reply{}, localError(j.route, j.base.host, providers.ErrNoLedger)
	}
	if ctx.Err() != nil {
		return reply{}, j.given(ctx)
	}
	if err := ledger.Intent(ctx, j.statement); err != nil {
		return reply{}, localError(j.route, j.base.host, err)
	}
	return d.send(context.WithoutCancel(ctx), d.fresh, j, v, nil, 1)
}
