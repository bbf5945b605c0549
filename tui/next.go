package tui

import (
	"firebreak/providers"
	"firebreak/runbook/incident"
)

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
	case k.First == nil && !done(incident.StepValidate):
		return placeCheck
	case k.First != nil && k.First.Life == providers.Dead:
		return placeRefused
	case k.Record() != nil:
		return v.toStop(k)
	case k.Located == nil && (k.Marks[incident.StepLocate].Failed == nil || k.Marks[incident.StepLocate].Failed.Reason == incident.WhyCancelled):
		return placeCheck
	case k.Located != nil && len(k.Located.Candidates) > 1 && !k.Identity.Masked:
		return placeWhich
	}
	return placeWho
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
