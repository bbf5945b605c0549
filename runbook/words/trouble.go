package words

import (
	"strconv"
	"strings"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// trouble is what is said of one reason. Key is empty where the step decides what it means
// for the key. {vendor}, {detail} and {wait} are filled in.
type trouble struct{ what, key, do both }

// mostDeclined is how much is told of the sentence with which a vendor does not do something.
const mostDeclined = 200

// Trouble says what happened, what it means for the key, and what to do now. Vendor is the
// provider's title, as Vendor gives it. A first line that names a store or file may be longer
// than Width; callers wrap it.
func (l Lang) Trouble(step incident.Step, f incident.FailData, vendor string) [3]string {
	t, known := troubles[f.Reason]
	if !known {
		t = unnamedTrouble
	}
	t = t.precisely(f)
	wait := pick(l, "a minute", "satu menit")
	if f.Fail != nil && f.Fail.Wait > 0 {
		wait = l.Short(f.Fail.Wait)
	}
	say := func(b both) string {
		return fill(b.in(l), "vendor", clean(vendor, 24), "wait", wait, "code", clean(string(f.Reason), 24))
	}
	what, do := say(t.what), say(t.do)
	switch {
	case f.Reason == incident.WhyDeclined && f.Fail != nil && !f.Fail.Message.IsEmpty():
		what = strings.TrimSuffix(what, ".") + ": " + quoted(f.Fail.Message, mostDeclined)
	case f.Detail == "":
	case f.Reason == incident.WhyNoParking:
		what, do = l.parkingTrouble(f.Detail, what, do)
	case f.Reason == incident.WhyNoRoom:
		do += " " + clean(f.Detail, 60)
	case f.Reason == incident.WhyShut || f.Reason == incident.WhyNotKept: // another place opens nothing of it
		what, _ = l.parkingTrouble(f.Detail, what, do)
	case named[f.Reason]:
		what, do = l.namedTrouble(f.Detail, what, do)
	}
	meaning := say(t.key)
	if ofOldKey[f.Reason] && (step == incident.StepRotate || step == incident.StepLift) {
		meaning = pick(l, "It may have taken place or not: it is read before any repeat.",
			"Mungkin terjadi, mungkin tidak: dibaca dulu sebelum diulang.")
	}
	if meaning == "" {
		meaning = l.meaning(step, f)
	}
	return [3]string{what, meaning, do}
}

// ofOldKey lists the reasons that leave the fate of a mutation open, which concerns the leaked
// key itself only where the step acts on it.
var ofOldKey = map[incident.Reason]bool{incident.WhyUnknownState: true, incident.WhyOpenOp: true}

// named lists the reasons whose detail names the thing concerned, such as a store or a file.
var named = map[incident.Reason]bool{
	incident.WhyStore: true, incident.WhyStoreLost: true, incident.WhyOldValue: true, incident.WhyGate: true,
	incident.WhyWrite: true, incident.WhyIncomplete: true, incident.WhyNotHeld: true,
}

// namedTrouble puts the thing concerned before what happened. A store's own code at the end of
// the detail ("dotenv:.env tracked") takes the place of the general sentence and advice.
func (l Lang) namedTrouble(detail, what, do string) (string, string) {
	if at := strings.LastIndexByte(detail, ' '); at > 0 {
		code := providers.Reason(detail[at+1:])
		if why, ok := lookup(l, storeRefusals, code); ok {
			return keepEnd(detail[:at], Width-24) + ": " + why + ".", l.storeAdvice(code)
		}
	}
	return keepEnd(detail, Width-24) + ": " + lower(what), do
}

// parkingTrouble says what the keyring's state is, where the detail ends in one.
func (l Lang) parkingTrouble(detail, what, do string) (string, string) {
	state := detail[strings.LastIndexByte(detail, ':')+1:]
	if t, ok := keyrings[keyringCode(state)]; ok {
		return t.what.in(l), t.do.in(l)
	}
	return what, do
}

// lower makes the first letter of a sentence small, for standing behind a colon; a vendor's name
// keeps its own.
func lower(s string) string {
	for _, title := range vendors {
		if strings.HasPrefix(s, title) {
			return s
		}
	}
	first, _, _ := strings.Cut(s, " ")
	if s == "" || s[0] < 'A' || s[0] > 'Z' || strings.ToLower(first[1:]) != first[1:] {
		return s
	}
	return string(s[0]+'a'-'A') + s[1:]
}

// Why is one sentence for a reason of the chain, also for why a choice is suggested or off.
func (l Lang) Why(r incident.Reason, vendor string) string {
	t, ok := troubles[r]
	if !ok {
		t = unnamedTrouble
	}
	return fill(t.what.in(l), "vendor", clean(vendor, 24), "code", clean(string(r), 24))
}

// WhyWithin is a reason within a sentence: it begins small and has no full stop.
func (l Lang) WhyWithin(r incident.Reason, vendor string) string {
	return lower(strings.TrimSuffix(l.Why(r, vendor), "."))
}

// Answered is the vendor's own answer to a failed call: "403 insufficient_permissions: "…"",
// or "" where there was none.
func (l Lang) Answered(f *incident.CallFail) string {
	if f == nil || f.Status == 0 {
		return ""
	}
	text := strconv.Itoa(f.Status)
	if f.Code != "" {
		text += " " + clean(f.Code, 40)
	}
	if room := Width - len(text) - 4; room >= 12 && !f.Message.IsEmpty() {
		text += ": " + quoted(f.Message, room)
	}
	return text
}

// meaning is what a stop at a step means for the key. Of a mutation that left, its fate decides.
func (l Lang) meaning(step incident.Step, f incident.FailData) string {
	if f.Fail != nil && changes[step] {
		switch f.Fail.Fate {
		case providers.NotSent:
			return pick(l, "Nothing was sent: everything is as it was before.",
				"Tidak ada yang terkirim: semuanya seperti semula.")
		case providers.Unknown:
			return pick(l, "It may have taken place or not: the key is treated as alive.",
				"Mungkin terjadi, mungkin tidak: kunci dianggap aktif.")
		}
	}
	text, ok := lookup(l, meanings, step)
	if !ok {
		return pick(l, "The state of the key is unchanged.", "Keadaan kunci tidak berubah.")
	}
	return text
}

// changes lists the steps whose calls are mutations.
var changes = map[incident.Step]bool{
	incident.StepContain: true, incident.StepLift: true, incident.StepRevoke: true,
}

var meanings = map[incident.Step]both{
	incident.StepIdentify: {"No key is known yet; nothing was sent.",
		"Belum ada kunci yang dikenali; tidak ada yang terkirim."},
	incident.StepValidate: {"Whether the key works is not known: treat it as alive.",
		"Belum diketahui apakah kunci berfungsi: anggap aktif."},
	incident.StepLocate: {"The key is as before; without its record it cannot be revoked here.",
		"Kunci seperti semula; tanpa catatannya tidak bisa dicabut di sini."},
	incident.StepForecast: {"The key is as before; what breaks when it dies is not fully known.",
		"Kunci seperti semula; dampak kematiannya belum diketahui penuh."},
	incident.StepDecide: {"The key is as before until somebody chooses.",
		"Kunci seperti semula sampai ada yang memilih."},
	incident.StepRevoke: {"The key is not revoked: treat it as alive.",
		"Kunci belum dicabut: anggap masih aktif."},
	incident.StepProve: {"The key is not proven dead: treat it as alive.",
		"Kunci belum terbukti mati: anggap masih aktif."},
	incident.StepReview: {"The key's state is unchanged; what it did is not fully known.",
		"Keadaan kunci tidak berubah; pemakaiannya belum diketahui penuh."},
	incident.StepRotate: {"The old key's state is unchanged; the new one is not everywhere yet.",
		"Keadaan kunci lama tetap; kunci baru belum terpasang di semua tempat."},
	incident.StepInvestigate: {"The key's state is unchanged; where it stands is not fully known.",
		"Keadaan kunci tidak berubah; letaknya belum diketahui penuh."},
	incident.StepReport: {"The key's state is unchanged; the report is not written.",
		"Keadaan kunci tidak berubah; laporan belum ditulis."},
	incident.StepClose: {"The key's state is unchanged; the incident stays open.",
		"Keadaan kunci tidak berubah; insiden tetap terbuka."},
	incident.StepContain: {"No limit was set: the key works as before.",
		"Tidak ada batas terpasang: kunci berfungsi seperti semula."},
	incident.StepLift: {"The limit that we set still stands.",
		"Batas yang kita pasang masih berlaku."},
	incident.StepLook: {"The proof of before stands; this look at the key is still due.",
		"Bukti sebelumnya tetap berlaku; pemeriksaan ulang ini masih tertunda."},
	incident.StepRelated: {"The key's state is unchanged; other credentials may be at risk.",
		"Keadaan kunci tidak berubah; kredensial lain mungkin berisiko."},
}

var unnamedTrouble = trouble{
	what: both{"This stopped for a reason of its own: {code}.", "Terhenti karena alasan khusus: {code}."},
	do:   both{"Try again, or do this step by hand.", "Coba lagi, atau kerjakan langkah ini secara manual."},
}

// troubles joins the tables by topic; every reason of incident has its row.
var troubles = joined(troublesOfAccess, troublesOfProof, troublesOfRecord, troublesOfRotation, troublesOfReading, troublesOfChoice)

func joined(tables ...map[incident.Reason]trouble) map[incident.Reason]trouble {
	all := map[incident.Reason]trouble{}
	for _, table := range tables {
		for reason, t := range table {
			all[reason] = t
		}
	}
	return all
}
