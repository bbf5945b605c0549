package tui

import (
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// tipSteps are the steps that places ask about, for the tips of a drill.
var tipSteps = map[place]incident.Step{
	placeCheck: incident.StepValidate, placeRefused: incident.StepValidate, placeWhich: incident.StepLocate, placeWho: incident.StepRevoke,
	placeDecide: incident.StepDecide, placeContain: incident.StepContain, placeRevoke: incident.StepRevoke, placeProve: incident.StepProve,
	placeSettle: incident.StepProve, placeRotate: incident.StepRotate, placeClose: incident.StepClose,
}

// tipStep is the step that we would take now.
func tipStep(v *view) incident.Step {
	if p := v.next(); p != placeNext {
		return tipSteps[p]
	}
	return (&hub{}).errands(v)[0].step
}

// newTip says what we would do now, in a drill.
func newTip(p words.Phase) screen {
	return &reader{phase: p,
		title: func(v *view) (string, string) { return v.lang.TipTitle(), v.lang.Step(tipStep(v)) },
		rows: func(v *view) []row {
			return append(texts(v.lang.Tip(tipStep(v))), blank(), text(v.lang.TipFree()).inked(dimInk))
		}}
}
