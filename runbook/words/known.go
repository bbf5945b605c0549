package words

import (
	"fmt"

	"firebreak/runbook/incident"
)

// KnownKey says that n open incidents work on this key already or, where none is certain to be on
// the same one, on a key that ends alike.
func (l Lang) KnownKey(n int, same bool) string {
	switch {
	case same && n == 1:
		return pick(l, "An open incident works on this key already.", "Satu insiden terbuka sudah menangani kunci ini.")
	case same:
		return fmt.Sprintf(pick(l, "%d open incidents work on this key already.", "%d insiden terbuka sudah menangani kunci ini."), n)
	case n == 1:
		return pick(l, "An open incident works on a key that ends alike; one is masked.",
			"Satu insiden terbuka menangani kunci berakhiran sama; satu tersamar.")
	}
	return fmt.Sprintf(pick(l, "%d open incidents work on keys that end alike; some are masked.",
		"%d insiden terbuka menangani kunci berakhiran sama; ada yang tersamar."), n)
}

// KnownKeyHeadless tells a program that opens another incident on a key of open ones: id is the
// newest.
func (l Lang) KnownKeyHeadless(id string, n int, same bool) []string {
	lines := []string{l.KnownKey(n, same)}
	if n > 1 {
		lines = append(lines, pick(l, "All of them: firebreak incidents", "Semuanya: firebreak incidents"))
	}
	return append(lines,
		fmt.Sprintf(pick(l, "Go on with it: firebreak resume %s --headless -", "Lanjutkan: firebreak resume %s --headless -"), clean(id, 30)),
		fmt.Sprintf(pick(l, `Or end it: firebreak close %s --reason "WHY"`, `Atau tutup: firebreak close %s --reason "ALASAN"`), clean(id, 30)))
}

// KeyHeld refuses to work on a key, or on one that ends alike, while somebody works on an
// incident about it, and says who that is.
func (l Lang) KeyHeld(s incident.State, same bool) []string {
	first := pick(l, "Nothing was sent: this key is being worked on in ", "Tidak ada yang dikirim: kunci ini sedang ditangani dalam ")
	if !same {
		first = pick(l, "Nothing was sent: a key with this ending is being worked on in ", "Tidak ada yang dikirim: kunci berakhiran ini sedang ditangani dalam ")
	}
	return append([]string{first + ShortID(s.Opening.ID) + "."}, l.Locked(s)...)
}

// TurnTaken says that another process has been opening its incident for too long.
func (l Lang) TurnTaken() []string {
	return []string{
		pick(l, "Another firebreak keeps opening an incident; nothing was sent.", "firebreak lain terus membuka insiden; tidak ada yang dikirim."),
		pick(l, "Try again, or end that process if it hangs.", "Coba lagi, atau akhiri proses itu jika macet."),
	}
}
