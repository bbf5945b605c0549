package plain

import (
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// review reads what the key did and asks for a verdict on each group of its use.
func (t *Talk) review() (runbook.Choice, bool) {
	k := t.key()
	a, _ := t.find(runbook.Review, "")
	switch {
	case k.Usage == nil && a.Off == "" && !t.memo.tried[runbook.Review]:
		t.memo.tried[runbook.Review] = true
		return act(a, runbook.Input{})
	case k.Usage == nil:
		return t.unread(a)
	}
	if !t.memo.asked[reviewShown] {
		t.memo.asked[reviewShown] = true
		t.say("")
		t.say(t.l.ReviewLines(*k.Usage, t.vendor())...)
	}
	for _, g := range k.Usage.Groups {
		if k.Verdicts[g.ID] == "" {
			return t.judge(g, *k.Usage)
		}
	}
	return t.judged(k)
}

// reviewShown marks that the figures were shown in this run.
const reviewShown incident.Question = "review"

// unread is the question where usage cannot be read here.
func (t *Talk) unread(a runbook.Action) (runbook.Choice, bool) {
	again := choice{text: t.l.TryAgain(), do: func() (runbook.Choice, bool) { return t.try(runbook.Review, "", runbook.Input{}) }}
	if a.Off != "" {
		again.off = t.l.Why(a.Off, t.vendor())
	}
	return t.ask(question{step: incident.StepReview, title: t.l.UsageUnread(), back: t.later(incident.StepReview),
		choices: append([]choice{again}, t.self(incident.StepReview, placeHub)...)})
}

// judge asks whose one group is.
func (t *Talk) judge(g incident.Group, u incident.FetchedData) (runbook.Choice, bool) {
	q := question{step: incident.StepReview, title: t.l.WhoseUse(), body: t.l.GroupLines(g, u.Currency), back: t.later(incident.StepReview)}
	for _, v := range []incident.GroupVerdict{incident.Ours, incident.NotOurs, incident.CannotTell} {
		q.choices = append(q.choices, choice{text: t.l.VerdictLine(v, v == g.Suggested), do: func() (runbook.Choice, bool) {
			return t.try(runbook.Judge, g.ID, runbook.Input{Verdict: v})
		}})
	}
	return t.ask(q.with(choice{text: t.l.Later(), do: t.later(incident.StepReview)}))
}

// judged is the question once every group has a verdict.
func (t *Talk) judged(k incident.Key) (runbook.Choice, bool) {
	var body []string
	for _, g := range k.Usage.Groups {
		body = append(body, "  "+t.l.GroupVerdict(k.Verdicts[g.ID])+": "+t.l.Group(g, k.Usage.Currency))
	}
	q := question{step: incident.StepReview, title: t.l.AllJudged(), body: body, usual: 1, back: t.goes(placeHub), choices: []choice{
		{text: t.l.OtherSteps(), do: t.goes(placeHub)},
		{text: t.l.ReadFiguresAgain(), do: func() (runbook.Choice, bool) {
			delete(t.memo.asked, reviewShown)
			return t.try(runbook.Review, "", runbook.Input{})
		}},
	}}
	if len(k.Usage.Groups) > 0 {
		q.choices = append(q.choices, choice{text: t.l.JudgeAgain(), do: t.rejudge})
	}
	return t.ask(q)
}

// rejudge lets one verdict be changed.
func (t *Talk) rejudge() (runbook.Choice, bool) {
	u := *t.key().Usage
	q := question{step: incident.StepReview, title: t.l.JudgeAgain(), back: t.goes(placeReview)}
	for _, g := range u.Groups {
		q.choices = append(q.choices, choice{text: t.l.Group(g, u.Currency), do: func() (runbook.Choice, bool) { return t.judge(g, u) }})
	}
	return t.ask(q)
}
