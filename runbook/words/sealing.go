package words

// What is said around sealing to an identity of one's own, in place of a keyring.

// IdentityMade says what a new identity's file and its public part are for.
func (l Lang) IdentityMade(path string) []string {
	return []string{
		pick(l, "A new identity is in this file, readable by you alone: ", "Identitas baru ada di berkas ini, hanya Anda yang bisa membacanya: ") + clean(path, 200),
		pick(l, "The public part above seals: --seal-to or FIREBREAK_SEAL_TO takes it.", "Bagian publik di atas menyegel: isi --seal-to atau FIREBREAK_SEAL_TO."),
		pick(l, "The file opens: --unseal or FIREBREAK_UNSEAL names it.", "Berkas itu membuka: sebut di --unseal atau FIREBREAK_UNSEAL."),
		pick(l, "Keep a copy in a safe place: without it what is sealed is lost.", "Simpan salinan di tempat aman: tanpanya yang tersegel hilang."),
	}
}

// IdentityExists refuses to write an identity over a file.
func (l Lang) IdentityExists(path string) []string {
	return []string{
		pick(l, "A file of that name exists: ", "Berkas bernama itu sudah ada: ") + clean(path, 200),
		pick(l, "Nothing was written. Name another, or use that one with --unseal.", "Tidak ada yang ditulis. Pilih nama lain, atau pakai itu dengan --unseal."),
	}
}
