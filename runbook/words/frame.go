package words

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/rivo/uniseg"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// What stands around every screen: verbs of keys, who waits for whom, the key's state in short.

// Verb is what a key does, for the key bar and the list of keys.
type Verb string

const (
	VerbChoose   Verb = "choose"
	VerbGoOn     Verb = "go-on"
	VerbClose    Verb = "close"
	VerbStay     Verb = "stay"
	VerbBack     Verb = "back"
	VerbAllFacts Verb = "all-facts"
	VerbFilter   Verb = "filter"
	VerbHelp     Verb = "help"
	VerbLeave    Verb = "leave"
	VerbSteps    Verb = "steps"
	VerbSent     Verb = "sent"
	VerbKeys     Verb = "keys"
	VerbKill     Verb = "kill"
	VerbAgain    Verb = "again"
	VerbUndo     Verb = "undo"
	VerbByHand   Verb = "by-hand"
	VerbLeaveOut Verb = "leave-out"
	VerbYes      Verb = "yes"
	VerbOurs     Verb = "ours"
	VerbNotOurs  Verb = "not-ours"
	VerbUnclear  Verb = "unclear"
	VerbTip      Verb = "tip"
	VerbEdit     Verb = "edit"
	VerbAnswer   Verb = "answer"
	VerbFile     Verb = "file"
	VerbClear    Verb = "clear"
	VerbMove     Verb = "move"
)

var keyVerbs = map[Verb]both{
	VerbChoose:   {"choose", "pilih"},
	VerbGoOn:     {"go on", "lanjut"},
	VerbClose:    {"close", "tutup"},
	VerbStay:     {"stay", "tetap di sini"},
	VerbBack:     {"back", "kembali"},
	VerbAllFacts: {"all facts", "semua fakta"},
	VerbFilter:   {"filter", "saring"},
	VerbHelp:     {"help", "bantuan"},
	VerbLeave:    {"leave", "keluar"},
	VerbSteps:    {"steps", "langkah"},
	VerbSent:     {"what was sent", "yang terkirim"},
	VerbKeys:     {"keys of this incident", "kunci insiden ini"},
	VerbKill:     {"to the typed revoke", "ke pencabutan yang diketik"},
	VerbAgain:    {"try again", "coba lagi"},
	VerbUndo:     {"undo", "batalkan"},
	VerbByHand:   {"done by me", "sudah saya kerjakan"},
	VerbLeaveOut: {"leave out, with a reason", "lewati, dengan alasan"},
	VerbYes:      {"yes", "ya"},
	VerbOurs:     {"ours", "milik kita"},
	VerbNotOurs:  {"not ours", "bukan milik kita"},
	VerbUnclear:  {"cannot tell", "tidak pasti"},
	VerbTip:      {"a tip", "petunjuk"},
	VerbEdit:     {"open in editor", "buka di editor"},
	VerbAnswer:   {"answer", "jawab"},
	VerbFile:     {"a file", "dari berkas"},
	VerbClear:    {"clear", "kosongkan"},
	VerbMove:     {"move", "gerak"},
}

// Verb says what a key does.
func (l Lang) Verb(v Verb) string {
	if text, ok := lookup(l, keyVerbs, v); ok {
		return text
	}
	return pick(l, "do this: ", "lakukan: ") + clean(string(v), 30)
}

// StartTitle is the question of the first screen, and those below are its choices.
func (l Lang) StartTitle() string { return pick(l, "What happened?", "Apa yang terjadi?") }

// StartUnproven offers an incident whose key is not proven dead.
func (l Lang) StartUnproven(id string, k incident.Key) string {
	return ShortID(id) + ", " + l.Vendor(k.Identity.Kind.Provider()) + " " + l.Ending(k.Identity.Last4) + pick(l, ", not proven dead", ", belum terbukti mati")
}

// StartLeaked offers to begin with a leaked key.
func (l Lang) StartLeaked() string { return pick(l, "A key leaked", "Ada kunci bocor") }

// StartLeakedHow says how a leaked key comes in.
func (l Lang) StartLeakedHow() string {
	return pick(l, "paste it, or open an alert or report", "tempel di sini, atau buka peringatan atau laporan pindai")
}

// StartPractise offers a drill.
func (l Lang) StartPractise() string { return pick(l, "Practise", "Latihan") }

// StartPractiseHow says what a drill reaches.
func (l Lang) StartPractiseHow() string {
	return pick(l, "a drill; nothing leaves this machine", "latihan; tidak ada yang keluar dari mesin ini")
}

// StartReady labels the vendors that could be worked with.
func (l Lang) StartReady() string { return pick(l, "ready", "siap") }

// NoAdminKept says in a clause that no admin credential is at hand, and how to keep one.
func (l Lang) NoAdminKept(provider string) string {
	return pick(l, "no admin key; firebreak auth set ", "tanpa kunci admin; firebreak auth set ") + clean(provider, 20)
}

// Idle says that we wait for the person.
func (l Lang) Idle() string { return pick(l, "waits for your choice", "menunggu pilihan Anda") }

// IdleField says the same where a line is typed or pasted.
func (l Lang) IdleField() string { return pick(l, "waits for your input", "menunggu masukan Anda") }

// Took is how long something runs, of its limit where there is one: "3 s of 15 s".
func (l Lang) Took(took, limit time.Duration) string {
	if limit <= 0 {
		return l.Short(took)
	}
	return fmt.Sprintf(pick(l, "%s of %s", "%s dari %s"), l.Short(took), l.Short(limit))
}

// BurnShort is what a drill's attacker spends: a minute, and so far.
func (l Lang) BurnShort(perMinute, sofar int64) string {
	return fmt.Sprintf(pick(l, "%s/min, %s", "%s/mnt, %s"), l.Money(perMinute, "USD"), l.Money(sofar, ""))
}

// DownShort names the service of a drill that is down, or counts several.
func (l Lang) DownShort(names []string) string {
	if len(names) == 1 {
		return clean(names[0], 20) + pick(l, " is down", " mati")
	}
	return fmt.Sprintf(pick(l, "%d services are down", "%d layanan mati"), len(names))
}

// AliveOf counts the keys of an incident that are alive.
func (l Lang) AliveOf(alive, all int) string {
	return fmt.Sprintf(pick(l, "%d of %d ALIVE", "%d dari %d AKTIF"), alive, all)
}

// ThisKey stands before the state of the key at hand, where there are several.
func (l Lang) ThisKey() string { return pick(l, "this:", "ini:") }

// WaitingWord says who waits for whom: 0 idle, 1 busy, 2 watch, 3 sent.
func (l Lang) WaitingWord(n int) string {
	all := []both{{"idle", "siaga"}, {"busy", "sibuk"}, {"watch", "pantau"}, {"sent", "kirim"}}
	return all[min(max(n, 0), len(all)-1)].in(l)
}

// BusyLine says what the person waits for, how long already, and how it is ended.
func (l Lang) BusyLine(what string, took time.Duration, cancel string) string {
	text := clean(what, 80) + ", " + l.Short(took)
	if cancel != "" {
		text += "; " + clean(cancel, 40)
	}
	return text
}

// EscCancels says how a reading is ended.
func (l Lang) EscCancels() string { return pick(l, "esc cancels", "esc membatalkan") }

// Cancelled says that a reading was ended.
func (l Lang) Cancelled() string {
	return pick(l, "cancelled; nothing was changed by it", "dibatalkan; tidak ada yang berubah")
}

// ExchangeShort is one request with the end of its path, which tells most.
func (l Lang) ExchangeShort(e providers.Exchange) string {
	return l.Clock(e.At) + "  " + clean(e.Method, 8) + " " + pathEnd(cmp.Or(e.Path, e.Host), 24) + "  " + l.answerTo(e)
}

// pathEnd is as many of the last parts of a path as have room: ".../usage/completions".
func pathEnd(path string, width int) string {
	path = clean(path, 400)
	if uniseg.StringWidth(path) <= width {
		return path
	}
	const cut = "..."
	end := ""
	for at := strings.LastIndex(path, "/"); at > 0 && uniseg.StringWidth(cut+path[at:]) <= width; at = strings.LastIndex(path[:at], "/") {
		end = path[at:]
	}
	if end == "" {
		return keepEnd(path, width)
	}
	return cut + end
}

// NotNow says why a choice or key is off.
func (l Lang) NotNow(why string) string {
	return pick(l, "not now: ", "belum bisa: ") + lower(clean(why, 2*Width))
}

var nMoreLine = noun{"more line", "more lines", "baris lagi"}

// MoreLines counts lines that are above or below what is shown.
func (l Lang) MoreLines(n int) string {
	return l.of(int64(n), nMoreLine)
}

// OnlyMoves says that keys which came together did nothing but move.
func (l Lang) OnlyMoves() string {
	return pick(l, "several keys came at once: only moves were taken", "beberapa tombol datang sekaligus: hanya gerakan diambil")
}

// CameBefore says that a key was pressed before its question was there.
func (l Lang) CameBefore() string {
	return pick(l, "this question just came: press the key once more", "pertanyaan ini baru muncul: tekan tombolnya sekali lagi")
}

// PasteDropped says that a paste was not taken.
func (l Lang) PasteDropped() string {
	return pick(l, "a paste came: nothing of it was taken or kept", "ada tempelan: tidak ada yang diambil atau disimpan")
}

// NoIncidentYet says why a key does nothing.
func (l Lang) NoIncidentYet() string {
	return pick(l, "no incident is open yet", "belum ada insiden yang dibuka")
}

// AllShown says why there is nothing more to show.
func (l Lang) AllShown() string { return pick(l, "everything is shown already", "semua sudah tampil") }

// LeavingWaits says that a request is waited for.
func (l Lang) LeavingWaits() string {
	return pick(l, "a request is under way: leaves when it ends, ctrl+c at once", "ada permintaan berjalan: keluar setelahnya, ctrl+c langsung")
}

// JournalBroken says that nothing is recorded, and so nothing sent.
func (l Lang) JournalBroken() string {
	return pick(l, "the journal cannot be written: nothing more is sent", "jurnal tidak bisa ditulis: tidak ada lagi yang dikirim")
}

// ResumeLater says how to go on another time.
func (l Lang) ResumeLater(id string) string {
	return pick(l, "Go on later with: firebreak resume ", "Lanjutkan nanti: firebreak resume ") + clean(id, 30)
}

// LeaveTitle asks before the program ends. Nothing is left to come back to in a closed incident.
func (l Lang) LeaveTitle(closed bool) string {
	if closed {
		return pick(l, "Leave?", "Keluar?")
	}
	return pick(l, "Leave for now?", "Keluar dulu?")
}

// HelpTitle heads the list of keys, and those below other lists.
func (l Lang) HelpTitle() string { return pick(l, "What can I press?", "Tombol apa saja?") }

// StepsTitle heads the twelve steps.
func (l Lang) StepsTitle() string {
	return pick(l, "Where does each step stand?", "Sampai mana setiap langkah?")
}

// SentTitle heads the requests of this run.
func (l Lang) SentTitle() string { return pick(l, "What was sent?", "Apa yang terkirim?") }

// KeysTitle heads the keys of an incident.
func (l Lang) KeysTitle(n int) string {
	if n == 1 {
		return pick(l, "The one key of this incident", "Satu-satunya kunci insiden ini")
	}
	return l.of(int64(n), nKey) + pick(l, ". Which one now?", ". Yang mana sekarang?")
}

var nNeedsYou = noun{"needs you", "need you", "menunggu Anda"}

// NeedYou counts the keys that wait for a person.
func (l Lang) NeedYou(n int) string {
	return l.of(int64(n), nNeedsYou)
}

// WorkOnIt is what enter does on the list of keys.
func (l Lang) WorkOnIt() string { return pick(l, "work on it", "tangani") }

// ArrowKeys names the keys that move.
func (l Lang) ArrowKeys() string { return pick(l, "arrows, hjkl", "panah, hjkl") }

// HelpNotes says what holds on every screen.
func (l Lang) HelpNotes() []string {
	return []string{
		pick(l, "Enter alone sends nothing that changes something, however often.", "Enter saja tidak mengubah apa pun, berapa kali pun ditekan."),
		pick(l, "y sends what can be undone, once the request is in view.", "y mengirim yang bisa dibatalkan, setelah isinya tampil."),
		pick(l, "What cannot be undone is sent only after you typed a phrase.", "Yang tidak bisa dibatalkan baru dikirim setelah frasa diketik."),
		pick(l, "Ctrl+c leaves at once; firebreak resume goes on from there.", "Ctrl+c langsung keluar; firebreak resume melanjutkannya."),
	}
}

// StepState says where a step stands, with the reason or remark that was recorded.
func (l Lang) StepState(st incident.Status, m incident.Mark, vendor string) string {
	text := l.StepStatus(st)
	if text == "" {
		text = l.Unknown()
	}
	switch {
	case st == incident.StatusFailed && m.Failed != nil:
		text += ": " + lower(l.Why(m.Failed.Reason, vendor))
	case (st == incident.StatusManual || st == incident.StatusSkipped) && !m.Note.IsEmpty():
		text += ": " + quoted(m.Note, 80)
	case st == incident.StatusDone && !m.Done.IsZero():
		text += ", " + l.Clock(m.Done)
	}
	return text
}
