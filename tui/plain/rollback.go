package plain

import (
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// takeBack offers to put the old key back, for each written place where that is possible now.
func (t *Talk) takeBack(k incident.Key) []choice {
	var list []choice
	for _, p := range k.Successor.Places {
		a, ok := t.find(runbook.RollBack, runbook.PlaceID(p.Place))
		if !ok || a.Off != "" {
			continue
		}
		list = append(list, choice{text: t.l.Action(string(runbook.RollBack), t.l.Place(p.Place)), do: func() (runbook.Choice, bool) {
			t.at = placeRotate
			t.memo.every = false // what went back is not written again by itself
			delete(t.memo.tried, runbook.VerifyNew)
			t.say(t.l.AboutToRollBack(p.Place)...)
			return t.reversible(a, runbook.Input{Approved: a.Approvals}, placeRotate)
		}})
	}
	return list
}
