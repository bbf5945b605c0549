package words

import (
	"strings"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// storeRefusals: why a place or a file is not written. Codes are those of the store packages.
var storeRefusals = map[providers.Reason]both{
	"comment":             {"it stands in a comment", "terletak di komentar"},
	"escaped":             {"it is written with backslashes, which readers undo differently", "ditulis dengan garis miring terbalik, dibaca berbeda-beda"},
	"encoded":             {"it stands there encoded, such as base64", "tertulis dalam bentuk sandi, misalnya base64"},
	"embedded":            {"it is part of a longer value", "bagian dari nilai yang lebih panjang"},
	"built":               {"the value is made from variables or a command", "nilainya disusun dari variabel atau perintah"},
	"ambiguous":           {"readers disagree on the value of that line", "nilai baris itu dibaca berbeda-beda"},
	"unparsed":            {"the line is no assignment", "barisnya bukan penugasan nilai"},
	"other_file":          {"a neighbouring file, which was not named", "berkas di sebelahnya, yang tidak disebut"},
	"unreadable":          {"the file could not be read", "berkas tidak bisa dibaca"},
	"different_values":    {"one name is set twice, to different values", "satu nama diisi dua kali dengan nilai berbeda"},
	"hard_link":           {"the file has a second name, which writing would part", "berkas punya nama kedua yang akan terpisah bila ditulis"},
	"link_leaves":         {"a symbolic link to another folder", "tautan simbolis ke folder lain"},
	"read_only":           {"the file or its folder cannot be written", "berkas atau foldernya tidak bisa ditulis"},
	"tracked":             {"git tracks the file: the new value would be committed", "berkas dilacak git: nilai baru akan ikut ter-commit"},
	"tracked_unsure":      {"there is a git repository whose index cannot be read", "ada repositori git yang indeksnya tidak terbaca"},
	"unwritable_value":    {"no quoting of this value is read alike by all readers", "tidak ada cara kutip yang dibaca sama oleh semua"},
	"empty_value":         {"the new value is empty", "nilai baru kosong"},
	"not_there":           {"no file of that name is there", "tidak ada berkas dengan nama itu"},
	"same_value":          {"the new value is the old one", "nilai baru sama dengan yang lama"},
	"not_here":            {"the old value does not stand there any more", "nilai lama sudah tidak ada di sana"},
	"no_address":          {"the address of Vault is not set (VAULT_ADDR)", "alamat Vault belum diatur (VAULT_ADDR)"},
	"bad_address":         {"VAULT_ADDR must be https, or http on this machine", "VAULT_ADDR harus https, atau http di mesin ini"},
	"skip_verify":         {"VAULT_SKIP_VERIFY is set: the key could go to anyone", "VAULT_SKIP_VERIFY aktif: kunci bisa sampai ke siapa saja"},
	"no_authority":        {"the certificates that VAULT_CACERT or VAULT_CAPATH name cannot be read", "sertifikat di VAULT_CACERT atau VAULT_CAPATH tidak terbaca"},
	"no_token":            {"there is no token for Vault (VAULT_TOKEN, or vault login)", "tidak ada token Vault (VAULT_TOKEN, atau vault login)"},
	"not_kv":              {"that mount of Vault holds no key-value secrets", "mount Vault itu tidak menyimpan rahasia key-value"},
	"unreadable_entry":    {"the token may not read it, or its name cannot be asked for", "token tidak boleh membacanya, atau namanya tidak bisa diminta"},
	"no_write_right":      {"the token may read it but not write it", "token boleh membaca tetapi tidak boleh menulis"},
	"old_version":         {"an older version, which Vault still gives to whoever may read it", "versi lama, masih diberikan Vault kepada yang boleh membaca"},
	"old_unread":          {"older versions may hold it too, and may not be read", "versi lama mungkin memuatnya juga, dan tidak boleh dibaca"},
	"owned":               {"another controller writes it and may write the old key back", "ditulis pengendali lain, yang bisa menulis balik kunci lama"},
	"structured_entry":    {"the token may not patch, and other fields would not survive a rewrite", "token tidak boleh patch, dan isian lain akan berubah bila ditulis ulang"},
	"no_region":           {"its AWS Region is not named (AWS_REGION, or REGION: before the name)", "Region AWS-nya tidak disebut (AWS_REGION, atau REGION: di depan nama)"},
	"no_aws_key":          {"there is no AWS key to read it with (AWS_ACCESS_KEY_ID or AWS_PROFILE)", "tidak ada kunci AWS (AWS_ACCESS_KEY_ID atau AWS_PROFILE)"},
	"profile_device":      {"its AWS profile wants a device's code, and no session of it is kept", "profil AWS meminta kode perangkat, dan sesinya tidak tersimpan"},
	"profile_program":     {"its AWS profile has a program make the key, which is not run here", "profil AWS memakai program untuk kuncinya, tidak dijalankan di sini"},
	"profile_machine":     {"its AWS profile uses the machine's own role, which is not asked", "profil AWS memakai peran milik mesin, yang tidak diminta"},
	"profile_sign_in":     {"its AWS profile goes by a sign-in, and nobody is signed in", "profil AWS memakai login, dan belum ada yang login"},
	"same_aws_key":        {"AWS would be asked with this very key; another one is needed", "AWS akan ditanya dengan kunci ini sendiri; perlu kunci lain"},
	"field_twice":         {"that field stands twice in the JSON object", "isian itu ada dua kali di objek JSON"},
	"secret_denied":       {"a policy of AWS denies reading it", "kebijakan AWS melarang membacanya"},
	"secret_write_denied": {"a policy of AWS denies writing it", "kebijakan AWS melarang menulisnya"},
	"write_right_unknown": {"whether it may be written could not be asked before", "boleh ditulis atau tidak, belum bisa ditanyakan"},
	"kms_denied":          {"its KMS key may not be used, so that it cannot be read", "kunci KMS-nya tidak boleh dipakai, jadi tidak terbaca"},
	"old_secret_version":  {"an older version, which AWS still gives to whoever may read the secret", "versi lama, masih diberikan AWS kepada yang boleh membaca"},
	"rotated_secret":      {"a rotation function writes it and may overwrite the new key", "fungsi rotasi menulisnya dan bisa menimpa kunci baru"},
	"managed_secret":      {"another AWS service owns it and alone may change it", "milik layanan AWS lain, hanya itu yang boleh mengubahnya"},
	"replica_secret":      {"a replica: it is written in its primary Region", "replika: ditulis di Region utamanya"},
	"secret_deleting":     {"scheduled for deletion: not readable, but it can be restored", "dijadwalkan dihapus: tidak terbaca, tetapi bisa dipulihkan"},
	"unwritable_text":     {"AWS keeps text in that secret, and the value is no UTF-8", "AWS menyimpan teks di situ, dan nilainya bukan UTF-8"},
	"secret_too_long":     {"it would be longer than the 65,536 bytes that AWS keeps", "akan melebihi 65.536 byte yang disimpan AWS"},
	"too_many":            {"more entries lie there than are read in one go", "isinya lebih banyak daripada yang dibaca sekali jalan"},
	"unwritable_secret":   {"Vault cannot hold a value of these bytes", "Vault tidak bisa menyimpan nilai seperti itu"},
}

// storeAdvice says what helps where a store is not written for a reason.
func (l Lang) storeAdvice(why providers.Reason) string {
	switch why {
	case "tracked", "tracked_unsure":
		return pick(l, "Allow it: firebreak resume --approve write-tracked; or write it by hand.",
			"Izinkan: firebreak resume --approve write-tracked; atau tulis manual.")
	case "not_there":
		return pick(l, "Correct the name, or take the store off the list.",
			"Betulkan namanya, atau keluarkan dari daftar.")
	case "not_here":
		return pick(l, "Name the file that its services read, or take this one off.",
			"Sebut berkas yang dibaca layanannya, atau keluarkan yang ini.")
	case "hard_link", "link_leaves":
		return pick(l, "Name the file that it leads to, or write it by hand.",
			"Sebut berkas yang ditujunya, atau tulis manual.")
	case "owned":
		return pick(l, "Change it at that controller, or resume with --approve write-owned.",
			"Ubah di pengendali itu, atau resume dengan --approve write-owned.")
	case "old_version":
		return pick(l, "A dead key needs no more. To remove it: vault kv destroy -versions=N",
			"Kunci mati aman. Untuk menghapusnya: vault kv destroy -versions=N")
	case "old_secret_version":
		return pick(l, "A dead key needs no more: AWS drops such versions in time.",
			"Kunci mati aman: AWS membuang versi itu pada waktunya.")
	case "rotated_secret":
		return pick(l, "Rotate it there, or resume with --approve write-owned.",
			"Rotasi di sana, atau resume dengan --approve write-owned.")
	case "managed_secret":
		return pick(l, "Change it at the service that owns it.", "Ubah di layanan pemiliknya.")
	case "replica_secret":
		return pick(l, "Name it in its primary Region: --store awssecrets:REGION:NAME",
			"Sebut di Region utamanya: --store awssecrets:REGION:NAMA")
	case "profile_device", "profile_program", "profile_machine", "profile_sign_in":
		return lacks[string(why)].do.in(l)
	case "no_region", "no_aws_key", "same_aws_key":
		return pick(l, "Set it as for AWS's own tools, then try again.",
			"Atur seperti untuk alat AWS sendiri, lalu coba lagi.")
	case "secret_denied", "secret_write_denied", "kms_denied":
		return pick(l, "Allow it in the policy: firebreak doctor --policy awssecrets",
			"Izinkan dalam kebijakan: firebreak doctor --policy awssecrets")
	case "no_address", "bad_address", "skip_verify", "no_authority", "no_token":
		return pick(l, "Set it as for Vault's own tools, then try again.",
			"Atur seperti untuk alat Vault sendiri, lalu coba lagi.")
	case "other_file":
		return pick(l, "Name that file with --store if it should get the new key.",
			"Sebut berkas itu dengan --store bila perlu kunci baru.")
	case "read_only", "unreadable":
		return pick(l, "Change its rights or attributes and try again, or write it by hand.",
			"Ubah izin atau atributnya lalu coba lagi, atau tulis manual.")
	}
	return pick(l, "Write it there by hand, then it is read back.",
		"Tulis manual di sana, lalu akan dibaca ulang.")
}

// Guard says how a store's write is protected against someone else's.
func (l Lang) Guard(g providers.Guard) string {
	switch g {
	case providers.Guarded:
		return pick(l, "written only if nobody changed it meanwhile", "ditulis hanya bila tidak diubah pihak lain")
	case providers.OtherOwner:
		return pick(l, "another controller owns it and may write it back", "dikelola pengendali lain yang bisa menulis balik")
	}
	return pick(l, "written without protection against other writers", "ditulis tanpa perlindungan dari penulis lain")
}

// keptBy says that the store itself keeps what a write replaces, "" where it does not.
func (l Lang) keptBy(p incident.Place) string {
	if p.Kept == "" {
		return ""
	}
	if strings.HasPrefix(p.Store, "awssecrets:") {
		return pick(l, "AWS keeps what it replaces, as AWSPREVIOUS", "AWS menyimpan yang digantinya, sebagai AWSPREVIOUS")
	}
	return pick(l, "Vault keeps what it replaces, as version ", "Vault menyimpan yang digantinya, sebagai versi ") + clean(p.Kept, 20)
}

// PlaceState says what became of a place of the rotation plan.
func (l Lang) PlaceState(p incident.PlaceState) string {
	switch {
	case p.Off != "":
		return pick(l, "holds the old key, not written: ", "memuat kunci lama, tidak ditulis: ") + l.Reason(p.Off)
	case p.Holds:
		return pick(l, "read back: it holds the new key, ", "dibaca ulang: memuat kunci baru, ") + l.Clock(p.Verified)
	case !p.Verified.IsZero():
		return pick(l, "read back: it does not hold the new key, ", "dibaca ulang: tidak memuat kunci baru, ") + l.Clock(p.Verified)
	case !p.Written.IsZero():
		return pick(l, "written, not read back yet", "sudah ditulis, belum dibaca ulang")
	}
	return pick(l, "still the old key", "masih kunci lama")
}
