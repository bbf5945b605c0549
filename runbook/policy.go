package runbook

import (
	"slices"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// triesPerRun is how often a policy takes up an action whose end was uncertain, in one run. A
// refusal is an answer: nothing that was refused is asked again.
const triesPerRun = 2

// Policy chooses for a run without a person: the chain in the order of the strategy, mutations
// only where their approval was given, everything else left open.
type Policy struct {
	Approve  []string
	Strategy incident.Strategy // "": as it was decided, and where nothing was, revoke first
	Search   []string          // folders for the trace
	Narrow   Narrowing
	Opens    bool // related credentials that are out for certain, as some of the incident's own
	tried    map[string]int
}

// Choose takes the first action of the order that is possible, approved and not tried out. The keys
// of an incident take each part of the chain in turn, the most dangerous first, so that none waits
// for the rotation of another; one whose vendor asks for a pause keeps no other one waiting.
func (p *Policy) Choose(s incident.State, sit Situation, actions []Action) Choice {
	if p.tried == nil {
		p.tried = map[string]int{}
	}
	var paused []Choice
	for part := range parts {
		for _, k := range s.ByFirstAnswer() {
			if slices.ContainsFunc(paused, func(c Choice) bool { return c.Action.Cred == k.Cred }) {
				continue
			}
			c := p.next(s, sit, k, p.order(k)[part], actions)
			switch {
			case c.Action == nil:
			case c.After.After(sit.Now):
				paused = append(paused, c)
			default:
				return p.taken(c)
			}
		}
	}
	switch {
	case len(paused) > 0:
		return p.taken(slices.MinFunc(paused, func(a, b Choice) int { return a.After.Compare(b.After) }))
	case len(sit.Running) > 0:
		return Choice{Wait: true}
	}
	return p.finish(actions)
}

// next is the first action on a key, of those named, that is possible, approved and not tried out.
func (p *Policy) next(s incident.State, sit Situation, k incident.Key, names []Name, actions []Action) Choice {
	for _, name := range names {
		for _, a := range actions {
			if a.Name != name || a.Cred != k.Cred || a.Off != "" || !approved(a.Approvals, p.Approve) || !p.wants(s, sit, a) {
				continue
			}
			if n := p.tried[triedAs(a)]; n >= triesPerRun || n > 0 && !uncertain(k, a) {
				continue
			}
			if after, worth := throttledUntil(k, a); worth {
				return Choice{Action: &a, Input: p.input(k), After: after}
			}
		}
	}
	return Choice{}
}

func triedAs(a Action) string { return a.Cred + string(a.Name) + a.About }

// taken counts a choice as tried.
func (p *Policy) taken(c Choice) Choice {
	p.tried[triedAs(*c.Action)]++
	return c
}

// strategy is the order that a key is worked in.
func (p *Policy) strategy(k incident.Key) incident.Strategy {
	switch {
	case p.Strategy != "":
		return p.Strategy
	case k.Decided != nil && k.Decided.Choice != incident.NotNow:
		return k.Decided.Choice
	}
	return incident.RevokeFirst
}

// parts is how many parts order has.
const parts = 4

// order is the chain in its parts; what is named first is taken first. The first part asks whether
// a key is alive, the second ends it.
func (p *Policy) order(k incident.Key) [parts][]Name {
	alive := []Name{Settle, Restore, Look, Validate}
	find := []Name{Locate, Forecast, Decide}
	kill := []Name{Contain, RevokeOwner, Revoke, Prove, ReadRecord}
	swap := []Name{Plan, Replace, WriteStore, VerifyNew}
	rest := []Name{ListRelated, Review, Trace, Open, Lift}
	if p.strategy(k) == incident.RotateFirst {
		return [parts][]Name{alive, slices.Concat(find, swap, []Name{WatchUse, RetireNow}, kill), nil, rest}
	}
	return [parts][]Name{alive, slices.Concat(find, kill), swap, rest}
}

// acts are the mutations of actions, by which it is told whether one took place.
var acts = map[Name]incident.Act{Revoke: incident.ActRevoke, RevokeOwner: incident.ActRevokeOwner, Contain: incident.ActContain,
	Restore: incident.ActRestore, Lift: incident.ActLift, Replace: incident.ActCreate, WriteStore: incident.ActWrite}

// uncertain reports whether an action that was taken before may be taken once more on the same
// approval: its request certainly left nothing behind, came at a moment when the vendor takes
// none, or a read got no answer.
func uncertain(k incident.Key, a Action) bool {
	if act, mutates := acts[a.Name]; mutates {
		op, sent := k.LastOp(act)
		if !sent || op.Open() {
			return !sent
		}
		again := []incident.Result{incident.NotApplied, incident.NotSent, incident.Undone}
		return slices.Contains(again, op.Outcome.Result) || op.Throttled()
	}
	switch f := k.Marks[a.Step].Failed; {
	case a.Name == Prove:
		return k.WatchDue()
	case a.Name == Look:
		return k.Latest != nil && (k.Latest.Life == providers.Unclear || k.Latest.Life == providers.Throttled)
	case f == nil:
		return false
	case a.Name == WatchUse: // wanted again only where it could not be read
		return true
	default:
		return slices.Contains([]incident.Reason{incident.WhyUnreachable, incident.WhyRateLimited, incident.WhyUnknownState, incident.WhyShape}, f.Reason)
	}
}

// How long a mutation that was refused with too many requests is held back: as long as the vendor
// said, else unsaidPause. Longer than longestPause is not waited for: the step stays open, and says so.
// Both are our assumption.
const (
	unsaidPause  = 5 * time.Second
	longestPause = time.Minute
)

// throttledUntil is when an action may be sent again whose newest request the vendor throttled; zero:
// at once. worth is false where the vendor asks for more time than a run without a person waits.
func throttledUntil(k incident.Key, a Action) (after time.Time, worth bool) {
	op, sent := k.LastOp(acts[a.Name])
	if !sent || !op.Throttled() {
		return time.Time{}, true
	}
	wait := op.Outcome.Fail.Wait
	if wait <= 0 {
		wait = unsaidPause
	}
	return op.DoneAt.Add(wait), wait <= longestPause
}

// wants leaves out what is done, and what its order forbids for now.
func (p *Policy) wants(s incident.State, sit Situation, a Action) bool {
	k := s.Keys[a.Cred]
	switch a.Name {
	case Validate:
		return k.Status(a.Step) != incident.StatusDone && k.Status(a.Step) != incident.StatusSkipped || AskAnew(s, a.Cred)
	case Locate, Forecast, Decide, Review, Trace:
		return k.Status(a.Step) != incident.StatusDone && k.Status(a.Step) != incident.StatusSkipped
	case Revoke:
		return p.mayKill(k)
	case Restore: // and no run revokes what it brought back
		return !slices.Contains(p.Approve, ApproveRevoke)
	case RevokeOwner:
		op, _ := k.LastOp(incident.ActRevoke)
		return op.Declined() && p.mayKill(k)
	case Contain: // a limit is all that there is for a key that nothing ends
		_, tried := k.LastOp(incident.ActContain)
		return !tried && (p.strategy(k) == incident.ContainFirst || limitOnly(k, sit))
	case Lift:
		return k.Proof.Proven() || k.Outcome() == incident.WithheldOutcome || k.OverByRecord()
	case Plan:
		return slices.Contains(p.Approve, ApproveRotate) && k.Status(incident.StepRotate) != incident.StatusDone && k.Successor.Parked == nil && (!planned(k) || len(k.Successor.Places) == 0)
	case Replace:
		return k.Status(incident.StepRotate) != incident.StatusDone
	case Receive:
		return false
	case RetireNow: // once the wait was over, or could not be
		return slices.Contains(p.Approve, ApproveRevoke) && (p.tried[k.Cred+string(WatchUse)] > 0 || sit.TellsUse != nil && !sit.TellsUse(k)) && !sit.Runs(k.Cred, incident.StepRotate)
	case WatchUse: // once more only where it could not be read
		f := k.Marks[incident.StepRotate].Failed
		return slices.Contains(p.Approve, ApproveRevoke) && (p.tried[k.Cred+string(WatchUse)] == 0 || f != nil && f.Reason != incident.WhyInUse)
	case Prove:
		return k.WatchDue() || !k.Accepted().IsZero() && p.tried[k.Cred+string(Prove)] == 0 && !k.AliveAgain()
	case ListRelated:
		return k.Marks[incident.StepRelated].Done.IsZero()
	case Open:
		return p.Opens && leaked(k, a.About)
	}
	return true
}

// limitOnly reports whether the vendor ends keys of the kind by no call, and lets them be limited.
func limitOnly(k incident.Key, sit Situation) bool {
	return sit.Able != nil && sit.Able(k, providers.CanRevoke) != providers.Auto && sit.Able(k, providers.CanContain) == providers.Auto
}

// AskAnew reports whether a key of an incident that was taken up again is to be asked about by a
// check: nothing was heard of it in this run, and neither a watch nor a later look will ask.
func AskAnew(s incident.State, cred string) bool {
	k := s.Keys[cred]
	return s.Unheard(cred) && k.Accepted().IsZero() && k.Proof.ProvenAt.IsZero()
}

// mayKill holds a revocation back where the order says so: after a limit, or after the new key
// works everywhere. A key that was refused before any act of ours needs a person: a record that fits
// it by its ending may be another key's, and without one there may be nothing left to end.
func (p *Policy) mayKill(k incident.Key) bool {
	if op, tried := k.KillOp(); tried && op.Outcome != nil && op.Outcome.Result == incident.Withheld {
		return false
	}
	if refusedFirst(k) && (k.Record() == nil || k.Located.Strength == providers.MaskOnly && !slices.Contains(p.Approve, ApproveMask)) {
		return false
	}
	if p.strategy(k) == incident.RotateFirst {
		st := k.Status(incident.StepRotate)
		return st == incident.StatusDone || st == incident.StatusManual || st == incident.StatusSkipped
	}
	return true
}

func (p *Policy) input(k incident.Key) Input {
	return Input{Approved: p.Approve, Strategy: p.strategy(k), Places: p.Search, Narrow: p.Narrow}
}

// finish writes the report once everything else has ended.
func (p *Policy) finish(actions []Action) Choice {
	for _, a := range actions {
		if a.Name == Report && a.Off == "" && p.tried["report"] == 0 {
			p.tried["report"]++
			return Choice{Action: &a}
		}
	}
	return Choice{}
}
