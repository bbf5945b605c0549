package words

import "firebreak/runbook/incident"

// ask is one question with a hint of what a useful answer holds.
type ask struct{ prompt, hint both }

var questions = map[incident.Question]ask{
	incident.AskChannel: {
		both{"Where did it leak?", "Di mana kunci ini bocor?"},
		both{"One of the list, or in your own words.", "Salah satu dari daftar, atau dengan kata Anda sendiri."}},
	incident.AskAudience: {
		both{"Who could read it there?", "Siapa yang bisa membacanya di sana?"},
		both{"Everybody, the company, one team, one customer.", "Semua orang, perusahaan, satu tim, satu pelanggan."}},
	incident.AskExposedSince: {
		both{"Since when, at the earliest?", "Sejak kapan, paling awal?"},
		both{"A time such as 2026-11-12 09:40Z; the push, not the commit.", "Waktu seperti 2026-11-12 09:40Z; saat push, bukan commit."}},
	incident.AskDetected: {
		both{"How and when did we learn of it?", "Bagaimana dan kapan kita mengetahuinya?"},
		both{"An alert, a mail, a colleague; and the time it reached us.", "Peringatan, surel, rekan; dan kapan sampai ke kita."}},
	incident.AskConsumers: {
		both{"Which services use this key?", "Layanan mana yang memakai kunci ini?"},
		both{"Their names; they need the new key.", "Namanya; layanan itu perlu kunci baru."}},
	incident.AskEnvironment: {
		both{"What is the key for?", "Kunci ini untuk apa?"},
		both{"Production, staging or a test; and what it can really reach.", "Produksi, staging, atau uji; dan apa yang bisa dijangkaunya."}},
	incident.AskOrder: {
		both{"What spoke for this order, and who approved it?", "Apa dasar urutan ini, dan siapa yang menyetujui?"},
		both{"One sentence and a role.", "Satu kalimat dan satu peran."}},
	incident.AskOutage: {
		both{"How many minutes was something down because of our response?", "Berapa menit layanan terganggu akibat respons kita?"},
		both{"Minutes; 0 if nothing broke.", "Dalam menit; 0 bila tidak ada gangguan."}},
	incident.AskPersonalData: {
		both{"Could the key reach personal data?", "Apakah kunci ini bisa menjangkau data pribadi?"},
		both{"Yes, no or unknown; if yes, which kind.", "Ya, tidak, atau tidak tahu; bila ya, jenisnya."}},
	incident.AskWentWell: {
		both{"What helped?", "Apa yang membantu?"},
		both{"A tool, a habit, a limit that held.", "Alat, kebiasaan, atau batas yang bekerja."}},
	incident.AskWentWrong: {
		both{"What got in the way?", "Apa yang menghambat?"},
		both{"What was missing, slow or unclear.", "Yang tidak ada, lambat, atau tidak jelas."}},
	incident.AskLucky: {
		both{"Where were we lucky?", "Di mana kita beruntung?"},
		both{"What could have been worse, and was not by our doing.", "Yang bisa lebih buruk, dan bukan karena upaya kita."}},
	incident.AskConditions: {
		both{"What conditions made this possible?", "Kondisi apa yang memungkinkan ini terjadi?"},
		both{"Systems and processes, at least two; no names.", "Sistem dan proses, sedikitnya dua; tanpa nama orang."}},
	incident.AskHalveDetect: {
		both{"How would we halve the time to detect?", "Bagaimana memangkas separuh waktu deteksi?"},
		both{"What should have told us, and when.", "Apa yang semestinya memberi tahu, dan kapan."}},
	incident.AskHalveContain: {
		both{"How would we halve the time to contain?", "Bagaimana memangkas separuh waktu penanganan?"},
		both{"The slowest part, and what would shorten it.", "Bagian paling lambat, dan cara mempersingkatnya."}},
	incident.AskOwners: {
		both{"Who owns the proposed actions, until when?", "Siapa penanggung jawab usulan tindakan, sampai kapan?"},
		both{"A role or team and a date within 90 days, such as 2026-12-01.", "Peran atau tim, dan tanggal dalam 90 hari, misalnya 2026-12-01."}},
	incident.AskShouldFind: {
		both{"What should have found it?", "Apa yang seharusnya menemukannya?"},
		both{"A scan, an alert, a review that exists or is missing.", "Pindaian, peringatan, atau tinjauan, yang ada atau belum."}},
	incident.AskAware: {
		both{"Since when were you certain that it leaked?", "Sejak kapan Anda yakin kunci ini bocor?"},
		both{"A time; the duties to notify count from it.", "Sebuah waktu; tenggat memberi tahu dihitung darinya."}},
	incident.AskApprover: {
		both{"Who approves the report?", "Siapa yang menyetujui laporan?"},
		both{"A role, such as engineering manager.", "Sebuah peran, misalnya manajer rekayasa."}},
	incident.AskReaders: {
		both{"Who may read the report?", "Siapa yang boleh membaca laporan?"},
		both{"Internal, restricted or public.", "Internal, terbatas, atau publik."}},
	incident.AskRemoved: {
		both{"Was this copy removed, and when?", "Apakah salinan ini sudah dihapus, dan kapan?"},
		both{"A time, or why it stays.", "Waktunya, atau alasan mengapa tetap ada."}},
}

// Question is the prompt of a question, and a hint of what a useful answer holds.
func (l Lang) Question(q incident.Question) (prompt, hint string) {
	a, ok := questions[q]
	if !ok {
		return clean(string(q), 40) + "?", l.AnswerUnknown()
	}
	return a.prompt.in(l), a.hint.in(l)
}

// AnswerUnknown says how a question is left unanswered.
func (l Lang) AnswerUnknown() string {
	return pick(l, "An empty line means unknown; the report then says so.",
		"Baris kosong berarti tidak tahu; laporan akan menyebutnya.")
}

// channels are the answers of incident.Channels in Indonesian; English keeps the list's own words.
var channels = map[string]string{
	"public repo":                   "repositori publik",
	"private repo with wide access": "repositori privat berakses luas",
	"chat":                          "obrolan",
	"email":                         "surel",
	"support ticket":                "tiket dukungan",
	"CI log":                        "log CI",
	"container image":               "citra kontainer",
	"front-end or mobile bundle":    "bundel front-end atau seluler",
	"notebook":                      "notebook",
	"gist/paste":                    "gist atau situs tempel",
	"AI assistant transcript":       "percakapan asisten AI",
	"dependency/infostealer":        "dependensi atau pencuri data",
	"other":                         "lainnya",
	"unknown":                       "tidak diketahui",
}

// Channel names a leak channel. The journal and the report's checks keep the English word.
func (l Lang) Channel(name string) string {
	if own, ok := channels[name]; ok && l == Indonesian {
		return own
	}
	return clean(name, 40)
}
