package tui

import (
	"context"
	"testing"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

func TestTheListOfKeysAsksAboutThoseThatNobodyWasAskedAbout(t *testing.T) {
	g := withSession(incident.Live, func(g *rig) {
		third := incident.Key{Cred: "k3", Identity: incident.IdentifiedData{Kind: "openai/project-key", Last4: "7QXA"}}
		g.engine.state, g.engine.sit.Have = sampleState(incident.Live, sampleKey(), third), map[string]bool{"k1": true, "k3": true}
	})(t)
	g.press("b")
	var asked []string
	for _, a := range g.engine.did {
		if a.Name != runbook.Validate {
			t.Errorf("did %s", a.Name)
		}
		asked = append(asked, a.Cred)
	}
	if len(asked) != 1 || asked[0] != "k3" {
		t.Errorf("asked about %v", asked)
	}
}

func TestARelatedCredentialIsOpenedByWhatWasReadOfIt(t *testing.T) {
	g := listed(t).open(func(g *rig) {
		helpedBy(g)
		g.engine.sit.Beside = map[string]bool{"key_r1": true}
	})
	g.engine.do = func(_ context.Context, a runbook.Action, _ runbook.Input) error {
		g.engine.state.Apply(incident.Event{Type: incident.Identified, Cred: "c2", Data: []byte(`{"kind":"openai/project-key","last4":"Zz9q","because":{"cred":"k1","row":"key_r1"}}`)})
		return nil
	}
	g.put(newRelated)
	g.press("enter", "down", "down", "down", "down")
	g.shows("> Work on it here")
	g.press("enter")
	if n := g.engine.done(runbook.Open); n != 1 {
		t.Fatalf("opened %d times", n)
	}
	g.shows("opened in this incident: OpenAI project key ending Zz9q")
	g.shows("worked here")
}

func TestAKeyThatNobodyAskedAboutIsOfferedBetweenTheSteps(t *testing.T) {
	g := dead(t).open(func(g *rig) {
		g.engine.state.Apply(incident.Event{Type: incident.Identified, Cred: "c2", Data: []byte(`{"kind":"openai/project-key","last4":"Zz9q","masked":true}`)})
	}).put(newNext)
	g.shows("> Work on another key")
}

func TestAWholeKeyIsLeftOutOfTheListWithItsReason(t *testing.T) {
	g := withSession(incident.Live, func(g *rig) {
		third := incident.Key{Cred: "k3", Identity: incident.IdentifiedData{Kind: "openai/project-key", Last4: "7QXA"}, First: &incident.ValidatedData{Verdict: incident.Verdict{Life: providers.Alive}}}
		g.engine.state, g.engine.sit.Have = sampleState(incident.Live, sampleKey(), third), map[string]bool{"k1": true, "k3": true}
	})(t)
	g.press("b", "-")
	g.shows("Why is this key left out?")
	g.typed("not ours")
	g.press("enter")
	did := g.engine.did[len(g.engine.did)-1]
	if did.Name != runbook.LeaveKey || g.engine.done(runbook.LeaveKey) != 1 {
		t.Errorf("did %+v", did)
	}
}
