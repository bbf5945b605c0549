package tui

import (
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// What the question before a limit shows.

// Title implements screen.
func (s *contain) Title(v *view) (string, string) {
	if s.standing(v) {
		return v.lang.LimitIsSet(), ""
	}
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
	if len(s.offers(v)) == 0 {
		return append(rows, must(v.lang.NoLimitsOffered()))
	}
	return append(rows, s.options(v).rows(s.cursor)...)
}

// tried says how the last attempt of this screen ended, where it set nothing.
func (s *contain) tried(v *view) []row {
	f := v.key().Marks[incident.StepContain].Failed
	if !s.sent || f == nil {
		return nil
	}
	return append(v.three(v.lang.Trouble(incident.StepContain, *f, v.vendor()), v.lang.Answered(f.Fail)), blank())
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
	verb := v.lang.Verb(words.VerbChoose)
	switch {
	case s.failed != nil:
		return binds(v.lang.TryAgain(), keyAgain, keyEsc)
	case s.reading == 0 && len(s.offers(v)) == 0:
		verb = v.lang.Verb(words.VerbBack)
	}
	return binds(verb, keyEsc)
}

// Input implements screen.
func (s *contain) Input() inputMode { return list }
