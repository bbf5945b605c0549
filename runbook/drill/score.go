package drill

import (
	"firebreak/providers/simulator"
	"firebreak/runbook/incident"
)

// Facts are what a score is made of: what was done, and what was really so.
type Facts struct {
	Story  Story
	State  incident.State
	Events []incident.Event
	Truth  simulator.Truth
}

// Part is one part of the score with the figures that went into its formula. A part that the
// data cannot give yet has a Max of 0 and says why.
type Part struct {
	Points float64        `json:"points"`
	Max    float64        `json:"max"`
	Inputs map[string]any `json:"inputs"`
}

// Penalty takes points off.
type Penalty struct {
	What   string  `json:"what"`
	Points float64 `json:"points"`
}

// Sheet is the score. Points are out of Max, which counts what could be scored; the band goes
// by their share.
type Sheet struct {
	Points    float64         `json:"points"`
	Max       float64         `json:"max"`
	Band      string          `json:"band"`
	Parts     map[string]Part `json:"parts"`
	Penalties []Penalty       `json:"penalties"`
	Gate      string          `json:"gate,omitempty"` // what capped the points
}

// letters is the order of the parts on a sheet.
var letters = []string{"C", "M", "V", "E", "R", "O", "X", "P"}

// liveGate is the most that a run is worth, of 100, that leaves an attacker a working key.
const liveGate = 49

// GateLive names that gate.
const GateLive = "attacker_key_live"

// Score adds up what a run was worth.
func Score(f Facts) Sheet {
	k, _ := f.State.First()
	j := judge{Facts: f, key: k}
	j.leaked, _ = j.keyState(f.Story.Leaked)
	s := Sheet{Penalties: j.penalties(), Parts: map[string]Part{
		"C": j.containment(), "M": j.money(), "V": j.verified(), "E": j.evidence(),
		"R": j.related(), "O": j.outage(), "X": j.exposure(), "P": j.report(),
	}}
	return s.add(j.attackerLives())
}

// add sums up. Parts are rounded before, so that a sheet adds up on paper.
func (s Sheet) add(live bool) Sheet {
	for _, name := range letters {
		s.Points += s.Parts[name].Points
		s.Max += s.Parts[name].Max
	}
	off := 0.0
	for _, p := range s.Penalties {
		off += p.Points
	}
	s.Points = tenth(max(0, s.Points-min(off, mostPenalty)))
	if most := tenth(liveGate * s.Max / 100); live && s.Points > most {
		s.Points, s.Gate = most, GateLive
	} else if live {
		s.Gate = GateLive
	}
	s.Band = "D"
	if s.Max > 0 {
		s.Band = band(100 * s.Points / s.Max)
	}
	return s
}

func part(points, most float64, inputs map[string]any) Part {
	return Part{Points: tenth(points), Max: most, Inputs: inputs}
}
