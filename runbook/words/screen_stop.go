package words

import (
	"strconv"
	"strings"
	"time"

	"firebreak/runbook/incident"
)

// What the screens around the kill say beyond the conversation in lines.

// KillTitle asks before a kill, and says for how long the vendor takes it back; 0: never.
func (l Lang) KillTitle(action string, within time.Duration) (title, right string) {
	switch action {
	case "restore":
		return l.RestoreTitle(), l.RestoreWarns()
	case "revoke-owner":
		return pick(l, "Delete the owner with all its keys?", "Hapus pemilik beserta semua kuncinya?"), l.ComesBack(0)
	}
	return l.StepQuestion(incident.StepRevoke), l.ComesBack(within)
}

// TypeLabel stands before the phrase to type.
func (l Lang) TypeLabel() string { return pick(l, "type", "ketik") }

// PhraseFits says what enter does once the phrase is complete.
func (l Lang) PhraseFits(action string) string {
	switch action {
	case "restore":
		return pick(l, "fits: enter brings it back, once", "cocok: enter menghidupkannya, sekali")
	case "revoke-owner":
		return pick(l, "fits: enter deletes the owner, once", "cocok: enter menghapus pemilik, sekali")
	}
	return pick(l, "fits: enter revokes once", "cocok: enter mencabut sekali")
}

// Lookalikes spells out what in a text is easily taken for another character, and at which
// position, counted from 1; "" for nothing.
func (l Lang) Lookalikes(text string) string {
	var said []string
	for i, r := range []rune(text) {
		if name, ok := lookup(l, lookalikes, r); ok && r != ' ' {
			said = append(said, strconv.Itoa(i+1)+" "+name)
		}
	}
	if len(said) == 0 {
		return ""
	}
	return pick(l, "look closely, by position: ", "perhatikan, menurut posisi: ") + strings.Join(said, ", ")
}

// VerbRevokeOnceFits and those below are what enter and other keys do on these screens.
func (l Lang) VerbRevokeOnceFits() string {
	return pick(l, "revokes once it fits", "mencabut bila cocok")
}

// VerbDeleteOnceFits is the same for an owner.
func (l Lang) VerbDeleteOnceFits() string {
	return pick(l, "deletes once it fits", "menghapus bila cocok")
}

// VerbStop leaves a question without an act.
func (l Lang) VerbStop() string { return pick(l, "cancel", "batal") }

// VerbSetIt sends a limit, VerbLiftIt takes it back.
func (l Lang) VerbSetIt() string { return pick(l, "set the limit", "pasang batas") }

// VerbLiftIt takes a limit back.
func (l Lang) VerbLiftIt() string { return pick(l, "lift it", "lepaskan") }

// VerbKeepIt leaves a limit in place for good.
func (l Lang) VerbKeepIt() string {
	return pick(l, "keep it, with a reason", "pertahankan, dengan alasan")
}

// VerbReadsIt is what enter does in an unseen field.
func (l Lang) VerbReadsIt() string { return pick(l, "reads it", "membacanya") }

// VerbWithout goes on without the key.
func (l Lang) VerbWithout() string { return pick(l, "go on without it", "lanjut tanpanya") }

// VerbNote keeps what was typed.
func (l Lang) VerbNote() string { return pick(l, "keep this note", "simpan catatan") }

// SavingFirst says what the phrase waits for.
func (l Lang) SavingFirst(took, limit time.Duration) string {
	return pick(l, "saving record and usage first, ", "menyimpan catatan dan pemakaian dulu, ") + l.Took(took, limit)
}

// ReadingStatement says that what would be sent is being made.
func (l Lang) ReadingStatement() string {
	return pick(l, "reading what would be sent", "membaca apa yang akan dikirim")
}

// NotYetSendable answers an enter on a phrase whose act is not ready.
func (l Lang) NotYetSendable() string {
	return pick(l, "not yet: press enter once more when it stands above", "belum: tekan enter lagi bila sudah tampil di atas")
}

// AlreadySent answers a key while a request is under way.
func (l Lang) AlreadySent() string {
	return pick(l, "it is sent and cannot be called back; its answer is awaited", "sudah terkirim dan tidak bisa ditarik; jawabannya ditunggu")
}

// LimitStands says that a limit of ours is in force.
func (l Lang) LimitStands(op incident.Op) string {
	if limit := op.Intent.Limit; limit != nil && limit.Refuses {
		return l.Clock(op.DoneAt) + pick(l, "  the limit stands; until it is lifted the key is refused", "  batas berlaku; sampai dicabut kunci ditolak")
	}
	return l.Clock(op.DoneAt) + pick(l, "  the limit stands; the key lives on within it", "  batas berlaku; kunci tetap aktif di dalamnya")
}

// NoLimitsOffered says that the vendor has none for this key.
func (l Lang) NoLimitsOffered() string {
	return pick(l, "No limit can be set on this key.", "Tidak ada batas yang bisa dipasang pada kunci ini.")
}

// ConsolePage is the label of the page where a key is ended by hand.
func (l Lang) ConsolePage() string { return pick(l, "console", "konsol") }

// NoLimitStands says that nothing is left to lift.
func (l Lang) NoLimitStands() string {
	return pick(l, "No limit of ours stands.", "Tidak ada batas kita yang berlaku.")
}

// ProofHead says what claims that the key has ended and since when, and how long refusals must last; of
// a key that is accepted all the same, that instead.
func (l Lang) ProofHead(k incident.Key) string {
	at, manual := k.Accepted(), k.Marks[incident.StepRevoke].Manual
	ended := dialectOf(k.Identity.Kind).ended.in(l) + " " + l.Clock(at)
	said := ended
	switch {
	case at.IsZero():
		said = pick(l, "not ended by us", "tidak kita akhiri")
	case manual:
		said = pick(l, "said to be ", "dinyatakan ") + ended
	case k.FoundGone():
		said = pick(l, "found gone ", "sudah tidak ada ") + l.Clock(at)
	case k.StillAccepted():
		said = pick(l, "revocation accepted ", "pencabutan diterima ") + l.Clock(at)
	}
	switch {
	case k.StillAccepted():
		said += pick(l, ", the key still works", ", kunci masih berfungsi")
	case k.Proof.Window > 0:
		said += pick(l, ", window ", ", jendela ") + l.Short(k.Proof.Window)
	}
	return said
}

// WindowBegins says what the first refusal means.
func (l Lang) WindowBegins() string { return pick(l, "the window starts", "jendela dimulai") }

// ProofLabels names the facts of the proof: how it stands, a set-back, the made-up key, what
// holds until then.
func (l Lang) ProofLabels() (stands, back, control, until string) {
	if l == Indonesian {
		return "sejauh ini", "terulang", "kontrol", "sampai itu"
	}
	return "so far", "set back", "control", "until then"
}

// UntilProven says what may be so before the proof.
func (l Lang) UntilProven() string {
	return pick(l, "it may still work on some servers of the vendor", "mungkin masih berlaku di sebagian server vendor")
}

// WatchMoves says where the watch is seen from other screens.
func (l Lang) WatchMoves() string {
	return pick(l, "the watch moves to the first line; one bell at its end", "pantauan pindah ke baris pertama; satu bunyi di akhirnya")
}

// WatchStops says what leaving costs.
func (l Lang) WatchStops() string {
	return pick(l, "the watch stops; on resume the window starts again", "pantauan berhenti; saat dilanjutkan jendela mulai lagi")
}

// WatchStands says that no probe goes on.
func (l Lang) WatchStands() string {
	return pick(l, "no probe goes on just now", "saat ini tidak ada pengujian")
}

// GoOnReview leads to the review of what the key did.
func (l Lang) GoOnReview() string { return pick(l, "Go on with review", "Lanjut ke peninjauan") }

// LeaveProgram ends the program for now.
func (l Lang) LeaveProgram() string { return pick(l, "Leave", "Keluar") }

// WaitHere waits on this screen.
func (l Lang) WaitHere() string { return pick(l, "Wait for it here", "Tunggu di sini") }

// WaitHereClock says what waiting does where a clock stands still.
func (l Lang) WaitHereClock() string {
	return pick(l, "the clock goes on until it is proven", "jam berjalan sampai terbukti")
}

// WaitHereHow says that a late arrival would be seen.
func (l Lang) WaitHereHow() string {
	return pick(l, "a late request would show here", "permintaan yang terlambat akan tampak di sini")
}

// TreatedAlive says how a key of unknown state is taken.
func (l Lang) TreatedAlive() string {
	return pick(l, "we do not know: treated as ALIVE", "belum diketahui: dianggap AKTIF")
}

// ReadUntil says until when the reads of an op of unknown end go on at least.
func (l Lang) ReadUntil(t time.Time) string {
	return pick(l, "until ", "sampai ") + l.Clock(t) + pick(l, " at least", " setidaknya")
}

// SettledAs says how an op ended after all.
func (l Lang) SettledAs(op incident.Op) string {
	if op.Outcome == nil {
		return l.Unknown()
	}
	text := l.Clock(op.DoneAt) + "  " + l.Ended(*op.Outcome)
	if how := l.Settled(op.Outcome.Settled); how != "" {
		text += ", " + how
	}
	return text
}

// SettledAct is the same where nothing says which act it was.
func (l Lang) SettledAct(op incident.Op) string { return l.Act(op.Intent.Act) + ": " + l.SettledAs(op) }

// ReasonTitle asks for the reason behind a choice about a step, by the engine's action.
func (l Lang) ReasonTitle(action string, step incident.Step) string {
	named := " \"" + l.Step(step) + "\"?"
	switch action {
	case "keep-limit":
		return pick(l, "Why does the limit stay?", "Mengapa batas dipertahankan?")
	case "done-by-hand":
		return pick(l, "What was done for", "Apa yang dikerjakan untuk") + named
	case "close":
		return pick(l, "Why is the incident closed?", "Mengapa insiden ditutup?")
	case "leave-key":
		return pick(l, "Why is this key left out?", "Mengapa kunci ini dilewati?")
	}
	return pick(l, "Why leave out", "Mengapa melewati") + named
}

// ReasonKept says where a reason goes.
func (l Lang) ReasonKept() string {
	return pick(l, "one line for the journal and the report; roles, no names, no key", "satu baris untuk jurnal dan laporan; peran, tanpa nama, tanpa kunci")
}

// TypedKey says that a line typed in view looks like a key, and that nothing of it is kept.
func (l Lang) TypedKey() []string {
	return []string{
		pick(l, "That looks like a key: it was not taken. Its beginning was in view.", "Itu tampak seperti kunci: tidak diambil. Awalnya sempat tampil."),
		pick(l, "Answer without it.", "Jawab tanpanya."),
	}
}

// TypedUnshown stands in a field in place of what may be a key.
func (l Lang) TypedUnshown() string {
	return pick(l, "(not shown: it may be a key; ctrl+u clears)", "(tak ditampilkan: mungkin kunci; ctrl+u hapus)")
}

// VerbDeletesStray deletes a new key whose value was lost.
func (l Lang) VerbDeletesStray() string { return pick(l, "delete that key", "hapus kunci itu") }

// DeleteStray is the choice to delete a new key whose value was lost.
func (l Lang) DeleteStray() string {
	return pick(l, "Delete that key; after that another one can be created", "Hapus kunci itu; setelah itu kunci lain bisa dibuat")
}
