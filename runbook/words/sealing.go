package words

import "fmt"

// What is said around sealing to an identity of one's own, in place of a keyring.

// IdentityMade says what a new identity's file and its public part are for.
func (l Lang) IdentityMade(path string) []string {
	return []string{
		pick(l, "A new identity is in this file, readable by you alone: ", "Identitas baru ada di berkas ini, hanya Anda yang bisa membacanya: ") + clean(path, 200),
		pick(l, "Its public part, printed alone, is for --seal-to or FIREBREAK_SEAL_TO.", "Bagian publiknya, dicetak sendiri, untuk --seal-to (FIREBREAK_SEAL_TO)."),
		pick(l, "The file itself is for --unseal or FIREBREAK_UNSEAL.", "Berkasnya sendiri untuk --unseal atau FIREBREAK_UNSEAL."),
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

// sealings says what is wrong with --seal-to or --unseal and what helps, by the keyring's code.
var sealings = map[string]trouble{
	"not_a_recipient": {
		what: both{"it holds no age recipient; one begins with age1.", "isinya bukan penerima age; awalannya age1."},
		do:   both{"Make one: firebreak auth identity FILE prints it.", "Buat: firebreak auth identity BERKAS menampilkannya."}},
	"missing": {
		what: both{"there is no such file.", "berkas itu tidak ada."},
		do:   both{"Mend the path, or make one: firebreak auth identity FILE.", "Perbaiki jalurnya, atau buat: firebreak auth identity BERKAS."}},
	"unreadable": {
		what: both{"that file cannot be read.", "berkas itu tidak bisa dibaca."},
		do:   both{"It must be a file that belongs to you, readable by you.", "Harus berupa berkas milik Anda yang bisa Anda baca."}},
	"not_an_identity": {
		what: both{"that file holds no age identity.", "berkas itu tidak memuat identitas age."},
		do:   both{"Name the file that firebreak auth identity wrote.", "Sebut berkas yang ditulis firebreak auth identity."}},
	"exposed": {
		what: both{"others than you can read that file.", "berkas itu bisa dibaca orang lain."},
		do:   both{"Close it: chmod 600 FILE. If anybody read it, make a new one.", "Tutup: chmod 600 BERKAS. Bila ada yang membacanya, buat baru."}},
	"locked": {
		what: both{"that identity is under a passphrase, and none is asked for here.", "identitas itu berfrasa sandi, dan di sini tidak ditanyakan."},
		do:   both{"Name one without: firebreak auth identity FILE makes it.", "Sebut yang tanpa frasa: firebreak auth identity BERKAS membuatnya."}},
	"unrelated": {
		what: both{"that identity opens nothing sealed to the recipient given.", "identitas itu tidak membuka yang disegel untuk penerima itu."},
		do:   both{"Give the recipient of that file, or the file alone.", "Berikan penerima dari berkas itu, atau berkasnya saja."}},
}

// Sealing says which setting is wrong, why, and what to do. By is the flag or variable it came
// from; path is the file that it names, "" where it names none.
func (l Lang) Sealing(code, by, path string) [2]string {
	t, ok := sealings[keyringCode(code)]
	if !ok {
		t = keyrings["failed"]
	}
	if path != "" {
		by += " (" + l.GivenPath(path) + ")"
	}
	return [2]string{clean(by, 240) + ": " + t.what.in(l), t.do.in(l)}
}

// SealsTo says that secrets are sealed to the identity in a file, which the flag or variable by
// names, and opened with it.
func (l Lang) SealsTo(by, path string) [2]string {
	return [2]string{
		fmt.Sprintf(pick(l, "Secrets are sealed to the identity of %s (%s), without a keyring.", "Rahasia disegel ke identitas dari %s (%s), tanpa keyring."), clean(by, 40), l.GivenPath(path)),
		pick(l, "Nothing needs to be done.", "Tidak ada yang perlu dilakukan."),
	}
}

// KeyringSilent says that a keyring is left alone since it did not answer in time.
func (l Lang) KeyringSilent() string {
	return pick(l, "The keyring does not answer and is not asked again until a new try.", "Keyring tidak menjawab dan tidak ditanya lagi sampai dicoba ulang.")
}

// RotateNeedsPlace refuses to begin a run that is to rotate where the new key could not be kept; why
// is what Keyring or Sealing says of the place.
func (l Lang) RotateNeedsPlace(why [2]string) []string {
	return append(l.noPlace(why, pick(l, "Nothing was sent. Make a place, then run it again:", "Tidak ada yang dikirim. Buat tempatnya, lalu jalankan lagi:")),
		fmt.Sprintf(pick(l, "To revoke without a new key: --approve %s.", "Untuk mencabut tanpa kunci baru: --approve %s."), "revoke"))
}

// RotateStaysOpen says that a run goes on without the rotation, and how it is made up for.
func (l Lang) RotateStaysOpen(why [2]string) []string {
	return l.noPlace(why, pick(l, "The rest goes on; rotate stays open. Make a place, then resume:", "Yang lain lanjut; rotasi tetap terbuka. Buat tempatnya, lalu resume:"))
}

func (l Lang) noPlace(why [2]string, then string) []string {
	return []string{
		pick(l, "To rotate, the new key must be kept sealed; there is no place for it.", "Untuk rotasi, kunci baru harus disimpan tersegel; tempatnya tidak ada."),
		why[0],
		then,
		"  firebreak auth identity FILE",
		pick(l, "  and add --unseal FILE, or set FIREBREAK_UNSEAL=FILE", "  dan tambahkan --unseal FILE, atau set FIREBREAK_UNSEAL=FILE"),
	}
}
