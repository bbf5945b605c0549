package words

import "firebreak/runbook/incident"

// EndedBy says who ended the key and when, as the vendor's audit log tells it.
func (l Lang) EndedBy(a incident.Admin) string {
	by := l.Unknown()
	if !a.Actor.IsEmpty() {
		by = l.Name(a.Actor, 40)
	}
	return fill(pick(l, "this key was ended {at} by {by}", "kunci ini diakhiri {at} oleh {by}"),
		"at", l.Time(a.At), "by", by)
}
