package postmortem

import (
	"slices"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// Types of an action, the same words in every language.
const (
	prevents  = "prevent"
	detects   = "detect"
	mitigates = "mitigate"
)

// mostActions is how many actions one report proposes: a longer list is done by nobody.
const mostActions = 8

// dueIn is when an action of a type should be done, from the opening on. Limits are quick to
// set; habits of building take longer. All lie within ninety days.
var dueIn = map[string]time.Duration{mitigates: 14 * 24 * time.Hour, detects: 30 * 24 * time.Hour, prevents: 30 * 24 * time.Hour}

// proposal is an action of the library, before anybody took it on.
type proposal struct {
	id      string // stable: people answer incident.AskOwners about it
	kind    string
	control string    // id of the absent setting that asks for it, "" for one of the channel
	also    string    // id of a second one that the same action answers
	text    [2]string // of a channel's, or of two settings in one; else it comes from package words
	done    [2]string
	where   string // address where it is switched on
}

// pair is what a channel asks for: to keep keys out of it, and to find those that got in.
type pair struct{ keepOut, keptOut, findIn, foundIn [2]string }

var pushed = pair{
	keepOut: [2]string{"Switch on push protection for keys in every repository", "Nyalakan perlindungan push terhadap kunci di semua repositori"},
	keptOut: [2]string{"a test push with a made-up key is refused", "push uji dengan kunci karangan ditolak"},
	findIn:  [2]string{"Scan the history of every repository for keys each day", "Pindai riwayat semua repositori terhadap kunci setiap hari"},
	foundIn: [2]string{"a planted made-up key is reported within a day", "kunci karangan yang ditanam dilaporkan dalam sehari"},
}

var talked = pair{
	keepOut: [2]string{"Hand keys over through a secret manager, never in messages", "Serahkan kunci lewat pengelola rahasia, bukan lewat pesan"},
	keptOut: [2]string{"the on-boarding page names the secret manager as the only way", "halaman orientasi menyebut pengelola rahasia sebagai satu-satunya cara"},
	findIn:  [2]string{"Scan chat, mail and tickets for keys", "Pindai obrolan, surel, dan tiket terhadap kunci"},
	foundIn: [2]string{"a planted made-up key is reported within an hour", "kunci karangan yang ditanam dilaporkan dalam satu jam"},
}

var built = pair{
	keepOut: [2]string{"Build and ship without keys: load them at run time from a secret manager", "Bangun dan rilis tanpa kunci: muat saat berjalan dari pengelola rahasia"},
	keptOut: [2]string{"a build that holds a made-up key fails", "build yang memuat kunci karangan gagal"},
	findIn:  [2]string{"Scan logs, images and bundles for keys before they are published", "Pindai log, citra, dan bundel terhadap kunci sebelum dipublikasikan"},
	foundIn: [2]string{"a planted made-up key stops the release", "kunci karangan yang ditanam menghentikan rilis"},
}

var prompted = pair{
	keepOut: [2]string{"Strip keys from what is sent to AI assistants, on the machine that sends it", "Buang kunci dari apa yang dikirim ke asisten AI, di mesin pengirimnya"},
	keptOut: [2]string{"a made-up key in a prompt is gone before it leaves", "kunci karangan dalam prompt hilang sebelum terkirim"},
	findIn:  [2]string{"Scan the stored transcripts of AI assistants for keys each day", "Pindai transkrip asisten AI yang tersimpan terhadap kunci setiap hari"},
	foundIn: [2]string{"a planted made-up key is reported within a day", "kunci karangan yang ditanam dilaporkan dalam sehari"},
}

var stolen = pair{
	keepOut: [2]string{"Give machines short-lived identities in place of stored keys", "Beri mesin identitas berumur pendek sebagai ganti kunci tersimpan"},
	keptOut: [2]string{"no key that lives longer than a day lies on a developer's machine", "tidak ada kunci berumur lebih dari sehari di mesin pengembang"},
	findIn:  [2]string{"Set usage alerts on place, volume and pattern of the key's use", "Pasang peringatan atas tempat, volume, dan pola pemakaian kunci"},
	foundIn: [2]string{"a test burst pages the on-call within 15 minutes", "lonjakan uji memanggil petugas jaga dalam 15 menit"},
}

var elsewhere = pair{
	keepOut: [2]string{"Move keys into environment variables filled from a secret manager", "Pindahkan kunci ke variabel lingkungan yang diisi dari pengelola rahasia"},
	keptOut: [2]string{"no file of the service holds a key", "tidak ada berkas layanan yang memuat kunci"},
	findIn:  [2]string{"Set usage alerts on place, volume and pattern of the key's use", "Pasang peringatan atas tempat, volume, dan pola pemakaian kunci"},
	foundIn: [2]string{"a test burst pages the on-call within 15 minutes", "lonjakan uji memanggil petugas jaga dalam 15 menit"},
}

// channelPairs is the library by channel; a channel that is not listed gets elsewhere.
var channelPairs = map[string]pair{
	"public repo": pushed, "private repo with wide access": pushed, "gist/paste": pushed, "notebook": pushed,
	"chat": talked, "email": talked, "support ticket": talked,
	"AI assistant transcript": prompted, "dependency/infostealer": stolen,
	"CI log": built, "container image": built, "front-end or mobile bundle": built,
}

// controlKinds says what each setting would have done.
var controlKinds = map[string]string{
	spendLimit: mitigates, spendLimitOrg: mitigates, "rate-limit": mitigates, "key-scopes": mitigates, "api-restriction": mitigates, "quota": mitigates,
	"caller-restriction": prevents,
	"ip-allowlist":       prevents, "key-expiry": prevents, "rotation": prevents, "audit-log": detects,
	"budget": detects, "key-creation": prevents, "data-access-log": detects,
}

var settingDone = [2]string{"the setting reads as present when it is read again", "pengaturan terbaca ada (present) saat dibaca lagi"}

var rehearse = proposal{id: "rehearse", kind: mitigates,
	text: [2]string{"Rehearse killing a key of this kind once a quarter", "Latih pencabutan kunci jenis ini setiap kuartal"},
	done: [2]string{"a drill's report is younger than 90 days", "laporan latihan berumur kurang dari 90 hari"}}

// The same limit on the project and around it is one piece of work, on one page of the vendor's.
const (
	spendLimit    = "spend-limit"
	spendLimitOrg = "org-spend-limit"
)

var bothLimits = [2]string{"Set a hard spend limit on the key's project and on the organisation.",
	"Pasang batas belanja mutlak pada proyek kunci dan pada organisasi."}

// proposals are the channel's pair, one for each setting that was read as absent (the two limits
// on spending in one), and the rehearsal, at most mostActions in all.
func proposals(channel string, controls []incident.Control) []proposal {
	p, ok := channelPairs[channel]
	if !ok {
		p = elsewhere
	}
	list := []proposal{
		{id: "channel-prevent", kind: prevents, text: p.keepOut, done: p.keptOut},
		{id: "channel-detect", kind: detects, text: p.findIn, done: p.foundIn},
	}
	absent := func(id string) bool {
		return slices.ContainsFunc(controls, func(c incident.Control) bool { return c.ID == id && c.State == providers.ControlAbsent })
	}
	twice := absent(spendLimit) && absent(spendLimitOrg)
	for _, c := range controls {
		kind, known := controlKinds[c.ID]
		if !absent(c.ID) || !known || twice && c.ID == spendLimitOrg || len(list) == mostActions-1 {
			continue
		}
		a := proposal{id: c.ID, kind: kind, control: c.ID, done: settingDone, where: c.Where}
		if twice && c.ID == spendLimit {
			a.also, a.text = spendLimitOrg, bothLimits
		}
		list = append(list, a)
	}
	return append(list, rehearse)
}

// ActionIDs names the actions that a report of this credential proposes, so that their owners
// can be asked for: each is the About of an incident.AskOwners.
func ActionIDs(s incident.State, cred string) []string {
	w := writer{Facts: Facts{State: s, Cred: cred}, key: s.Keys[cred]}
	var ids []string
	for _, p := range proposals(w.channel().name, w.controls()) {
		ids = append(ids, p.id)
	}
	return ids
}

func (w *writer) controls() []incident.Control {
	if w.key.Forecast == nil {
		return nil
	}
	return w.key.Forecast.Controls
}
