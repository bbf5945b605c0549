package postmortem

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// summary is one paragraph of at most 120 words, and the status line.
func (w *writer) summary() section {
	s := section{id: "summary", title: w.say("Summary", "Ringkasan")}
	s.add(paragraph{key: "paragraph", text: join(" ", w.whatLeaked(), w.howItStands(), w.whoUsedIt(), w.whatData(), w.whatElse(), w.whatIsOpen())})
	s.add(paragraph{key: "status_line", text: w.statusLine()})
	return s
}

func (w *writer) whatLeaked() text {
	channel, what := w.channel(), own(capital(fmt.Sprintf(w.say("the %s %s", "%[2]s %[1]s"), w.Vendor, w.kindName())))
	if shown := mask(w.key.Identity); shown != nil {
		what = fill("{} ({})", what, shown)
	}
	if w.falseAlarm() {
		return fill(w.say("{} was reported as leaked; the incident was closed as a false alarm.",
			"{} dilaporkan bocor; insiden ditutup sebagai alarm palsu."), what)
	}
	where := w.say("at a place nobody has named", "di tempat yang belum disebut")
	if channel.known {
		where = w.say(channel.where[0], channel.where[1])
	}
	since := w.say("since an unknown time", "sejak waktu yang tidak diketahui")
	if m := w.figures.ExposureStart; m.Known() {
		since = w.say("since ", "sejak ") + stamp(m.From)
		if !m.Exact() {
			since = w.say("since some time ", "sejak suatu saat ") + m.words(w.Lang, w.Vendor)
		}
	}
	return fill(w.say("{} could be read {} {}.", "{} dapat dibaca {} {}."), what, own(where), own(since))
}

// howItStands never says dead of a key that was accepted again.
func (w *writer) howItStands() text {
	if m := w.figures.VerifiedDead; m.Known() {
		return fill(w.say("It was verified dead at {}, proven by an unbroken run of refusals until {}.",
			"Kunci terverifikasi mati pada {}, terbukti oleh rentetan penolakan tanpa putus sampai {}."),
			w.moment(m), w.moment(w.figures.ProvenAt))
	}
	return said(w.Lang.OutcomeSentence(w.key))
}

func (w *writer) whoUsedIt() text {
	switch m := w.figures.FirstAbuse; {
	case w.key.Usage == nil && w.falseAlarm():
		return nil
	case w.key.Usage == nil:
		return fill(w.say("Whether others used it is {}.", "Apakah orang lain memakainya: {}."), w.because(m.Why))
	case m.Known():
		since := own(stamp(m.From))
		if !w.figures.FirstAbuse.Exact() && m.To.Sub(m.From) > time.Hour {
			since = said(m.words(w.Lang, w.Vendor))
		}
		return fill(w.say("Others used it from {}: {} of {} requests and {} of {}, all counted from {} to {}.",
			"Orang lain memakainya sejak {}: {} dari {} permintaan dan {} dari {}, semua dihitung dari {} s.d. {}."), since,
			w.figure(w.totals.Foreign.Requests, w.count), w.figure(w.totals.Total.Requests, w.count), w.brief(w.figures.Money.Attacker, w.money), w.brief(w.figures.Money.Total, w.money),
			own(stamp(w.figures.Money.From)), own(stamp(w.figures.Money.To)))
	case m.Why.Code == noForeignUse:
		return fill(w.say("No foreign use was found among {} reviewed requests.", "Tidak ditemukan pemakaian asing di antara {} permintaan yang ditinjau."),
			w.figure(w.totals.Total.Requests, w.count))
	case !w.totals.Open.Requests.Known():
		return fill(w.say("Whether others used it is {}.", "Apakah orang lain memakainya: {}."), w.because(m.Why))
	}
	if w.totals.Open.Requests.Value == w.totals.Total.Requests.Value {
		return fill(w.say("Nobody has said yet whose the {} reviewed requests are.", "Belum ada yang menyebut milik siapa {} permintaan yang ditinjau."), w.figure(w.totals.Total.Requests, w.count))
	}
	return fill(w.say("Whose {} of {} reviewed requests are is not decided.", "Milik siapa {} dari {} permintaan yang ditinjau belum diputuskan."),
		w.figure(w.totals.Open.Requests, w.count), w.figure(w.totals.Total.Requests, w.count))
}

func (w *writer) whatData() text {
	switch w.personalData() {
	case yes:
		return w.own("Personal data was within its reach.", "Data pribadi terjangkau olehnya.")
	case no:
		return w.own("No personal data was within its reach.", "Data pribadi tidak terjangkau olehnya.")
	}
	if w.falseAlarm() {
		return nil
	}
	return fill(w.say("Reach of personal data: {}.", "Jangkauan ke data pribadi: {}."), w.unclearData())
}

// unclearData says why the reach of personal data is not known.
func (w *writer) unclearData() text {
	if a, _ := w.State.Answer(incident.AskPersonalData, ""); !a.Value.IsEmpty() {
		return w.unknown(notClear)
	}
	return w.silent(incident.AskPersonalData)
}

func (w *writer) personalData() reply {
	a, _ := w.State.Answer(incident.AskPersonalData, "")
	return verdictOf(a.Value)
}

func (w *writer) whatElse() text {
	if len(w.key.Related) == 0 {
		return nil
	}
	decided := 0
	for _, r := range w.key.Related {
		if r.Decision != incident.Undecided {
			decided++
		}
	}
	return fill(w.say("{}, {} decided on.", "{}, {} sudah diputuskan."),
		own(words.Number(w.Lang, len(w.key.Related), "related credential was found", "related credentials were found", "kredensial terkait ditemukan")), own(itoa(decided)))
}

// openSteps are those of the chain but for the report, which is being written.
func (w *writer) openSteps() []incident.Step {
	return slices.DeleteFunc(w.State.OpenSteps(w.Cred), func(s incident.Step) bool { return s == incident.StepReport })
}

func (w *writer) whatIsOpen() text {
	open := w.own("No step is open.", "Tidak ada langkah yang terbuka.")
	if steps := w.openSteps(); len(steps) > 0 {
		open = said(w.waits([2]string{"Open: ", "Terbuka: "}, [2]string{"Left open: ", "Dibiarkan terbuka: "}) + w.Lang.Steps(steps) + ".")
	}
	if rows := w.Lang.UndecidedRows(w.key); rows != "" {
		open = join(" ", open, said(w.waits([2]string{"Not decided: ", "Belum diputuskan: "}, [2]string{"Left undecided: ", "Dibiarkan tanpa keputusan: "})+rows+"."))
	}
	if others := w.Lang.OthersOpen(w.State, w.Cred); others != "" {
		open = join(" ", open, said(others+"."))
	}
	if steps := w.skipped(); len(steps) > 0 {
		open = join(" ", open, said(w.say("Left out, not done: ", "Dilewati, tidak dikerjakan: ")+w.Lang.Steps(steps)+"."))
	}
	for _, o := range w.unsure() {
		open = join(" ", open, w.unsureText(o))
	}
	return open
}

// waits says of what is not done that it is open, or that the close left it so; each in English and
// Indonesian.
func (w *writer) waits(open, left [2]string) string {
	if w.State.Closing != nil {
		open = left
	}
	return w.say(open[0], open[1])
}

// statusLine says the severity with its rule, what follows, and when to look again.
func (w *writer) statusLine() text {
	next := w.reviewDue().Format(time.DateOnly)
	if o := w.key.Outcome(); !w.key.Proof.Proven() && o != incident.NotAccepted && o != incident.AlreadyDead {
		next = w.unknown(notProven).plain() // a week is no answer while the key may be alive
	}
	if due := w.key.DueLooks(); len(due) > 0 && w.State.Closing == nil {
		next = stamp(slices.MinFunc(due, time.Time.Compare))
	}
	follow := len(w.actions) + len(w.openSteps()) + len(w.unsure())
	return own(fmt.Sprintf(w.say("**%s**, rule: %s. Open follow-ups: %d. Next update: %s.",
		"**%s**, aturan: %s. Tindak lanjut terbuka: %d. Pembaruan berikutnya: %s."), w.severity, w.ruleWords(), follow, next))
}

// ruleWords says which line of the severity table fired, and what raised it.
func (w *writer) ruleWords() string {
	parts := []string{w.say(ruleLines[w.rule.Line][0], ruleLines[w.rule.Line][1]), w.say(reaches[w.rule.Reach][0], reaches[w.rule.Reach][1])}
	if w.rule.Guess {
		parts = append(parts, w.say("that reach is assumed, nobody has told it", "jangkauan itu anggapan, belum ada keterangan"))
	}
	for _, r := range w.rule.Raised {
		parts = append(parts, w.say("raised by one: ", "naik satu tingkat: ")+w.say(raises[r][0], raises[r][1]))
	}
	return strings.Join(parts, ", ")
}

var ruleLines = map[string][2]string{
	lineDead:    {"refused when found", "ditolak saat ditemukan"},
	linePrivate: {"live, not public, no foreign use confirmed", "aktif, tidak publik, tanpa pemakaian asing yang dipastikan"},
	linePublic:  {"live, public or unknown audience, no foreign use confirmed", "aktif, publik atau pembaca tidak diketahui, tanpa pemakaian asing yang dipastikan"},
	lineForeign: {"foreign use confirmed", "pemakaian asing dipastikan"},
}

var reaches = map[Reach][2]string{
	ReachSpend: {"spend-only key", "kunci yang hanya memakai biaya"},
	ReachRead:  {"key that can read data", "kunci yang dapat membaca data"},
	ReachAdmin: {"key that can administer", "kunci yang dapat mengelola"},
}

var raises = map[string][2]string{
	raisedActive:      {"active after it was ended", "aktif setelah diakhiri"},
	raisedPersistence: {"it made further credentials", "kunci itu membuat kredensial lain"},
	raisedOutage:      {"production was down", "produksi terhenti"},
}

// channelWords is how a channel is named in a sentence.
type channelWords struct {
	known bool
	name  string    // as the list of channels has it
	where [2]string // "in a public repository"
}

// channel finds the answered channel in the list; anything else is "other".
func (w *writer) channel() channelWords {
	a, ok := w.State.Answer(incident.AskChannel, "")
	if !ok || a.Value.IsEmpty() || a.Value.Is("unknown") {
		return channelWords{name: "unknown"}
	}
	for _, name := range incident.Channels {
		if where, have := channelPlaces[name]; have && a.Value.Is(name) {
			return channelWords{known: true, name: name, where: where}
		}
	}
	return channelWords{known: true, name: "other", where: channelPlaces["other"]}
}

var channelPlaces = map[string][2]string{
	"public repo":                   {"in a public repository", "di repositori publik"},
	"private repo with wide access": {"in a private repository with wide access", "di repositori privat dengan akses luas"},
	"chat":                          {"in a chat", "di ruang obrolan"},
	"email":                         {"in an email", "di surel"},
	"support ticket":                {"in a support ticket", "di tiket dukungan"},
	"CI log":                        {"in a CI log", "di log CI"},
	"container image":               {"in a container image", "di citra kontainer"},
	"front-end or mobile bundle":    {"in a front-end or mobile bundle", "di bundel front-end atau aplikasi seluler"},
	"notebook":                      {"in a notebook", "di notebook"},
	"gist/paste":                    {"in a public paste", "di tempelan publik"},
	"AI assistant transcript":       {"in a transcript of an AI assistant", "di transkrip asisten AI"},
	"dependency/infostealer":        {"through a dependency or an infostealer", "lewat dependensi atau pencuri data"},
	"other":                         {"at another place", "di tempat lain"},
}
