package incident

import (
	"slices"
	"time"

	"firebreak/providers"
)

// Status is where a step stands.
type Status string

const (
	StatusOpen    Status = "open"
	StatusDone    Status = "done"
	StatusManual  Status = "by hand"
	StatusSkipped Status = "left out"
	StatusFailed  Status = "failed"
	StatusUnknown Status = "unknown"
	// StatusWithheld is that of a step that a dry run has done as far as it goes: see Standing.
	StatusWithheld Status = "withheld"
)

// Status computes a step's state from its effects; step.done alone decides nothing.
func (k Key) Status(step Step) Status {
	m := k.Marks[step]
	if k.effective(step) {
		return StatusDone
	}
	switch {
	case step == StepRevoke && k.Outcome() == UnknownOutcome:
		return StatusUnknown
	case m.Manual:
		return StatusManual
	case m.Skipped:
		return StatusSkipped
	case step == StepLocate && k.Located != nil && k.Record() == nil, m.Failed != nil:
		return StatusFailed
	}
	return StatusOpen
}

// Standing is Status as it is told: a step whose request a dry run kept back is done as far as a
// dry run goes, and never said to be done.
func (k Key) Standing(step Step) Status {
	kept := k.Outcome() == WithheldOutcome && (step == StepRevoke || step == StepProve) || step == StepRotate && k.withheldRotation()
	if st := k.Status(step); st != StatusDone || !kept {
		return st
	}
	return StatusWithheld
}

// NotSent lists the steps whose request a dry run kept back, in the order of the chain.
func (k Key) NotSent() []Step {
	return slices.DeleteFunc(slices.Clone(Steps), func(step Step) bool { return k.Standing(step) != StatusWithheld })
}

// Listed are the steps that a list of all of them shows: those of the chain and, of a key that was
// limited, that the limit is taken back.
func (k Key) Listed() []Step {
	limited := func(o Op) bool { return o.Intent.Act == ActContain && o.Applied() }
	if !slices.ContainsFunc(k.Ops, limited) {
		return Steps
	}
	return slices.Insert(slices.Clone(Steps), slices.Index(Steps, StepReview), StepLift)
}

func (k Key) effective(step Step) bool {
	switch step {
	case StepIdentify:
		return k.Identity.Kind != ""
	case StepValidate:
		return k.First != nil && !undecided(k.First.Life)
	case StepLocate:
		return k.Record() != nil
	case StepForecast:
		return k.Forecast != nil
	case StepDecide:
		_, sent := k.KillOp() // whoever sends a revocation has decided, whatever way it was asked for
		return k.Decided != nil || sent
	case StepRevoke:
		op, _ := k.KillOp()
		withheld := op.Outcome != nil && op.Outcome.Result == Withheld
		return (k.killed() || k.EndedElsewhere()) && !k.Survived() || withheld || k.deadBefore()
	case StepProve:
		return k.Proof.Proven() || k.Outcome() == WithheldOutcome || k.deadBefore()
	case StepReview:
		return k.Usage != nil
	case StepRotate:
		return k.Successor.Done() || k.withheldRotation()
	case StepInvestigate:
		return k.Traced != nil
	case StepLift:
		return len(k.Limits()) == 0
	case StepRelated:
		for _, r := range k.Related {
			if r.Decision == Undecided {
				return false
			}
		}
		return true
	}
	return false
}

// Done reports whether the new key answers and stands in every place of the plan.
func (n Successor) Done() bool {
	if n.Parked == nil || n.Probe == nil || len(n.Places) == 0 {
		return false
	}
	if n.Probe.Life != providers.Alive && n.Probe.Life != providers.AliveLimited {
		return false
	}
	for _, p := range n.Places {
		if !p.Holds {
			return false
		}
	}
	return true
}

// At is when the new key stood in every place and answered; the zero time before that.
func (n Successor) At() time.Time {
	if !n.Done() {
		return time.Time{}
	}
	at := n.ProbeAt
	for _, p := range n.Places {
		if p.Verified.After(at) {
			at = p.Verified
		}
	}
	return at
}

// Retiring reports whether the order is to retire the old key once nobody uses it: the new one
// stands everywhere, and nothing has killed the old one yet.
func (k Key) Retiring() bool {
	return k.Decided != nil && k.Decided.Choice == RotateFirst && k.Successor.Done() && k.Accepted().IsZero()
}

// Unused is for how long the old key was not used, by the newest reading, since the new one
// stood everywhere; negative where nobody looked.
func (k Key) Unused() time.Duration {
	if k.Use == nil || k.UseAt.Before(k.Successor.At()) {
		return -1
	}
	since := k.Successor.At()
	if k.Use.Old.After(since) {
		since = k.Use.Old
	}
	return k.UseAt.Sub(since)
}

// withheldRotation reports whether a dry run has shown everything that it would send.
func (k Key) withheldRotation() bool {
	op, ok := k.LastOp(ActCreate)
	return ok && op.Outcome != nil && op.Outcome.Result == Withheld && !k.Marks[StepRotate].Done.IsZero()
}

// OpenSteps lists the steps that still need somebody, in the chain's order. The report is the
// incident's; looks that are due, unanswered questions and the closing are not open steps. A dry run
// leaves no change open that nobody took up: it may never have been to show it.
func (s State) OpenSteps(cred string) []Step {
	k := s.Keys[cred]
	return slices.DeleteFunc(s.Undone(cred), func(step Step) bool { return s.Opening.Mode == DryRun && k.untouched(step) })
}

// Undone lists the steps that are not done, in the chain's order: OpenSteps, and the changes that a
// dry run has not shown.
func (s State) Undone(cred string) []Step {
	if r, replaces := s.Replacing(); replaces {
		if r.Ended() || s.Closing != nil {
			return nil
		}
		return []Step{StepRotate}
	}
	k := s.Keys[cred]
	var open []Step
	for _, step := range []Step{StepValidate, StepLocate, StepForecast, StepDecide, StepRevoke, StepProve,
		StepLift, StepReview, StepRotate, StepInvestigate} {
		switch k.Status(step) {
		case StatusDone, StatusSkipped:
			continue
		case StatusManual:
			if step != StepProve {
				continue
			}
		}
		if k.beside(step) {
			continue
		}
		open = append(open, step)
	}
	if len(s.Reports) == 0 {
		open = append(open, StepReport)
	}
	return open
}

// beside reports whether a step has nothing to do for a key: one that is known by its record cannot be
// asked about, and nobody of ours uses one that the thief made.
func (k Key) beside(step Step) bool {
	d := k.Identity
	return step == StepValidate && d.ByRecord() || step == StepRotate && d.Because != nil && d.Because.Relation == providers.MintedByIt
}

// untouched reports whether a change was not taken up at all. What is proven follows the revocation.
func (k Key) untouched(step Step) bool {
	if step == StepProve {
		step = StepRevoke
	}
	m := k.Marks[step]
	return (step == StepRevoke || step == StepRotate) && m.Started.IsZero() && m.Failed == nil && !m.Manual
}

// NeedsReason reports whether closing the incident asks why: no key was identified, or a step of
// one of its keys is open.
func (s State) NeedsReason() bool {
	return len(s.Order) == 0 || len(s.Unfinished()) > 0
}

// Unfinished lists the keys that have steps open, in the order of the incident.
func (s State) Unfinished() []string {
	var list []string
	for _, cred := range s.Order {
		if len(s.OpenSteps(cred)) > 0 {
			list = append(list, cred)
		}
	}
	return list
}

// DueLooks lists the later looks that are not done yet.
func (k Key) DueLooks() []time.Time {
	var due []time.Time
	for _, l := range k.Looks {
		if l.Done.IsZero() {
			due = append(due, l.Due)
		}
	}
	return due
}

// MissedLooks lists the later looks that a close came before: nobody can make them any more. None
// while the incident is open.
func (s State) MissedLooks(cred string) []time.Time {
	if s.Closing == nil {
		return nil
	}
	return s.Keys[cred].DueLooks()
}

// LookDue returns when the first later look was due that is not done; zero where none is due now.
func (k Key) LookDue(now time.Time) time.Time {
	if due := k.DueLooks(); len(due) > 0 && !due[0].After(now) {
		return due[0]
	}
	return time.Time{}
}

// Unheard reports whether the incident was taken up again and nothing was heard of a key since: what
// is known of it is what an earlier run saw. A drill, whose time stands still between two runs, has
// none.
func (s State) Unheard(cred string) bool {
	v := s.Keys[cred].Latest
	return s.Resumes > 0 && s.Opening.Mode != Drill && (v == nil || v.At.Before(s.HeldAt))
}

// Undecided counts what only a person can decide and nobody has: related credentials, and groups
// of the usage review. Neither is an open step.
func (k Key) Undecided() (related, usage int) {
	for _, r := range k.Related {
		if r.Decision == Undecided {
			related++
		}
	}
	return related, k.Judged().Open
}

// UndecidedIn is what Undecided counts of one step; 0 for a step that nobody has to judge.
func (k Key) UndecidedIn(step Step) int {
	related, usage := k.Undecided()
	switch step {
	case StepRelated:
		return related
	case StepReview:
		return usage
	}
	return 0
}

// Finished lists the steps that are done and leave nothing undecided, in the order of the chain.
func (k Key) Finished() []Step {
	var list []Step
	for _, step := range Steps {
		if k.Standing(step) == StatusDone && k.UndecidedIn(step) == 0 {
			list = append(list, step)
		}
	}
	return list
}
