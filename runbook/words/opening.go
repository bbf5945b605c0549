package words

import "fmt"

// PlaceRefused says that a place which was named to be searched cannot be.
func (l Lang) PlaceRefused(path string, missing bool) []string {
	why, given := pick(l, "it cannot be read", "tidak bisa dibaca"), clean(path, 200)
	if missing {
		given = l.GivenPath(path)
		why = pick(l, "there is no such folder or file", "folder atau berkas itu tidak ada")
	}
	return []string{
		"--search " + given + ": " + why + ".",
		pick(l, "Nothing was opened and nothing was sent. Mend the path, or leave it out.", "Tidak ada yang dibuka atau dikirim. Perbaiki jalurnya, atau hapus."),
	}
}

// KnownKeyHeadless tells a program that opens another incident on a key of open ones: id is the
// newest.
func (l Lang) KnownKeyHeadless(id string, n int) []string {
	lines := []string{l.KnownKey(n)}
	if n > 1 {
		lines = append(lines, pick(l, "All of them: firebreak incidents", "Semuanya: firebreak incidents"))
	}
	return append(lines,
		fmt.Sprintf(pick(l, "Go on with it: firebreak resume %s --headless -", "Lanjutkan: firebreak resume %s --headless -"), clean(id, 30)),
		fmt.Sprintf(pick(l, `Or end it: firebreak close %s --reason "WHY"`, `Atau tutup: firebreak close %s --reason "ALASAN"`), clean(id, 30)))
}
