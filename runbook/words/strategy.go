package words

import (
	"fmt"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// Figures is what a consequence line is made of. A zero duration or amount means that the
// figure is not known, which is said, not shown as nothing.
type Figures struct {
	Kind         providers.Kind
	Consumer     providers.Untrusted // what fails: a project or service by name
	Idle         bool                // nobody of ours was seen to use it
	Stop         time.Duration       // until a revocation bites
	ByHand       bool                // a person revokes it, in the vendor's console
	Outage       time.Duration       // until a new key is in place after a revocation
	Rotate       time.Duration       // until a rotation first would be done
	MicrosPerMin int64               // what the key burns
	AtLeast      bool                // or more: some of that use was never billed
	Currency     string
}

var strategies = map[incident.Strategy]both{
	incident.RevokeFirst:  {"Revoke now", "Cabut sekarang"},
	incident.ContainFirst: {"Contain first", "Batasi dulu"},
	incident.RotateFirst:  {"Rotate first", "Ganti dulu"},
	incident.NotNow:       {"Not now", "Tidak sekarang"},
}

// Strategy is the title of a choice.
func (l Lang) Strategy(s incident.Strategy) string {
	if title, ok := lookup(l, strategies, s); ok {
		return title
	}
	return clean(string(s), 30)
}

// Suggested marks the recommended choice in words.
func (l Lang) Suggested() string { return pick(l, "suggested", "disarankan") }

// Consequence says what a choice does and what it breaks, with the figures at hand.
func (l Lang) Consequence(s incident.Strategy, f Figures) string {
	switch s {
	case incident.RevokeFirst:
		return l.ends(f) + "; " + l.breaks(f)
	case incident.ContainFirst:
		return l.limitsStop(f, false)
	case incident.RotateFirst:
		return pick(l, "no outage; ", "tanpa gangguan; ") + l.goesOn(f)
	case incident.NotNow:
		return pick(l, "write who decided and why; asked again later",
			"tulis siapa yang memutuskan dan alasannya; ditanya lagi nanti")
	}
	return l.Unknown()
}

// ConsequenceShort is Consequence where it has one narrow line: what the choice does, then what it
// breaks.
func (l Lang) ConsequenceShort(s incident.Strategy, f Figures) string {
	name := l.consumer(f.Consumer)
	switch s {
	case incident.RevokeFirst:
		if f.ByHand {
			return fill(pick(l, "by you, in the console; breaks {name}", "oleh Anda, di konsol; {name} gagal"), "name", name)
		}
		if f.Idle {
			return pick(l, "ends foreign use; no user of ours seen", "pakai asing berhenti; tak ada pemakai kita")
		}
		return fill(pick(l, "ends foreign use; breaks {name}", "pakai asing berhenti; {name} gagal"), "name", name)
	case incident.ContainFirst:
		return l.limitsStop(f, true)
	case incident.RotateFirst:
		if f.Rotate > 0 {
			return fill(pick(l, "no outage; foreign use for {time}", "tanpa gangguan; pakai asing {time} lagi"), "time", l.Short(f.Rotate))
		}
		return pick(l, "no outage; foreign use goes on", "tanpa gangguan; pakai asing berlanjut")
	case incident.NotNow:
		return pick(l, "write who and why; asked again later", "tulis siapa dan mengapa; ditanya lagi")
	}
	return l.Unknown()
}

func (l Lang) consumer(u providers.Untrusted) string {
	if u.IsEmpty() {
		return pick(l, "what uses it", "pemakainya")
	}
	return u.Line(24)
}

func (l Lang) ends(f Figures) string {
	if f.ByHand {
		return pick(l, "foreign use ends once you end it in the console", "pakai asing berhenti setelah Anda akhiri di konsol")
	}
	if f.Stop <= 0 {
		return pick(l, "ends foreign use, time unknown", "pemakaian asing berhenti, kapan belum pasti")
	}
	return fmt.Sprintf(pick(l, "ends foreign use in about %s", "pemakaian asing berhenti sekitar %s"), l.Short(f.Stop))
}

// breaks says what fails with the key. Who else runs on it no vendor tells, so a name is a least.
func (l Lang) breaks(f Figures) string {
	name := l.consumer(f.Consumer)
	if !f.Consumer.IsEmpty() {
		name = pick(l, "at least ", "sekurangnya ") + name
	}
	switch {
	case f.Idle:
		return pick(l, "nobody was seen to use it", "tidak tampak ada yang memakainya")
	case f.Outage <= 0:
		return name + pick(l, " fails without a new key", " gagal sampai kunci baru terpasang")
	}
	return name + pick(l, " fails ", " gagal ") + l.Short(f.Outage)
}

func (l Lang) goesOn(f Figures) string {
	if f.Rotate <= 0 {
		return pick(l, "foreign use goes on, and delays the old key's end", "pemakaian asing berlanjut dan menunda akhir kunci lama")
	}
	text := fmt.Sprintf(pick(l, "foreign use goes on about %s", "pemakaian asing berlanjut sekitar %s"), l.Short(f.Rotate))
	if f.MicrosPerMin > 0 {
		text += ", " + l.roughly(int64(f.Rotate.Minutes()*float64(f.MicrosPerMin)), f.Currency, f.AtLeast)
	}
	return text
}

// Containment is the title of a limit: what is set, and on what.
func (l Lang) Containment(id string, target providers.Untrusted) string {
	title, ok := lookup(l, containments, id)
	if !ok {
		title = clean(id, 40)
	}
	if target.IsEmpty() {
		return title
	}
	return title + ": " + target.Line(40)
}

var containments = map[string]both{
	"project-spend-limit":  {"spend limit of the project", "batas belanja proyek"},
	"spend-limit":          {"spend limit", "batas belanja"},
	"project-rate-limit":   {"rate limit of the project", "batas laju proyek"},
	"project-rate-limits":  {"rate limits of the project", "batas laju proyek"},
	"rate-limit":           {"rate limit", "batas laju"},
	"key-disabled":         {"the key disabled", "kunci dimatikan"},
	"account-disabled":     {"the service account disabled, its tokens too", "akun layanan dimatikan, tokennya juga"},
	"key-closed":           {"the key closed to every caller", "kunci ditutup bagi semua pemanggil"},
	"key-apis":             {"the key without Gemini, its other APIs kept", "kunci tanpa Gemini, API lainnya tetap"},
	"key-inactive":         {"the key made inactive", "kunci dinonaktifkan"},
	"user-sessions-before": {"sessions of whom it acts as, from before now, denied", "sesi pelakunya dari sebelum ini ditolak"},
	"user-deny-all":        {"everything denied to whom it acts as", "semua ditolak bagi pelakunya"},
	"user-deny-bearer":     {"Bedrock API keys denied to whom it acts as", "kunci API Bedrock ditolak bagi pelakunya"},
	"user-quarantine":      {"AWS's quarantine, which denies what thieves do most", "karantina AWS: menolak yang sering dilakukan pencuri"},
	"key-scopes":           {"narrower scopes of the key", "cakupan kunci yang lebih sempit"},
	"key-expiry":           {"expiry of the key", "masa berlaku kunci"},
	"scopes":               {"narrower scopes of the key", "cakupan kunci yang lebih sempit"},
	"expiry":               {"expiry of the key", "masa berlaku kunci"},
}

// ContainmentReach says how much a limit stops and how it is undone.
func (l Lang) ContainmentReach(wholeOf string, exactUndo bool) string {
	if exactUndo {
		return l.reach(wholeOf) + pick(l, "; it can be put back exactly", "; bisa dikembalikan persis")
	}
	return l.reach(wholeOf) + pick(l, "; it cannot be put back exactly", "; tidak bisa dikembalikan persis")
}

func (l Lang) reach(wholeOf string) string {
	switch wholeOf {
	case "", "key":
		return pick(l, "stops this key only", "hanya menghentikan kunci ini")
	case "project":
		return pick(l, "stops the whole project", "menghentikan seluruh proyek")
	case "service account":
		return pick(l, "stops the whole service account", "menghentikan seluruh akun layanan")
	case "user":
		return pick(l, "stops the whole user", "menghentikan seluruh pengguna")
	case "role":
		return pick(l, "stops the whole role", "menghentikan seluruh peran")
	}
	return pick(l, "stops the whole ", "menghentikan seluruh ") + clean(wholeOf, 24)
}
