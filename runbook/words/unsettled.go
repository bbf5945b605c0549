package words

import "firebreak/runbook/incident"

// unsettled says of every change of unknown outcome that is no revocation, which the key's own state
// tells of, that it is unknown, since when, and what settles it; "" for none.
func (l Lang) unsettled(k incident.Key) string {
	text := ""
	for _, op := range k.Ops {
		if !op.Open() || op.Intent.Act == incident.ActRevoke || op.Intent.Act == incident.ActRevokeOwner {
			continue
		}
		text += "; " + fill(pick(l, "{act}: {unknown} since {time}, a resume reads how it went",
			"{act}: {unknown} sejak {time}, dibaca saat insiden dilanjutkan"),
			"act", l.Act(op.Intent.Act), "unknown", conditions[incident.IsUnknown].in(l), "time", l.Time(op.At))
	}
	return text
}
