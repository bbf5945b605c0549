package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// What the question of what comes first shows, and where its answers lead.

// options are the four orders, each with what it leads to.
func (s *check) options(v *view) options {
	var list options
	figures := runbook.Figures(v.key(), s.stop, v.way(v.key()))
	for _, one := range strategies {
		list = append(list, option{v.lang.Strategy(one), v.lang.Consequence(one, figures), s.off(v, one), func() (nav, tea.Cmd) { return s.choose(v, one) }})
	}
	return list
}

// choices are the options as rows. What an order leads to is understood also where it has one line.
func (s *check) choices(v *view) []row {
	figures := runbook.Figures(v.key(), s.stop, v.way(v.key()))
	rows := s.options(v).rows(s.cursor)
	for i, one := range strategies {
		rows[i].short = v.lang.ConsequenceShort(one, figures)
	}
	return rows
}

// off says why an order cannot be chosen, "" where it can.
func (s *check) off(v *view, one incident.Strategy) string {
	switch {
	case one == incident.NotNow:
		return ""
	case v.key().Record() == nil && !(one == incident.RevokeFirst && v.sit.Reaches(v.key())):
		return v.lang.RecordFirst()
	case one == incident.ContainFirst:
		return v.off(runbook.Contain, "")
	}
	return ""
}

// choose records the order and opens the question that it leads to, above this one: the reads
// go on below it. Nothing is sent by it.
func (s *check) choose(v *view, one incident.Strategy) (nav, tea.Cmd) {
	a, ok := v.action(runbook.Decide, "")
	if !ok {
		return stay(), nil
	}
	if one == incident.NotNow {
		s.covered, s.putting = true, true
		return push(newRemark(words.PhaseStop, v.lang.WhoDecidedTitle(), putOff)), nil
	}
	to := map[incident.Strategy]place{incident.RevokeFirst: placeRevoke, incident.ContainFirst: placeContain, incident.RotateFirst: placeRotate}[one]
	if kill, offered := v.action(runbook.Revoke, ""); one == incident.RevokeFirst && offered && kill.Off == incident.WhyNotOffered {
		to = placeWho
	}
	suggested, why := runbook.Suggest(v.key(), v.sit)
	_, decided := v.do(a, runbook.Input{Strategy: one, Suggest: suggested, Why: why})
	next := v.open(to)
	if next == nil {
		return stay(), decided
	}
	s.covered = true
	return push(next), decided
}

// Title implements screen.
func (s *check) Title(v *view) (string, string) {
	title := v.lang.StepQuestion(incident.StepDecide)
	if !s.advises(v) {
		return title, v.lang.StillReading()
	}
	suggested, _ := runbook.Suggest(v.key(), v.sit)
	return title, v.lang.WeSuggest(suggested)
}

// advises reports whether everything that the recommendation rests on was read, or cannot be.
func (s *check) advises(v *view) bool {
	return !s.reads(v) && !v.runs(runbook.Forecast) && v.key().Record() != nil
}

// Body implements screen.
func (s *check) Body(v *view) []row {
	k := v.key()
	rows := append(v.tried(), v.parts(v.lang.FactParts(k, v.vendor(), s.underway(v)))...)
	for _, step := range []incident.Step{incident.StepValidate, incident.StepForecast} {
		if f := k.Marks[step].Failed; f != nil && v.stepStatus(step) == incident.StatusFailed && !s.stepRuns(v, step) {
			rows = append(rows, must(v.lang.Trouble(step, *f, v.vendor())[0]).inked(warnInk))
		}
	}
	rows = append(append(rows, blank()), s.choices(v)...)
	if s.advises(v) {
		_, why := runbook.Suggest(k, v.sit)
		rows = append(rows, blank(), text(v.lang.Because(why, v.vendor(), k.Forecast)).kept())
	}
	return rows
}

// readers are the reads of the beginning, by their step.
var readers = map[incident.Step]runbook.Name{incident.StepValidate: runbook.Validate, incident.StepLocate: runbook.Locate, incident.StepForecast: runbook.Forecast}

func (s *check) stepRuns(v *view, step incident.Step) bool { return v.runs(readers[step]) }

// underway says how far the reads are that have not ended.
func (s *check) underway(v *view) map[incident.Step]string {
	said := map[incident.Step]string{}
	for step, name := range readers {
		took, runs := v.waited(name)
		if !runs {
			continue
		}
		said[step] = v.lang.Asking(v.vendor(), took)
		if p, ok := v.progressOf(step); ok && p.What != "" {
			said[step] = v.lang.Heartbeat(providers.Progress{What: p.What, Done: p.Done, Total: p.Total}, took, 0)
		}
	}
	return said
}

// Status implements screen.
func (s *check) Status(v *view) lower { return v.status() }

// Keys implements screen.
func (s *check) Keys(v *view) []bind {
	return append(binds(v.lang.Verb(words.VerbChoose)), bind{key: keyAgain, off: s.againOff(v)})
}

// againOff says why nothing is read again, "" where something can be.
func (s *check) againOff(v *view) string {
	why := v.lang.NothingToRead()
	for step, name := range readers {
		a, ok := v.action(name, "")
		switch {
		case !ok || handled(v.stepStatus(step)):
		case v.runs(name):
			why = v.lang.StillReading()
		case a.Off == "":
			return ""
		}
	}
	return why
}

// Input implements screen.
func (s *check) Input() inputMode { return list }
