package words

import (
	"fmt"
	"time"

	"firebreak/runbook/incident"
)

// KnownKey says that n open incidents work on this key already or, where none is certain to be on
// the same one, on a key that ends alike.
func (l Lang) KnownKey(n int, same bool) string {
	if same {
		return Number(l, n, "open incident works on this key already.", "open incidents work on this key already.", "insiden terbuka sudah menangani kunci ini.")
	}
	return Number(l, n, "open incident works on a key that ends alike; one is masked.", "open incidents work on keys that end alike; some are masked.",
		"insiden terbuka menangani kunci berakhiran sama; ada yang tersamar.")
}

// Standing says in a clause how an open incident and its key stand.
func (l Lang) Standing(s incident.State, now time.Time) string {
	k, ok := s.Worst()
	if !ok {
		return pick(l, "no key identified yet", "belum ada kunci yang dikenali")
	}
	said := l.stands(k)
	if len(s.Order) > 1 {
		said = l.keysStand(s)
	}
	return said + pick(l, "; last event ", "; peristiwa terakhir ") + l.Ago(s.Last, now)
}

// KnownBeside names an open incident that works on a key which was given to another one, or, where
// that is not certain, on one that ends alike.
func (l Lang) KnownBeside(s incident.State, same bool, now time.Time) string {
	said := fmt.Sprintf(pick(l, "%s works on this key too (%s): close one of the two.", "%s juga menangani kunci ini (%s): tutup salah satunya."), ShortID(s.Opening.ID), l.Standing(s, now))
	if !same {
		said = fmt.Sprintf(pick(l, "%s works on a key with this ending (%s): see whether it is the same.", "%s menangani kunci berakhiran ini (%s): periksa apakah sama."), ShortID(s.Opening.ID), l.Standing(s, now))
	}
	return said
}

// Joined says that further keys of a text became keys of the incident that was gone on with; "" for none.
func (l Lang) Joined(n int) string {
	if n < 1 {
		return ""
	}
	return fmt.Sprintf(pick(l, "also there: %s, now in this incident too", "ada juga: %s, kini ikut dalam insiden ini"), l.of(int64(n), nCredential))
}

// NotOurs says that a text which was pasted for the incident's key holds keys that it does not know;
// "" for none.
func (l Lang) NotOurs(n int) string {
	if n < 1 {
		return ""
	}
	return fmt.Sprintf(pick(l, "also there: %s of no incident here; firebreak respond takes such", "ada juga: %s di luar insiden ini; firebreak respond menanganinya"), l.of(int64(n), nCredential))
}

// mostListed bounds how many incidents are named one by one.
const mostListed = 5

// KnownKeyHeadless tells a program that opens another incident on a key of open ones, the newest
// first.
func (l Lang) KnownKeyHeadless(open []incident.State, same bool, now time.Time) []string {
	lines, newest := []string{l.KnownKey(len(open), same)}, ""
	for i, s := range open[:min(len(open), mostListed)] {
		if i == 0 {
			newest = clean(s.Opening.ID, 30)
		}
		lines = append(lines, "  "+clean(s.Opening.ID, 30)+": "+l.Standing(s, now))
	}
	if len(open) > mostListed {
		lines = append(lines, pick(l, "All of them: firebreak incidents", "Semuanya: firebreak incidents"))
	}
	return append(lines,
		fmt.Sprintf(pick(l, "Go on with it: firebreak resume %s --headless -", "Lanjutkan: firebreak resume %s --headless -"), newest),
		fmt.Sprintf(pick(l, `Or end it: firebreak close %s --reason "WHY"`, `Atau tutup: firebreak close %s --reason "ALASAN"`), newest))
}

// KeyHeld refuses to work on a key, or on one that ends alike, while somebody works on an
// incident about it, and says who that is.
func (l Lang) KeyHeld(s incident.State, same bool) []string {
	first := pick(l, "Nothing was sent: this key is being worked on in ", "Tidak ada yang dikirim: kunci ini sedang ditangani dalam ")
	if !same {
		first = pick(l, "Nothing was sent: a key with this ending is being worked on in ", "Tidak ada yang dikirim: kunci berakhiran ini sedang ditangani dalam ")
	}
	return append([]string{first + ShortID(s.Opening.ID) + "."}, l.Locked(s, "resume")...)
}

// TurnTaken says that another process has been opening its incident for too long.
func (l Lang) TurnTaken() []string {
	return []string{
		pick(l, "Another firebreak keeps opening an incident; nothing was sent.", "firebreak lain terus membuka insiden; tidak ada yang dikirim."),
		pick(l, "Try again, or end that process if it hangs.", "Coba lagi, atau akhiri proses itu jika macet."),
	}
}
