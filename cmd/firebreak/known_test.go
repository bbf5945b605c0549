package main

import (
	"encoding/json"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
	"firebreak/runbook/words"
)

// pasted is the one key of a text.
func pasted(t *testing.T, text string) runbook.Found {
	t.Helper()
	found, _ := eye{}.find([]byte(text))
	if len(found) != 1 {
		t.Fatalf("recognised %d keys", len(found))
	}
	return found[0]
}

// opensOn begins an incident on a key in the state folder, and leaves its journal open.
func opensOn(t *testing.T, a *app, id string, key runbook.Found) *journal.Journal {
	t.Helper()
	s, err := a.createNamed(world{mode: incident.Live, clock: a.clock}, id)
	if err != nil {
		t.Fatal(err)
	}
	e, err := runbook.New(runbook.Config{Journal: s.journal, Clock: a.clock})
	if err == nil {
		err = e.Start(incident.OpenedData{ID: id, Mode: incident.Live, Salt: "00ff"})
	}
	if err == nil {
		_, err = e.Identify(key.Finding(), "paste", 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s.journal
}

func TestAKeyThatComesIntoAnIncidentLaterMeetsTheOtherOneOnIt(t *testing.T) {
	dir, key := t.TempDir(), pasted(t, projectKey("AAA1"))
	a := &app{clock: providers.WallClock{}, env: func(name string) string {
		if name == "XDG_STATE_HOME" {
			return dir
		}
		return ""
	}}
	j := opensOn(t, a, "INC-20261123-aaaa", key)
	var said []string
	s := &session{a: a, id: "INC-20261123-bbbb", lang: words.English, note: func(line string) { said = append(said, line) }}
	alone := s.aloneWith(world{mode: incident.Live})
	if err := alone(t.Context(), pasted(t, projectKey("BBB2")).Credential); err != nil || said != nil {
		t.Errorf("a stranger: %v, %q", err, said)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if err := alone(t.Context(), key.Credential); err != nil || len(said) != 1 || !strings.Contains(said[0], "INC-aaaa works on this key too") {
		t.Errorf("one that nobody works on now: %v, %q", err, said)
	}
}

func TestOfATextTheStrangersJoinTheIncidentThatIsGoneOnWith(t *testing.T) {
	ours, other := pasted(t, projectKey("AAA1")), pasted(t, projectKey("BBB2"))
	masked, foreign := other, other
	masked.Told.Masked, foreign.Credential.Kind = true, "nobody/api-key"
	d := incident.IdentifiedData{Kind: ours.Credential.Kind, Fingerprint: runbook.FingerprintUnder("", ours.Credential.Secret), Last4: "AAA1"}
	e := incident.Event{Type: incident.Identified, Cred: "c1", Step: incident.StepIdentify, Data: json.RawMessage(jsonOf(d))}
	s := &session{}
	kept := s.sort(found{state: incident.Fold([]incident.Event{e})}, []runbook.Found{other, ours, masked, foreign})
	if len(kept) != 1 || kept[0].Told.Last4 != "AAA1" || len(s.joining) != 1 || s.joining[0].Told.Last4 != "BBB2" || s.beside != 2 {
		t.Errorf("kept %d, joining %d, left alone %d", len(kept), len(s.joining), s.beside)
	}
}
