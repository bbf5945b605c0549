package tui

import (
	"testing"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// strayKey is a creation whose answer was lost: the key stands at the vendor without a value.
func strayKey(t testing.TB) *story {
	p := planned(t).intent("op5", incident.StepRotate, incident.IntentData{Act: incident.ActCreate, Name: "firebreak INC-k7qd op5"})
	return p.add(incident.Uncertain, incident.StepRotate, "op5", incident.FailData{Reason: incident.WhyUnreachable})
}

func strayFound(t testing.TB) *rig {
	p := strayKey(t)
	g := p.open(func(g *rig) {
		stored(g)
		g.engine.sends = []providers.Statement{{Door: "http", Method: "DELETE", URL: "https://api.openai.com/v1/organization/projects/proj_8sK2nQ/api_keys/key_stray1", Effect: providers.Mutate}}
	})
	p.does(g, map[runbook.Name]func(*story){runbook.Settle: func(p *story) { p.failed(incident.StepRotate, incident.WhyStray) }})
	return g.put(newSettle)
}

func TestFramesOfAStrayKey(t *testing.T) { playScenes(t, []scene{{"settle-stray", strayFound}}) }

func TestAStrayKeyIsDeletedByItsOwnY(t *testing.T) {
	g := strayFound(t)
	g.shows("its value was lost with the answer")
	g.shows("key_stray1")
	g.hides("We do not know")
	g.press("enter", "enter")
	for _, in := range g.engine.inputs {
		if len(in.Approved) > 0 {
			t.Fatalf("enter approved %v", in.Approved)
		}
	}
	g.press("y")
	last := g.engine.inputs[len(g.engine.inputs)-1]
	if len(last.Approved) != 1 || last.Approved[0] != runbook.ApproveRotate || g.engine.did[len(g.engine.did)-1].Name != runbook.Settle {
		t.Errorf("did %v with %v", names(g.engine.did), last)
	}
}

func TestAWriteOfUnknownEndIsReadAgainOnceThePassphraseIsTyped(t *testing.T) {
	p := parked(t).intent("op7", incident.StepRotate, incident.IntentData{Act: incident.ActWrite, Place: &incident.Place{Store: "dotenv:.env.production", Detail: "line 12, OPENAI_API_KEY"}})
	g := p.open(func(g *rig) {
		passphrased(g)
		g.config.Session.PassphraseKept = func() bool { return true }
	})
	p.does(g, map[runbook.Name]func(*story){runbook.Settle: func(p *story) { p.failed(incident.StepRotate, incident.WhyShut) }})
	g.put(newSettle)
	g.shows("What is kept sealed cannot be opened here.")
	reads := g.engine.done(runbook.Settle)
	g.press("enter", "esc")
	if n := g.engine.done(runbook.Settle); n != reads {
		t.Fatalf("read %d times without a passphrase", n-reads)
	}
	g.press("enter")
	g.typed("correct horse")
	g.press("enter")
	if n := g.engine.done(runbook.Settle); n != reads+1 {
		t.Errorf("read %d times", n-reads)
	}
}
