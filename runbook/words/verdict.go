package words

import (
	"strconv"

	"firebreak/providers"
	"firebreak/runbook/incident"

	"github.com/rivo/uniseg"
)

var lives = map[providers.Life]both{
	providers.Alive:        {"alive", "aktif"},
	providers.AliveLimited: {"alive, limited", "aktif, terbatas"},
	providers.Throttled:    {"slowed down, says nothing", "diperlambat, belum pasti"},
	providers.Dead:         {"refused", "ditolak"},
	providers.Unclear:      {"unclear", "tidak jelas"},
}

// Life is what one probe says, in a word or three.
func (l Lang) Life(life providers.Life) string {
	if word, ok := lookup(l, lives, life); ok {
		return word
	}
	return pick(l, "unclear", "tidak jelas")
}

var providerReasons = map[providers.Reason]both{
	providers.ReasonOK:           {"the key works", "kunci berfungsi"},
	providers.ReasonInvalid:      {"dead, mistyped or unknown", "untuk kunci mati, salah ketik, dan tidak dikenal"},
	providers.ReasonBlind:        {"a made-up key is accepted too, which proves nothing", "kunci karangan juga diterima, tidak membuktikan apa pun"},
	providers.ReasonNoScope:      {"a real key without the right for this call", "kunci asli tanpa hak untuk panggilan ini"},
	providers.ReasonNoQuota:      {"a real key whose quota is used up", "kunci asli yang kuotanya habis"},
	providers.ReasonRateLimit:    {"too many requests, which says nothing of death", "terlalu banyak permintaan, bukan tanda mati"},
	providers.ReasonNotMember:    {"a real key whose owner left the organisation", "kunci asli yang pemiliknya keluar dari organisasi"},
	providers.ReasonAddress:      {"a real key, refused from this address", "kunci asli, ditolak dari alamat ini"},
	providers.ReasonRegion:       {"refused for this region, which says nothing of it", "ditolak di wilayah ini, bukan soal kuncinya"},
	providers.ReasonWrongHalf:    {"the id is alive, but this is not its secret: paste both again", "id-nya hidup, tetapi ini bukan rahasianya: tempel keduanya lagi"},
	providers.ReasonExpired:      {"the key has expired", "masa berlaku kunci sudah habis"},
	providers.ReasonUnreachable:  {"no answer came", "tidak ada jawaban"},
	providers.ReasonShape:        {"not in the provider's own form", "bukan format penyedia"},
	providers.ReasonServerError:  {"an error on the provider's side", "gangguan di sisi penyedia"},
	providers.ReasonNotPermitted: {"the right for this is missing", "hak untuk ini tidak ada"},
	providers.ReasonStands:       {"it stands already; whoever set it lifts it", "sudah terpasang; pemasangnya yang mencabut"},
	providers.ReasonNotActive:    {"the key is not active at the provider", "kunci tidak aktif di penyedia"},
	providers.ReasonNoOther:      {"what it serves beside this is nothing, or not known", "selain ini tidak ada, atau tidak diketahui"},
	providers.ReasonAPIOff:       {"a real key; this API is switched off in its project", "kunci asli; API ini mati di proyeknya"},
	providers.ReasonSuspended:    {"a real key of a project that is suspended", "kunci asli dari proyek yang ditangguhkan"},
	providers.ReasonReported:     {"the vendor found it in the open and blocks it here", "ditemukan terbuka oleh vendor dan diblokir di sini"},
	providers.ReasonUserOwned:    {"a person's key, which the API does not make", "kunci milik orang, yang tidak dibuat lewat API"},
}

// Reason is why a provider or store said so, in half a sentence without a full stop. Codes of
// stores are known too; any other is named as it is.
func (l Lang) Reason(r providers.Reason) string {
	if text, ok := lookup(l, providerReasons, r); ok {
		return text
	}
	if text, ok := lookup(l, storeRefusals, r); ok {
		return text
	}
	if r == "" {
		return l.Unknown()
	}
	return pick(l, "for a reason of its own: ", "karena alasan khusus: ") + clean(string(r), 30)
}

// Verdict is one answer about the key in one line: status, what that means, and the vendor's
// code and own words as far as they fit.
func (l Lang) Verdict(v incident.Verdict, vendor string) string {
	text := l.Life(v.Life) + ": " + l.Reason(v.Reason)
	if v.Status != 0 {
		status, code := strconv.Itoa(v.Status), ""
		if v.Code != "" {
			code = " " + clean(v.Code, 40)
		}
		if uniseg.StringWidth(status+code+", "+text) > Width {
			code = ""
		}
		text = status + code + ", " + text
	}
	name := clean(vendor, 20)
	if room := Width - uniseg.StringWidth(text) - uniseg.StringWidth(name) - 5; room >= 16 && !v.Message.IsEmpty() {
		text += "; " + name + ": " + quoted(v.Message, room-2)
	}
	return text
}

// ControlProbe says what the made-up key showed.
func (l Lang) ControlProbe(v incident.Verdict) string {
	switch v.Life {
	case providers.Dead:
		return pick(l, "A made-up key is refused, as it should be: the check works.",
			"Kunci karangan juga ditolak: pemeriksaan ini bekerja.")
	case providers.Alive, providers.AliveLimited:
		return pick(l, "A made-up key is accepted too: the check proves nothing.",
			"Kunci karangan juga diterima: pemeriksaan ini tidak membuktikan apa pun.")
	}
	return pick(l, "The made-up key got no clear answer: the check is not confirmed.",
		"Kunci karangan tidak mendapat jawaban jelas: pemeriksaan belum pasti.")
}
