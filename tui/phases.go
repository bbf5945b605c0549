package tui

import (
	"slices"
	"strings"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

var phases = []words.Phase{words.PhaseCheck, words.PhaseStop, words.PhaseReview, words.PhaseRotate, words.PhaseTrace, words.PhaseReport}

// phaseLine shows where we are and what is behind and ahead; the order is free.
func (v *view) phaseLine(s screen, w int) string {
	if v.key().Cred == "" && s.Phase() == "" {
		return ""
	}
	for _, between := range []string{"   ", "  ", " "} {
		var parts, plain []string
		for _, p := range phases {
			text := v.mark(p) + " " + v.lang.Phase(p)
			if p == s.Phase() {
				text = "[" + v.lang.Phase(p) + "]"
			}
			text = v.theme.glyphs(text)
			plain = append(plain, text)
			if p == s.Phase() {
				text = v.theme.paint(boldInk, text)
			} else {
				text = v.theme.paint(dimInk, text)
			}
			parts = append(parts, text)
		}
		if 1+width(strings.Join(plain, between)) <= w || between == " " {
			return " " + strings.Join(parts, between)
		}
	}
	return ""
}

// stepsOf are the steps that a phase is made of.
func stepsOf(p words.Phase) []incident.Step {
	return slices.DeleteFunc(slices.Clone(incident.Steps), func(s incident.Step) bool { return words.PhaseOf(s) != p })
}

// mark is markOf in what the terminal can show: three dots are too wide for a mark.
func (v *view) mark(p words.Phase) string {
	if m := v.markOf(p); m != "…" || !v.theme.ascii {
		return m
	}
	return "~"
}

// markOf says how a phase stands: done, running by itself, open, unknown or with something
// undecided, left out or kept back by a dry run, not begun.
func (v *view) markOf(p words.Phase) string {
	k := v.key()
	done, left, begun, trouble, kept := 0, 0, false, false, false
	steps := stepsOf(p)
	for _, step := range steps {
		if v.running(step) {
			return "…"
		}
		st := v.standing(step)
		kept = kept || st == incident.StatusWithheld
		switch st {
		case incident.StatusDone, incident.StatusManual, incident.StatusWithheld:
			done++
			trouble = trouble || st == incident.StatusManual && step == incident.StepProve
		case incident.StatusSkipped:
			left++
		case incident.StatusFailed, incident.StatusUnknown:
			trouble = true
		}
		trouble = trouble || k.UndecidedIn(step) > 0
		begun = begun || !k.Marks[step].Started.IsZero()
	}
	switch {
	case trouble:
		return "!"
	case left == len(steps), kept && done+left == len(steps):
		return "-"
	case done+left == len(steps):
		return "✓"
	case begun || done > 0:
		return "!"
	}
	return "·"
}

// stepStatus is where a step stands; report and close belong to the incident.
func (v *view) stepStatus(step incident.Step) incident.Status {
	switch {
	case step == incident.StepReport && len(v.state.Reports) > 0, step == incident.StepClose && v.state.Closing != nil:
		return incident.StatusDone
	}
	return v.key().Status(step)
}

// standing is stepStatus as it is told, see incident.Key.Standing.
func (v *view) standing(step incident.Step) incident.Status {
	if st := v.key().Standing(step); st == incident.StatusWithheld {
		return st
	}
	return v.stepStatus(step)
}

func (v *view) running(step incident.Step) bool {
	if v.sit.Runs(v.key().Cred, step) {
		return true
	}
	return slices.ContainsFunc(v.ops.list, func(x *op) bool { return x.action.Name != "" && x.action.Step == step && runs(x.action) })
}

// runs leaves out what is over at once: a note or a decision is no work.
func runs(a runbook.Action) bool {
	return !slices.Contains([]runbook.Name{runbook.Decide, runbook.Judge, runbook.DoneByHand, runbook.LeaveOut, runbook.Answer, runbook.DecideOn}, a.Name)
}
