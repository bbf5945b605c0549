package drill

import (
	"fmt"
	"strings"
	"time"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// The sentences of a drill. Fixed ones fit words.Width.
var (
	textCard     = text{"Drill %s, %s: you are on call", "Latihan %s, %s: Anda sedang jaga"}
	textStays    = text{"nothing leaves this machine", "tidak ada yang keluar dari mesin ini"}
	textCounts   = text{"minutes to proven dead, money, proof, what else leaked", "menit sampai terbukti mati, biaya, bukti, apa lagi yang bocor"}
	textClock    = text{"stands still while you read; acts cost minutes", "berhenti saat Anda membaca; tindakan memakan menit"}
	textHeld     = text{"the drill holds it, nothing to paste", "dipegang latihan ini, tidak perlu menempel"}
	textSeed     = text{"%d, to play the same drill again", "%d, untuk mengulang latihan yang sama"}
	textBurn     = text{"the attacker spends %s a minute, %s since the page", "penyerang memakai %s per menit, %s sejak panggilan"}
	textStopped  = text{"the attacker spends nothing now; %s since the page", "penyerang kini tidak memakai apa pun; %s sejak panggilan"}
	textVerdicts = text{"whose use it is: %s ours, %d not ours, %d cannot tell", "pemakaian siapa: %s milik kita, %d bukan, %d belum pasti"}
	textRelated  = text{"related credentials: %s", "kredensial terkait: %s"}
	textRotated  = text{"rotated", "diganti"}
	textRevoked  = text{"revoked", "dicabut"}
	textKept     = text{"kept", "dibiarkan"}
	textAnswers  = text{"%s for the report answered", "%s untuk laporan dijawab"}
	textFirst    = text{"refused for the first time; now it must stay so", "ditolak untuk pertama kali; kini harus tetap begitu"}

	textShown    = text{"shown from %s", "terlihat mulai %s"}
	textNowhere  = text{"shown nowhere", "tidak terlihat di mana pun"}
	textUses     = text{"%s, %s tokens a call", "%s, %s token per panggilan"}
	textModels   = text{"lists the models", "mendaftar model"}
	textRefusals = text{"refused %s, until %s", "ditolak %s, sampai %s"}
	textDies     = text{"the key stops working", "kunci berhenti berfungsi"}

	textSign       = text{"The first sign in the usage figures stood there from %s. Killed then, about %s would not have been spent.", "Tanda pertama di angka pemakaian ada sejak %s. Bila dicabut saat itu, sekitar %s tidak terpakai."}
	textAtPar      = text{"Verified dead at par, %s after the page, it costs %s; it took %s and %s.", "Terbukti mati pada patokan, %s setelah panggilan, biayanya %s; kenyataannya %s dan %s."}
	textAlone      = text{"Left alone, %s in the hour after the page.", "Bila dibiarkan, %s dalam satu jam setelah panggilan."}
	textLives      = text{"%s still works: the attacker goes on.", "%s masih berfungsi: penyerang terus memakai."}
	textStillLives = text{"The key still works: the attacker goes on.", "Kunci masih berfungsi: penyerang terus memakai."}

	textDebrief = text{"Debrief %s %s   seed %d", "Evaluasi %s %s   seed %d"}
)

// clock is a time of day, with its date where it is another than the page's.
func (s Story) clock(l words.Lang, t time.Time) string {
	if t.Truncate(day).Equal(s.Page.Truncate(day)) {
		return l.ShortClock(t)
	}
	return t.UTC().Format("01-02 15:04Z")
}

// CardParts is what stands on the first screen: what reached us, what counts, how time runs.
func (g *Stage) CardParts(l words.Lang) (title string, said []words.Labelled) {
	s := g.Story
	add := func(label, content string) { said = append(said, words.Labelled{Label: label, Text: content}) }
	for _, n := range s.Notices {
		label := l.ShortClock(s.at(n.At))
		if n.At < -day/2 {
			label = text{"before", "dahulu"}.in(l)
		}
		add(label, n.From.in(l)+": \""+strings.ReplaceAll(n.Text.in(l), "{last4}", g.Last4())+"\"")
	}
	add(text{"counts", "dinilai"}.in(l), textCounts.in(l))
	add(text{"clock", "waktu"}.in(l), textClock.in(l))
	add(text{"key", "kunci"}.in(l), textHeld.in(l))
	if s.Money != (text{}) {
		add(text{"money", "biaya"}.in(l), s.Money.in(l))
	}
	add("seed", fmt.Sprintf(textSeed.in(l), s.Seed))
	add(text{"safe", "aman"}.in(l), textStays.in(l))
	return fmt.Sprintf(textCard.in(l), s.ID, s.Title.in(l)), said
}

// Questions are asked before the score is shown; each may be skipped.
func Questions(l words.Lang) []string {
	list := []text{
		{"When did you know that it was real? ", "Kapan Anda tahu ini nyata? "},
		{"What did you look at that did not help? ", "Apa yang Anda periksa tetapi tidak membantu? "},
		{"What would you do first next time? ", "Apa yang pertama Anda lakukan lain kali? "},
	}
	out := make([]string, len(list))
	for i, q := range list {
		out[i] = q.in(l)
	}
	return out
}

var penaltyNames = map[string]text{
	FalselyContained: {"closed while the key still worked", "ditutup saat kunci masih berfungsi"},
	WrongKey:         {"another key was revoked", "kunci lain dicabut"},
	PersistenceLeft:  {"what the attacker made was left", "buatan penyerang dibiarkan"},
	TooMuchDisabled:  {"more was disabled than the key", "yang dimatikan lebih dari kunci itu"},
}

// moves names what a player did, where it marks the way. To move a service is named by itself.
var moves = map[incident.Type]text{
	incident.Validated:     {"check the key", "memeriksa kunci"},
	incident.Located:       {"find its record", "menemukan catatannya"},
	incident.ForecastSaved: {"save record and usage", "menyimpan catatan dan pemakaian"},
	incident.Created:       {"create the new key", "membuat kunci baru"},
	incident.UsageFetched:  {"review the usage", "meninjau pemakaian"},
	incident.ReportWritten: {"write the report", "menulis laporan"},
	incident.Closed:        {"close the incident", "menutup insiden"},
}

// Watched says why nobody is asked anything.
func Watched(l words.Lang) string {
	return text{"nobody can answer here, so the drill plays its own script:", "tidak ada yang dapat menjawab di sini, jadi latihan memainkan naskahnya:"}.in(l)
}

// GoOn says how a drill that was left is taken up again.
func GoOn(l words.Lang, id string) string {
	return text{"not scored yet; go on with: firebreak resume ", "belum dinilai; lanjut: firebreak resume "}.in(l) + id
}
