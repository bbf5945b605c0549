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

// LookedAgain says of each key what a run that took an incident up again heard of it, or that it did
// not ask. held tells, by credential, which leaked keys are in memory.
func (l Lang) LookedAgain(s incident.State, held map[string]bool) []string {
	if len(s.Order) == 0 {
		return []string{pick(l, "no key was identified", "belum ada kunci yang dikenali")}
	}
	var lines []string
	for _, k := range s.ByDanger() {
		lines = append(lines, l.lookedAgain(s, k, held[k.Cred]))
	}
	return lines
}

func (l Lang) lookedAgain(s incident.State, k incident.Key, held bool) string {
	said := pick(l, "key ", "kunci ") + l.Ending(k.Identity.Last4) + " "
	switch {
	case k.Identity.ByRecord() && !held:
		return said + pick(l, "not asked about: nobody here has its value", "tidak ditanyakan: nilainya tidak ada di sini")
	case k.Identity.Masked && !held:
		return said + pick(l, "not asked about: only its ending is known", "tidak ditanyakan: hanya akhirannya diketahui")
	case k.Latest == nil || s.Unheard(k.Cred):
		return said + l.Unwatched(k, held)
	}
	return said + pick(l, "asked about at ", "ditanyakan pukul ") + l.Clock(k.Latest.At) + ": " + l.Life(k.Latest.Life) + "; " + l.summaryOutcome(k)
}

// stands says how a key and its revocation stand, without a time where they agree.
func (l Lang) stands(k incident.Key) string {
	c, _ := k.Condition()
	said := l.still(k)
	switch {
	case said == "":
		return conditionOf(l, c) + l.revocation(k)
	case c == incident.IsAccepted:
		return said
	}
	return conditionOf(l, c) + ": " + said
}
