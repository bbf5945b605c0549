package postmortem

import (
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// without takes the events of some steps out, as if nobody had worked on them.
func (s *story) without(steps ...incident.Step) {
	all := s.events
	s.events = nil
	for _, e := range all {
		gone := e.Type == incident.Closed
		for _, step := range steps {
			gone = gone || e.Step == step
		}
		if !gone {
			e.Seq = len(s.events) + 1
			s.events = append(s.events, e)
		}
	}
}

func TestAStepThatWasLeftOutIsNeverToldAsDone(t *testing.T) {
	s := tell(t, plan{})
	s.without(incident.StepInvestigate, incident.StepRelated)
	for _, step := range []incident.Step{incident.StepInvestigate, incident.StepRelated} {
		s.step = step
		s.add("130m", incident.StepStarted, nil)
		s.add("130m", incident.StepSkipped, incident.NoteData{Text: out("no clone here")})
	}
	page := string(written(t, s.facts()).Markdown)
	for _, want := range []string{"Left out, not done: investigate and related credentials.", "| Searched | unknown (the step investigate was left out) |",
		"| Related credentials found / rotated | unknown (the step related credentials was left out) |",
		"Left out: investigate: `no clone here`", "investigate: `no clone here` E", "related credentials: `no clone here` E"} {
		if !strings.Contains(page, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	for _, bad := range []string{"Search for copies ended", "Looked for; none was found"} {
		if strings.Contains(page, bad) {
			t.Errorf("the report says %q", bad)
		}
	}
}

func TestASearchThatCouldExamineNothingIsNotToldAsASearch(t *testing.T) {
	page := string(written(t, tell(t, plan{bounded: true}).facts()).Markdown)
	if strings.Contains(page, "Search for copies ended") || !strings.Contains(page, "Search for copies: nothing could be examined") {
		t.Error("a search of nothing reads as one that ended")
	}
}

func TestACreationWhoseAnswerWasLostIsAnOpenItem(t *testing.T) {
	s := tell(t, plan{noRotation: true})

	s.step, s.op = incident.StepRotate, "op-7"
	s.add("100m", incident.Intended, incident.IntentData{Act: incident.ActCreate, Name: "docs-bot INC op-7", Statement: providers.Statement{Door: "http", Reversible: true}})
	s.add("101m", incident.Uncertain, incident.FailData{Reason: incident.WhyUnknownState})
	r := read(t, written(t, s.facts()).Markdown)
	if got := r.section("summary"); !strings.Contains(got, "A new key may exist that nobody knows: name `docs-bot INC op-7`.") {
		t.Errorf("summary: %s", got)
	}
	if got := r.section("actions"); !strings.Contains(got, "A new key may exist that nobody knows: name `docs-bot INC op-7`. Look for it at the provider") {
		t.Errorf("actions: %s", got)
	}
	s.op, s.step = "op-7", incident.StepRotate
	s.add("110m", incident.Concluded, incident.OutcomeData{Result: incident.NotApplied, Settled: "gone", At: at("110m")})
	if page := string(written(t, s.facts()).Markdown); strings.Contains(page, "nobody knows") {
		t.Error("a creation that a later read settled is still open")
	}
}
