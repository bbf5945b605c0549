package runbook

import (
	"context"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

const (
	leastPoll      = time.Second            // never poll a vendor faster than this
	leastPollShort = 100 * time.Millisecond // where the window was shortened, or in a drill
	mostBackoff    = 30 * time.Second       // while a vendor throttles us
	jitterSlack    = 2 * time.Second        // a busy machine is not a gap
	leastWindow    = 100 * time.Millisecond // a shorter one holds no two refusals
	assumedWindow  = time.Minute            // where an adapter names no window: two refusals in a row would prove nothing
)

// watch probes the key until it is proven dead, or the deadline passes, or the context ends.
func (e *Engine) watch(ctx context.Context, cred string) error {
	v, ok := capability[providers.Validator](e, cred)
	if !ok {
		return nil
	}
	c, have := e.credential(cred)
	if !have {
		return nil
	}
	w := &watcher{e: e, cred: cred, v: v, key: c, plan: e.schedule(v.Proof(), e.windowOf(e.State().Keys[cred]))}
	if err := w.begin(""); err != nil {
		return err
	}
	if stop, err := w.control(ctx); stop || err != nil {
		return err
	}
	return w.loop(ctx)
}

// plan is a vendor's schedule, scaled where the window is replaced.
type plan struct {
	providers.Schedule
	shortened bool
	least     time.Duration
	cut       time.Duration // between probes that nobody answers: never scaled
}

// windowOf is what replaces the proof window of a key's vendor, 0 for nothing.
func (e *Engine) windowOf(k incident.Key) time.Duration {
	if e.cfg.Window > 0 {
		return e.cfg.Window
	}
	return e.cfg.Vendors[k.Identity.Kind.Provider()].Window
}

func (e *Engine) schedule(s providers.Schedule, window time.Duration) plan {
	p := plan{least: leastPoll}
	if e.cfg.Mode == incident.Drill {
		p.least = leastPollShort
	}
	if s.Window <= 0 {
		s.Window, s.Offsets, s.Source = assumedWindow, nil, "our assumption: the adapter names no window"
	}
	p.Schedule = s
	p.Poll = max(p.least, s.Poll)
	p.cut = max(leastPoll, s.Poll)
	if window <= 0 || window == s.Window {
		return p
	}
	p.Window = max(window, leastWindow)
	scale := float64(p.Window) / float64(s.Window)
	p.Offsets = nil
	for _, o := range s.Offsets {
		p.Offsets = append(p.Offsets, time.Duration(float64(o)*scale))
	}
	if scale < 1 {
		p.shortened, p.least = true, leastPollShort
	}
	p.Poll = max(p.least, time.Duration(float64(s.Poll)*scale))
	return p
}

type watcher struct {
	e       *Engine
	cred    string
	v       providers.Validator
	key     providers.Credential
	plan    plan
	last    time.Time     // when the last probe was answered
	planned time.Duration // sleep that was planned after it
	backoff time.Duration
	began   time.Time
	told    providers.KeyStatus // by the newest read of the record
}

func (w *watcher) proof() incident.Proof { return w.e.State().Keys[w.cred].Proof }

// begin starts a run and says why, where it is not the first.
func (w *watcher) begin(why incident.Reason) error {
	now := w.e.cfg.Clock.Now()
	if w.began.IsZero() {
		w.began = now
	}
	return w.e.note(w.cred, incident.StepProve, incident.StepStarted, incident.ProveData{
		Run: w.proof().Run + 1, Window: w.plan.Window, Offsets: w.plan.Offsets, Poll: w.plan.Poll, Deadline: w.began.Add(w.plan.Deadline),
		Source: w.plan.Source, Shortened: w.plan.shortened, Why: why})
}

// control probes a made-up key. If that is accepted, the probe says yes to anything and no
// death can be proven with it.
func (w *watcher) control(ctx context.Context) (stop bool, err error) {
	verdict, err := w.v.Validate(ctx, w.v.Decoy(w.key))
	if err != nil {
		return true, nil // cancelled
	}
	data := incident.ProbeData{Run: w.proof().Run, Control: true, Verdict: toVerdict(verdict)}
	if err := w.e.note(w.cred, incident.StepProve, incident.Probed, data); err != nil {
		return true, err
	}
	if accepts(verdict) {
		return true, w.e.fail(w.cred, incident.StepProve, incident.FailData{Reason: incident.WhyBlind})
	}
	return false, nil
}

func (w *watcher) loop(ctx context.Context) error {
	for {
		now := w.e.cfg.Clock.Now()
		if !w.last.IsZero() && w.proof().Refusals > 0 && now.Sub(w.last) > 2*w.planned+jitterSlack {
			if err := w.begin(incident.WhyGap); err != nil {
				return err
			}
		}
		verdict, err := w.v.Validate(ctx, w.key)
		if err != nil || ctx.Err() != nil {
			return nil // cancelled: the next watch starts a new run
		}
		w.last = w.e.cfg.Clock.Now()
		data := incident.ProbeData{Run: w.proof().Run, Verdict: toVerdict(besides(verdict, w.proof().Blind))}
		untold := verdict.Life == providers.Throttled || verdict.Life == providers.Unclear
		if left := w.left(); untold && left > 0 {
			w.planned = min(w.backOff(verdict), max(w.plan.least, left))
			data.Again = w.last.Add(w.planned)
		}
		if err := w.e.note(w.cred, incident.StepProve, incident.Probed, data); err != nil {
			return err
		}
		if w.proof().Full() {
			if err := w.unveil(ctx); err != nil {
				return err
			}
		}
		if w.proof().Full() && w.proof().Unveiled() {
			if stop, err := w.control(ctx); stop || err != nil {
				return err
			}
			if w.proof().Proven() {
				return w.proven()
			}
		}
		if w.left() <= 0 {
			return w.e.fail(w.cred, incident.StepProve, incident.FailData{Reason: w.overdue()})
		}
		if !untold {
			w.planned = min(w.next(), max(w.plan.least, w.left()))
		}
		if w.e.cfg.Clock.Sleep(ctx, w.planned) != nil {
			return nil
		}
	}
}

// unveil reads the record of a key that would be refused without a revocation too: the control
// that tells the two apart.
func (w *watcher) unveil(ctx context.Context) error {
	if w.proof().Unveiled() {
		return nil
	}
	status := w.e.recordNow(ctx, w.cred)
	if status == w.told && !status.Over() {
		return nil
	}
	w.told = status
	return w.e.note(w.cred, incident.StepProve, incident.RecordRead, incident.ReadData{Status: status, At: w.e.cfg.Clock.Now()})
}

// overdue is why the deadline passed without a proof.
func (w *watcher) overdue() incident.Reason {
	k := w.e.State().Keys[w.cred]
	told, at := k.Told()
	switch p := k.Proof; {
	case p.Full() && !p.Unveiled():
		return incident.WhyVeiled
	case p.Refusals > 0 || k.Latest == nil:
		return incident.WhyDeadline
	case w.recent(at) && (told == providers.Alive || told == providers.AliveLimited):
		return incident.WhyAccepted
	case k.Latest.Reason == providers.ReasonBlind:
		return incident.WhyBlind
	case k.Latest.Reason == providers.ReasonUnreachable:
		return incident.WhyUnreachable
	}
	return incident.WhyDeadline
}

// recent reports whether an answer of that time still tells how the key was when the watch ended.
func (w *watcher) recent(at time.Time) bool {
	return !at.Before(w.began) && w.last.Sub(at) <= max(w.plan.Window, 2*w.planned)
}

// left is how long the last probe is before the deadline.
func (w *watcher) left() time.Duration { return w.plan.Deadline - w.last.Sub(w.began) }

// backOff is how long to wait after an answer that tells nothing: ever longer while the vendor
// throttles; soon as slow as its own poll while the network is cut or the vendor is down.
func (w *watcher) backOff(v providers.Verdict) time.Duration {
	if v.Life == providers.Throttled {
		w.backoff = min(mostBackoff, max(2*w.backoff, 2*w.plan.Poll))
		return max(v.Wait, w.backoff)
	}
	w.backoff = max(w.plan.Poll, min(w.plan.cut, 2*w.backoff))
	return w.backoff
}

// next is how long to wait after an answer: the poll interval until the first refusal, then the
// schedule's offsets.
func (w *watcher) next() time.Duration {
	w.backoff = 0
	p := w.proof()
	if p.Refusals == 0 {
		return w.plan.Poll
	}
	since := w.last.Sub(p.FirstRefused)
	for _, o := range w.plan.Offsets {
		if o > since {
			return max(o-since, w.plan.least)
		}
	}
	return w.plan.Poll
}

// proven records the new state and when the key is looked at again.
func (w *watcher) proven() error {
	k := w.e.State().Keys[w.cred]
	condition, since := k.Condition()
	if err := w.e.note(w.cred, incident.StepProve, incident.StateSeen, incident.StateData{State: condition, Since: since,
		VerifiedDead: k.Proof.VerifiedDead, ProvenAt: k.Proof.ProvenAt, Outcome: k.Outcome()}); err != nil {
		return err
	}
	if len(k.Looks) == 0 {
		for _, after := range w.plan.Looks {
			if err := w.e.note(w.cred, incident.StepLook, incident.LookDue, incident.LookData{At: k.Proof.ProvenAt.Add(after)}); err != nil {
				return err
			}
		}
	}
	w.e.forgetUndo(context.Background(), w.cred)
	return w.e.note(w.cred, incident.StepProve, incident.StepDone, nil)
}

// look probes the dead key once more. An accepted probe reopens the incident loudly: reports that
// were written before call the key dead, and are written anew.
func (e *Engine) look(ctx context.Context, a Action, _ Input) error {
	v, ok := capability[providers.Validator](e, a.Cred)
	c, have := e.credential(a.Cred)
	if !ok || !have {
		return ErrNotOffered
	}
	wasBack := e.State().Keys[a.Cred].AliveAgain()
	verdict, err := v.Validate(ctx, c)
	if err != nil {
		return e.failWith(a.Cred, a.Step, err)
	}
	if e.State().Keys[a.Cred].Proof.Proven() { // an acceptance would take a proof back
		verdict = controlled(ctx, v, c, verdict)
	}
	if err := e.note(a.Cred, incident.StepLook, incident.Probed, incident.ProbeData{Run: e.State().Keys[a.Cred].Proof.Run, Verdict: toVerdict(verdict)}); err != nil {
		return err
	}
	k := e.State().Keys[a.Cred]
	condition, since := k.Condition()
	if err := e.note(a.Cred, incident.StepLook, incident.StateSeen, incident.StateData{State: condition, Since: since, Outcome: k.Outcome()}); err != nil {
		return err
	}
	if wasBack || !k.AliveAgain() {
		return nil
	}
	return e.rewrite(context.WithoutCancel(ctx))
}
