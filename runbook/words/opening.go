package words

// OutRefused says that the folder named for the report is none.
func (l Lang) OutRefused(path string) []string {
	return []string{
		"--out " + l.GivenPath(path) + pick(l, ": there is a file in its place.", ": tempat itu ditempati berkas."),
		pick(l, "Nothing was opened and nothing was sent. Name another folder.", "Tidak ada yang dibuka atau dikirim. Sebut folder lain."),
	}
}

// PlaceRefused says that a place which was named to be searched cannot be.
func (l Lang) PlaceRefused(path string, missing bool) []string {
	return []string{
		"--search " + l.PlaceUnread(path, missing),
		pick(l, "Nothing was opened and nothing was sent. Mend the path, or leave it out.", "Tidak ada yang dibuka atau dikirim. Perbaiki jalurnya, atau hapus."),
	}
}

// PlaceUnread says why a place cannot be searched.
func (l Lang) PlaceUnread(path string, missing bool) string {
	if missing {
		return l.GivenPath(path) + ": " + pick(l, "there is no such folder or file.", "folder atau berkas itu tidak ada.")
	}
	return clean(path, 200) + ": " + pick(l, "it cannot be read.", "tidak bisa dibaca.")
}
