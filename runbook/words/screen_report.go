package words

import (
	"fmt"

	"firebreak/runbook/incident"
)

// What the screens of the report and of the close say.

// ReportTitle heads the report as it would be written, or as it was.
func (l Lang) ReportTitle(written bool) string {
	if written {
		return pick(l, "The report is written", "Laporan sudah ditulis")
	}
	return l.StepQuestion(incident.StepReport)
}

// PointsOf says how complete a report is by its rubric.
func (l Lang) PointsOf(points, most int) string {
	return fmt.Sprintf(pick(l, "%d of %d points", "%d dari %d poin"), points, most)
}

// ReportLabels stand before the facts about a report.
func (l Lang) ReportLabels() (path, missing, scan, journal string) {
	return pick(l, "file", "berkas"), pick(l, "missing", "kurang"), pick(l, "secrets", "rahasia"), pick(l, "journal", "jurnal")
}

// ReportScan says whether the text holds a credential.
func (l Lang) ReportScan(clean bool) string {
	if clean {
		return pick(l, "none found in the text", "tidak ada dalam teks")
	}
	return pick(l, "one would stand in the text: it is not written like this", "ada dalam teks: tidak akan ditulis seperti ini")
}

// JournalAs says what the report's copy of the journal holds.
func (l Lang) JournalAs(events int, head string) string {
	short := clean(head, 64)
	return l.of(int64(events), nEvent) + pick(l, ", chain intact, head ", ", rantai utuh, ujung ") + short[:min(len(short), 12)]
}

// NothingMissing says that the rubric lacks nothing.
func (l Lang) NothingMissing() string { return pick(l, "nothing", "tidak ada") }

// Composing says that the report is being made.
func (l Lang) Composing() string { return pick(l, "composing the report", "menyusun laporan") }

// NotComposed says that no preview could be made.
func (l Lang) NotComposed() string {
	return pick(l, "No preview could be made. Try again, or write it and look at the file.", "Pratinjau tidak bisa dibuat. Coba lagi, atau tulis dan lihat berkasnya.")
}

// VerbWriteIt writes the report, VerbWriteAgain writes it as things stand now.
func (l Lang) VerbWriteIt() string { return pick(l, "write it", "tulis") }

// VerbWriteAgain writes the report anew.
func (l Lang) VerbWriteAgain() string { return pick(l, "write it again", "tulis lagi") }

// VerbSection goes to the next heading.
func (l Lang) VerbSection() string { return pick(l, "section", "bagian") }

// VerbAnswerOpen answers the questions that are open.
func (l Lang) VerbAnswerOpen(n int) string {
	return fmt.Sprintf(pick(l, "answer (%d open)", "jawab (%d terbuka)"), n)
}

// QuestionsOpen says that a report is written and lacks answers, "" where it has them all.
func (l Lang) QuestionsOpen(n int) string {
	if n < 1 {
		return ""
	}
	return pick(l, "written, ", "sudah ditulis, ") + l.of(int64(n), noun{"question open", "questions open", "pertanyaan terbuka"})
}

// AllAnswered says why there is nothing to answer.
func (l Lang) AllAnswered() string {
	return pick(l, "every question is answered", "semua pertanyaan sudah dijawab")
}

// WriteFirst says why there is nothing to edit yet.
func (l Lang) WriteFirst() string {
	return pick(l, "write the report first", "tulis laporannya dulu")
}

// NoEditor says why no editor can be opened.
func (l Lang) NoEditor() string {
	return pick(l, "no editor is set: $EDITOR names one", "belum ada editor: tentukan dengan $EDITOR")
}

// EditorFailed says that the editor ended with an error.
func (l Lang) EditorFailed() string {
	return pick(l, "the editor could not be run, or ended with an error", "editor tidak bisa dijalankan, atau berakhir dengan galat")
}

// NoReports says that there is none on this machine.
func (l Lang) NoReports() string { return pick(l, "none written yet", "belum ada yang ditulis") }

// ReportsTitle heads the reports of this machine.
func (l Lang) ReportsTitle() string { return pick(l, "Which report?", "Laporan yang mana?") }

// ReportsUnread says that they could not be listed.
func (l Lang) ReportsUnread() string {
	return pick(l, "They could not be read. Look into the folder of the reports.", "Tidak bisa dibaca. Lihat folder laporannya.")
}

// StartReports offers the reports of this machine.
func (l Lang) StartReports() (title, lead string) {
	return pick(l, "Reports", "Laporan"), pick(l, "what was written here", "yang ditulis di sini")
}

// StartOthers offers the other incidents of this machine.
func (l Lang) StartOthers(n, open int) (title, lead string) {
	return pick(l, "Other incidents", "Insiden lain"), fmt.Sprintf(pick(l, "%d more, %d of them open", "%d lagi, %d masih terbuka"), n, open)
}

// IncidentsTitle heads the incidents of this machine.
func (l Lang) IncidentsTitle() string {
	return pick(l, "Which incident do we go on with?", "Insiden mana yang dilanjutkan?")
}

// IncidentUnreadable says why an incident cannot be opened.
func (l Lang) IncidentUnreadable() string {
	return pick(l, "unreadable journal: see firebreak verify", "jurnalnya tidak terbaca: lihat firebreak verify")
}

// IncidentClosed says since when an incident takes nothing more.
func (l Lang) IncidentClosed(s incident.State) string {
	if s.Closing == nil {
		return pick(l, "open", "terbuka")
	}
	return pick(l, "closed ", "ditutup ") + l.Time(s.ClosedAt) + ": " + l.ClosedFor(s.Closing.Reason)
}

// LastLook says what happens to the key before the close.
func (l Lang) LastLook(have, proven bool) string {
	switch {
	case !proven:
		return pick(l, "none: the key is not proven dead", "tidak ada: kunci belum terbukti mati")
	case have:
		return pick(l, "the key is tried once more, and must be refused", "kunci dicoba sekali lagi, dan harus ditolak")
	}
	return pick(l, "none: the key is not in memory", "tidak ada: kunci tidak ada di memori")
}

// SignsHead says what is signed at the close.
func (l Lang) SignsHead() string {
	return pick(l, "the journal's head is signed, so later changes show", "ujung jurnal ditandatangani, agar perubahan terlihat")
}

// CloseLabels stand before the facts about the close.
func (l Lang) CloseLabels() (look, signature, open string) {
	return pick(l, "last look", "cek akhir"), pick(l, "signature", "tanda tangan"), pick(l, "stays open", "tetap terbuka")
}

// VerbCloseIt ends the incident.
func (l Lang) VerbCloseIt() string { return pick(l, "close it", "tutup insiden") }

// ClosedTitle heads an incident that has ended.
func (l Lang) ClosedTitle() string { return pick(l, "The incident is closed", "Insiden sudah ditutup") }

// VerbDebrief leads to the questions and the score of a drill.
func (l Lang) VerbDebrief() string { return pick(l, "to the debrief", "ke evaluasi") }

// VerbNotYet goes on with what is open.
func (l Lang) VerbNotYet() string { return pick(l, "not yet", "belum") }

// VerbRead opens a text to read.
func (l Lang) VerbRead() string { return pick(l, "read it", "baca") }
