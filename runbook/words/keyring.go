package words

import "strings"

// keyrings says what is wrong with the OS keyring and what helps, by the state's code. Each
// state has sentences of its own, since each has another cure.
var keyrings = map[string]trouble{
	"ready": {
		what: both{"The keyring is ready.", "Keyring siap."},
		do:   both{"Nothing needs to be done.", "Tidak ada yang perlu dilakukan."}},
	"no_service": {
		what: both{"There is no keyring service in this session.", "Tidak ada layanan keyring di sesi ini."},
		do:   both{"Make an identity: firebreak auth identity FILE, then --unseal FILE.", "Buat identitas: firebreak auth identity BERKAS, lalu --unseal BERKAS."}},
	"locked": {
		what: both{"The keyring is there but locked, and nothing unlocks it here.", "Keyring ada tetapi terkunci, dan tidak ada yang membukanya."},
		do:   both{"Unlock it in a desktop session, or use --seal-to and --unseal.", "Buka di sesi desktop, atau pakai --seal-to dan --unseal."}},
	"dismissed": {
		what: both{"The question to unlock the keyring was dismissed.", "Permintaan membuka keyring ditutup."},
		do:   both{"Try again and answer it, or type a passphrase instead.", "Coba lagi dan jawab, atau ketik frasa sandi."}},
	"timed_out": {
		what: both{"The keyring did not answer in time.", "Keyring tidak menjawab tepat waktu."},
		do:   both{"Look for a prompt behind this window, or use --seal-to.", "Cari permintaan di balik jendela ini, atau pakai --seal-to."}},
	"garbled": {
		what: both{"The keyring gives back something else than was stored in it.", "Keyring mengembalikan isi yang berbeda dari yang disimpan."},
		do:   both{"Do not rely on it: use --seal-to and --unseal.", "Jangan diandalkan: pakai --seal-to dan --unseal."}},
	"write_only": {
		what: both{"It can be sealed here, but not opened: the identity is elsewhere.", "Di sini bisa menyegel, tetapi tidak membuka: identitas tidak ada."},
		do:   both{"Give the identity's file with --unseal.", "Berikan berkas identitasnya dengan --unseal."}},
	"foreign": {
		what: both{"It is sealed to another identity than the one here.", "Tersegel untuk identitas lain, bukan yang ada di sini."},
		do:   both{"Give the right identity with --unseal, or use that machine.", "Berikan identitas yang benar dengan --unseal, atau pakai mesin itu."}},
	"weak": {
		what: both{"The passphrase that was chosen is too weak.", "Frasa sandi yang dipilih terlalu lemah."},
		do:   both{"Choose a longer one: four words that do not belong together.", "Pilih yang lebih panjang: empat kata yang tidak berkaitan."}},
	"failed": {
		what: both{"The keyring answered with an error.", "Keyring menjawab dengan galat."},
		do:   both{"Try again, or use --seal-to and --unseal.", "Coba lagi, atau pakai --seal-to dan --unseal."}},
	"absent": {
		what: both{"The keyring holds nothing of this program yet.", "Keyring belum memuat apa pun dari program ini."},
		do:   both{"Store an admin key with: firebreak auth set PROVIDER", "Simpan kunci admin dengan: firebreak auth set PROVIDER"}},
}

// Keyring says what state the place for secrets is in and what to do about it. The state's
// code may be spelled with blanks, dashes or underscores; an unknown one counts as failed.
func (l Lang) Keyring(state string) [2]string {
	t, ok := keyrings[keyringCode(state)]
	if !ok {
		t = keyrings["failed"]
	}
	return [2]string{t.what.in(l), t.do.in(l)}
}

func keyringCode(state string) string {
	return strings.NewReplacer(" ", "_", "-", "_").Replace(strings.TrimSpace(state))
}

// SealToIdentity refuses an identity where its public part is wanted.
func (l Lang) SealToIdentity() []string {
	return []string{
		pick(l, "--seal-to got an identity: it is private, and was not used.", "--seal-to diberi identitas: itu rahasia, dan tidak dipakai."),
		pick(l, "Give its public part: age-keygen -y FILE prints it.", "Berikan bagian publiknya: age-keygen -y FILE menampilkannya."),
		pick(l, "The identity's own file is for --unseal.", "Berkas identitas itu untuk --unseal."),
		pick(l, "It stands in a shell's history now: make a new one.", "Kini ada di riwayat shell: buat yang baru."),
	}
}
