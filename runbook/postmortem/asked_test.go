package postmortem

import (
	"encoding/json"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestAQuestionNobodyAskedIsNotCalledUnanswered(t *testing.T) {
	answer := func(q incident.Question, value string) incident.AnswerData {
		return incident.AnswerData{Question: q, Value: providers.FromOutside(value)}
	}
	for name, c := range map[string]struct {
		state incident.State
		about incident.Question
		want  string
	}{
		"nobody was asked anything":      {incident.State{}, incident.AskOutage, noneAsked},
		"asked and passed over":          {incident.State{Passed: []incident.Question{incident.AskOutage}}, incident.AskOutage, notAnswered},
		"asked, and nobody knew":         {incident.State{Answers: []incident.AnswerData{answer(incident.AskOutage, "")}}, incident.AskOutage, nobodyKnew},
		"others were passed over before": {incident.State{Passed: []incident.Question{incident.AskChannel}}, incident.AskOutage, notReached},
		"others were answered before":    {incident.State{Answers: []incident.AnswerData{answer(incident.AskChannel, "chat")}}, incident.AskOutage, notReached},
		"no question of ours":            {incident.State{}, incident.AskRemoved, neverAsked},
	} {
		t.Run(name, func(t *testing.T) {
			if got := silent(c.state, c.about); got != (Absence{Code: c.want}) {
				t.Errorf("%+v, want %s", got, c.want)
			}
		})
	}
}

func TestAnAnswerOfNoUseIsNotCalledMissing(t *testing.T) {
	said := func(q incident.Question, value string) incident.State {
		return incident.State{Answers: []incident.AnswerData{{Question: q, Value: providers.FromOutside(value)}}}
	}
	if got := outage(said(incident.AskOutage, "a while")).Why; got != (Absence{Code: notCounted}) {
		t.Errorf("an outage of no number: %+v", got)
	}
	w := writer{Facts: Facts{State: said(incident.AskPersonalData, "perhaps")}}
	if got := w.replyCell(w.personalData()).plain(); got != "unknown (answered with neither yes nor no)" {
		t.Errorf("an unclear reply: %s", got)
	}
}

func TestWhatPeopleWereNotAskedStandsInOneRowForEachReason(t *testing.T) {
	d := written(t, tell(t, plan{noAnswers: true}).facts())
	r := read(t, d.Markdown)
	for _, section := range r.sections {
		if section == "at-a-glance" {
			continue // each milestone keeps its row
		}
		seen := map[string]int{}
		for _, line := range strings.Split(r.section(section), "\n") {
			cells := strings.Split(strings.Trim(line, "| "), " | ")
			if len(cells) == 2 && strings.HasPrefix(cells[1], "unknown (not asked") {
				seen[cells[1]]++
			}
		}
		for why, n := range seen {
			if n > 1 {
				t.Errorf("%s says %d times %q", section, n, why)
			}
		}
	}
	for _, key := range []string{`"people_hours"`, `"refund"`, `"halve_detect"`, `"consumers"`} {
		if !strings.Contains(string(d.JSON), key) {
			t.Errorf("the data lack %s", key)
		}
	}
}

func TestTheNextUpdateOfAKeyThatMayLiveIsNotAWeekAway(t *testing.T) {
	page := string(written(t, tell(t, plan{unproven: true}).facts()).Markdown)
	if !strings.Contains(page, "Next update: unknown (not proven).") {
		t.Error("a date stands there")
	}
}

func TestProbesWithoutAClearAnswerStandInTheTimeline(t *testing.T) {
	s := tell(t, plan{unproven: true})
	f := s.facts()
	var last incident.Event
	for _, e := range f.Events {
		if e.Type == incident.Probed {
			last = e
		}
	}
	var d incident.ProbeData
	if err := last.Decode(&d); err != nil {
		t.Fatal(err)
	}
	w := writer{Facts: f}
	d.Control, d.Life = false, providers.Unclear
	lost := last
	var err error
	if lost.Data, err = json.Marshal(d); err != nil {
		t.Fatal(err)
	}
	w.trail = newTrail([]incident.Event{lost, lost}, lost.Cred)
	rows := w.silences()
	if len(rows) != 1 || !strings.HasPrefix(rows[0].what.plain(), "Probes without a clear answer: 2, until ") || !rows[0].at.Equal(d.At) {
		t.Errorf("%+v", rows)
	}
}

func TestActsThatDoNotFitACellAreCounted(t *testing.T) {
	w := writer{Facts: tell(t, plan{}).facts()}
	w.key.Usage = &incident.FetchedData{}
	got := w.foundActs([]string{"a", "b", "c", "d", "e", "f", "g"}).plain()
	if got != "a, b, c, d, e, and 2 more" {
		t.Errorf("%q", got)
	}
}
