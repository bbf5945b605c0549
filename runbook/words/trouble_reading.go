package words

import "firebreak/runbook/incident"

// troublesOfReading: data that is missing, not settled, or not searched.
var troublesOfReading = map[incident.Reason]trouble{
	incident.WhyUnsettled: {
		what: both{"{vendor} may still change these figures.",
			"{vendor} masih mungkin mengubah angka ini."},
		do: both{"Read them again later; the report says as of when they hold.",
			"Baca lagi nanti; laporan menyebut sampai kapan angkanya berlaku."},
	},
	incident.WhyNotReadable: {
		what: both{"{vendor} does not let this admin key read it.",
			"{vendor} tidak mengizinkan kunci admin ini membacanya."},
		do: both{"Use an admin key with that right, or read it in the console.",
			"Pakai kunci admin yang berhak, atau baca di konsol."},
	},
	incident.WhyNotExposed: {
		what: both{"{vendor} does not tell this to anybody.",
			"{vendor} tidak membuka data ini kepada siapa pun."},
		do: both{"Go on; the report says that it is not exposed.",
			"Lanjutkan; laporan menyebut bahwa data ini tidak dibuka."},
	},
	incident.WhyShared: {
		what: both{"{vendor} tells it for several keys; this is the key's share by use.",
			"{vendor} menjumlahkannya untuk beberapa kunci; ini bagian kunci ini."},
		do: both{"Read it as an estimate; the bill is for all of them.",
			"Baca sebagai perkiraan; tagihannya untuk semuanya."},
	},
	incident.WhyLost: {
		what: both{"{vendor} now tells less than it told before the revocation.",
			"{vendor} kini memberi lebih sedikit daripada sebelum pencabutan."},
		do: both{"Count on what was saved: it is the least that was used.",
			"Pegang yang sudah disimpan: itu pemakaian paling sedikit."},
	},
	incident.WhySilent: {
		what: both{"{vendor} tells of no use, so the key is idle or it is not told.",
			"{vendor} tidak menyebut pemakaian, mungkin diam atau tak disebut."},
		do: both{"Look in the console as well, and read it again later.",
			"Lihat juga di konsol, dan baca lagi nanti."},
	},
	incident.WhyNoPlaces: {
		what: both{"No folder or repository was named to search.",
			"Belum ada folder atau repositori yang disebut untuk dicari."},
		do: both{"Name one, or leave the search out with a reason.",
			"Sebutkan satu, atau lewati pencarian dengan alasan."},
	},
	incident.WhyIncomplete: {
		what: both{"Not all of it could be searched.", "Tidak semuanya bisa dicari."},
		key: both{"What was not read may hold the key too.",
			"Bagian yang tidak terbaca mungkin memuat kunci juga."},
		do: both{"See what was refused or missing, then search again.",
			"Lihat yang ditolak atau hilang, lalu cari lagi."},
	},
}

// troublesOfChoice: why something is suggested, or waits for a person.
var troublesOfChoice = map[incident.Reason]trouble{
	incident.WhyNeedsRecord: {
		what: both{"This needs one certain record of the key.",
			"Ini perlu satu catatan kunci yang pasti."},
		do: both{"Find the record first, or do it by hand in the console.",
			"Temukan catatannya dulu, atau kerjakan manual di konsol."},
	},
	incident.WhyNeedsRevoke: {
		what: both{"Nothing was revoked yet whose end could be proven.",
			"Belum ada yang dicabut, jadi belum ada kematian untuk dibuktikan."},
		do: both{"Revoke it first, here or by hand.",
			"Cabut dulu, di sini atau secara manual."},
	},
	incident.WhyNeedsChoice: {
		what: both{"Nobody has chosen yet what comes first.",
			"Belum ada yang memilih apa yang didahulukan."},
		do: both{"Choose: revoke now, contain first, rotate first or not now.",
			"Pilih: cabut sekarang, batasi dulu, ganti dulu, atau tidak sekarang."},
	},
	incident.WhyNeedsApprove: {
		what: both{"This changes something and was not approved.",
			"Ini mengubah sesuatu dan belum disetujui."},
		do: both{"Approve it with --approve, or choose it in a terminal.",
			"Setujui dengan --approve, atau pilih di terminal."},
	},
	incident.WhyBurning: {
		what: both{"It is used far more than usual: every minute may cost money.",
			"Pemakaiannya jauh di atas biasa: tiap menit bisa menambah biaya."},
		do: both{"Revoke it now.", "Cabut sekarang."},
	},
	incident.WhyQuiet: {
		what: both{"Its traffic is as usual: no foreign use was seen.",
			"Lalu lintasnya seperti biasa: tidak tampak pemakaian asing."},
		do: both{"Rotate first: that avoids an outage.", "Ganti dulu: itu menghindari gangguan."},
	},
	incident.WhyNoTraffic: {
		what: both{"No traffic was seen: nothing should break when it dies.",
			"Tidak tampak lalu lintas: semestinya tidak ada yang terganggu."},
		do: both{"Revoke it now.", "Cabut sekarang."},
	},
	incident.WhyLimitOnly: {
		what: both{"Only a person ends it, in the console; a limit is set from here.",
			"Hanya orang yang mengakhirinya, di konsol; batas dipasang dari sini."},
		do: both{"Contain it first, then end it in the console.", "Batasi dulu, lalu akhiri di konsol."},
	},
	incident.WhyDefault: {
		what: both{"Its traffic cannot be read, so the safe order is suggested.",
			"Lalu lintasnya tidak terbaca, jadi urutan aman yang disarankan."},
		do: both{"Revoke it now, unless you know what it would break.",
			"Cabut sekarang, kecuali Anda tahu apa yang akan terganggu."},
	},
}
