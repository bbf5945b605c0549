package tui

import (
	"firebreak/providers"
	"firebreak/runbook/incident"
)

// enters is where an incident that was opened or taken up goes on: with several keys at their list.
func (v *view) enters() place {
	if len(v.state.Order) > 1 && v.state.Closing == nil {
		v.atWorst()
		return placeKeys
	}
	return v.next()
}

// atWorst has the most dangerous key of the incident at hand.
func (v *view) atWorst() {
	k, _ := v.state.Worst()
	v.cred = k.Cred
}

// next is where the chain goes on, from what is known: the place of the first thing that is
// open. Screens that are done lead there with goTo(v.next()).
func (v *view) next() place {
	k := v.key()
	done := func(step incident.Step) bool {
		switch k.Status(step) {
		case incident.StatusDone, incident.StatusSkipped, incident.StatusManual:
			return true
		}
		return false
	}
	if k.Cred == "" {
		return placePaste
	}
	if v.state.Closing != nil {
		return placeClose
	}
	if _, open := k.OpenOp(); open {
		return placeSettle
	}
	if !k.Accepted().IsZero() {
		if !done(incident.StepProve) {
			return placeProve
		}
		return placeNext
	}
	switch {
	case done(incident.StepRevoke):
		return placeNext
	case k.First == nil && !done(incident.StepValidate) && !decidedByRecord(k):
		return placeCheck
	case k.First != nil && k.First.Life == providers.Dead:
		return placeRefused
	case k.Record() != nil:
		return v.toStop(k)
	case k.Located == nil && !v.failedHere(incident.StepLocate):
		return placeCheck
	case k.Located != nil && len(k.Located.Candidates) > 1 && !k.Identity.Masked:
		return placeWhich
	case v.sit.Reaches(k):
		return v.toStop(k)
	}
	return placeWho
}

// decidedByRecord reports whether the order was chosen for a key that nobody can ask about: there is
// nothing to check before it.
func decidedByRecord(k incident.Key) bool {
	return k.Identity.Masked && k.Record() != nil && k.Decided != nil
}

// failedHere reports whether a read ended without an answer in this run. One of an earlier run is
// made once more: what it lacked may be here now.
func (v *view) failedHere(step incident.Step) bool {
	m := v.key().Marks[step]
	return m.Failed != nil && m.Failed.Reason != incident.WhyCancelled && !m.FailAt.Before(v.state.HeldAt)
}

// toStop is the place on the way to the kill that the chosen order leads to.
func (v *view) toStop(k incident.Key) place {
	if k.Decided == nil {
		return placeDecide
	}
	switch k.Decided.Choice {
	case incident.RevokeFirst:
		return placeRevoke
	case incident.ContainFirst:
		if len(k.Limits()) == 0 {
			return placeContain
		}
		return placeRevoke
	case incident.RotateFirst:
		if !k.Successor.Done() {
			return placeRotate
		}
		return placeRevoke
	}
	return placeNext
}
