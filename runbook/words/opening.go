package words

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
