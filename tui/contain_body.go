package tui

import (
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// What the question before a limit shows.

// Title implements screen.
func (s *contain) Title(v *view) (string, string) {
	return v.lang.StepQuestion(incident.StepContain), ""
}

// Body implements screen.
func (s *contain) Body(v *view) []row {
	if s.standing(v) {
		return limitsOf(v)
	}
	if s.failed != nil {
		said := incident.Explain(s.failed)
		return v.three(v.lang.Trouble(incident.StepContain, said, v.vendor()), v.lang.Answered(said.Fail))
	}
	if s.reading != 0 {
		return []row{text(v.lang.ReadingLimits())}
	}
	rows := s.tried(v)
	list := s.offers(v)
	if len(list) == 0 {
		return append(rows, must(v.lang.NoLimitsOffered()))
	}
	for i, c := range list {
		off := ""
		if c.Off != "" {
			off = v.lang.Reason(c.Off)
		}
		rows = append(rows, choice(v.lang.Containment(c.ID, c.Target), v.lang.ContainmentReach(c.WholeOf, c.ExactUndo), i == s.cursor.on(len(list)), off))
	}
	return append(append(rows, blank()), s.statement(v)...)
}

// tried says how the last attempt of this screen ended, where it set nothing.
func (s *contain) tried(v *view) []row {
	f := v.key().Marks[incident.StepContain].Failed
	if s.sent == "" || s.sending != 0 || f == nil {
		return nil
	}
	return append(v.three(v.lang.Trouble(incident.StepContain, *f, v.vendor()), v.lang.Answered(f.Fail)), blank())
}

// statement is what y would send.
func (s *contain) statement(v *view) []row {
	c, ok := s.chosen(v)
	if !ok {
		return nil
	}
	a, _ := v.action(runbook.Contain, "")
	return statements(v, a, runbook.Input{Text: c.ID})
}

// statements lay out what an act that can be undone would send, with its undo.
func statements(v *view, a runbook.Action, in runbook.Input) []row {
	list, ok := v.rehearsed(a, in)
	if !ok {
		return []row{text(v.lang.ReadingStatement()).inked(dimInk)}
	}
	var rows []row
	if len(list) > 1 {
		rows = append(rows, must(v.lang.Requests(int64(len(list)))))
	}
	for _, one := range list {
		parts := v.parts(v.lang.StatementParts(one))
		parts[len(parts)-1].keep = !v.small() // the undo
		rows = append(rows, parts...)
	}
	if v.state.Opening.Mode == incident.DryRun {
		rows = append(rows, must(v.lang.ModeSentence(incident.DryRun)).inked(warnInk))
	}
	return rows
}

// limitsOf lists the limits of ours that stand.
func limitsOf(v *view) []row {
	var rows []row
	for _, op := range v.key().Limits() {
		limit := op.Intent.Limit
		rows = append(rows, must(v.lang.LimitStands(op)),
			fact("", "", v.lang.Containment(limit.ID, limit.Target), 8).kept(),
			fact("", "", v.lang.ContainmentReach(limit.WholeOf, limit.ExactUndo), 6))
	}
	return rows
}

// Status implements screen.
func (s *contain) Status(v *view) lower { return v.status() }

// Keys implements screen.
func (s *contain) Keys(v *view) []bind {
	if s.standing(v) {
		return binds(v.lang.Verb(words.VerbGoOn), keyUndo)
	}
	off := v.off(runbook.Contain, "")
	if c, ok := s.chosen(v); !ok && off == "" {
		off = v.lang.NoLimitsOffered()
		if c.Off != "" {
			off = v.lang.Reason(c.Off)
		}
	}
	list := []bind{{key: keyEnter, verb: v.lang.VerbStop()}, {key: keyYes, verb: v.lang.VerbSetIt(), off: off}}
	if s.failed != nil {
		list = append(list, bind{key: keyAgain})
	}
	return append(list, bind{key: keyEsc})
}

// Input implements screen.
func (s *contain) Input() inputMode { return list }
