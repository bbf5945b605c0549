package words

import (
	"fmt"

	"firebreak/runbook/incident"
)

// What the screens of a drill say.

// Debriefing is what is said after a drill, in the parts that a screen, a page of lines and a
// file lay out each in their own way. Every text is clean.
type Debriefing struct {
	Title  string       // the drill and its seed
	Points string       // of Max
	Max    string       // what can be reached
	Band   string       // S, A, B, C or D
	Said   []Labelled   // the questions and their answers
	Moves  []Move       // of both sides, in their order
	Saved  []string     // what an earlier move would have been worth
	Missed []Labelled   // evidence, by its id
	Parts  []ScorePoint // what the points are made of
	Lost   []ScorePoint // what was taken off
	Gate   string       // why no more can be reached, "" for no reason
	Next   string       // one thing for next time
}

// Move is one act of ours or of the attacker's.
type Move struct {
	At   string
	Ours bool
	Text string
}

// ScorePoint is one part of a score, with the figures that its formula took.
type ScorePoint struct {
	Name   string
	Points string
	Max    string // "" where the part was not scored, or was taken off
	Inputs string
}

// DrillConsole says that the vendor's console is simulated too.
func (l Lang) DrillConsole() string {
	return pick(l, "In a drill the key is made there for you: enter takes it.", "Dalam latihan kuncinya sudah dibuat di sana: enter mengambilnya.")
}

// DrillConsoleTook says that a new key was taken from there.
func (l Lang) DrillConsoleTook() string {
	return pick(l, "In a drill the key is made there for you: it is taken from there.", "Dalam latihan kuncinya sudah dibuat di sana dan diambil dari sana.")
}

// DrillColleague says who ends other credentials in a drill.
func (l Lang) DrillColleague() string {
	return pick(l, "In a drill a colleague does at once what you decide here.", "Dalam latihan seorang rekan langsung melakukan keputusan Anda.")
}

// DebriefLanes heads what happened, side by side: us, and the attacker.
func (l Lang) DebriefLanes() (title, you, them string) {
	return pick(l, "What happened, side by side", "Yang terjadi, berdampingan"), pick(l, "you", "Anda"), pick(l, "the attacker", "penyerang")
}

// DebriefEarlier heads what earlier moves would have been worth.
func (l Lang) DebriefEarlier() string {
	return pick(l, "What an earlier move would have saved", "Yang bisa dihemat dengan langkah lebih awal")
}

// DebriefMissed heads the evidence that was missed.
func (l Lang) DebriefMissed() string {
	return pick(l, "Not found, or not judged right", "Tidak ditemukan, atau salah dinilai")
}

// DebriefSaid heads the answers of the player.
func (l Lang) DebriefSaid() string { return pick(l, "In your words", "Dengan kata Anda") }

// DebriefSheet heads the score, and DebriefColumns its columns.
func (l Lang) DebriefSheet() string { return pick(l, "Score", "Nilai") }

// DebriefColumns are the columns of the score.
func (l Lang) DebriefColumns() (part, points, why string) {
	return pick(l, "part", "bagian"), pick(l, "points", "poin"), pick(l, "from", "dari")
}

// DebriefScore is the sum and its band.
func (l Lang) DebriefScore(d Debriefing) string {
	return clean(d.Points, 8) + pick(l, " of ", " dari ") + clean(d.Max, 8) + pick(l, ", band ", ", kelas ") + clean(d.Band, 4)
}

// NotScored stands where a part has no points.
func (l Lang) NotScored() string { return pick(l, "not scored", "tidak dinilai") }

// DebriefNext labels the one thing for next time.
func (l Lang) DebriefNext() string {
	return pick(l, "One thing for next time", "Satu hal untuk lain kali")
}

// OnlyADrill says in every export that nothing of it was real.
func (l Lang) OnlyADrill() string {
	return pick(l, "This was a drill on simulated services. No real key was involved.", "Ini latihan pada layanan simulasi. Tidak ada kunci nyata yang terlibat.")
}

// PracticesTitle asks which drill to play, and PracticeLevel says how hard one is.
func (l Lang) PracticesTitle() string { return pick(l, "Which drill?", "Latihan yang mana?") }

// PracticeLevel is a level of 1 to 3.
func (l Lang) PracticeLevel(n int) string { return fmt.Sprintf(pick(l, "level %d", "tingkat %d"), n) }

// CardTitle stands above a drill while its world is being set up, and when that failed.
func (l Lang) CardTitle(failed bool) string {
	if failed {
		return pick(l, "The drill could not be set up", "Latihan tidak bisa disiapkan")
	}
	return pick(l, "Setting up the drill", "Menyiapkan latihan")
}

// CardFailed says what to do then.
func (l Lang) CardFailed() []string {
	return []string{
		pick(l, "Nothing was sent and no incident is open.", "Tidak ada yang terkirim dan tidak ada insiden terbuka."),
		pick(l, "Try again; firebreak doctor tells what is wrong with the folders.", "Coba lagi; firebreak doctor memberi tahu bila ada masalah folder."),
	}
}

// BeginDrill begins with the key that the drill holds.
func (l Lang) BeginDrill() string { return pick(l, "Begin with this key", "Mulai dengan kunci ini") }

// TipTitle heads a tip, which costs nothing while time stands still.
func (l Lang) TipTitle() string {
	return pick(l, "What would we do now?", "Apa yang kami lakukan sekarang?")
}

// TipFree says what a tip costs.
func (l Lang) TipFree() string {
	return pick(l, "A tip is free while the clock stands still.", "Petunjuk gratis selama waktu berhenti.")
}

var tips = map[incident.Step][]both{
	incident.StepIdentify: {{"Several keys leaked: stop one that is alive first.", "Beberapa kunci bocor: hentikan dulu yang masih aktif."}},
	incident.StepValidate: {
		{"Let the checks end: they only read, and take a moment.", "Biarkan pemeriksaan selesai: hanya membaca, dan cepat."},
		{"Then it is known whether it lives, which record it is, what breaks.", "Lalu jelas apakah aktif, catatan mana, dan apa yang terganggu."}},
	incident.StepLocate: {
		{"Be sure of the one record before anything is revoked.", "Pastikan satu catatan sebelum ada yang dicabut."},
		{"Compare the times and owners, and leave out what does not fit.", "Bandingkan waktu dan pemilik, lalu lewati yang tidak cocok."}},
	incident.StepDecide: {
		{"Compare what the thief spends with what an outage costs.", "Bandingkan belanja pencuri dengan biaya gangguan layanan."},
		{"While money burns, revoke first.", "Selama uang terbakar, cabut dulu."}},
	incident.StepContain: {{"A limit buys time and holds back our own service too; it kills nothing.", "Batas memberi waktu dan menahan layanan kita juga; tidak mematikan."}},
	incident.StepRevoke: {
		{"Read the record's name once more, then type the phrase.", "Baca nama catatannya sekali lagi, lalu ketik frasanya."},
		{"Understanding what happened comes after.", "Memahami apa yang terjadi belakangan."}},
	incident.StepProve: {
		{"A deletion that was accepted is no proof yet.", "Penghapusan yang diterima belum menjadi bukti."},
		{"Wait for refusals over the whole window.", "Tunggu penolakan sepanjang jendela."}},
	incident.StepReview: {
		{"Look at hour, model and tokens a request.", "Lihat jam, model, dan token per permintaan."},
		{"What our own jobs do every night is ours.", "Yang dikerjakan layanan kita tiap malam adalah milik kita."}},
	incident.StepRotate: {{"Write the new key where the old one stood, and see it answer.", "Tulis kunci baru di tempat yang lama, dan pastikan menjawab."}},
	incident.StepRelated: {
		{"Whoever read the one could read what stood beside it.", "Yang membaca satu bisa membaca yang ada di sebelahnya."},
		{"Rotate only what was in reach.", "Ganti hanya yang terjangkau."}},
	incident.StepLift:        {{"The key is dead: the limit only holds back our own service now.", "Kunci sudah mati: batas kini hanya menahan layanan kita."}},
	incident.StepLook:        {{"Look at the dead key again; a server may have lagged behind.", "Periksa lagi kunci mati; bisa ada server yang tertinggal."}},
	incident.StepInvestigate: {{"Search the history too: what was removed still stands in commits.", "Telusuri riwayatnya juga: yang dihapus masih ada di commit."}},
	incident.StepReport:      {{"Answer what only people know, and write it down while it is fresh.", "Jawab yang hanya diketahui orang, dan catat selagi segar."}},
	incident.StepClose:       {{"Close only what is proven dead; a false all-clear costs most.", "Tutup hanya yang terbukti mati; aman palsu paling mahal."}},
}

// Tip is what we would do at a step, in a line or two.
func (l Lang) Tip(step incident.Step) []string {
	list, ok := tips[step]
	if !ok {
		list = []both{{"Do what is open first: the list is in the order that we would take.", "Kerjakan yang terbuka dulu: urutannya seperti yang kami pilih."}}
	}
	var lines []string
	for _, text := range list {
		lines = append(lines, text.in(l))
	}
	return lines
}

// DebriefTitle heads the questions that come before the score.
func (l Lang) DebriefTitle() string { return pick(l, "Before the score", "Sebelum nilai") }

// DebriefChoice leads to the debrief of a drill.
func (l Lang) DebriefChoice() (title, lead string) {
	return pick(l, "End the drill", "Akhiri latihan"), pick(l, "questions, both lanes, score", "tiga pertanyaan, dua lajur, nilai")
}

// Scoring says that the score is being made.
func (l Lang) Scoring() string {
	return pick(l, "running the drill again without you", "mengulang latihan tanpa Anda")
}

// NotScoredYet says that the score could not be made.
func (l Lang) NotScoredYet() string {
	return pick(l, "No score: the drill's world did not answer. Try again.", "Belum ada nilai: dunia latihan tidak menjawab. Coba lagi.")
}

// VerbExport writes the debriefing into a file.
func (l Lang) VerbExport() string { return pick(l, "write it to a file", "tulis ke berkas") }

// Exported says where the debriefing was written, or that it was not.
func (l Lang) Exported(path string) string {
	if path == "" {
		return pick(l, "It could not be written; the folder of the reports may be read-only.", "Berkas tidak bisa ditulis; folder laporan mungkin hanya-baca.")
	}
	return pick(l, "written: ", "ditulis: ") + clean(path, 400)
}

// VerbBegin begins a drill.
func (l Lang) VerbBegin() string { return pick(l, "begin", "mulai") }

// TakenOff labels points that were lost.
func (l Lang) TakenOff() string { return pick(l, "taken off", "dikurangi") }
