package runbook

import (
	"slices"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// byPolicy are the actions that a run without a person takes, and that its approvals decide on.
var byPolicy = []Name{Settle, Validate, Locate, Forecast, Decide, Contain, Revoke, RevokeOwner, Prove, ReadRecord, Look, Plan, Replace, WriteStore, VerifyNew,
	WatchUse, ListRelated, Review, Trace, Lift}

// Left says of steps of a key what keeps each: an approval that was not granted, the failure that
// it stopped with, why it is not possible now, else that the run was broken off before its end. It
// is pure.
func Left(s incident.State, sit Situation, cred string, granted []string, steps []incident.Step) []incident.LeftStep {
	k := s.Keys[cred]
	kill, _ := k.LastOp(incident.ActRevoke)
	actions := Actions(s, sit)
	var list []incident.LeftStep
	for _, step := range steps {
		if step == incident.StepReport && s.Unwritten != nil {
			list = append(list, incident.LeftStep{Step: step, Fail: *s.Unwritten})
			continue
		}
		one := leftOf(k, step, granted, slices.DeleteFunc(slices.Clone(actions), func(a Action) bool {
			return a.Cred != k.Cred || a.Step != step || !slices.Contains(byPolicy, a.Name) || a.Name == RevokeOwner && !kill.Declined()
		}))
		one.Limited = len(k.Limits()) > 0
		if r := k.Record(); step == incident.StepRevoke && r != nil && one.Fail.Reason == incident.WhyNotOffered && limitOnly(k, sit) {
			one.NoCall, one.Ends = true, r.Expires
		}
		if step == incident.StepProve && k.ProofToLeaveOut() {
			one.Over = k.RecordOver()
		}
		one.NoStore = step == incident.StepRotate && len(sit.Stores) == 0 && k.Successor.Parked == nil
		list = append(list, one)
	}
	return list
}

func leftOf(k incident.Key, step incident.Step, granted []string, actions []Action) incident.LeftStep {
	out := incident.LeftStep{Step: step}
	needs := map[incident.Step][]string{
		incident.StepRotate:  {ApproveRotate},  // its plan needs none, and leads to what does
		incident.StepContain: {ApproveContain}, // also of a key that has ended without it
	}[step]
	for _, a := range actions {
		if a.Off != incident.WhyNotOffered { // no approval makes the vendor do it
			needs = append(needs, a.Approvals...)
		}
		if out.Fail.Reason == "" {
			out.Fail.Reason = a.Off
		}
	}
	used := out.Fail.Reason == incident.WhyInUse
	if used {
		needs = append(needs, ApproveUsed)
	}
	for _, name := range Approvals {
		if slices.Contains(needs, name) && !slices.Contains(granted, name) {
			out.Missing = append(out.Missing, name)
		}
	}
	unknown := step == incident.StepRevoke && k.Record() == nil
	if refusedFirst(k) && (unknown && out.Fail.Reason == "" || slices.Contains(out.Missing, ApproveMask)) { // no approval in advance makes up for a mistyped key
		return incident.LeftStep{Step: step, Fail: incident.FailData{Reason: incident.WhyRefusedAt}}
	}
	switch f := k.Marks[step].Failed; {
	case len(out.Missing) > 0 && !used && (f == nil || f.Reason != incident.WhyDeclined):
		out.Fail.Reason = incident.WhyNeedsApprove
	case f != nil:
		out.Fail = *f
	case step == incident.StepRevoke && refusedFirst(k) && out.Fail.Reason == "":
		out.Fail.Reason = incident.WhyRefusedAt
	case out.Fail.Reason != "":
	case step == incident.StepProve && k.Accepted().IsZero():
		out.Fail.Reason = incident.WhyNeedsRevoke
	default:
		out.Fail.Reason = incident.WhyCancelled
	}
	return out
}

// Unlimited reports whether the order was to limit a key before anything else, or nothing else can
// be done about it from here, and nobody approved that, so that it was passed over; and whether the limit can still be set. strategy is as
// in Policy.
func Unlimited(s incident.State, sit Situation, cred string, strategy incident.Strategy, granted []string) (passed, possible bool) {
	k, known := s.Keys[cred]
	p := Policy{Strategy: strategy}
	_, tried := k.LastOp(incident.ActContain)
	if !known || p.strategy(k) != incident.ContainFirst && !limitOnly(k, sit) || tried || k.Stopped(incident.StepContain) != nil || slices.Contains(granted, ApproveContain) {
		return false, false
	}
	possible = slices.ContainsFunc(Actions(s, sit), func(a Action) bool { return a.Name == Contain && a.Cred == k.Cred && a.Off == "" })
	return possible || s.Resumes == 0 && !k.Accepted().IsZero() && sit.Able != nil && sit.Able(k, providers.CanContain) == providers.Auto, possible
}
