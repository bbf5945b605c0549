package words

import (
	"time"

	"firebreak/runbook/incident"
)

// What is said while an old key waits until nobody uses it any more.

// LastUses says when the old key and the new one were last used, by the vendor's records.
func (l Lang) LastUses(u incident.UseData, now time.Time) string {
	return pick(l, "last use: old key ", "terakhir dipakai: kunci lama ") + l.lastUse(u.Old, now) +
		pick(l, ", new key ", ", kunci baru ") + l.lastUse(u.New, now)
}

func (l Lang) lastUse(t, now time.Time) string {
	if t.IsZero() {
		return pick(l, "never", "belum pernah")
	}
	return l.at(t, now)
}

// UnusedFor says for how long the old key was unused, of how long it must be.
func (l Lang) UnusedFor(unused, quiet time.Duration) string {
	if unused < 0 {
		return pick(l, "its last use was not read yet", "pemakaian terakhirnya belum dibaca")
	}
	return pick(l, "unused for ", "tak terpakai selama ") + l.Short(unused) + pick(l, " of ", " dari ") + l.Short(quiet)
}

// WaitMayNotEnd says when the wait for an unused key has no end, and what ends it.
func (l Lang) WaitMayNotEnd() string {
	return pick(l, "while a stranger uses it this wait never ends: then revoke it now",
		"selama orang asing memakainya, ini tak akan selesai: cabut sekarang")
}

// Retire says why the old key may die although it is used, or may be.
func (l Lang) Retire(d incident.RetireData) string {
	why := d.Reason.Line(200)
	switch {
	case why != "":
	case d.Waited == 0:
		why = pick(l, "approved, and its last use cannot be read", "disetujui, dan pemakaian terakhirnya tidak terbaca")
	default:
		why = pick(l, "approved, and still used after a wait of ", "disetujui, dan masih dipakai setelah menunggu ") + l.Short(d.Waited)
	}
	if who := d.Approver.Line(60); who != "" {
		why += " (" + who + ")"
	}
	return pick(l, "the old key may die while it is used: ", "kunci lama boleh mati walau dipakai: ") + why
}

// RetireTitle asks about an old key that lives on beside its replacement.
func (l Lang) RetireTitle() string {
	return pick(l, "The new key is in place. When does the old one die?", "Kunci baru terpasang. Kapan kunci lama dimatikan?")
}
