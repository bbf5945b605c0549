package runbook

import (
	"context"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// A key whose value nobody here has cannot be probed. What its vendor's record says after a revocation
// is read and told, and never called a proof: that step is left out with a reason, by a person or by
// the close that says why.

// unprovable reads, of a key whose revocation was accepted and that no probe tells of, what its record
// says. Where the vendor has no call that tells whether it works, it says that no watch will begin.
func (e *Engine) unprovable(ctx context.Context, k incident.Key) error {
	if op, _ := k.KillOp(); !op.Applied() {
		return nil
	}
	if e.able(k, providers.CanProve) != providers.Auto {
		return e.fail(k.Cred, incident.StepProve, incident.FailData{Reason: incident.WhyNotOffered})
	}
	if !k.ReadableBack(true) {
		return nil
	}
	_, err := e.readRecord(ctx, k.Cred)
	return err
}

// readRecord reads the record of a key and keeps what it says. What could not be read is kept too, and
// tells nothing.
func (e *Engine) readRecord(ctx context.Context, cred string) (providers.KeyStatus, error) {
	status := e.recordNow(ctx, cred)
	if err := ctx.Err(); err != nil {
		return status, nil // given up: nothing was told
	}
	return status, e.note(cred, incident.StepProve, incident.RecordRead, incident.ReadData{Status: status, At: e.cfg.Clock.Now()})
}

// reread reads the record until it says that the key has ended, for as long as a request may be
// queued at the vendor; of a key that nothing was done to, once.
func (e *Engine) reread(ctx context.Context, a Action, _ Input) error {
	until := e.cfg.Clock.Now()
	if !e.State().Keys[a.Cred].Accepted().IsZero() {
		until = until.Add(SettleFor)
	}
	for n := 0; ; n++ {
		providers.Report(ctx, string(ReadRecord), n, int(SettleFor/settleEvery))
		status, err := e.readRecord(ctx, a.Cred)
		if err != nil || status.Over() || !e.cfg.Clock.Now().Add(settleEvery).Before(until) {
			return err
		}
		if err := e.cfg.Clock.Sleep(ctx, settleEvery); err != nil {
			return err
		}
	}
}

// leaveProof leaves the proof of a key out that nobody can probe, for the reason that the incident is
// closed with, where its record says by a fresh read that it has ended. Without a reason, or that, it
// stays open.
func (e *Engine) leaveProof(ctx context.Context, cred, reason string) error {
	if k := e.State().Keys[cred]; reason == "" || !k.Unprovable() || k.Accepted().IsZero() || k.Record() == nil {
		return nil
	}
	if _, err := e.readRecord(ctx, cred); err != nil {
		return err
	}
	if !e.State().Keys[cred].ProofToLeaveOut() {
		return nil
	}
	return e.note(cred, incident.StepProve, incident.StepSkipped, incident.NoteData{Text: providers.FromOutside(reason)})
}
