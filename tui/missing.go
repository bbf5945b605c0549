package tui

import (
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// missing says why an action is not among those that the engine lists for the key: what it
// would do is done already, or cannot come yet.
func (v *view) missing(name runbook.Name) string {
	k := v.key()
	switch {
	case v.state.Closing != nil:
		return v.lang.ClosedTitle()
	case k.Cred == "":
		return v.lang.NoKeyYet()
	}
	switch name {
	case runbook.Contain, runbook.Revoke, runbook.RevokeOwner:
		if !k.Accepted().IsZero() && !k.Survived() {
			return v.lang.RevokedAlready()
		}
	case runbook.Prove:
		switch {
		case k.Proof.Proven():
			return v.lang.ProvenAlready()
		case v.running(incident.StepProve):
			return v.lang.WatchedAlready()
		}
		return v.lang.NotRevokedYet()
	case runbook.Lift:
		return v.lang.NoLimitStands()
	case runbook.Plan, runbook.Replace, runbook.Receive:
		return v.lang.NewKeyMade()
	case runbook.RollBack:
		return v.lang.NothingToTakeBack()
	}
	return v.lang.NothingToDo()
}
