package words

import "firebreak/runbook/incident"

var nLook = noun{"later look", "later looks", "pemeriksaan ulang"}

// closedLine says why an incident was closed and what of its key it left behind for good.
func (l Lang) closedLine(s incident.State, k incident.Key) string {
	text := l.ClosedFor(s.Closing.Reason)
	if k.Cred == "" {
		return text
	}
	if open := s.OpenSteps(k.Cred); len(open) > 0 {
		text += pick(l, "; left open: ", "; dibiarkan terbuka: ") + l.Steps(open)
	}
	if rows := l.UndecidedRows(k); rows != "" {
		text += pick(l, "; left undecided: ", "; dibiarkan tanpa keputusan: ") + rows
	}
	if n := len(s.MissedLooks(k.Cred)); n > 0 {
		text += pick(l, "; never made: ", "; tidak pernah dilakukan: ") + l.of(int64(n), nLook)
	}
	return text
}
