package words

import "firebreak/runbook/incident"

// still says that a key is accepted later than the claim that it has ended, with both times; ""
// where nothing of the kind is so.
func (l Lang) still(k incident.Key) string {
	o := k.Outcome()
	if !k.StillAccepted() || o != incident.AcceptedUnproven && o != incident.GoneUnproven {
		return ""
	}
	text := pick(l, "revocation accepted {claim}, but still accepted {seen}", "pencabutan diterima {claim}, tetapi kunci masih diterima {seen}")
	if k.Marks[incident.StepRevoke].Manual || o == incident.GoneUnproven {
		text = pick(l, "said to have ended {claim}, but still accepted {seen}", "disebut berakhir {claim}, tetapi kunci masih diterima {seen}")
	}
	return fill(text, "claim", l.Clock(k.Accepted()), "seen", l.Clock(k.LastAlive))
}

// stands says how a key and its revocation stand, without a time where they agree.
func (l Lang) stands(k incident.Key) string {
	c, _ := k.Condition()
	said := l.still(k)
	switch {
	case said == "":
		return conditionOf(l, c) + pick(l, "; revocation: ", "; pencabutan: ") + l.Outcome(k.Outcome())
	case c == incident.IsAccepted:
		return said
	}
	return conditionOf(l, c) + ": " + said
}
