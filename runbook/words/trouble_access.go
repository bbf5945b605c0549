package words

import "firebreak/runbook/incident"

// troublesOfAccess: what stands between us and the provider, and finding the record.
var troublesOfAccess = map[incident.Reason]trouble{
	incident.WhyAdminSealed: {
		what: both{"The {vendor} admin key is kept sealed, and could not be opened.",
			"Kunci admin {vendor} tersegel, dan tidak bisa dibuka."},
		do: both{"Unlock the keyring or give --unseal and try again, or type the key.",
			"Buka keyring atau beri --unseal lalu coba lagi, atau ketik kuncinya."},
	},
	incident.WhyNoAdmin: {
		what: both{"There is no {vendor} admin key on this machine.",
			"Tidak ada kunci admin {vendor} di mesin ini."},
		do: both{"Add one, or delete the key in the console while it is watched here.",
			"Tambahkan satu, atau hapus di konsol sambil dipantau dari sini."},
	},
	incident.WhySameKey: {
		what: both{"The admin key given here is the leaked key itself.",
			"Kunci admin yang dipakai di sini adalah kunci bocor itu sendiri."},
		key: both{"It is at risk and is not used to revoke itself.",
			"Kunci itu berisiko dan tidak dipakai untuk mencabut dirinya."},
		do: both{"Use another admin key, made by an organisation owner.",
			"Pakai kunci admin lain, dibuat oleh pemilik organisasi."},
	},
	incident.WhyNotPermitted: {
		what: both{"{vendor} refused the admin key for this request.",
			"{vendor} menolak kunci admin untuk permintaan ini."},
		do: both{"Use an admin key that has the right, or do it in the console.",
			"Pakai kunci admin yang berhak, atau kerjakan di konsol."},
	},
	incident.WhyDeclined: {
		what: both{"{vendor} does not do this.", "{vendor} tidak melakukan ini."},
		do: both{"Another admin key changes nothing: do as it says, or use the console.",
			"Kunci admin lain tidak mengubahnya: ikuti katanya, atau pakai konsol."},
	},
	incident.WhyUnreachable: {
		what: both{"{vendor} could not be reached, or gave no usable answer.",
			"{vendor} tidak terjangkau, atau jawabannya tidak bisa dipakai."},
		do: both{"Check the network and try again, or do it in the console.",
			"Periksa jaringan dan coba lagi, atau kerjakan di konsol."},
	},
	incident.WhyRateLimited: {
		what: both{"{vendor} asks for fewer requests and did not answer this one.",
			"{vendor} meminta jeda dan tidak menjawab permintaan ini."},
		do: both{"Wait {wait}, then try again.", "Tunggu {wait}, lalu coba lagi."},
	},
	incident.WhyNotFound: {
		what: both{"No record at {vendor} fits this key.",
			"Tidak ada catatan di {vendor} yang cocok dengan kunci ini."},
		do: both{"Check that the admin key is of the organisation that owns the key.",
			"Pastikan kunci admin berasal dari organisasi pemilik kunci."},
	},
	incident.WhyAmbiguous: {
		what: both{"More than one record at {vendor} fits this key.",
			"Lebih dari satu catatan di {vendor} cocok dengan kunci ini."},
		do: both{"Compare them and leave out those that are not it.",
			"Bandingkan, lalu singkirkan yang bukan."},
	},
	incident.WhyForeignData: {
		what: both{"{vendor} answered with another key's data; none of it was used.",
			"{vendor} menjawab dengan data kunci lain; tidak ada yang dipakai."},
		do: both{"Try again; if it stays so, read the figures in the console.",
			"Coba lagi; bila tetap begitu, baca angkanya di konsol."},
	},
	incident.WhyShape: {
		what: both{"The answer is not in {vendor}'s form: a proxy may stand between.",
			"Jawaban bukan format {vendor}: mungkin ada proksi di antaranya."},
		do: both{"Check the proxy and the base URL, then try again.",
			"Periksa proksi dan base URL, lalu coba lagi."},
	},
	incident.WhyUnknownState: {
		what: both{"The request was sent, and no usable answer came back.",
			"Permintaan terkirim, tetapi tidak ada jawaban yang bisa dipakai."},
		key: both{"It may have taken place or not: the key is treated as alive.",
			"Mungkin terjadi, mungkin tidak: kunci dianggap aktif."},
		do: both{"Wait: record and key are read before anything is sent again.",
			"Tunggu: catatan dan kunci dibaca dulu sebelum kirim lagi."},
	},
	incident.WhyOpenOp: {
		what: both{"An earlier request has no known outcome yet.",
			"Permintaan sebelumnya belum diketahui hasilnya."},
		key: both{"The key is treated as alive until a fresh read tells.",
			"Kunci dianggap aktif sampai pembacaan baru memastikannya."},
		do: both{"Wait until record and key are read, then go on.",
			"Tunggu sampai catatan dan kunci dibaca, lalu lanjutkan."},
	},
	incident.WhyRootOwned: {
		what: both{"It is the key of the account's root: everything is open to it.",
			"Ini kunci root akun: semuanya terbuka baginya."},
		key: both{"It is alive, and no other identity can end it.",
			"Kunci aktif, dan identitas lain tidak bisa mengakhirinya."},
		do: both{"Sign in as root, delete it there (m); its death is watched from here.",
			"Masuk sebagai root, hapus di sana (m), lalu kematiannya dipantau."},
	},
	incident.WhyTooLittle: {
		what: both{"What is shown does not tell this key from others of {vendor}.",
			"Yang terlihat tidak membedakan kunci ini dari kunci {vendor} lain."},
		do: both{"Paste the whole key, or find its row in the console.",
			"Tempel kunci utuh, atau cari barisnya di konsol."},
	},
	incident.WhyNotOffered: {
		what: both{"{vendor} offers no such call.",
			"{vendor} tidak menyediakan panggilan ini."},
		do: both{"Do it by hand in the console, or leave it out with a reason.",
			"Kerjakan manual di konsol, atau lewati dengan alasan."},
	},
	incident.WhyByHand: {
		what: both{"This step is done by hand.", "Langkah ini dikerjakan secara manual."},
		do: both{"Say when it is done; where a probe can tell, it is checked.",
			"Beri tahu bila selesai; bila bisa diuji, akan diperiksa."},
	},
	incident.WhyDryRun: {
		what: both{"Dry run: the request was shown and not sent.",
			"Uji coba: permintaan ditampilkan dan tidak dikirim."},
		key: both{"The key is as before.", "Kunci seperti semula."},
		do:  both{"Start a real incident to send it.", "Mulai insiden nyata untuk mengirimnya."},
	},
	incident.WhyCancelled: {
		what: both{"It was cancelled before it was done.", "Dibatalkan sebelum selesai."},
		do:   both{"Start it again whenever you want.", "Mulai lagi kapan saja."},
	},
	incident.WhyInternal: {
		what: both{"Something inside this program went wrong.",
			"Ada yang salah di dalam program ini."},
		do: both{"Try again; if it stays so, do this step by hand.",
			"Coba lagi; bila tetap begitu, kerjakan langkah ini manual."},
	},
}
