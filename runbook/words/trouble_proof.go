package words

import "firebreak/runbook/incident"

// troublesOfProof: what keeps a key from being proven dead.
var troublesOfProof = map[incident.Reason]trouble{
	incident.WhyNeedsKey: {
		what: both{"This step needs the leaked key, which is never stored.",
			"Langkah ini perlu kunci yang bocor, yang tidak pernah disimpan."},
		do: both{"Paste the same key again, or go on without this step.",
			"Tempel lagi kunci yang sama, atau lanjut tanpa langkah ini."},
	},
	incident.WhyEndingOnly: {
		what: both{"It was revoked by its record: nobody here has a value to prove dead.",
			"Dicabut lewat catatannya: tidak ada nilai yang bisa dibuktikan mati."},
		do: both{"See that its record is gone; then leave the proof out with that.",
			"Pastikan catatannya sudah hilang; lalu lewati bukti dengan alasan itu."},
	},
	incident.WhyBlind: {
		what: both{"The probe accepts a made-up key too, so it proves nothing.",
			"Uji ini menerima kunci karangan juga, jadi tidak membuktikan apa pun."},
		key: both{"The key is not proven dead: treat it as alive.",
			"Kunci belum terbukti mati: anggap masih aktif."},
		do: both{"Check the proxy and the base URL, and look in the console.",
			"Periksa proksi dan base URL, dan lihat di konsol."},
	},
	incident.WhyWrongHalf: {
		what: both{"The id is alive, but this is not its secret.",
			"Id-nya hidup, tetapi ini bukan rahasianya."},
		key: both{"The key with that id works for whoever has its secret.",
			"Kunci dengan id itu berfungsi bagi pemegang rahasianya."},
		do: both{"Paste both parts again; its record can be revoked all the same.",
			"Tempel kedua bagian lagi; catatannya tetap bisa dicabut."},
	},
	incident.WhyDeadline: {
		what: both{"The time for this ran out before it was certain.",
			"Batas waktu habis sebelum hasilnya pasti."},
		do: both{"Start it again; if it stays so, ask {vendor} about this key.",
			"Mulai lagi; bila tetap begitu, tanyakan kunci ini ke {vendor}."},
	},
	incident.WhyGap: {
		what: both{"The watch had a gap: the machine slept, or this was restarted.",
			"Pemantauan terputus: mesin tidur, atau program dimulai ulang."},
		key: both{"Refusals seen before it do not count; the window starts again.",
			"Penolakan sebelumnya tidak dihitung; jendela mulai dari awal."},
		do: both{"Leave this running until the window is full.",
			"Biarkan berjalan sampai jendela penuh."},
	},
	incident.WhyGoneAlive: {
		what: both{"{vendor} has no record of this key, and accepts it all the same.",
			"{vendor} tidak punya catatan kunci ini, tetapi tetap menerimanya."},
		key: both{"It works again after its proof: treat it as alive.",
			"Kunci aktif lagi setelah terbukti mati: anggap aktif."},
		do: both{"Tell {vendor}'s support, or delete its owner in the console.",
			"Hubungi dukungan {vendor}, atau hapus pemiliknya di konsol."},
	},
	incident.WhyAccepted: {
		what: both{"The key is still accepted.",
			"Kunci masih diterima."},
		key: both{"Whatever was done to end it, it works: treat it as alive.",
			"Apa pun yang sudah dilakukan, kunci berfungsi: anggap aktif."},
		do: both{"Revoke it again or delete it in the console; the watch starts.",
			"Cabut lagi atau hapus di konsol; pemantauan dimulai."},
	},
	incident.WhyOneRefusal: {
		what: both{"The key came back after its proof, and is refused again now.",
			"Kunci sempat aktif lagi setelah terbukti mati, kini ditolak."},
		key: both{"One refusal is no proof: it is not proven dead anew.",
			"Satu penolakan bukan bukti: belum terbukti mati lagi."},
		do: both{"Go on with the incident and watch it to the end, then close.",
			"Lanjutkan insiden dan pantau sampai selesai, lalu tutup."},
	},
	incident.WhySetBack: {
		what: both{"The key was accepted again after it had been refused.",
			"Kunci diterima lagi setelah sempat ditolak."},
		key: both{"It still works on some servers: treat it as alive.",
			"Kunci masih berlaku di sebagian server: anggap aktif."},
		do: both{"Keep watching: the window starts again by itself.",
			"Terus pantau: jendela mulai lagi dengan sendirinya."},
	},
	incident.WhyRefusedAt: {
		what: both{"The key was refused before anything was done here.",
			"Kunci ditolak sebelum ada tindakan apa pun di sini."},
		key: both{"It is dead, mistyped or foreign: a refusal alone cannot tell.",
			"Mati, salah ketik, atau asing: penolakan saja tidak bisa memastikan."},
		do: both{"Paste it again, take it as dead, or revoke what fits it.",
			"Tempel lagi, anggap mati, atau cabut yang cocok."},
	},
}
