package words

import "firebreak/runbook/incident"

// troublesOfRotation: the replacement, its parking place and the stores.
var troublesOfRotation = map[incident.Reason]trouble{
	incident.WhyNoParking: {
		what: both{"There is no proven place to keep a new key's value.",
			"Belum ada tempat teruji untuk menyimpan nilai kunci baru."},
		key: both{"No new key was created; the old key's state is unchanged.",
			"Kunci baru tidak dibuat; keadaan kunci lama tidak berubah."},
		do: both{"Unlock the keyring, or name a recipient with --seal-to.",
			"Buka keyring, atau sebutkan penerima dengan --seal-to."},
	},
	incident.WhyShut: {
		what: both{"What is kept sealed cannot be opened here.",
			"Yang tersimpan tersegel tidak bisa dibuka di sini."},
		key: both{"The new key exists, its value is kept sealed; no more was written.",
			"Kunci baru sudah ada, nilainya tersegel; tidak ada lagi yang ditulis."},
		do: both{"Type its passphrase, unlock the keyring, or use --unseal FILE.",
			"Ketik frasa sandinya, buka keyring, atau pakai --unseal FILE."},
	},
	incident.WhyNotKept: {
		what: both{"The new key's value could not be kept sealed.",
			"Nilai kunci baru tidak bisa disimpan tersegel."},
		key: both{"The new key lives; its value was not kept, and nothing was written.",
			"Kunci baru aktif; nilainya tidak disimpan, tidak ada yang ditulis."},
		do: both{"Make a place for it, then type it in once more.",
			"Buat tempatnya, lalu ketik sekali lagi."},
	},
	incident.WhyNoStore: {
		what: both{"No store was named that should get the new key.",
			"Belum ada penyimpanan yang disebut untuk kunci baru."},
		do: both{"Name one, such as --store dotenv:.env, or place it by hand.",
			"Sebutkan satu, misalnya --store dotenv:.env, atau pasang manual."},
	},
	incident.WhyStore: {
		what: both{"The store does not take the new value.",
			"Penyimpanan tidak menerima nilai baru."},
		do: both{"Remove the obstacle and try again, or write it there by hand.",
			"Atasi penyebabnya dan coba lagi, atau tulis manual."},
	},
	incident.WhyStoreLost: {
		what: both{"The store was changed by someone else meanwhile.",
			"Penyimpanan diubah pihak lain sementara itu."},
		key: both{"Nothing was overwritten; the new key is kept sealed.",
			"Tidak ada yang ditimpa; kunci baru tersimpan tersegel."},
		do: both{"Look at the change, then try again.", "Lihat perubahannya, lalu coba lagi."},
	},
	incident.WhyStray: {
		what: both{"A new key was created, and its value was lost with the answer.",
			"Kunci baru sudah dibuat, dan nilainya hilang bersama jawabannya."},
		key: both{"It is alive at the provider, and nobody has its value.",
			"Kunci itu aktif di penyedia, dan tidak ada yang punya nilainya."},
		do: both{"Delete it, then create another one.", "Hapus, lalu buat yang lain."},
	},
	incident.WhyInUse: {
		what: both{"The old key is still used.", "Kunci lama masih dipakai."},
		key: both{"It lives on until nobody uses it; with a thief at work that is never.",
			"Tetap aktif selama dipakai; selama pencuri memakainya, tanpa akhir."},
		do: both{"Restart your services; if a stranger uses it, revoke now, with a reason.",
			"Mulai ulang layanan; bila orang asing memakainya, cabut dengan alasan."},
	},
	incident.WhyUseUnread: {
		what: both{"The last use of the old key was not read yet.", "Pemakaian terakhir kunci lama belum dibaca."},
		key:  both{"It stays alive until it is known to be unused.", "Tetap aktif sampai diketahui tidak dipakai."},
		do: both{"Have its last use read, or revoke it now, with a reason.",
			"Baca pemakaian terakhirnya, atau cabut sekarang dengan alasan."},
	},
	incident.WhyOldDead: {
		what: both{"The old key is refused, or being revoked.", "Kunci lama ditolak, atau sedang dicabut."},
		key: both{"Its value would not work any more in a service.",
			"Nilainya tidak akan berfungsi lagi di layanan."},
		do: both{"Mend the service with the new key.", "Perbaiki layanannya dengan kunci baru."},
	},
	incident.WhyOldValue: {
		what: both{"The store still gives the old value after the write.",
			"Penyimpanan masih memberi nilai lama setelah ditulis."},
		key: both{"Services may still use the old key; the new one is kept sealed.",
			"Layanan mungkin masih memakai kunci lama; yang baru tersegel."},
		do: both{"See what else writes to this store, then try again.",
			"Cari siapa lagi yang menulis ke sana, lalu coba lagi."},
	},
	incident.WhyNotHeld: {
		what: both{"It does not hold this key.", "Tidak memuat kunci ini."},
		do: both{"Name the stores that its services read, or take this one off the list.",
			"Sebut penyimpanan yang dibaca layanannya, atau keluarkan yang ini."},
	},
	incident.WhyUserKey: {
		what: both{"{vendor} cannot create a key of this kind through its API.",
			"{vendor} tidak bisa membuat kunci jenis ini lewat API."},
		key: both{"No new key exists yet; the old key's state is unchanged.",
			"Kunci baru belum ada; keadaan kunci lama tidak berubah."},
		do: both{"Create it in the console, then type it in here, unseen.",
			"Buat di konsol, lalu ketik di sini tanpa terlihat."},
	},
	incident.WhyScopes: {
		what: both{"The provider takes no such scopes for a new key.", "Penyedia tidak menerima scope itu untuk kunci baru."},
		key: both{"No new key was created; the old key's state is unchanged.",
			"Kunci baru tidak dibuat; keadaan kunci lama tidak berubah."},
		do: both{"Name scopes as the provider calls them, or none.",
			"Sebut scope dengan nama dari penyedia, atau kosongkan."},
	},
	incident.WhyWider: {
		what: both{"The new key would have rights that the old one has not.", "Kunci baru akan punya hak yang tidak dimiliki kunci lama."},
		key: both{"No new key was created; the old key's state is unchanged.",
			"Kunci baru tidak dibuat; keadaan kunci lama tidak berubah."},
		do: both{"Choose fewer scopes (headless: --new-scopes models).",
			"Pilih scope lebih sedikit (headless: --new-scopes models)."},
	},
	incident.WhyNewKeyDead: {
		what: both{"The new key does not work yet.", "Kunci baru belum berfungsi."},
		key: both{"Services that use it may fail; its value is kept sealed.",
			"Layanan yang memakainya bisa gagal; nilainya tersimpan tersegel."},
		do: both{"Probe it again in a minute, or create another one.",
			"Uji lagi sebentar lagi, atau buat yang lain."},
	},
	incident.WhyGate: {
		what: both{"The report would have held a secret, so it was not written.",
			"Laporan akan memuat rahasia, jadi tidak ditulis."},
		do: both{"Mask what is named here, then write it again.",
			"Samarkan bagian yang disebut, lalu tulis lagi."},
	},
	incident.WhyWrite: {
		what: both{"The file cannot be written.", "Berkas tidak bisa ditulis."},
		do: both{"Check space and rights, or choose another folder with --out.",
			"Periksa ruang dan izin, atau pilih folder lain dengan --out."},
	},
}
