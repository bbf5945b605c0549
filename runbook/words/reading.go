package words

import (
	"strconv"
	"strings"

	"firebreak/providers"
)

// What identify says of a text, by the words of package identify.

// readings are the reasons of a reading, one sentence each.
var readings = map[string]both{
	"checked":     {"Its check digits hold.", "Digit periksanya cocok."},
	"form":        {"Only this issuer's keys have this form.", "Hanya kunci penerbit ini berbentuk begini."},
	"name":        {"The variable or header is this issuer's own.", "Variabel atau header ini milik penerbitnya."},
	"word":        {"The name or the text around it names the issuer.", "Nama atau teks di sekitarnya menyebut penerbit."},
	"host":        {"A host of this issuer stands beside it.", "Host penerbit ini ada di dekatnya."},
	"hint":        {"Whoever reported it named the issuer.", "Pelapor menyebut penerbitnya."},
	"pair":        {"The other half of the pair stands beside it.", "Pasangannya ada di dekatnya."},
	"structure":   {"It says itself what it is.", "Isinya sendiri menyebut apa itu."},
	"length":      {"It is built as this issuer's keys are, in a length not seen before.", "Susunannya milik penerbit ini; panjangnya belum pernah terlihat."},
	"wrapped":     {"Only this issuer's keys have this form; a line's end is taken out.", "Hanya kunci penerbit ini berbentuk begini, setelah pindah baris dibuang."},
	"glued":       {"Only this issuer's keys have this form; other letters touch it.", "Hanya kunci penerbit ini berbentuk begini; ada huruf yang menempel."},
	"no_marker":   {"It begins as this issuer's keys do, and lacks the mark that they carry.", "Awalnya milik penerbit ini, tanpa tanda yang biasa ada."},
	"digest":      {"A digest or a password's hash: no value can be read out of it.", "Sidik digital atau hash sandi: nilainya tidak bisa dibaca."},
	"shared":      {"Several issuers use this form, and nothing around it decides.", "Beberapa penerbit memakai bentuk ini, dan sekitarnya tidak menentukan."},
	"no_context":  {"Nothing in it or around it says whose it is.", "Tidak ada yang menyebut milik siapa."},
	"check":       {"Its check digits do not hold: mistyped, cut, or made up.", "Digit periksanya salah: salah ketik, terpotong, atau karangan."},
	"bait":        {"Its account hands such keys out as traps: using one raises an alarm.", "Akunnya menyebar kunci begini sebagai jebakan: pemakaian memicu alarm."},
	"example":     {"It is filled as examples are.", "Isinya seperti contoh."},
	"cut":         {"Its end is missing: the whole value is needed.", "Ujungnya hilang: perlu nilai utuh."},
	"hidden":      {"Its middle is hidden: the whole value is needed.", "Bagian tengahnya tersembunyi: perlu nilai utuh."},
	"published":   {"It is made to be seen, and opens nothing by itself.", "Memang untuk umum, dan tidak membuka apa pun."},
	"beside":      {"All see it in a page; it may reach more: check its restrictions.", "Tampak di halaman; bisa membuka lebih: periksa batasannya."},
	"identifier":  {"It names something, and opens nothing.", "Hanya pengenal, tidak membuka apa pun."},
	"no_question": {"This line is no object with an id and an input, of at most 64 MiB.", "Baris ini bukan objek dengan id dan input, paling besar 64 MiB."},
	"opaque":      {"A token whose issuer is not known.", "Token yang penerbitnya tidak dikenal."},
	"reference":   {"It names a value that is kept elsewhere.", "Menyebut nilai yang disimpan di tempat lain."},
	"empty":       {"There is nothing in it.", "Tidak ada isinya."},
}

// Reading says why a text was read as it was.
func (l Lang) Reading(because string) string {
	if b, ok := readings[because]; ok {
		return b.in(l)
	}
	return pick(l, "Reason: ", "Alasan: ") + clean(because, 40)
}

// verdictsOfReading head a reading for people.
var verdictsOfReading = map[string]both{
	"match": {"credential", "kredensial"}, "ambiguous": {"several fit", "beberapa cocok"}, "unknown": {"unknown", "tidak dikenal"}, "placeholder": {"an example", "contoh"},
	"masked": {"masked", "disamarkan"}, "truncated": {"cut off", "terpotong"}, "invalid_checksum": {"wrong check digits", "digit periksa salah"},
	"public_key": {"public", "publik"}, "not_a_secret": {"no secret", "bukan rahasia"},
}

// LinesWithoutQuestion tells how many lines asked nothing, and which was the first.
func (l Lang) LinesWithoutQuestion(n, first int) string {
	if n == 1 {
		return fill(pick(l, "Line {first} asks nothing: its answer says so.", "Baris {first} tidak bertanya apa pun: jawabannya menyebut itu."), "first", strconv.Itoa(first))
	}
	return fill(pick(l, "{n} lines, line {first} the first, ask nothing: their answers say so.",
		"{n} baris (awal: {first}) tidak bertanya: jawabannya menyebut itu."), "n", strconv.Itoa(n), "first", strconv.Itoa(first))
}

// PasteToIdentify asks for a text at a terminal that shows nothing of it.
func (l Lang) PasteToIdentify() string {
	return pick(l, "Paste a key or a text that holds one, unseen, then press enter: ", "Tempel kunci atau teks yang memuatnya, tak tampak, lalu tekan enter: ")
}

// ReadingHead is what was found, with how sure it is.
func (l Lang) ReadingHead(verdict, confidence string) string {
	text := clean(verdict, 20)
	if b, ok := verdictsOfReading[verdict]; ok {
		text = b.in(l)
	}
	if confidence == "none" {
		return text
	}
	return text + ", " + l.Confidence(confidence)
}

// Needed says which halves of a pair are missing.
func (l Lang) Needed(kinds []providers.Kind) string {
	return pick(l, "still needed: ", "masih perlu: ") + kindList(kinds)
}

// ReadingCandidates names what fits.
func (l Lang) ReadingCandidates(kinds []providers.Kind) string {
	return pick(l, "could be: ", "mungkin: ") + kindList(kinds)
}

// endings say who can revoke a credential.
var endings = map[string]both{
	"self":   {"whoever holds it can revoke it, by the vendor's API", "pemegangnya bisa mencabut, lewat API vendor"},
	"admin":  {"an administrator can revoke it, by the vendor's API", "admin bisa mencabut, lewat API vendor"},
	"guided": {"it is revoked on the vendor's pages", "dicabut di halaman vendor"},
}

// Revocable says who can revoke a credential, "" where that is not known.
func (l Lang) Revocable(by string) string {
	b, ok := endings[by]
	if !ok {
		return ""
	}
	return b.in(l)
}

func kindList(kinds []providers.Kind) string {
	names := make([]string, 0, len(kinds))
	for _, k := range kinds {
		names = append(names, clean(string(k), 60))
	}
	return strings.Join(names, ", ")
}
