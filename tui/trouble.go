package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// trouble says why a step did not get done, in three lines, and how to go on: again, by hand,
// or left out with a reason.
type trouble struct {
	in
	step   incident.Step
	cursor cursor
	doing  opID
}

func newTrouble(_ *view, step incident.Step) screen {
	return &trouble{in: in(words.PhaseOf(step)), step: step}
}

// retries are the reads that trying again makes. What changes something has its own question,
// and trying again leads there.
var retries = map[incident.Step]runbook.Name{
	incident.StepValidate: runbook.Validate, incident.StepLocate: runbook.Locate, incident.StepForecast: runbook.Forecast,
	incident.StepReview: runbook.Review, incident.StepInvestigate: runbook.Trace, incident.StepRelated: runbook.ListRelated,
	incident.StepLook: runbook.Look, incident.StepReport: runbook.Report,
}

// questions are the places of the steps that are asked about before anything is done.
var questions = map[incident.Step]place{
	incident.StepDecide: placeDecide, incident.StepContain: placeContain, incident.StepRevoke: placeRevoke, incident.StepProve: placeProve,
	incident.StepRotate: placeRotate, incident.StepClose: placeClose,
}

// Update implements screen.
func (s *trouble) Update(m tea.Msg, v *view) (nav, tea.Cmd) {
	switch m := m.(type) {
	case changedMsg:
		if s.over(v) {
			return goTo(v.next()), nil
		}
	case doneMsg:
		if m.id == s.doing {
			s.doing = 0
		}
	case keyMsg:
		switch {
		case m.is(keyAgain):
			return s.again(v)
		case m.is(keyByHand):
			return s.reason(v, runbook.DoneByHand)
		case m.is(keyLeftOut):
			return s.reason(v, runbook.LeaveOut)
		}
		return s.options(v).take(&s.cursor, m, v)
	}
	return stay(), nil
}

// over reports whether the step needs nobody any more.
func (s *trouble) over(v *view) bool {
	switch v.stepStatus(s.step) {
	case incident.StatusDone, incident.StatusManual, incident.StatusSkipped:
		return true
	}
	return false
}

func (s *trouble) again(v *view) (nav, tea.Cmd) {
	if p, asked := questions[s.step]; asked {
		return goTo(p), nil
	}
	if s.step == incident.StepLift {
		return replace(newLift(v)), nil
	}
	a, ok := v.action(retries[s.step], "")
	if !ok || a.Off != "" || s.doing != 0 {
		return stay(), nil
	}
	var cmd tea.Cmd
	s.doing, cmd = v.do(a, runbook.Input{})
	return stay(), cmd
}

func (s *trouble) reason(v *view, name runbook.Name) (nav, tea.Cmd) {
	if a, ok := v.stepAction(name, s.step); ok {
		return push(newReason(s.Phase(), a)), nil
	}
	return stay(), nil
}

// off says why trying again is not possible, "" where it is.
func (s *trouble) off(v *view) string {
	if name, reads := retries[s.step]; reads {
		return v.off(name, "")
	}
	return ""
}

func (s *trouble) options(v *view) options {
	return options{
		{v.lang.TryAgain(), "", s.off(v), func() (nav, tea.Cmd) { return s.again(v) }},
		optionOf(v.lang.GoOnWithout(), "", goes(placeNext)),
	}
}

// Title implements screen.
func (s *trouble) Title(v *view) (string, string) { return v.lang.StepQuestion(s.step), "" }

// Body implements screen.
func (s *trouble) Body(v *view) []row {
	f := incident.FailData{Reason: incident.WhyInternal}
	if known := v.key().Marks[s.step].Failed; known != nil {
		f = *known
	}
	rows := v.three(v.lang.Trouble(s.step, f, v.vendor()), v.lang.Answered(f.Fail))
	return append(append(rows, blank()), s.options(v).rows(s.cursor)...)
}

// Status, Keys and Input implement screen.
func (s *trouble) Status(v *view) lower { return v.status() }

func (s *trouble) Keys(v *view) []bind {
	list := []bind{{key: keyEnter, verb: v.lang.Verb(words.VerbChoose)}, {key: keyAgain, off: s.off(v)}}
	if _, ok := v.stepAction(runbook.DoneByHand, s.step); ok {
		list = append(list, bind{key: keyByHand})
	}
	if _, ok := v.stepAction(runbook.LeaveOut, s.step); ok {
		list = append(list, bind{key: keyLeftOut})
	}
	return list
}

func (s *trouble) Input() inputMode { return list }
