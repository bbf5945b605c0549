package words

import (
	"fmt"
	"time"

	"firebreak/runbook/incident"
)

// What is said to somebody who comes back to an incident, or finds it open elsewhere.

// BackTitle greets somebody who comes back, with when it was left.
func (l Lang) BackTitle(s incident.State, now time.Time) (title, right string) {
	title = pick(l, "Back in ", "Kembali ke ") + ShortID(s.Opening.ID)
	right = pick(l, "last event ", "peristiwa terakhir ") + l.Clock(s.Last) + ", " + l.Ago(s.Last, now)
	return title, right
}

// SameTitle asks for the incident's own key.
func (l Lang) SameTitle(last4 string) string {
	if last4 == "" {
		return pick(l, "Paste the leaked key", "Tempel kunci yang bocor")
	}
	return pick(l, "Paste the same key, ", "Tempel kunci yang sama, ") + l.Ending(last4)
}

// NeverStored says what the key is asked for again for, by how it stands.
func (l Lang) NeverStored(k incident.Key) string {
	what := pick(l, "to ask how it is", "untuk memeriksa keadaannya")
	switch {
	case k.Proof.Proven(), k.AliveAgain():
		what = pick(l, "to look at it again", "untuk memeriksanya lagi")
	case k.Watchable():
		what = pick(l, "to prove it dead", "untuk membuktikan kematiannya")
	}
	return what + pick(l, "; it is never stored or shown", "; tidak disimpan atau ditampilkan")
}

// UnseenField says what an unseen field holds.
func (l Lang) UnseenField(lines int) string {
	if lines == 0 {
		return pick(l, "nothing yet; what comes is not shown", "masih kosong; yang masuk tidak ditampilkan")
	}
	return l.Received(lines)
}

// PathPrompt asks for a file instead of a paste.
func (l Lang) PathPrompt() string { return pick(l, "path of a file", "lokasi berkas") }

// FileUnread says that a file could not be read.
func (l Lang) FileUnread() string {
	return pick(l, "that file could not be read", "berkas itu tidak bisa dibaca")
}

// TakingUp says that an incident is being opened.
func (l Lang) TakingUp(id string) string {
	return pick(l, "opening ", "membuka ") + ShortID(id)
}

// TakenOver says who went on after whom.
func (l Lang) TakenOver(before, after incident.ResumedData, at time.Time) string {
	return fmt.Sprintf(pick(l, "taken over: %s, then %s at %s", "diambil alih: %s, lalu %s pada %s"), before.Who.Line(24), after.Who.Line(24), l.Clock(at))
}

// HeldTitle says that another process works on the incident, and how its key stands.
func (l Lang) HeldTitle(s incident.State) (title, right string) {
	title = ShortID(s.Opening.ID) + pick(l, " is open elsewhere", " sedang dibuka di tempat lain")
	k, ok := s.Worst()
	if !ok {
		return title, ""
	}
	c, since := k.Condition()
	right = conditionOf(l, c)
	switch {
	case c == incident.IsAccepted:
		right = l.Condition(c, since)
	case !since.IsZero() && c != incident.NotChecked:
		right += pick(l, " since ", " sejak ") + l.ShortClock(since)
	}
	return title, right + ", " + l.Ending(k.Identity.Last4)
}

// HeldBy says who works on it, where and since when.
func (l Lang) HeldBy(s incident.State) string {
	return s.Holder.Who.Line(24) + pick(l, " on ", " di ") + s.Holder.Where.Line(30) + pick(l, ", since ", ", sejak ") + l.Clock(s.HeldAt)
}

// LastAct is the newest request that changes something, or the newest event where there is none.
func (l Lang) LastAct(s incident.State) string {
	if k, ok := s.Worst(); ok && len(k.Ops) > 0 {
		op := k.Ops[len(k.Ops)-1]
		how := pick(l, "sent, its end is not known", "terkirim, hasilnya belum diketahui")
		if op.Outcome != nil {
			how = l.Ended(*op.Outcome)
		}
		return pick(l, "last act ", "tindakan terakhir ") + l.Clock(op.At) + ": " + l.Act(op.Intent.Act) + ", " + how
	}
	return pick(l, "last event ", "peristiwa terakhir ") + l.Clock(s.Last)
}

// WatchAlong, WaitForIt and HandOver are the choices, each with what it leads to.
func (l Lang) WatchAlong() (title, leads string) {
	return pick(l, "Watch", "Ikuti"), pick(l, "read-only, follows along; sends nothing", "hanya membaca; tidak ada yang bisa dikirim dari sini")
}

// WaitForIt opens the incident when it is free.
func (l Lang) WaitForIt() (title, leads string) {
	return pick(l, "Wait", "Tunggu"), pick(l, "opens here when that one is closed", "terbuka di sini setelah yang itu ditutup")
}

// HandOver shows a text for somebody else.
func (l Lang) HandOver() (title, leads string) {
	return pick(l, "Hand over", "Serahkan"), pick(l, "lines for the chat, no secret, for another person", "baris untuk obrolan, tanpa rahasia, untuk orang lain")
}

// HandOverTitle heads the text, and says what it is good for.
func (l Lang) HandOverTitle() (title, right string) {
	return pick(l, "What do we tell them?", "Apa yang kita sampaikan?"), pick(l, "copy these lines; they hold no key", "salin baris ini; tidak memuat kunci")
}

// HandOverLines is where an incident stands and how it is taken over, for the chat.
func (l Lang) HandOverLines(s incident.State, now time.Time) []string {
	return append(l.Status(s, now, true),
		l.LastAct(s),
		pick(l, "to go on there: leave firebreak, then firebreak resume ", "untuk melanjutkan di sana: tutup firebreak, lalu firebreak resume ")+clean(s.Opening.ID, 30),
		pick(l, "another machine has no journal of it: a new incident begins there", "mesin lain tidak punya jurnalnya: di sana insiden baru dimulai"),
		pick(l, "the key is asked for again; send it by no chat", "kuncinya diminta lagi; jangan kirim lewat obrolan"),
		pick(l, "firebreak status prints these lines anew", "firebreak status mencetak ulang baris ini"))
}

// WaitingToOpen says what is waited for.
func (l Lang) WaitingToOpen() string {
	return pick(l, "waiting until it is closed there", "menunggu sampai ditutup di sana")
}

// FollowTitle heads the events of an incident that is held elsewhere.
func (l Lang) FollowTitle(id string) string {
	return ShortID(id) + pick(l, ": what happens there?", ": apa yang terjadi di sana?")
}

// ReadOnlyHere says that nothing can be sent.
func (l Lang) ReadOnlyHere() string {
	return pick(l, "read-only; nothing can be sent from here", "hanya membaca; tidak ada yang bisa dikirim dari sini")
}

// FollowLost says that the newest state could not be read.
func (l Lang) FollowLost() string {
	return pick(l, "it could not be read just now; this is older", "tidak terbaca saat ini; ini lebih lama")
}

// OpenFailed says that an incident could not be taken up.
func (l Lang) OpenFailed(id string) []string {
	return []string{
		ShortID(id) + pick(l, " could not be opened here; nothing was sent.", " tidak bisa dibuka di sini; tidak ada yang terkirim."),
		pick(l, "What keeps it is told by: firebreak resume --plain ", "Penyebabnya disebut oleh: firebreak resume --plain ") + clean(id, 30),
	}
}

// DoneSoFar and JustNow are labels of what somebody who comes back finds.
func (l Lang) DoneSoFar() string { return pick(l, "done", "selesai") }

// StillOpen is the label of the steps that need somebody.
func (l Lang) StillOpen() string { return pick(l, "open", "terbuka") }

// JustNow is the label of what the reads of this run showed.
func (l Lang) JustNow() string { return pick(l, "just now", "baru saja") }
