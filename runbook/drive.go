package runbook

import (
	"context"
	"errors"
	"math"
	"time"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/runbook/incident"
)

// Input is what a chosen action needs beside its name.
type Input struct {
	Approved []string // granted approvals; a typed phrase grants its action's
	Strategy incident.Strategy
	Suggest  incident.Strategy // what was recommended when the choice was made
	Why      incident.Reason
	Text     string // reason, note, answer, id
	Approver string
	Question incident.Question
	About    string
	Verdict  incident.GroupVerdict
	Decision incident.Decision
	Places   []string         // folders to search
	At       time.Time        // where the answer is a time
	Passed   bool             // the question was put and is passed over
	Secret   providers.Secret // Receive
	Found    identify.Finding // OpenWith
	Narrow   Narrowing        // Replace
}

// Choice is a chooser's answer: an action, or waiting for background work, or neither: done.
type Choice struct {
	Action *Action
	Input  Input
	Wait   bool
	After  time.Time // the action is not begun before; zero: at once
}

// Chooser picks the next action. A person, a policy or a script stands behind it.
type Chooser interface {
	Choose(incident.State, Situation, []Action) Choice
}

// Drive is the one loop: choose, do, until the chooser is done or the context ends. Background
// work that still goes on is stopped on the way out.
func Drive(ctx context.Context, e *Engine, c Chooser) error {
	defer e.Leave()
	for ctx.Err() == nil {
		sit := e.Situation()
		s := e.State()
		choice := c.Choose(s, sit, Actions(s, sit))
		switch {
		case choice.Action != nil:
			if err := e.pause(ctx, choice); err != nil {
				return err
			}
			if err := e.Do(ctx, *choice.Action, choice.Input); err != nil {
				if errors.Is(err, ErrJournal) || ctx.Err() != nil {
					return err
				}
				if n, ok := c.(interface{ Refused(Action, error) }); ok {
					n.Refused(*choice.Action, err)
				}
			}
		case choice.Wait && len(sit.Running) > 0:
			if err := e.Wait(ctx); err != nil {
				return err
			}
		default:
			return nil
		}
	}
	return ctx.Err()
}

// PauseProgress is the wait before an action whose time has not come, counted in seconds.
const PauseProgress = "pause"

// pause sleeps on the clock until a choice's time has come, and tells the listener for how long.
func (e *Engine) pause(ctx context.Context, c Choice) error {
	wait := c.After.Sub(e.cfg.Clock.Now())
	if c.After.IsZero() || wait <= 0 {
		return nil
	}
	providers.Report(e.watchProgress(ctx, c.Action.Cred, c.Action.Step), PauseProgress, 0, int(math.Ceil(wait.Seconds())))
	return e.cfg.Clock.Sleep(ctx, wait)
}

// MostPerCall is after how long the door gives one request up.
const MostPerCall = 15 * time.Second

// OnLeaving has somebody told, from another goroutine, that the work was ended while a request which
// changes something is out: its answer is waited for. stop takes that back.
func (e *Engine) OnLeaving(ctx context.Context, tell func(incident.Op)) (stop func() bool) {
	return context.AfterFunc(ctx, func() {
		if op, sent := e.State().InFlight(); sent {
			tell(op)
		}
	})
}

// Wait returns when some background work has ended, at once where there is none. On a clock
// that stands still while a person reads, time goes on meanwhile.
func (e *Engine) Wait(ctx context.Context) error {
	e.mu.Lock()
	gate, busy := e.changed, len(e.running) > 0
	e.mu.Unlock()
	if !busy {
		return nil
	}
	return gate.Wait(ctx)
}

// Do performs one action. Events tell what happened; the error is for what could not even be
// recorded, and for a choice that is not possible now (nothing has happened then).
func (e *Engine) Do(ctx context.Context, a Action, in Input) error {
	if a.Name.takesTurn() {
		if err := e.acting.take(ctx); err != nil {
			return err
		}
		defer e.acting.give()
	}
	offered := false
	for _, o := range Actions(e.State(), e.Situation()) {
		if o.Name == a.Name && o.Step == a.Step && o.Cred == a.Cred && (a.About == "" || o.About == a.About) && o.Off == "" {
			a, offered = o, true
			break
		}
	}
	if !offered {
		return ErrNotOffered
	}
	if !approved(a.Approvals, in.Approved) {
		return ErrNotApproved
	}
	if e.cfg.Cost != nil {
		if err := e.cfg.Clock.Sleep(ctx, e.cfg.Cost(a)); err != nil {
			return err
		}
	}
	ctx = e.watchProgress(ctx, a.Cred, a.Step)
	switch a.Name {
	case Prove:
		return e.background(ctx, a, e.watch)
	case WatchUse:
		return e.watchUse(ctx, a)
	}
	return e.perform(ctx, a, in)
}

func (e *Engine) perform(ctx context.Context, a Action, in Input) error {
	type act = func(context.Context, Action, Input) error
	do, ok := map[Name]act{
		Validate: e.validate, Locate: e.locate, Keep: e.keep, Forecast: e.forecast, Decide: e.decide,
		Contain: e.contain, Lift: e.lift, KeepLimit: e.keepLimit, Revoke: e.revoke, RevokeOwner: e.revokeOwner, Restore: e.restore,
		Settle: e.settle, Look: e.look, ReadRecord: e.reread, Plan: e.plan, Replace: e.replace, Receive: e.receive, WriteStore: e.write, WroteByHand: e.wroteByHand, RollBack: e.rollBack,
		VerifyNew: e.verify, RetireNow: e.retireNow, ListRelated: e.related, DecideOn: e.decideOn, Open: e.open, OpenWith: e.open, Review: e.review, Judge: e.judge,
		Trace: e.trace, Answer: e.answer, Report: e.report, Close: e.close, DoneByHand: e.doneByHand, LeaveOut: e.leaveOut, LeaveKey: e.leaveKey,
	}[a.Name]
	if !ok {
		return ErrNotOffered
	}
	return do(ctx, a, in)
}

// running names background work.
func running(cred string, step incident.Step) string { return cred + "/" + string(step) }

// background starts a watch as a worker that the clock knows of. It outlives the call that
// began it, and ends with Leave.
func (e *Engine) background(ctx context.Context, a Action, watch func(context.Context, string) error) error {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	name := running(a.Cred, a.Step)
	e.mu.Lock()
	if e.running[name] != nil {
		e.mu.Unlock()
		cancel()
		return ErrNotOffered
	}
	e.running[name] = cancel
	e.mu.Unlock()
	e.cfg.Clock.Go(func() {
		defer e.ended(name, cancel)
		_ = watch(ctx, a.Cred) // what went wrong is in the journal, or the journal is dead and the next event meets it
	})
	return nil
}

func (e *Engine) ended(name string, cancel context.CancelFunc) {
	cancel()
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.running, name)
	e.changed.Open()
	e.changed = e.cfg.Clock.Gate()
}
