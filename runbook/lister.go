package runbook

import (
	"slices"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// lister collects what can be done about one key.
type lister struct {
	k       incident.Key
	sit     Situation
	unheard bool // State.Unheard
	list    []Action
}

// add lists an action. The leaked key that it needs, and an op of unknown end, switch it off.
func (l *lister) add(a Action, needs ...incident.Reason) {
	a.Cred = l.k.Cred
	for _, why := range needs {
		if a.Off == "" {
			a.Off = why
		}
	}
	if a.Mutates && l.k.Identity.Because != nil {
		a.Approvals = append(slices.Clip(a.Approvals), ApproveRelated)
	}
	if a.Mutates && a.Off == "" && l.blocked(a) {
		a.Off = incident.WhyOpenOp
	}
	l.list = append(l.list, a)
}

// blocked reports whether an op of unknown end must be settled first. A limit that the vendor
// does not let us read back never keeps a kill from being sent.
func (l *lister) blocked(a Action) bool {
	for _, op := range l.k.Ops {
		if !op.Open() {
			continue
		}
		f := l.k.Marks[op.Step].Failed
		if a.Name == Revoke && op.OfLimit() && f != nil && f.Reason == incident.WhyUnknownState {
			continue
		}
		return true
	}
	return false
}

func (l *lister) needKey() incident.Reason {
	switch {
	case l.sit.Have[l.k.Cred]:
		return ""
	case EndingOnly(l.k):
		return incident.WhyEndingOnly
	}
	return incident.WhyNeedsKey
}

// needKeyOrEnding lets a masked key be looked for by what is shown of it.
func (l *lister) needKeyOrEnding() incident.Reason {
	if l.k.Identity.Masked && !l.k.Identity.Unseen() && !l.k.Identity.ByRecord() {
		return ""
	}
	return l.needKey()
}

func (l *lister) needRecord() incident.Reason {
	if l.k.Record() != nil {
		return ""
	}
	return incident.WhyNeedsRecord
}

// needTarget is what a revocation goes by: the record, or the value itself.
func (l *lister) needTarget() incident.Reason {
	if l.byValue() {
		return l.needKey()
	}
	return l.needRecord()
}

func (l *lister) byValue() bool { return l.sit.ByValue != nil && l.sit.ByValue(l.k) }

func (l *lister) needAble(c providers.Capability) incident.Reason {
	if l.sit.Able != nil && l.sit.Able(l.k, c) != providers.Auto {
		return incident.WhyNotOffered
	}
	return ""
}

// needProbe: what was sent for a value alone is settled by nothing but the value.
func (l *lister) needProbe(op incident.Op) incident.Reason {
	if op.Intent.Value == "" {
		return ""
	}
	return l.needKey()
}

func (l *lister) check() {
	l.add(l.probing(Action{Name: Validate, Step: incident.StepValidate}), l.needAble(providers.CanValidate), l.needKey())
	l.add(l.probing(Action{Name: Locate, Step: incident.StepLocate}), l.needAble(providers.CanLocate), l.needKeyOrEnding())
	if l.k.Located != nil && len(l.k.Located.Candidates) > 1 && !l.k.Identity.Masked { // of several with one ending none is taken
		for _, r := range l.k.Located.Candidates {
			l.add(Action{Name: Keep, Step: incident.StepLocate, About: r.ID, Approvals: []string{ApproveMask}})
		}
	}
	l.add(Action{Name: Forecast, Step: incident.StepForecast}, l.needRecord())
	l.add(Action{Name: Decide, Step: incident.StepDecide})
}

// probing asks for more before a decoy is used: its use may be what an alarm waits for.
func (l *lister) probing(a Action) Action {
	if l.k.Identity.Decoy() {
		a.Approvals = append(a.Approvals, ApproveDecoy)
	}
	return a
}

func (l *lister) stop() {
	k := l.k
	gone := !k.Accepted().IsZero() && !k.Survived() || k.EndedBefore()
	if !gone {
		l.add(Action{Name: Contain, Step: incident.StepContain, Mutates: true, Approvals: l.onRecord(ApproveContain)},
			l.needAble(providers.CanContain), l.needRecord())
		l.add(l.revocation(Revoke, ApproveRevoke), l.needAble(providers.CanRevoke), l.needTarget(), l.needSnapshot(), l.needUnused())
		if r := k.Record(); r != nil && r.OwnerType == "service_account" {
			if op, tried := k.LastOp(incident.ActRevoke); tried && op.Outcome != nil && op.Outcome.Result == incident.RefusedRes {
				l.add(l.revocation(RevokeOwner, ApproveOwner), l.needSnapshot())
			}
		}
	}
	l.restoration()
	for _, op := range k.Limits() {
		l.add(Action{Name: Lift, Step: incident.StepLift, About: op.Intent.Limit.ID, Mutates: true, Approvals: []string{ApproveContain}})
		l.add(Action{Name: KeepLimit, Step: incident.StepLift, About: op.Intent.Limit.ID})
	}
	if k.Watchable() && !l.sit.Runs(k.Cred, incident.StepProve) {
		l.add(l.probing(Action{Name: Prove, Step: incident.StepProve, Background: true}), l.needAble(providers.CanProve), l.needKey())
	}
	if l.k.ReadableBack(l.needAble(providers.CanRevoke) == "") {
		l.add(Action{Name: ReadRecord, Step: incident.StepProve})
	}
	if l.lookWanted() {
		l.add(l.probing(Action{Name: Look, Step: incident.StepLook}), l.needAble(providers.CanProve), l.needKey())
	}
}

// lookWanted reports whether the dead key is to be looked at: a look is due, the key was alive again,
// or it is at hand and this run has not asked about it yet.
func (l *lister) lookWanted() bool {
	return !l.k.LookDue(l.sit.Now).IsZero() || l.k.AliveAgain() || l.unheard && l.k.Proof.Proven() && l.sit.Have[l.k.Cred]
}

// revocation is final.
func (l *lister) revocation(name Name, approval string) Action {
	return Action{Name: name, Step: incident.StepRevoke, Mutates: true, Final: true, Approvals: l.onRecord(approval)}
}

// onRecord is what a change of the record asks for: more where the match is weak, for another
// key's users would feel a limit as they feel its end.
func (l *lister) onRecord(approval string) []string {
	if l.k.Located != nil && l.k.Located.Likely() && !l.byValue() {
		return []string{approval, ApproveMask}
	}
	return []string{approval}
}

// needSnapshot keeps the kill back until record and usage are saved, or could not be read.
func (l *lister) needSnapshot() incident.Reason {
	if l.k.Forecast != nil || l.k.Marks[incident.StepForecast].Failed != nil || l.byValue() && l.k.Record() == nil {
		return ""
	}
	return incident.WhyNeedsRecord
}

func refusedFirst(k incident.Key) bool { return k.First != nil && k.First.Life == providers.Dead }

func (l *lister) rotate() {
	n := l.k.Successor
	switch {
	case n.Parked == nil && !planned(l.k):
		l.add(Action{Name: Plan, Step: incident.StepRotate}, l.needKey())
	case n.Parked == nil:
		l.add(Action{Name: Replace, Step: incident.StepRotate, Mutates: true, Approvals: []string{ApproveRotate}},
			l.needAble(providers.CanReplace), l.needRecord(), l.needPlan())
		l.add(Action{Name: Receive, Step: incident.StepRotate, Approvals: []string{ApproveRotate}}, l.needPlan())
		l.add(Action{Name: Plan, Step: incident.StepRotate}, l.needKey())
	default:
		for _, p := range n.Places {
			if p.Written.IsZero() {
				l.add(Action{Name: WriteStore, Step: incident.StepRotate, About: PlaceID(p.Place), Mutates: true,
					Approvals: []string{ApproveRotate}}, l.needKey())
				l.add(Action{Name: WroteByHand, Step: incident.StepRotate, About: PlaceID(p.Place)})
			} else {
				l.putBack(p)
			}
		}
		if !n.Done() {
			l.add(Action{Name: VerifyNew, Step: incident.StepRotate}, l.needWritten())
		}
	}
	l.retire()
	l.add(Action{Name: ListRelated, Step: incident.StepRelated}, l.needRecord())
	for _, r := range l.k.Related {
		l.opening(r)
		if r.Decision == incident.Undecided {
			l.add(Action{Name: DecideOn, Step: incident.StepRelated, About: r.ID})
		}
	}
}

// PlaceID names one place of a rotation.
func PlaceID(p incident.Place) string { return p.Store + "#" + p.Detail }

// planned reports whether the plan of this rotation stands: made, recorded whole, and
// without a failure since.
func planned(k incident.Key) bool {
	m := k.Marks[incident.StepRotate]
	n := k.Successor
	return !m.Started.IsZero() && m.Failed == nil && len(n.Places)+len(n.Holders) >= n.Planned
}

func (l *lister) needPlan() incident.Reason {
	if f := l.k.Marks[incident.StepRotate].Failed; f != nil && !planned(l.k) {
		return f.Reason
	}
	if len(l.k.Successor.Places) == 0 {
		return incident.WhyNoStore
	}
	return ""
}

func (l *lister) needWritten() incident.Reason {
	for _, p := range l.k.Successor.Places {
		if p.Written.IsZero() {
			return incident.WhyNoStore
		}
	}
	return ""
}

// needReviewable: a review reads use, or at least the log of acts.
func (l *lister) needReviewable() incident.Reason {
	if l.needAble(providers.CanUsage) == "" {
		return ""
	}
	return l.needAble(providers.CanAudit)
}

func (l *lister) understand() {
	l.add(Action{Name: Review, Step: incident.StepReview}, l.needReviewable(), l.needRecord())
	if l.k.Usage != nil {
		for _, g := range l.k.Usage.Groups {
			l.add(Action{Name: Judge, Step: incident.StepReview, About: g.ID})
		}
	}
	l.add(Action{Name: Trace, Step: incident.StepInvestigate})
}

// handSteps are the steps that a person may do or leave out.
var handSteps = []incident.Step{incident.StepValidate, incident.StepLocate, incident.StepForecast, incident.StepDecide, incident.StepRevoke,
	incident.StepProve, incident.StepReview, incident.StepRotate, incident.StepInvestigate}

// openByHand are those of them that nobody did or left out yet.
func openByHand(k incident.Key) []incident.Step {
	settled := []incident.Status{incident.StatusDone, incident.StatusManual, incident.StatusSkipped}
	return slices.DeleteFunc(slices.Clone(handSteps), func(step incident.Step) bool { return slices.Contains(settled, k.Status(step)) })
}

// byHand offers for every step that is not done yet to be done by a person or left out.
func (l *lister) byHand() {
	for _, step := range handSteps {
		if st := l.k.Status(step); st == incident.StatusDone {
			continue
		}
		l.add(Action{Name: DoneByHand, Step: step})
		l.add(Action{Name: LeaveOut, Step: step})
	}
}
