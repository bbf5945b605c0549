package tui

import (
	"testing"

	"firebreak/runbook/incident"
)

// belfry is a terminal that counts its bell.
type belfry struct {
	Terminal
	rung int
}

func (b *belfry) Bell() { b.rung++ }

func TestOneBellRingsWhenTheWatchEnds(t *testing.T) {
	for name, c := range map[string]struct {
		event incident.Event
		rings int
	}{
		"proven dead":         {incident.Event{Type: incident.StepDone, Step: incident.StepProve}, 1},
		"not within its time": {incident.Event{Type: incident.StepFailed, Step: incident.StepProve}, 1},
		"a probe":             {incident.Event{Type: incident.Probed, Step: incident.StepProve}, 0},
		"another step":        {incident.Event{Type: incident.StepDone, Step: incident.StepReview}, 0},
	} {
		b := &belfry{}
		g := newRig(t, func(g *rig) {
			g.session(sampleState(incident.Live, sampleKey()))
			g.config.Term = b
		})
		g.engine.events = append(g.engine.events, c.event)
		g.sync()
		g.sync()
		if b.rung != c.rings {
			t.Errorf("%s: rang %d times", name, b.rung)
		}
	}
}
