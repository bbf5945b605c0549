package runbook

import (
	"context"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// restorable is for how long after its end the vendor of a key brings it back on demand.
func (e *Engine) restorable(k incident.Key) time.Duration {
	r, ok := e.cfg.Vendors[k.Identity.Kind.Provider()].Adapter.(providers.Restorer)
	if !ok {
		return 0
	}
	return r.Restorable(k.Identity.Kind)
}

// ComesBack is for how long after its revocation a key can be brought back; 0: it cannot.
func (s Situation) ComesBack(k incident.Key) time.Duration {
	if s.Restorable == nil {
		return 0
	}
	return s.Restorable(k)
}

// restoration offers to take back a revocation of ours while the vendor does so.
func (l *lister) restoration() {
	revoked := l.k.RevokedAt()
	if limit := l.sit.ComesBack(l.k); revoked.IsZero() || !l.sit.Now.Before(revoked.Add(limit)) {
		return
	}
	l.add(Action{Name: Restore, Step: incident.StepRevoke, Mutates: true, Approvals: []string{ApproveRestore}}, l.needRecord())
}

// restore brings a revoked key back, and asks it whether it works. The watch over its death ends
// first.
func (e *Engine) restore(ctx context.Context, a Action, in Input) error {
	r, ok := capability[providers.Restorer](e, a.Cred)
	if !ok {
		return ErrNotOffered
	}
	if err := e.endWatch(ctx, a.Cred); err != nil {
		return err
	}
	record := *e.State().Keys[a.Cred].Record()
	intent := incident.IntentData{Act: incident.ActRestore, Record: &record, Approved: in.Approved}
	err := e.mutate(ctx, a.Cred, a.Step, intent, func(ctx context.Context, _ func() string) (providers.Receipt, error) {
		return r.Restore(ctx, fromRecord(record))
	})
	if err != nil && !providers.IsWithheld(err) {
		return e.failWith(a.Cred, a.Step, err)
	}
	if err == nil {
		e.probeNow(ctx, a.Cred, a.Step)
	}
	return nil
}

// endWatch stops the watch over a key's death and returns when it has ended.
func (e *Engine) endWatch(ctx context.Context, cred string) error {
	for e.Situation().Runs(cred, incident.StepProve) {
		e.mu.Lock()
		if cancel := e.running[running(cred, incident.StepProve)]; cancel != nil {
			cancel()
		}
		e.mu.Unlock()
		if err := e.Wait(ctx); err != nil {
			return err
		}
	}
	return nil
}

// backReader reads whether a record says again that its key lives.
func backReader(op incident.Op, present func(context.Context, providers.KeyRecord) (providers.KeyStatus, error)) func(context.Context) (settled, string) {
	return func(ctx context.Context) (settled, string) {
		switch there, err := present(ctx, fromRecord(*op.Intent.Record)); {
		case err != nil || there == providers.StatusUnclear:
			return cannotTell, ""
		case there.Over():
			return didNot, "record"
		}
		return happened, "record"
	}
}
