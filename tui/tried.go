package tui

import "firebreak/runbook/incident"

// tried are the kills of this key that were asked for and did not take place, each by its newest
// attempt. None once one was accepted.
func (v *view) tried() []row {
	k := v.key()
	if !notTaken(k) {
		return nil
	}
	var rows []row
	for _, act := range []incident.Act{incident.ActRevoke, incident.ActRevokeOwner} {
		if op, ok := k.LastOp(act); ok && op.Outcome != nil && !op.Applied() && op.Outcome.Result != incident.Withheld {
			label, said, short := v.lang.Tried(op)
			rows = append(rows, fact(label, short, said, 8).inked(warnInk).kept())
		}
	}
	return rows
}
