package words

import (
	"fmt"
	"strings"
	"time"

	"firebreak/runbook/incident"
)

// What a conversation in lines says around its questions.

// ChooseOr asks for one of n numbered choices, of which Enter alone takes one.
func (l Lang) ChooseOr(n, usual int) string {
	return fmt.Sprintf(pick(l, "choose 1-%d, enter takes %d, or ? for more: ", "pilih 1-%d, enter memilih %d, atau ? untuk penjelasan: "), n, usual)
}

// Letters lists the letters that work at every question.
func (l Lang) Letters() []string {
	return []string{
		pick(l, "At every question: ? all of this, f facts, s steps, w what was sent,", "Di setiap pertanyaan: ? semua ini, f fakta, s langkah, w yang terkirim,"),
		pick(l, "b back without an answer, q leave. Ctrl+c leaves at once.", "b kembali tanpa menjawab, q keluar. Ctrl+c langsung keluar."),
		pick(l, "What is done is on disk; firebreak resume goes on from there.", "Yang selesai sudah tersimpan; firebreak resume melanjutkannya."),
	}
}

// CameAtOnce answers lines that came at once where one was asked for.
func (l Lang) CameAtOnce() string {
	return pick(l, "Several lines came at once, as from a paste: none was taken.", "Beberapa baris datang sekaligus, seperti tempelan: tidak diambil.")
}

// AsOne says that several lines at once would be one answer.
func (l Lang) AsOne(n int) string {
	return fmt.Sprintf(pick(l, "%d lines came at once; they would be one answer.", "%d baris datang sekaligus; akan menjadi satu jawaban."), n)
}

// AsOneSure asks whether they are.
func (l Lang) AsOneSure() string {
	return pick(l, "press enter to take them, or type anything to answer anew: ", "tekan enter untuk mengambilnya, atau ketik apa saja untuk mengulang: ")
}

// EnterHeld says that an Enter did not count, since it came with other keys.
func (l Lang) EnterHeld() string {
	return pick(l, "That enter came with other keys: press it once more, alone.", "Enter itu datang bersama tombol lain: tekan sekali lagi, sendiri.")
}

// HoldsKey refuses an answer that holds a credential.
func (l Lang) HoldsKey() []string {
	return []string{
		pick(l, "That answer holds a key. It was not kept, but this screen shows it.", "Jawaban itu memuat kunci. Tidak disimpan, tetapi tampil di layar ini."),
		pick(l, "Answer without the key, and clear the screen's history later.", "Jawab tanpa kuncinya, dan bersihkan riwayat layar nanti."),
	}
}

// KeyUnshown refuses one that was kept off the screen.
func (l Lang) KeyUnshown() []string {
	return []string{
		pick(l, "That looks like a key: it was not shown and not taken.", "Itu tampak seperti kunci: tidak ditampilkan, tidak diambil."),
		pick(l, "Answer without it.", "Jawab tanpanya."),
	}
}

// NotTaken answers a paste where a number or a letter is asked for.
func (l Lang) NotTaken() []string {
	return []string{pick(l, "A paste is no answer here: it was not shown and not taken.", "Tempelan bukan jawaban di sini: tidak ditampilkan, tidak diambil.")}
}

// PhrasePasted refuses a phrase that was not typed.
func (l Lang) PhrasePasted() []string {
	return []string{
		pick(l, "That was pasted: nothing was sent.", "Itu ditempel: tidak ada yang terkirim."),
		pick(l, "Type it, then press enter by itself.", "Ketiklah, lalu tekan enter tersendiri."),
	}
}

// NothingBefore answers the wish to go back at the first question.
func (l Lang) NothingBefore() string {
	return pick(l, "This is the first question; q leaves.", "Ini pertanyaan pertama; q keluar.")
}

// OneValue answers several values where one is asked for.
func (l Lang) OneValue() []string {
	return []string{
		pick(l, "One value is wanted here, and this was more. None was taken.", "Di sini perlu satu nilai, dan ini lebih. Tidak ada yang diambil."),
	}
}

// NothingSent says that stopping here changed nothing.
func (l Lang) NothingSent() string { return pick(l, "Nothing was sent.", "Tidak ada yang terkirim.") }

// NotDone says that an action could not be begun.
func (l Lang) NotDone(action string) string {
	return l.Action(action, "") + pick(l, ": not possible just now; nothing was sent.", ": belum bisa saat ini; tidak ada yang terkirim.")
}

// UnseenPrompt is the prompt where typing is not shown.
func (l Lang) UnseenPrompt() string { return pick(l, "unseen: ", "tak terlihat: ") }

// PasteAgainOrLeave asks after an empty paste.
func (l Lang) PasteAgainOrLeave() string {
	return pick(l, "type y to leave, or press enter to paste again: ", "ketik y untuk keluar, atau enter untuk menempel lagi: ")
}

// LeaveStopsWatch says what leaving stops.
func (l Lang) LeaveStopsWatch() []string {
	return []string{
		pick(l, "The watch stops when you leave: the key is not proven dead then.", "Pantauan berhenti bila Anda keluar: kunci belum terbukti mati."),
		pick(l, "On resume its window starts again.", "Saat dilanjutkan, jendelanya mulai dari awal."),
	}
}

// LeaveSure asks whether to leave all the same.
func (l Lang) LeaveSure() string {
	return pick(l, "type y to leave, or press enter to stay: ", "ketik y untuk keluar, atau enter untuk tetap: ")
}

// LeaveForNow is the choice to leave with an open question.
func (l Lang) LeaveForNow() string {
	return pick(l, "Leave for now; it is asked again on resume", "Keluar dulu; ditanya lagi saat dilanjutkan")
}

// StillHere reminds that a question is open.
func (l Lang) StillHere() string {
	return pick(l, "still here, waiting for your choice", "masih di sini, menunggu pilihan Anda")
}

// StepGoesOn is the line for a step that tells nothing of how far it is.
func (l Lang) StepGoesOn(step incident.Step, took time.Duration) string {
	return l.Step(step) + pick(l, ": still at work, ", ": masih bekerja, ") + l.Short(took)
}

// EnterLeavesWait says how waiting for the proof is left.
func (l Lang) EnterLeavesWait() string {
	return pick(l, "Waiting. Press enter to go on with something else.", "Menunggu. Tekan enter untuk mengerjakan hal lain.")
}

// WatchBegins says how long refusals must last, and until when the watch goes on.
func (l Lang) WatchBegins(d incident.ProveData) string {
	text := fmt.Sprintf(pick(l, "watching: refusals must last %s without a break; gives up at %s", "memantau: penolakan harus bertahan %s tanpa putus; berhenti pada %s"),
		l.Short(d.Window), l.Clock(d.Deadline))
	if d.Shortened {
		text += ". " + l.Shortened(d.Window)
	}
	return text
}

// ShortLine is one event of the journal with its time of day only, and without the number that
// the log gives each request.
func (l Lang) ShortLine(e incident.Event) string {
	text := strings.TrimPrefix(l.logText(e), l.requestNumber(e.Op))
	return l.Clock(e.At) + "  " + text
}

// TryAgain, GoOnWithout and those below are choices.
func (l Lang) TryAgain() string { return pick(l, "Try again", "Coba lagi") }

// GoOnWithout goes past a step that stays open.
func (l Lang) GoOnWithout() string {
	return pick(l, "Go on without it; it stays open", "Lanjut tanpanya; tetap terbuka")
}

// Later leaves one decision open.
func (l Lang) Later() string { return pick(l, "Later; it stays open", "Nanti; tetap terbuka") }

// OtherSteps leads to the list of what can be done next.
func (l Lang) OtherSteps() string {
	return pick(l, "Go on with another step", "Lanjut ke langkah lain")
}

// WhatElse leads there too, from a question about the key.
func (l Lang) WhatElse() string { return pick(l, "Do something else first", "Kerjakan hal lain dulu") }

// WhatNow is the question between the steps.
func (l Lang) WhatNow() string { return pick(l, "What next?", "Apa berikutnya?") }

// WhatWasDone asks for a note on what a person did.
func (l Lang) WhatWasDone() string {
	return pick(l, "what was done, in one line (b goes back): ", "apa yang dilakukan, satu baris (b kembali): ")
}

// WhyLeftOut asks why a step is not done.
func (l Lang) WhyLeftOut() string {
	return pick(l, "why is it left out (b goes back): ", "mengapa dilewati (b kembali): ")
}

// WhyKept asks why something stays as it is.
func (l Lang) WhyKept() string {
	return pick(l, "why does it stay (b goes back): ", "mengapa dipertahankan (b kembali): ")
}

// WhoApproved asks for the role that approved.
func (l Lang) WhoApproved() string {
	return pick(l, "who approves that, as a role (b goes back): ", "siapa yang menyetujui, sebagai peran (b kembali): ")
}

// AnswerPrompt is the prompt of a question of the report.
func (l Lang) AnswerPrompt() string {
	return pick(l, "answer, or enter to go on: ", "jawaban, atau enter untuk lanjut: ")
}

// HubLine is one step as a choice between the steps.
func (l Lang) HubLine(step incident.Step, status incident.Status, more string) string {
	text := l.hubTitle(step)
	if status != incident.StatusOpen {
		text += " (" + l.StepStatus(status) + ")"
	}
	if more != "" {
		text += ": " + clean(more, 100)
	}
	return text
}

var hubTitles = map[incident.Step]both{
	incident.StepProve:       {"Proof of death", "Bukti kematian"},
	incident.StepRotate:      {"Rotate: a new key in its place", "Ganti: kunci baru di tempatnya"},
	incident.StepReview:      {"Review what the key did", "Tinjau apa yang dilakukan kunci"},
	incident.StepInvestigate: {"Trace where it leaked", "Telusuri di mana bocornya"},
	incident.StepLift:        {"Lift the limit that we set", "Lepas batas yang kita pasang"},
	incident.StepReport:      {"Write the report", "Tulis laporan"},
	incident.StepClose:       {"Close the incident", "Tutup insiden"},
}

func (l Lang) hubTitle(step incident.Step) string {
	if text, ok := lookup(l, hubTitles, step); ok {
		return text
	}
	return l.Step(step)
}

// Undecided counts what only a person can decide, or "" for nothing.
func (l Lang) Undecided(n int) string {
	if n < 1 {
		return ""
	}
	return l.Count(int64(n)) + pick(l, " undecided", " belum diputuskan")
}

// AndMore says how much of a list is not shown.
func (l Lang) AndMore(n int) string {
	return fmt.Sprintf(pick(l, "  and %d more; firebreak log has all", "  dan %d lagi; firebreak log memuat semua"), n)
}

// DoneLine names the steps that are behind somebody who comes back.
func (l Lang) DoneLine(done []incident.Step) string {
	return pick(l, "done: ", "selesai: ") + l.Steps(done)
}
