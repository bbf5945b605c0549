package tui

import (
	"slices"
	"testing"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

var rollingBack = providers.Statement{Door: "file", Method: "replace", Path: "/srv/app/.env.production", Effect: providers.Mutate, Reversible: true}

// halfRotated is a rotation before the kill, one of two places written.
func halfRotated(t testing.TB) *story {
	return tell(t).located().saved().decided(incident.RotateFirst).planned().parked().wrote(0)
}

func TestTheNewestPlaceGoesBackByYAlone(t *testing.T) {
	p := halfRotated(t)
	g := p.open(func(g *rig) { stored(g); g.engine.sends = []providers.Statement{rollingBack} }).put(newRotate)
	p.does(g, map[runbook.Name]func(*story){runbook.RollBack: func(p *story) {
		place := samplePlaces[0]
		p.add(incident.Intended, incident.StepRotate, "op9", incident.IntentData{Act: incident.ActPutBack, Place: &place})
		p.outcome("op9", incident.StepRotate, incident.OutcomeData{Result: incident.Applied})
	}})
	g.press("u")
	g.shows("Put the old key back?")
	g.shows("vault:secret/prod/docs-bot, OPENAI_API_KEY")
	g.shows("uses the leaked key again")
	g.press("enter")
	if len(g.engine.did) != 0 {
		t.Fatalf("enter did %v", names(g.engine.did))
	}
	g.press("u", "y")
	if !slices.Equal(names(g.engine.did), []runbook.Name{runbook.RollBack}) || !slices.Equal(g.engine.inputs[0].Approved, []string{runbook.ApproveRotate}) {
		t.Fatalf("did %v with %v", names(g.engine.did), g.engine.inputs)
	}
	g.shows("written: 0 of 2 places")
	g.press("u")
	g.shows("nothing is written yet")
}

func TestADoneRotationGoesBackWhileTheOldKeyLives(t *testing.T) {
	g := halfRotated(t).wrote(1).verified().open(stored).put(newRotate)
	g.press("u")
	g.shows("Put the old key back?")
	g = rotated(t).open(stored).put(newRotate)
	g.press("u")
	g.shows("The new key is in place")
}
