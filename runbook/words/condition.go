package words

import (
	"fmt"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

var conditions = map[incident.Condition]both{
	incident.NotChecked:      {"not checked", "belum diperiksa"},
	incident.IsAlive:         {"ALIVE", "AKTIF"},
	incident.IsLimited:       {"ALIVE, limited", "AKTIF, terbatas"},
	incident.RefusedUnproven: {"refused, not proven", "ditolak, belum terbukti"},
	incident.IsUnknown:       {"UNKNOWN", "TIDAK DIKETAHUI"},
	incident.IsDying:         {"dying", "menuju mati"},
	incident.IsAccepted:      {"still accepted", "masih diterima"},
	incident.IsDead:          {"dead", "mati"},
	incident.IsAliveAgain:    {"ALIVE AGAIN", "AKTIF LAGI"},
	incident.IsUnprovable:    {"revoked, not provable", "dicabut, tak bisa dibuktikan"},
	incident.IsOverByRecord:  {"ended, by its record", "berakhir, menurut catatan"},
}

// Condition is the key's state with its time, as the status line has it, in words alone.
func (l Lang) Condition(c incident.Condition, since time.Time) string {
	word, ok := lookup(l, conditions, c)
	if !ok {
		word = pick(l, "UNKNOWN", "TIDAK DIKETAHUI")
	}
	if c == incident.NotChecked || since.IsZero() {
		return word
	}
	return word + " " + l.ShortClock(since)
}

// Dying is the state while the window fills: "dying 12 of 30 min".
func (l Lang) Dying(done, window time.Duration) string {
	word := conditions[incident.IsDying].in(l)
	unit, name := time.Second, pick(l, "s", "dtk")
	if window >= 2*time.Minute {
		unit, name = time.Minute, pick(l, "min", "mnt")
	}
	if window < time.Second {
		unit, name = time.Millisecond, "ms"
	}
	return fmt.Sprintf("%s %d %s %d %s", word, min(done, window)/unit, pick(l, "of", "dari"), window/unit, name)
}

// DyingUnwatched is the state of a key whose window nobody fills now: its refusals so far do not
// count.
func (l Lang) DyingUnwatched() string {
	return conditions[incident.IsDying].in(l) + pick(l, ", not watched", ", tak dipantau")
}

// Mode is the word that stands on every screen and at the head of every export.
func (l Lang) Mode(m incident.Mode) string {
	switch m {
	case incident.Live:
		return pick(l, "REAL", "NYATA")
	case incident.DryRun:
		return pick(l, "DRY RUN", "UJI COBA")
	case incident.Drill:
		return pick(l, "DRILL", "LATIHAN")
	}
	return pick(l, "UNKNOWN MODE", "MODE TIDAK DIKENAL")
}

// ModeSentence says what a mode means for what may leave.
func (l Lang) ModeSentence(m incident.Mode) string {
	switch m {
	case incident.DryRun:
		return pick(l, "Dry run: reads are real, nothing that changes anything is sent.",
			"Uji coba: pembacaan nyata, perubahan apa pun tidak dikirim.")
	case incident.Drill:
		return pick(l, "Drill: nothing leaves this machine.", "Latihan: tidak ada yang keluar dari mesin ini.")
	}
	return pick(l, "Real: what you confirm is sent to the provider.", "Nyata: yang Anda setujui dikirim ke penyedia.")
}

// Strength says how sure it is that the record belongs to the key.
func (l Lang) Strength(s providers.Strength) string {
	switch s {
	case providers.Exact:
		return pick(l, "Certain: the provider looked the value up.", "Pasti: penyedia mencari nilainya langsung.")
	case providers.MaskAndUse:
		return pick(l, "Certain: one record fits, and its last use moved with our call.",
			"Pasti: satu catatan cocok, dan waktu pakainya ikut bergeser saat diuji.")
	case providers.MaskOnly:
		return pick(l, "Likely: one record fits by its shown characters, nothing more.",
			"Mungkin: satu catatan cocok dari karakter yang terlihat, itu saja.")
	}
	return pick(l, "No record was matched.", "Belum ada catatan yang cocok.")
}

var outcomes = map[incident.Outcome]both{
	incident.NotTried:         {"open", "terbuka"},
	incident.ProvenDead:       {"proven dead", "terbukti mati"},
	incident.AcceptedUnproven: {"accepted, not proven", "diterima, belum terbukti"},
	incident.AlreadyDead:      {"already dead", "sudah mati sebelumnya"},
	incident.NotAccepted:      {"refused from the start", "ditolak sejak awal"},
	incident.NotPermitted:     {"not permitted", "tidak diizinkan"},
	incident.NotFound:         {"not found", "tidak ditemukan"},
	incident.AmbiguousMatch:   {"ambiguous", "lebih dari satu cocok"},
	incident.ByHand:           {"by hand, proven dead", "manual, terbukti mati"},
	incident.UnknownOutcome:   {"unknown", "tidak diketahui"},
	incident.RevivedOutcome:   {"alive again", "aktif lagi"},
	incident.WithheldOutcome:  {"withheld", "ditahan"},
	incident.FailedOutcome:    {"not revoked", "tidak tercabut"},
	incident.GoneUnproven:     {"gone, not by us, not proven", "hilang, bukan oleh kita, belum terbukti"},
	incident.ByOthers:         {"ended by others, proven dead", "diakhiri pihak lain, terbukti mati"},
}

// Outcome is how the revocation stands, in a word or three.
func (l Lang) Outcome(o incident.Outcome) string {
	if word, ok := lookup(l, outcomes, o); ok {
		return word
	}
	return clean(string(o), 30)
}

var outcomeSentences = map[incident.Outcome]both{
	incident.NotTried: {"Key {key} is not revoked: no revocation took place yet.",
		"Kunci {key} belum dicabut: belum ada pencabutan yang terjadi."},
	incident.ProvenDead: {"Key {key} is dead, proven {time}.",
		"Kunci {key} mati, terbukti {time}."},
	incident.AcceptedUnproven: {"Key {key}: revocation accepted, death not proven.",
		"Kunci {key}: pencabutan diterima, kematiannya belum terbukti."},
	incident.AlreadyDead: {"Key {key} was dead before: its record says so.",
		"Kunci {key} sudah mati sebelumnya: begitu catatannya."},
	incident.NotAccepted: {"Key {key} was refused from the start: dead, mistyped or foreign.",
		"Kunci {key} ditolak sejak awal: mati, salah ketik, atau asing."},
	incident.NotPermitted: {"Key {key} is not revoked: the admin key may not do it.",
		"Kunci {key} belum dicabut: kunci admin tidak berhak."},
	incident.NotFound: {"Key {key} is not revoked: no record of it was found.",
		"Kunci {key} belum dicabut: catatannya tidak ditemukan."},
	incident.AmbiguousMatch: {"Key {key} is not revoked: several records fit it.",
		"Kunci {key} belum dicabut: beberapa catatan cocok."},
	incident.ByHand: {"Key {key} was revoked by hand; dead, proven {time}.",
		"Kunci {key} dicabut manual; mati, terbukti {time}."},
	incident.UnknownOutcome: {"Key {key}: sent, outcome unknown; treated as alive.",
		"Kunci {key}: terkirim, hasil tidak diketahui; dianggap aktif."},
	incident.RevivedOutcome: {"Key {key} works again since {time}, after its proof.",
		"Kunci {key} aktif lagi sejak {time}, setelah terbukti."},
	incident.WithheldOutcome: {"Key {key} is as before: dry run, the revocation was withheld.",
		"Kunci {key} seperti semula: uji coba, pencabutan ditahan."},
	incident.FailedOutcome: {"Key {key} is not revoked: the provider did not do it.",
		"Kunci {key} belum dicabut: penyedia tidak melakukannya."},
	incident.GoneUnproven: {"Key {key}: gone before our call; death not proven.",
		"Kunci {key}: hilang sebelum panggilan kita; kematian belum terbukti."},
	incident.ByOthers: {"Key {key} was ended by others; dead, proven {time}.",
		"Kunci {key} diakhiri pihak lain; mati, terbukti {time}."},
}

// OutcomeSentence says how the revocation of a key stands, with the time that matters. A
// shortened window is always said.
func (l Lang) OutcomeSentence(k incident.Key) string {
	o := k.Outcome()
	at := k.Proof.ProvenAt
	if o == incident.RevivedOutcome {
		at = k.Proof.Revived
	}
	text, ok := lookup(l, outcomeSentences, o)
	if !ok {
		return l.Outcome(o)
	}
	if o == incident.NotPermitted && searched(k) {
		text = pick(l, "Key {key} is not revoked: the admin key may not look for it.", "Kunci {key} belum dicabut: kunci admin tidak boleh mencarinya.")
	}
	if said := l.still(k); said != "" {
		text = pick(l, "Key {key}: ", "Kunci {key}: ") + said + "."
	}
	text = fill(text, "key", l.Ending(k.Identity.Last4), "time", l.Time(at))
	if o.Proven() && k.Proof.Shortened {
		text += " " + l.Shortened(k.Proof.Window)
	}
	return text
}

// Shortened marks a proof over less than the vendor's window.
func (l Lang) Shortened(window time.Duration) string {
	return fmt.Sprintf(pick(l, "Window shortened to %s.", "Jendela dipersingkat menjadi %s."), l.Short(window))
}

// Ending names a key by its last four characters; where none may be shown it says nothing.
func (l Lang) Ending(last4 string) string {
	if last4 == "" {
		return pick(l, "without a shown ending", "tanpa akhiran yang ditampilkan")
	}
	runes := []rune(last4)
	return pick(l, "ending ", "berakhiran ") + clean(string(runes[max(0, len(runes)-4):]), 8)
}
