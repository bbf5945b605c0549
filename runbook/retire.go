package runbook

import (
	"context"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// In the order that rotates first, the old key dies when nobody uses it any more: a service may
// keep the value that it read at its start, whatever its store says now. A thief's use looks the
// same, so a person can end the wait with a reason, and a run without a person by an approval.
const (
	// Quiet is for how long the old key must be unused: our assumption, services call more often.
	Quiet = 5 * time.Minute
	// quietWindows is how many proof windows that is at most, where the window was replaced: who
	// shortens the one has no time for the other.
	quietWindows = 5
	// usePolls is how often the last use is read in that time.
	usePolls = 20
	// patience is how many times Quiet a watch waits before it gives up.
	patience = 2
)

func (e *Engine) quiet(k incident.Key) time.Duration {
	if e.cfg.Quiet > 0 {
		return e.cfg.Quiet
	}
	if w := quietWindows * e.windowOf(k); w > 0 {
		return min(w, Quiet)
	}
	return Quiet
}

// needUnused keeps the old key alive while it is used, in the order that says so.
func (l *lister) needUnused() incident.Reason {
	if !l.k.Retiring() || l.k.Retire != nil || l.k.Unused() >= l.sit.QuietOf(l.k) {
		return ""
	}
	if why := l.needLastUse(); why != "" {
		return why
	}
	if l.k.Unused() < 0 {
		return incident.WhyUseUnread
	}
	return incident.WhyInUse
}

func (l *lister) retire() {
	if l.needUnused() == "" {
		return
	}
	if !l.sit.Runs(l.k.Cred, incident.StepRotate) {
		l.add(Action{Name: WatchUse, Step: incident.StepRotate, Background: true}, l.needRecord(), l.needLastUse())
	}
	l.add(Action{Name: RetireNow, Step: incident.StepRotate, Approvals: []string{ApproveUsed}})
}

// needLastUse: where the vendor tells no last use, nothing says when a wait is over.
func (l *lister) needLastUse() incident.Reason {
	if l.sit.TellsUse != nil && !l.sit.TellsUse(l.k) {
		return incident.WhyNoLastUse
	}
	return ""
}

// tellsUse reports whether the vendor of a key tells last uses.
func (e *Engine) tellsUse(k incident.Key) bool {
	_, ok := capability[providers.LastUseReader](e, k.Cred)
	return ok
}

// watchUse reads the last use of both keys at once, then beside other work, until the old one was
// unused long enough. What could not be read, or a use that goes on too long, is recorded.
func (e *Engine) watchUse(ctx context.Context, a Action) error {
	began := e.cfg.Clock.Now()
	if over, err := e.lookAtUse(ctx, a.Cred, began); over || err != nil {
		return err
	}
	return e.background(ctx, a, func(ctx context.Context, cred string) error {
		ctx = e.watchProgress(ctx, cred, incident.StepRotate)
		for {
			if e.cfg.Clock.Sleep(ctx, max(e.quiet(e.State().Keys[cred])/usePolls, leastPollShort)) != nil {
				return nil // cancelled: the next watch reads again
			}
			if over, err := e.lookAtUse(ctx, cred, began); over || err != nil {
				return err
			}
		}
	})
}

// lookAtUse reads the last use of both keys once, in a watch that began at a time. over: the
// watch has ended, for good or with a failure that is recorded.
func (e *Engine) lookAtUse(ctx context.Context, cred string, began time.Time) (over bool, err error) {
	r, ok := capability[providers.LastUseReader](e, cred)
	if !ok {
		return true, e.fail(cred, incident.StepRotate, incident.FailData{Reason: incident.WhyNoLastUse})
	}
	use, err := e.readUse(ctx, cred, r)
	switch {
	case ctx.Err() != nil:
		return true, nil // cancelled: the next watch reads again
	case err != nil:
		return true, e.failWith(cred, incident.StepRotate, err)
	}
	k, now := e.State().Keys[cred], e.cfg.Clock.Now()
	quiet, moved := e.quiet(k), k.Use == nil || *k.Use != use
	k.Use, k.UseAt = &use, now
	unused, late := k.Unused() >= quiet, now.Sub(began) >= patience*quiet
	if moved || unused || late { // readings in between would tell nothing new
		if err := e.note(cred, incident.StepRotate, incident.UseSeen, use); err != nil {
			return true, err
		}
	}
	if late && !unused {
		return true, e.fail(cred, incident.StepRotate, incident.FailData{Reason: incident.WhyInUse})
	}
	providers.Report(ctx, UnusedProgress, int(k.Unused()/time.Second), int(quiet/time.Second))
	return unused, nil
}

// UnusedProgress is the name under which the time without use is reported, in seconds.
const UnusedProgress = "rotate.unused"

func (e *Engine) readUse(ctx context.Context, cred string, r providers.LastUseReader) (incident.UseData, error) {
	k := e.State().Keys[cred]
	old, err := r.LastUsed(ctx, fromRecord(*k.Record()))
	if err != nil || k.Successor.Record == nil {
		return incident.UseData{Old: old}, err
	}
	replacement, err := r.LastUsed(ctx, fromRecord(*k.Successor.Record))
	return incident.UseData{Old: old, New: replacement}, err
}

// retireNow lets the old key die although it is used, or may be.
func (e *Engine) retireNow(_ context.Context, a Action, in Input) error {
	data := incident.RetireData{Reason: providers.FromOutside(in.Text), Approver: providers.FromOutside(in.Approver)}
	if k := e.State().Keys[a.Cred]; in.Text == "" && !k.UseAt.IsZero() {
		data.Waited = k.UseAt.Sub(k.Successor.At())
	}
	return e.note(a.Cred, a.Step, incident.Retired, data)
}
