package runbook

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
	"firebreak/runbook/words"
)

// timed are the questions whose answer may hold a time among its words.
var timed = []incident.Question{incident.AskDetected, incident.AskAware, incident.AskOwners, incident.AskRemoved, incident.AskExposedSince}

// answerOf is what is journalled of an answer. A time that stands in its words is read out of them.
func answerOf(in Input, now time.Time) incident.AnswerData {
	a := incident.AnswerData{Question: in.Question, About: in.About, Value: providers.FromOutside(in.Text), Time: in.At, Passed: in.Passed}
	if in.At.IsZero() && slices.Contains(timed, in.Question) {
		at, rest, ok := words.TimeWithin(in.Text, now)
		if ok {
			a.Time = at
		}
		if ok && in.Question != incident.AskExposedSince && strings.TrimSpace(rest) != "" {
			a.Value = providers.FromOutside(rest)
		}
	}
	return a
}

// RecordAnswer journals an answer to a question of the report, also of an incident that is closed: of
// what people know more is learned afterwards. It holds the journal for the time of the call alone.
func RecordAnswer(j *journal.Journal, in Input, by incident.By, now time.Time) (incident.Event, error) {
	data, err := json.Marshal(answerOf(in, now))
	if err != nil {
		return incident.Event{}, fmt.Errorf("encode the answer: %w", err)
	}
	object, err := json.Marshal(incident.Event{At: now, Type: incident.Answered, Step: incident.StepReport, By: by, Data: data})
	if err != nil {
		return incident.Event{}, fmt.Errorf("encode the answer: %w", err)
	}
	line, err := j.Append(object)
	if err != nil {
		return incident.Event{}, fmt.Errorf("record the answer: %w", err)
	}
	return incident.Parse(line)
}
