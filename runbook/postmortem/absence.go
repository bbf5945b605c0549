package postmortem

import (
	"slices"
	"strings"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// Absence is why a value is not there. The zero value means that the value is there.
type Absence struct {
	Code   string
	Step   incident.Step   // whose work would have given it
	Reason incident.Reason // of a step that failed, or of figures that are in doubt
	N, Of  int             // groups that are not decided, of all
}

// Codes of absence.
const (
	notAnswered     = "not_answered"      // a person was asked and passed over it
	nobodyKnew      = "nobody_knew"       // a person was asked and did not know
	notClear        = "not_clear"         // answered, in words that are neither yes nor no
	notCounted      = "not_counted"       // answered, without a number
	notReached      = "not_reached"       // a question that nobody was asked, though others were
	noneAsked       = "none_asked"        // nobody was asked any question
	neverAsked      = "never_asked"       // no question of this program
	noChannel       = "no_channel"        // nobody named a place
	noFactor        = "no_factor"         // no condition is known that it answers
	notTimed        = "not_timed"         // answered, without a time
	notStated       = "not_stated"        // configured nowhere
	stillOpen       = "still_open"        // the incident is not closed
	stepOpen        = "step_open"         // the step was not done
	stepSkipped     = "step_skipped"      // left out with a reason, which is quoted elsewhere
	stepByHand      = "step_by_hand"      // done by a person, without a trace here
	stepFailed      = "step_failed"       // tried, and failed
	notRecorded     = "not_recorded"      // the journal has no field for it
	notReported     = "not_reported"      // the provider does not tell
	noForeignUse    = "no_foreign_use"    // reviewed, and nothing found
	noVerdicts      = "no_verdicts"       // reviewed, and nobody has judged any of it
	undecidedGroups = "undecided_groups"  // part of it was judged
	notAccepted     = "not_accepted"      // refused before any act of ours
	deadBefore      = "dead_before"       // the vendor's record says so
	goneBefore      = "gone_before"       // somebody else ended it before our revocation came
	notRevoked      = "not_revoked"       // no revocation was accepted
	sentUnknown     = "sent_unknown"      // a revocation is out, its fate unknown
	withheldDry     = "withheld"          // dry run
	keptOld         = "replace_withheld"  // dry run
	notProven       = "not_proven"        // the window is not full
	aliveAgain      = "alive_again"       // accepted after the proof
	copiesLeft      = "copies_left"       // not every known copy is settled
	missingEnd      = "missing_end"       // one end of an interval is unknown
	contradiction   = "contradiction"     // the ends contradict each other
	rotatedBefore   = "rotated_before"    // nothing to recover from
	notUSD          = "not_usd"           // charged in another currency
	unpricedUse     = "unpriced_use"      // part of the use has no price
	noClock         = "no_clock"          // a duty whose clock starts with a decision of people
	noDigest        = "no_digest"         // none was handed in
	noFigures       = "no_figures"        // the vendor gave no money for it
	notLookedFor    = "not_looked_for"    // nobody looked
	notLooked       = "not_looked"        // it could not be looked for, for a reason
	unsettledAmount = "unsettled_amounts" // the last figures may still change
)

var absences = map[string][2]string{
	notAnswered:     {"asked, not answered", "ditanyakan, tidak dijawab"},
	nobodyKnew:      {"asked, nobody knew", "ditanyakan, tidak ada yang tahu"},
	notClear:        {"answered with neither yes nor no", "dijawab bukan dengan ya atau tidak"},
	notCounted:      {"answered without a number", "dijawab tanpa angka"},
	notReached:      {"not asked, the questions were left before it", "tidak ditanyakan, pertanyaan ditinggalkan sebelumnya"},
	noneAsked:       {"not asked, no question was put to anybody", "tidak ditanyakan, belum ada pertanyaan yang diajukan"},
	neverAsked:      {"not asked by firebreak, fill it in", "tidak ditanyakan firebreak, harap diisi"},
	noChannel:       {"no place was named", "tempatnya belum disebut"},
	noFactor:        {"no factor is known", "belum ada faktor yang diketahui"},
	notTimed:        {"answered without a time", "dijawab tanpa waktu"},
	notStated:       {"not stated", "tidak disebutkan"},
	stillOpen:       {"the incident is still open", "insiden masih terbuka"},
	stepOpen:        {"the step {step} is not done", "langkah {step} belum dikerjakan"},
	stepSkipped:     {"the step {step} was left out", "langkah {step} dilewati"},
	stepByHand:      {"the step {step} was done by hand, its time is not recorded", "langkah {step} dikerjakan manual, waktunya tidak tercatat"},
	stepFailed:      {"{step}: {reason}", "{step}: {reason}"},
	notRecorded:     {"not recorded", "tidak tercatat"},
	notReported:     {"the provider does not report it", "penyedia tidak melaporkannya"},
	noForeignUse:    {"no foreign use found", "tidak ditemukan pemakaian asing"},
	noVerdicts:      {"no group was judged", "belum ada kelompok yang dinilai"},
	undecidedGroups: {"{n} of {of} undecided", "{n} dari {of} belum pasti"},
	notAccepted:     {"refused before any act of ours", "ditolak sebelum tindakan apa pun dari kita"},
	deadBefore:      {"dead before we acted, by the record of the provider", "sudah mati sebelum kita bertindak, menurut catatan penyedia"},
	goneBefore:      {"somebody else ended the key before our revocation came", "pihak lain mengakhiri kunci sebelum pencabutan kita sampai"},
	notRevoked:      {"no revocation was accepted", "belum ada pencabutan yang diterima"},
	sentUnknown:     {"a revocation was sent, its outcome is unknown", "pencabutan terkirim, hasilnya tidak diketahui"},
	withheldDry:     {"dry run, the revocation was withheld", "uji coba, pencabutan ditahan"},
	keptOld:         {"dry run, the replacement was withheld", "uji coba, penggantian ditahan"},
	notProven:       {"not proven", "belum terbukti"},
	aliveAgain:      {"accepted again after the proof", "diterima lagi setelah terbukti mati"},
	copiesLeft:      {"not every known copy is settled", "belum semua salinan yang diketahui selesai ditangani"},
	missingEnd:      {"one of its two times is unknown", "salah satu waktunya tidak diketahui"},
	contradiction:   {"its two times contradict each other", "kedua waktunya bertentangan"},
	rotatedBefore:   {"rotated before the key died, nothing to recover from", "diganti sebelum kunci mati, tidak ada yang perlu dipulihkan"},
	notUSD:          {"charged in another currency", "ditagih dalam mata uang lain"},
	unpricedUse:     {"part of the use has no price yet", "sebagian pemakaian belum ada harganya"},
	noClock:         {"the start of its clock is not known", "awal hitungannya tidak diketahui"},
	noDigest:        {"no digest was given", "sidik digital tidak diberikan"},
	noFigures:       {"no money figures were read", "tidak ada angka biaya yang terbaca"},
	notLooked:       {"{reason}", "{reason}"},
	notLookedFor:    {"not looked for", "tidak dicari"},
	unsettledAmount: {"the last figures are not settled", "angka terakhir belum final"},
}

// None reports whether the value is there.
func (a Absence) None() bool { return a.Code == "" }

// words says the reason in the language; vendor is the provider's title.
func (a Absence) words(l words.Lang, vendor string) string {
	pair, ok := absences[a.Code]
	if !ok {
		pair = absences[notRecorded]
	}
	reason := l.WhyWithin(a.Reason, vendor)
	return strings.NewReplacer("{step}", l.Step(a.Step), "{reason}", reason,
		"{n}", l.Count(int64(a.N)), "{of}", words.Number(l, a.Of, "group", "groups", "kelompok")).Replace(say(l, pair[0], pair[1]))
}

// say picks the sentence of the language.
func say(l words.Lang, english, indonesian string) string {
	if l == words.Indonesian {
		return indonesian
	}
	return english
}

// undone says why a step left nothing behind.
func undone(k incident.Key, step incident.Step) Absence {
	m := k.Marks[step]
	a := Absence{Code: stepOpen, Step: step}
	switch {
	case m.Skipped:
		a.Code = stepSkipped
	case m.Manual:
		a.Code = stepByHand
	case m.Failed != nil:
		a.Code, a.Reason = stepFailed, m.Failed.Reason
	}
	return a
}

// silent says why there is no answer to a question. Only an answer that is no use has another
// reason.
func silent(s incident.State, q incident.Question) Absence {
	_, answered := s.Answer(q, "")
	switch {
	case answered:
		return Absence{Code: nobodyKnew}
	case slices.Contains(s.Passed, q):
		return Absence{Code: notAnswered}
	case !slices.Contains(incident.Questions, q):
		return Absence{Code: neverAsked}
	case len(s.Answers)+len(s.Passed) == 0:
		return Absence{Code: noneAsked}
	}
	return Absence{Code: notReached}
}

func (w *writer) silent(q incident.Question) text { return w.because(silent(w.State, q)) }
