package plain

import (
	"context"
	"strconv"
	"time"

	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// Answers puts the questions of the report that are open, one after another; each may be skipped, and
// record keeps each answer as it is given. It returns when all were put, when the person goes back or
// leaves, or with the first error of record.
func (t *Talk) Answers(ctx context.Context, s incident.State, now time.Time, record func(runbook.Input) error) error {
	t.ctx, t.state, t.sit.Now = ctx, s, now
	for open := t.unanswered(); len(open) > 0; open = t.unanswered() {
		q := open[0]
		t.memo.asked[q] = true
		title, hint := t.l.Question(q)
		t.say("", t.l.QuestionOf(incident.NumberOf(q), len(incident.Asked))+"  "+title)
		if q == incident.AskChannel {
			for i, name := range incident.Channels {
				t.say(strconv.Itoa(i+1) + " " + t.l.Channel(name))
			}
		}
		t.say(hint, t.l.SkipHint(incident.Count(open)))
		text, how := t.text(t.l.AnswerPrompt())
		if how != gotLine {
			return nil
		}
		in := runbook.Input{Question: q, Text: text, Passed: text == ""}
		if n, err := strconv.Atoi(text); q == incident.AskChannel && err == nil && n >= 1 && n <= len(incident.Channels) {
			in.Text = incident.Channels[n-1]
		}
		if err := record(in); err != nil {
			return err
		}
	}
	return nil
}
