package words

import (
	"strconv"

	"firebreak/runbook/incident"
)

// Tried says, behind a label, which kill was asked for that did not take place, when and how it ended,
// and what the vendor answered; short with the answer's number alone.
func (l Lang) Tried(op incident.Op) (label, said, short string) {
	label = pick(l, "tried", "dicoba")
	if op.Outcome == nil {
		return label, l.Unknown(), ""
	}
	ended := ", " + l.Clock(op.DoneAt) + ": " + l.Result(op.Outcome.Result)
	if how := l.Settled(op.Outcome.Settled); how != "" {
		ended += ", " + how
	}
	said, short = l.Act(op.Intent.Act)+ended, pick(l, "revoke", "cabut")+ended
	if op.Intent.Act == incident.ActRevokeOwner {
		short = pick(l, "delete owner", "hapus pemilik") + ended
	}
	if answer := l.Answered(op.Outcome.Fail); answer != "" {
		said += ", " + answer
		short += ", " + strconv.Itoa(op.Outcome.Fail.Status)
	}
	return label, said, short
}
