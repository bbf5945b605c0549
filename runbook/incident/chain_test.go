package incident

import (
	"encoding/json"
	"testing"

	"firebreak/providers"
)

func TestARowThatIsAKeyOfTheIncidentNeedsNoDecision(t *testing.T) {
	row := RelatedData{ID: "key_2", Relation: providers.SameOwner, Record: &Record{Kind: "openai/project-key", ID: "key_2"}}
	listed := event(t, Related, "c1", StepRelated, row)
	found := []Event{
		event(t, Identified, "c2", StepIdentify, IdentifiedData{Kind: "openai/project-key", Last4: "7kqA", Fingerprint: "b"}),
		event(t, Located, "c2", StepLocate, LocatedData{Strength: providers.Exact, Candidates: []Record{{Kind: "openai/project-key", ID: "key_2"}}}),
	}
	first := event(t, Identified, "c1", StepIdentify, IdentifiedData{Kind: "openai/project-key", Last4: "4fQ2", Fingerprint: "a"})
	kept := event(t, Related, "c1", StepRelated, RelatedData{ID: "key_2", Decision: KeptD})
	for name, tc := range map[string]struct {
		events   []Event
		chain    string
		decision Decision
	}{
		"listed first":            {append([]Event{first, listed}, found...), "c2", WorkedD},
		"listed later":            {append(append([]Event{first}, found...), listed), "c2", WorkedD},
		"decided on before":       {append([]Event{first, listed, kept}, found...), "c2", KeptD},
		"alone":                   {[]Event{first, listed}, "", Undecided},
		"a key of another record": {[]Event{first, listed, found[0]}, "", Undecided},
	} {
		got := Fold(tc.events).Keys["c1"].Related[0]
		if got.Chain != tc.chain || got.Decision != tc.decision {
			t.Errorf("%s: chain %q, decision %q", name, got.Chain, got.Decision)
		}
	}
}

func TestAnEarlierStateKnowsNothingOfALaterLink(t *testing.T) {
	row := RelatedData{ID: "b", Relation: providers.SameFile}
	s := Fold([]Event{event(t, Identified, "c1", StepIdentify, IdentifiedData{Kind: "openai/project-key", Fingerprint: "a"}), event(t, Related, "c1", StepRelated, row)})
	before := s
	s.Apply(event(t, Identified, "c2", StepIdentify, IdentifiedData{Kind: "openai/project-key", Fingerprint: "b"}))
	if s.Keys["c1"].Related[0].Chain != "c2" || before.Keys["c1"].Related[0].Chain != "" {
		t.Error("the snapshot changed, or the row was not linked")
	}
}

func TestKeysAreOrderedByWhatCanStillBeAbused(t *testing.T) {
	verdict := func(cred string, life providers.Life) Event {
		return event(t, Validated, cred, StepValidate, ValidatedData{Verdict: Verdict{Life: life, Reason: providers.ReasonInvalid}})
	}
	identified := func(cred string, kind providers.Kind) Event {
		return event(t, Identified, cred, StepIdentify, IdentifiedData{Kind: kind, Fingerprint: cred})
	}
	s := Fold([]Event{identified("c1", "openai/project-key"), identified("c2", "openai/project-key"), identified("c3", "openai/project-key"),
		identified("c4", "openai/admin-key"), verdict("c1", providers.Dead), verdict("c3", providers.Alive), verdict("c4", providers.Alive)})
	var order string
	for _, k := range s.ByDanger() {
		order += k.Cred
	}
	var work string
	for _, k := range s.ByFirstAnswer() {
		work += k.Cred
	}
	if order != "c4c3c1c2" || work != "c4c3c2c1" || s.Alive() != 2 {
		t.Errorf("by danger %s, for work %s, %d alive", order, work, s.Alive())
	}
}

// event makes an event of a key as a journal would hold it.
func event(t *testing.T, kind Type, cred string, step Step, data any) Event {
	t.Helper()
	text, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	return Event{Type: kind, Cred: cred, Step: step, Data: text}
}
