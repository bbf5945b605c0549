package words

import (
	"fmt"
	"strings"

	"firebreak/providers"
)

// actions are titles of what can be done, by the name of the engine's action. {about} is the
// thing concerned.
var actions = map[string]both{
	"validate":      {"Probe the key, read-only", "Uji kunci, hanya membaca"},
	"locate":        {"Find its record", "Temukan catatannya"},
	"keep":          {"It is this record: {about}", "Ini catatannya: {about}"},
	"forecast":      {"Save record and usage, see what breaks", "Simpan catatan dan pemakaian, lihat dampaknya"},
	"decide":        {"Choose what comes first", "Pilih yang didahulukan"},
	"contain":       {"Set a limit that can be undone", "Pasang batas yang bisa dibatalkan"},
	"lift":          {"Lift the limit: {about}", "Lepas batas: {about}"},
	"keep-limit":    {"Keep the limit for good: {about}", "Pertahankan batas: {about}"},
	"revoke":        {"Revoke the key", "Cabut kunci"},
	"revoke-owner":  {"Delete the owner with all its keys", "Hapus pemilik beserta semua kuncinya"},
	"restore":       {"Bring the revoked key back", "Hidupkan lagi kunci yang dicabut"},
	"settle":        {"Read whether it took place", "Baca apakah itu terjadi"},
	"prove":         {"Watch until it is proven dead", "Pantau sampai terbukti mati"},
	"read-record":   {"Read its record once more", "Baca catatannya sekali lagi"},
	"watch-use":     {"Wait until nobody uses the old key", "Tunggu sampai kunci lama tak dipakai"},
	"retire-now":    {"Revoke it now, with a reason", "Cabut sekarang, dengan alasan"},
	"look":          {"Look at the dead key again", "Periksa lagi kunci yang mati"},
	"plan":          {"Plan the rotation; nothing is written", "Rencanakan penggantian; belum menulis apa pun"},
	"replace":       {"Create the new key and keep it sealed", "Buat kunci baru dan simpan tersegel"},
	"receive":       {"Type in the key made in the console", "Ketik kunci yang dibuat di konsol"},
	"write":         {"Write the new key: {about}", "Tulis kunci baru: {about}"},
	"roll-back":     {"Put the old value back: {about}", "Kembalikan nilai lama: {about}"},
	"wrote-by-hand": {"I wrote it there by hand; it is read back", "Sudah saya tulis manual; akan dibaca ulang"},
	"verify":        {"Read back, and probe the new key", "Baca ulang, dan uji kunci baru"},
	"related":       {"List what else is at risk", "Daftar apa lagi yang berisiko"},
	"open":          {"Work on it here, with steps of its own: {about}", "Tangani di sini, dengan langkah sendiri: {about}"},
	"open-with":     {"Work on it here, its value is at hand: {about}", "Tangani di sini, nilainya ada: {about}"},
	"decide-on":     {"Decide on a related key: {about}", "Putuskan kunci terkait: {about}"},
	"review":        {"Review what the key did", "Tinjau apa yang dilakukan kunci"},
	"judge":         {"Say whose use it is: {about}", "Tentukan pemakaian siapa: {about}"},
	"trace":         {"Search where it leaked", "Telusuri di mana bocornya"},
	"answer":        {"Answer questions for the report", "Jawab pertanyaan untuk laporan"},
	"report":        {"Write the report", "Tulis laporan"},
	"close":         {"Close the incident", "Tutup insiden"},
	"done-by-hand":  {"I did it by hand: {about}", "Sudah saya kerjakan manual: {about}"},
	"leave-key":     {"Leave a key out, with a reason: {about}", "Lewati satu kunci, dengan alasan: {about}"},
	"leave-out":     {"Leave it out, with a reason: {about}", "Lewati, dengan alasan: {about}"},
}

// Action is the title of an action as a choice. About names the thing concerned, "" for none.
func (l Lang) Action(name, about string) string {
	text, ok := lookup(l, actions, name)
	if !ok {
		text = clean(name, 30)
	}
	if about == "" {
		head, _, _ := strings.Cut(text, ": {about}")
		return head
	}
	if !strings.Contains(text, "{about}") {
		return text + ": " + clean(about, 60)
	}
	return fill(text, "about", clean(about, 60))
}

// Phrase is what is typed before an act that cannot be undone: the verb and the key's last
// four characters, or the vendor's name where none may be shown. It is the same in both
// languages, as the command line's names are. Letter case does not matter.
func Phrase(last4, vendor string) string {
	if last4 == "" {
		return "revoke " + clean(vendor, 24)
	}
	return "revoke " + clean(last4, 8)
}

// TypePhrase asks for the phrase. dry: a dry run sends nothing either way.
func (l Lang) TypePhrase(phrase string, dry bool) string {
	return pick(l, "type  ", "ketik  ") + clean(phrase, 40) + "  " + l.toSend(dry)
}

// toSend is what a confirmation leads to.
func (l Lang) toSend(dry bool) string {
	if dry {
		return pick(l, "to go through it, nothing is sent; or press enter to stop: ", "untuk mencobanya, tak ada yang dikirim; atau enter untuk batal: ")
	}
	return pick(l, "to send it, or press enter to stop: ", "untuk mengirim, atau enter untuk batal: ")
}

// PhraseWrong says where a typed phrase first differs, and that nothing was sent.
func (l Lang) PhraseWrong(typed, phrase string) string {
	return l.PhraseHint(typed, phrase) + pick(l, ". Nothing was sent.", ". Tidak ada yang terkirim.")
}

// PhraseHint says where a typed phrase first differs; look-alikes are spelled out.
func (l Lang) PhraseHint(typed, phrase string) string {
	a, b := []rune(strings.ToLower(typed)), []rune(strings.ToLower(phrase))
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	shown := []rune(phrase)
	switch {
	case i < len(a) && i < len(b):
		return fmt.Sprintf(pick(l, "%s does not fit: next is %s", "%s tidak cocok: seharusnya %s"), l.spelled(a[i]), l.spelled(shown[i]))
	case i < len(b):
		return fmt.Sprintf(pick(l, "It is cut off: next is %s", "Terpotong: berikutnya %s"), l.spelled(shown[i]))
	}
	return pick(l, "There is more than the phrase", "Ada tambahan di luar frasa")
}

// lookalikes are characters that are easily taken for another.
var lookalikes = map[rune]both{
	'0': {"digit zero", "angka nol"}, 'o': {"letter o", "huruf o"}, 'O': {"capital letter O", "huruf besar O"},
	'1': {"digit one", "angka satu"}, 'l': {"letter l", "huruf l"}, 'I': {"capital letter I", "huruf besar I"},
	'i': {"letter i", "huruf i"}, 'L': {"capital letter L", "huruf besar L"}, ' ': {"a space", "spasi"},
}

func (l Lang) spelled(r rune) string {
	if name, ok := lookup(l, lookalikes, r); ok {
		return name
	}
	return quoted(providers.FromOutside(string(r)), 4)
}

// ConfirmUndoable asks before an act that can be undone. dry: a dry run sends nothing either way.
func (l Lang) ConfirmUndoable(dry bool) string {
	return pick(l, "type y ", "ketik y ") + l.toSend(dry)
}

// Choose asks for one of n numbered choices.
func (l Lang) Choose(n int) string {
	if n == 1 {
		return pick(l, "choose 1, or ? for more: ", "pilih 1, atau ? untuk penjelasan: ")
	}
	return fmt.Sprintf(pick(l, "choose 1-%d, or ? for more: ", "pilih 1-%d, atau ? untuk penjelasan: "), n)
}

// NotAChoice answers an input that is none of the choices.
func (l Lang) NotAChoice(n int) string {
	return fmt.Sprintf(pick(l, "That is not a choice: a number from 1 to %d is.", "Bukan pilihan: ketik angka dari 1 sampai %d."), n)
}

// Off says that a choice cannot be taken now, and why.
func (l Lang) Off(title, why string) string {
	return clean(title, Width) + pick(l, " (not now: ", " (belum bisa: ") + lower(strings.TrimSuffix(clean(why, 2*Width), ".")) + ")"
}

// PasteHere asks for the key, unseen.
func (l Lang) PasteHere() []string {
	return []string{
		pick(l, "Paste the key, or any text that holds it; nothing is shown.", "Tempel kunci, atau teks yang memuatnya; tidak ditampilkan."),
		pick(l, "Press enter behind it. Nothing is sent before you agree.", "Tekan enter setelahnya. Tidak ada yang dikirim tanpa izin."),
	}
}

// Received says how much came in, and nothing of it.
func (l Lang) Received(lines int) string {
	return pick(l, "received, ", "diterima, ") + l.of(int64(lines), noun{"line", "lines", "baris"}) +
		pick(l, "; nothing is shown, nothing is sent", "; tidak ditampilkan, tidak dikirim")
}

// ReadsFirst says how many read-only requests an agreement allows.
func (l Lang) ReadsFirst(n int, vendor string) string {
	return fmt.Sprintf(pick(l, "This asks %s: up to %s, read-only.", "Ini bertanya ke %s: hingga %s, hanya membaca."), clean(vendor, 24), l.Requests(int64(n)))
}

// InputEnded says that the end of input stops, and that nothing is lost.
func (l Lang) InputEnded(id string) string {
	return pick(l, "Input ended: stopped here. Go on with: firebreak resume ", "Masukan berakhir: berhenti di sini. Lanjutkan: firebreak resume ") + clean(id, 30)
}

// InFlight says what is under way when somebody leaves.
func (l Lang) InFlight(what string) string {
	return fmt.Sprintf(pick(l, "Still under way: %s. Its outcome is waited for; again leaves at once.", "Sedang berjalan: %s. Hasilnya ditunggu; sekali lagi langsung keluar."), clean(what, 60))
}
