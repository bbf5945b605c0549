package words

// What is said where no whole key came: of a masked one, and of one that is filled as examples are.

// ByEnding says what a key of which only the ending is known can be led through.
func (l Lang) ByEnding(vendor string) []string {
	return []string{
		pick(l, "Only its ending is known: it is not probed, its death not proven.", "Hanya akhirannya dikenal: tidak diuji, matinya tidak terbukti."),
		fill(pick(l, "With an admin key {vendor} is asked which record ends so.", "Dengan kunci admin {vendor} ditanya catatan mana yang cocok."), "vendor", clean(vendor, 16)),
		pick(l, "The whole key can be pasted later, until it is revoked.", "Kunci utuhnya bisa ditempel nanti, sebelum dicabut."),
	}
}

// EnterByEnding asks to go on so.
func (l Lang) EnterByEnding() string {
	return pick(l, "press enter to go on by its ending, or q to leave: ", "tekan enter untuk lanjut dengan akhirannya, atau q untuk keluar: ")
}

// VerbByEnding is what enter does there.
func (l Lang) VerbByEnding() string {
	return pick(l, "go on by its ending", "lanjut dengan akhirannya")
}

// MayBeBait says what an example may be, and that nothing is done with it yet.
func (l Lang) MayBeBait() []string {
	return []string{
		pick(l, "Whoever laid it out as a trap is alerted when it is used.", "Bila ini jebakan, pemasangnya diberi tahu saat kunci dipakai."),
		pick(l, "Opening an incident sends nothing; a question comes first.", "Membuka insiden tidak mengirim apa pun; ada pertanyaan dulu."),
	}
}

// EnterOpens asks to open an incident on it.
func (l Lang) EnterOpens() string {
	return pick(l, "press enter to open an incident, or q to leave: ", "tekan enter untuk membuka insiden, atau q untuk keluar: ")
}

// VerbOpens is what enter does there.
func (l Lang) VerbOpens() string { return pick(l, "open an incident", "buka insiden") }

// BaitTitle is the question before a key is used that may be bait.
func (l Lang) BaitTitle() string {
	return pick(l, "Use this key? It may be bait", "Pakai kunci ini? Mungkin jebakan")
}

// BaitFacts says why it is asked.
func (l Lang) BaitFacts(vendor string) []string {
	return []string{
		pick(l, "It has the form of a key, filled as examples are: none, or a trap.", "Bentuknya kunci, isinya seperti contoh: bukan kunci, atau jebakan."),
		fill(pick(l, "Asking {vendor} with it may alert whoever laid it out.", "Bertanya ke {vendor} dengannya bisa memberi tahu pemasangnya."), "vendor", clean(vendor, 16)),
		pick(l, "Nothing was sent so far.", "Sejauh ini tidak ada yang dikirim."),
	}
}

// BaitUnapproved says how a value that may be bait is used all the same without a person.
func (l Lang) BaitUnapproved() string {
	return pick(l, "To use it all the same: --approve probe-decoy; that may alert somebody.", "Untuk tetap memakainya: --approve probe-decoy; bisa memicu alarm.")
}

// LeaveBait and UseBait are its answers, beside FalseAlarm.
func (l Lang) LeaveBait() string {
	return pick(l, "Do not use it: nothing is asked, the incident stays open", "Jangan pakai: tidak ada yang ditanya, insiden tetap terbuka")
}

// UseBait asks the vendor all the same.
func (l Lang) UseBait(vendor string) string {
	return fill(pick(l, "Ask {vendor} with it: read-only, and seen by whoever watches it", "Tanya {vendor} dengannya: hanya membaca, terlihat pemantaunya"), "vendor", clean(vendor, 16))
}

// HaveWhole takes the whole of a key of which only the ending is known.
func (l Lang) HaveWhole() string {
	return pick(l, "I have the whole key: paste it unseen", "Saya punya kunci utuhnya: tempel tanpa terlihat")
}
