package plain

import (
	"context"
	"slices"

	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// report asks what only people know, each skippable, and writes the postmortem.
func (t *Talk) report() (runbook.Choice, bool) {
	if n := len(t.state.Reports); n > 0 && t.memo.reported != t.state.Reports[n-1].SHA256 {
		t.memo.reported = t.state.Reports[n-1].SHA256
		if t.memo.tried[runbook.Report] {
			return t.wrote(t.state.Reports[n-1])
		}
	}
	if open := t.unanswered(); len(open) > 0 && !t.memo.passed[incident.StepReport] {
		return t.question(open)
	}
	if t.memo.tried[runbook.Report] {
		return t.reportAgain()
	}
	return t.try(runbook.Report, "", runbook.Input{})
}

// unanswered lists the questions that were neither answered nor skipped.
func (t *Talk) unanswered() []incident.Question {
	var open []incident.Question
	for _, q := range incident.Questions {
		if _, answered := t.state.Answer(q, ""); !answered && !t.memo.asked[q] {
			open = append(open, q)
		}
	}
	return open
}

// question asks one of them; b skips the rest.
func (t *Talk) question(open []incident.Question) (runbook.Choice, bool) {
	switch open[0] {
	case incident.AskChannel:
		return t.channel()
	case incident.AskExposedSince:
		return t.since()
	}
	title, hint := t.l.Question(open[0])
	t.head(incident.StepReport, title)
	t.say(hint, t.l.SkipHint(incident.Count(open)))
	text, how := t.text(t.l.AnswerPrompt())
	switch how {
	case gotOver:
		return runbook.Choice{}, true
	case gotBack:
		t.memo.passed[incident.StepReport] = true
		return runbook.Choice{}, false
	case gotMore:
		return runbook.Choice{}, false
	}
	if text == "" {
		return t.answer(open[0], runbook.Input{Passed: true})
	}
	return t.answer(open[0], runbook.Input{Text: text})
}

// wrote says where the report stands and what to mind about it.
func (t *Talk) wrote(r incident.ReportData) (runbook.Choice, bool) {
	for _, w := range r.Warnings {
		t.say(t.l.Warning(w))
	}
	if t.cfg.Remark != nil {
		t.say(t.cfg.Remark(r.Path)...)
	}
	return t.again(placeHub)
}

// reportAgain is the question where a report was tried or written in this run already.
func (t *Talk) reportAgain() (runbook.Choice, bool) {
	return t.ask(question{step: incident.StepReport, usual: 1, back: t.goes(placeHub), choices: []choice{
		{text: t.l.WriteAnew(), do: func() (runbook.Choice, bool) { return t.try(runbook.Report, "", runbook.Input{}) }},
		{text: t.l.AnswerOpen(), do: func() (runbook.Choice, bool) {
			clear(t.memo.asked)
			delete(t.memo.passed, incident.StepReport)
			return runbook.Choice{}, false
		}},
		{text: t.l.OtherSteps(), do: t.goes(placeHub)},
	}})
}

// closing asks whether the incident ends, and says what would stay open.
func (t *Talk) closing() (runbook.Choice, bool) {
	k := t.key()
	t.head(incident.StepClose, "")
	about := slices.Concat([]string{t.l.OutcomeSentence(k)}, t.l.ClosingOpen(t.state, k, t.sit.Have[k.Cred]), t.l.ClosingLines(len(k.DueLooks())))
	sure, how := t.confirm(t.l.CloseSure(), about...)
	switch {
	case how == gotOver:
		return runbook.Choice{}, true
	case !sure:
		return t.again(placeHub)
	}
	reason := ""
	if t.state.NeedsReason() {
		if reason, how = t.note(t.l.WhyClosed()); how == gotOver {
			return runbook.Choice{}, true
		} else if how != gotLine {
			return t.again(placeHub)
		}
	}
	t.at = placeHub
	return t.try(runbook.Close, "", runbook.Input{Text: reason})
}

// ClosingReason asks why an incident ends with steps open. ok is false where none was given.
func (t *Talk) ClosingReason(ctx context.Context, s incident.State) (reason string, ok bool) {
	t.ctx, t.state = ctx, s
	k, _ := s.Worst()
	t.say(t.l.ClosingOpen(s, k, false)...)
	reason, how := t.note(t.l.WhyClosed())
	return reason, how == gotLine
}
