package words

import (
	"fmt"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

var works = map[string]both{
	"usage":               {"reading usage", "membaca pemakaian"},
	"cost":                {"reading cost", "membaca biaya"},
	"costs":               {"reading cost", "membaca biaya"},
	"audit":               {"reading the audit log", "membaca log audit"},
	"audit log":           {"reading the audit log", "membaca log audit"},
	"values":              {"asking for the value itself", "menanyakan nilai itu sendiri"},
	"projects":            {"looking through projects", "memeriksa proyek"},
	"keys":                {"looking through keys", "memeriksa kunci"},
	"admin keys":          {"looking through admin keys", "memeriksa kunci admin"},
	"rate limits":         {"reading rate limits", "membaca batas laju"},
	"locate":              {"looking for the record", "mencari catatan"},
	"search":              {"searching", "mencari"},
	"objects":             {"searching the git history", "mencari di riwayat git"},
	"files":               {"searching files", "mencari di berkas"},
	"rotate.unused":       {"old key unused, in seconds", "kunci lama tak terpakai, dalam detik"},
	"related":             {"listing what else is at risk", "mendaftar yang ikut berisiko"},
	"controls":            {"reading the protective settings", "membaca pengaturan pelindung"},
	"pause":               {"waiting before it is sent again, in seconds", "menunggu sebelum dikirim lagi, dalam detik"},
	"project-rate-limits": {"setting rate limits", "memasang batas laju"},
}

// Progress says what is being done and how far it is: "reading usage, 3 of 12".
func (l Lang) Progress(p providers.Progress) string {
	what := l.work(p.What)
	switch {
	case p.Total > 0:
		return fmt.Sprintf("%s, %s %s %s", what, l.Count(int64(p.Done)), pick(l, "of", "dari"), l.Count(int64(p.Total)))
	case p.Done > 0:
		return fmt.Sprintf(pick(l, "%s, %s so far", "%s, sejauh ini %s"), what, l.Count(int64(p.Done)))
	}
	return what
}

func (l Lang) work(what string) string {
	if text, ok := lookup(l, works, what); ok {
		return text
	}
	if act, ok := lookup(l, acts, incident.Act(what)); ok { // an op of unknown end is being settled
		return pick(l, "reading whether it took place: ", "membaca apakah terjadi: ") + act
	}
	if family, ok := strings.CutPrefix(what, "usage "); ok {
		return works["usage"].in(l) + ": " + clean(strings.ReplaceAll(family, "_", " "), 40)
	}
	return clean(what, 50)
}

// Heartbeat is the line that stands in for a spinner: what, how long, and the limit if any.
func (l Lang) Heartbeat(p providers.Progress, took, limit time.Duration) string {
	text := l.Progress(p) + "; " + l.Short(took)
	if limit > 0 {
		text += pick(l, " of ", " dari ") + l.Short(limit)
	}
	return text
}

// HowToCancel says how a long operation is ended, and that nothing is lost by it.
func (l Lang) HowToCancel() string {
	return pick(l, "ctrl+c stops it; what is on disk stays.", "ctrl+c menghentikannya; yang tersimpan tetap ada.")
}

// lastAnswerDue is how long after the end of the window its last answer may take.
const lastAnswerDue = 5 * time.Second

// unanswered reports whether the last answer of a window that refusals began should have come by now.
func unanswered(p incident.Proof, now time.Time) bool {
	return now.Sub(p.FirstRefused.Add(p.Window)) > lastAnswerDue
}

// Watch is how the proof of death stands, in one line.
func (l Lang) Watch(p incident.Proof, now time.Time) string {
	switch {
	case p.Proven():
		return fmt.Sprintf(pick(l, "proven dead at %s, %s refused without a break", "terbukti mati pada %s, %s ditolak tanpa putus"),
			l.Clock(p.ProvenAt), l.of(int64(p.Refusals), nProbe))
	case !p.Heard.Silent.IsZero():
		return l.Silent(p.Heard)
	case p.Refusals == 0 && p.Heard.Life == providers.Dead:
		return fmt.Sprintf(pick(l, "last refused at %s; the window starts anew with the next answer", "terakhir ditolak pada %s; jendela mulai lagi pada jawaban berikutnya"), l.Clock(p.Heard.At))
	case p.Refusals == 0 && p.Heard.Life == "":
		return pick(l, "not asked yet; the first answer is awaited", "belum ditanya; menunggu jawaban pertama")
	case p.Refusals == 0 && !p.SetBack.IsZero():
		return fmt.Sprintf(pick(l, "set back at %s: it was accepted again", "terulang dari awal pada %s: kunci diterima lagi"), l.Clock(p.SetBack))
	case p.Refusals == 0:
		return pick(l, "still accepted; watching for the first refusal", "masih diterima; menunggu penolakan pertama")
	case p.Full() && !p.ControlOK:
		return pick(l, "the window is full; a made-up key is still to be probed", "jendela penuh; kunci karangan masih harus diuji")
	case unanswered(p, now):
		return fmt.Sprintf(pick(l, "refused until %s, no clear answer since: the window is not full", "ditolak sampai %s, sejak itu tanpa jawaban jelas: jendela belum penuh"), l.Clock(p.LastRefused))
	}
	return fmt.Sprintf(pick(l, "refused %s of %s without a break, %s; full at %s", "ditolak %s dari %s tanpa putus, %s; penuh pada %s"),
		l.Short(p.Span()), l.Short(p.Window), l.of(int64(p.Refusals), nProbe), l.Clock(p.FirstRefused.Add(p.Window)))
}

// WatchGoesOn says that the watch stays at work beside other steps.
func (l Lang) WatchGoesOn() string {
	return pick(l, "The watch goes on beside the next steps.", "Pantauan berjalan di samping langkah berikutnya.")
}

// Waiting is the line for a person who has not chosen while the key is alive.
func (l Lang) Waiting(since time.Duration, f *incident.ForecastData) string {
	text := fmt.Sprintf(pick(l, "%s, the key is still ALIVE", "%s, kunci masih AKTIF"), l.Short(since))
	if f != nil && f.MicrosPerMin > 0 {
		text += ", " + l.roughly(int64(since.Minutes()*float64(f.MicrosPerMin)), f.Currency, f.NoPrice) + pick(l, " meanwhile", " sementara itu")
	}
	return text + pick(l, "; waiting for your choice", "; menunggu pilihan Anda")
}

// Due lists later looks that are not done, each also once its time has come.
func (l Lang) Due(looks []time.Time) string {
	if len(looks) == 0 {
		return ""
	}
	var at []string
	for _, t := range looks {
		at = append(at, l.ShortClock(t))
	}
	return pick(l, "to be looked at again: ", "perlu diperiksa lagi: ") + l.list(at)
}

// scoreParts of a drill, by their letters.
var scoreParts = map[string]both{
	"C": {"containment", "kecepatan menghentikan"},
	"M": {"money", "biaya"},
	"V": {"verified", "pembuktian"},
	"E": {"evidence", "bukti pemakaian"},
	"R": {"related credentials", "kredensial terkait"},
	"O": {"outage avoided", "gangguan terhindar"},
	"X": {"exposure and cause", "kebocoran dan penyebab"},
	"P": {"report", "laporan"},
}

// ScorePart names a part of a drill's score.
func (l Lang) ScorePart(name string) string {
	if text, ok := lookup(l, scoreParts, name); ok {
		return text
	}
	return clean(name, 24)
}
