package words

import (
	"fmt"
	"time"

	"firebreak/runbook/incident"
)

// What is said around the review, the trace, the report and the close.

// ReviewLines is what was read of the key's use: figures, what was looked for, what is missing.
func (l Lang) ReviewLines(u incident.FetchedData, vendor string) []string {
	lines := []string{
		l.toldUse(u) + pick(l, ", as of ", ", per ") + l.Time(u.AsOf),
		pick(l, "from ", "dari ") + l.Time(u.From) + pick(l, "; final until ", "; final sampai ") + l.Time(u.Settled) + pick(l, "; later figures may grow", "; angka setelahnya bisa bertambah"),
		pick(l, "our own probes, counted apart: ", "pengujian kita, dihitung terpisah: ") + l.Requests(u.Own),
		pick(l, "money: ", "biaya: ") + l.CostMethod(u.Method),
	}
	if u.Doubt() == incident.WhyNotOffered {
		lines = []string{l.NoUse(u)}
	}
	if whole := l.WholeCost(u); whole != "" {
		lines = append(lines, pick(l, "cost of ", "biaya ")+whole)
	}
	if u.EndedBy != nil {
		lines = append(lines, "  "+pick(l, "found: ", "ditemukan: ")+l.EndedBy(*u.EndedBy))
	}
	for _, k := range u.Looked {
		lines = append(lines, "  "+l.LookedFor(k, vendor)+l.actsOf(u, k))
	}
	for _, g := range u.Gaps {
		lines = append(lines, "  "+l.Gap(g, vendor))
	}
	if hidden := l.Hidden(u.Hidden, vendor); hidden != "" {
		lines = append(lines, hidden)
	}
	return lines
}

// GroupLines is one group with the reasons for what is suggested.
func (l Lang) GroupLines(g incident.Group, currency string) []string {
	lines := []string{l.Group(g, currency)}
	for i, r := range g.Reasons {
		label := ""
		if i == 0 {
			label = pick(l, "why", "alasan")
		}
		lines = append(lines, labelLine(label, l.Signal(r)))
	}
	if rule := l.RuleOut(g.Reasons); rule != "" {
		lines = append(lines, rule)
	}
	return lines
}

// WhoseUse asks about one group.
func (l Lang) WhoseUse() string { return pick(l, "Whose use was this?", "Pemakaian siapa ini?") }

// VerdictLine is one verdict as a choice. What the signs say is no choice that is taken by itself.
func (l Lang) VerdictLine(v incident.GroupVerdict, suggested bool) string {
	if suggested {
		return l.GroupVerdict(v) + pick(l, " (its signs say so)", " (menurut tandanya)")
	}
	return l.GroupVerdict(v)
}

// AllJudged stands above the list of verdicts.
func (l Lang) AllJudged() string {
	return pick(l, "Every group has a verdict. What next?", "Semua kelompok sudah dinilai. Apa berikutnya?")
}

// JudgeAgain is the choice to change a verdict.
func (l Lang) JudgeAgain() string { return pick(l, "Change a verdict", "Ubah satu penilaian") }

// ReadFiguresAgain reads later figures, which replace the earlier ones.
func (l Lang) ReadFiguresAgain() string {
	return pick(l, "Read the figures again", "Baca lagi angkanya")
}

// UsageUnread asks how to go on where usage cannot be read.
func (l Lang) UsageUnread() string {
	return pick(l, "Its use could not be read here. How do we go on?", "Pemakaiannya tidak terbaca di sini. Bagaimana kita lanjut?")
}

// SinceForms says in which forms a time is understood.
func (l Lang) SinceForms() string {
	return pick(l, "Also 2026-11-12, or 11 days ago. Without a zone it is UTC.", "Boleh juga 2026-11-12, atau 11 hari lalu. Tanpa zona dibaca UTC.")
}

// NotATime answers a text that is none.
func (l Lang) NotATime() string {
	return pick(l, "That is not a time that is understood here. Enter alone means unknown.", "Waktu itu tidak dimengerti di sini. Enter saja berarti tidak tahu.")
}

// TimeAhead answers a time that has not come yet.
func (l Lang) TimeAhead() string {
	return pick(l, "That time is still ahead.", "Waktu itu belum tiba.")
}

// TakenAs says how a time was understood.
func (l Lang) TakenAs(at, now time.Time) string {
	return pick(l, "taken as ", "dibaca sebagai ") + l.Time(at) + ", " + l.Ago(at, now)
}

// ReviewWithIt says that the review compared with another time.
func (l Lang) ReviewWithIt() string {
	return pick(l, "The review took another time: read its figures again.", "Tinjauan memakai waktu lain: baca lagi angkanya.")
}

// WhereToSearch asks for folders.
func (l Lang) WhereToSearch() string {
	return pick(l, "Where shall we search for the key?", "Di mana kita cari kuncinya?")
}

// SearchHint says what is searched, and what was named already.
func (l Lang) SearchHint(folders []string) []string {
	lines := []string{
		pick(l, "Folders and git repositories on this machine, with their history.", "Folder dan repositori git di mesin ini, beserta riwayatnya."),
		pick(l, "One at a time; enter alone begins.", "Satu per satu; enter saja untuk mulai."),
	}
	for _, f := range folders {
		lines = append(lines, "  "+clean(f, 200))
	}
	return lines
}

// FolderPrompt asks for one folder.
func (l Lang) FolderPrompt() string {
	return pick(l, "folder, or enter to begin (b goes back): ", "folder, atau enter untuk mulai (b kembali): ")
}

// NoFolder asks how to go on where none was named.
func (l Lang) NoFolder() string {
	return pick(l, "No folder was named. How do we go on?", "Belum ada folder yang disebut. Bagaimana kita lanjut?")
}

// SearchNothing ends the step without a search, which the report says.
func (l Lang) SearchNothing() string {
	return pick(l, "Search nothing; the report says so", "Tidak mencari; laporan menyebutnya")
}

// TraceDone asks how to go on after the search.
func (l Lang) TraceDone() string {
	return pick(l, "Where it was found. What next?", "Di mana ditemukan. Apa berikutnya?")
}

// SearchedIn lists what was searched.
func (l Lang) SearchedIn(places string) string {
	return pick(l, "searched: ", "dicari di: ") + clean(places, 400)
}

// SearchMore searches again.
func (l Lang) SearchMore() string {
	return pick(l, "Search again, with another folder", "Cari lagi, dengan folder lain")
}

// SkipHint says how questions are skipped.
func (l Lang) SkipHint(open int) string {
	return fmt.Sprintf(pick(l, "Enter skips it; b skips all that are left (%d) and writes the report.", "Enter melewatinya; b melewati semua sisanya (%d) dan menulis laporan."), open)
}

// Warning is a remark of the report's own scan.
func (l Lang) Warning(where string) string {
	return pick(l, "look at this before sharing the report: ", "periksa ini sebelum membagikan laporan: ") + clean(where, 200)
}

// WriteAnew writes the report as it stands now.
func (l Lang) WriteAnew() string {
	return pick(l, "Write it again, as it stands now", "Tulis lagi, sesuai keadaan sekarang")
}

// AnswerOpen asks the open questions again.
func (l Lang) AnswerOpen() string {
	return pick(l, "Answer the questions that are open", "Jawab pertanyaan yang masih terbuka")
}

// CloseSure asks for it.
func (l Lang) CloseSure() string {
	return pick(l, "type y to close it, or press enter to stay: ", "ketik y untuk menutup, atau enter untuk tetap: ")
}
