package words

import "firebreak/runbook/incident"

var stepNames = map[incident.Step]both{
	incident.StepIdentify:    {"identify", "kenali"},
	incident.StepValidate:    {"validate", "periksa"},
	incident.StepLocate:      {"locate", "temukan"},
	incident.StepForecast:    {"forecast", "perkirakan"},
	incident.StepDecide:      {"decide", "putuskan"},
	incident.StepRevoke:      {"revoke", "cabut"},
	incident.StepProve:       {"prove dead", "buktikan mati"},
	incident.StepReview:      {"review usage", "tinjau pemakaian"},
	incident.StepRotate:      {"rotate", "ganti kunci"},
	incident.StepInvestigate: {"investigate", "telusuri"},
	incident.StepReport:      {"report", "laporan"},
	incident.StepClose:       {"close", "tutup"},
	incident.StepContain:     {"contain", "batasi"},
	incident.StepLift:        {"lift the limit", "lepas batas"},
	incident.StepLook:        {"look again", "lihat lagi"},
	incident.StepRelated:     {"related credentials", "kredensial terkait"},
}

// Step is a step's short name, in the middle of a sentence or list.
func (l Lang) Step(s incident.Step) string {
	if name, ok := lookup(l, stepNames, s); ok {
		return name
	}
	return clean(string(s), 30)
}

var stepQuestions = map[incident.Step]both{
	incident.StepIdentify:    {"What leaked?", "Apa yang bocor?"},
	incident.StepValidate:    {"Is it alive?", "Apakah masih aktif?"},
	incident.StepLocate:      {"Which record is it?", "Catatan mana yang cocok?"},
	incident.StepForecast:    {"What breaks when it dies?", "Apa yang terganggu bila kunci mati?"},
	incident.StepDecide:      {"What do we do first?", "Apa yang kita lakukan dulu?"},
	incident.StepRevoke:      {"Revoke this key?", "Cabut kunci ini?"},
	incident.StepProve:       {"Is it really dead?", "Apakah benar-benar mati?"},
	incident.StepReview:      {"Which of it was not ours?", "Mana yang bukan dari kita?"},
	incident.StepRotate:      {"Where does the new key go?", "Ke mana kunci baru dipasang?"},
	incident.StepInvestigate: {"Where was it, since when, who could read it?", "Di mana, sejak kapan, siapa yang bisa membacanya?"},
	incident.StepReport:      {"What do we write down?", "Apa yang kita catat?"},
	incident.StepClose:       {"Is everything done?", "Apakah semuanya selesai?"},
	incident.StepContain:     {"Limit it first?", "Batasi dulu?"},
	incident.StepLift:        {"Lift the limit that we set?", "Lepas batas yang kita pasang?"},
	incident.StepLook:        {"Is it still dead?", "Apakah masih mati?"},
	incident.StepRelated:     {"What else is at risk?", "Apa lagi yang berisiko?"},
}

// StepQuestion is the one question that a step answers.
func (l Lang) StepQuestion(s incident.Step) string {
	if q, ok := lookup(l, stepQuestions, s); ok {
		return q
	}
	return l.Step(s)
}

var statuses = map[incident.Status]both{
	incident.StatusOpen:    {"open", "terbuka"},
	incident.StatusDone:    {"done", "selesai"},
	incident.StatusManual:  {"done by hand", "dikerjakan manual"},
	incident.StatusSkipped: {"left out", "dilewati"},
	incident.StatusFailed:  {"stopped", "terhenti"},
	incident.StatusUnknown: {"unknown", "tidak diketahui"},

	incident.StatusWithheld: {"not sent: dry run", "tidak dikirim: uji coba"},
}

// StepStatus says where a step stands.
func (l Lang) StepStatus(s incident.Status) string {
	if word, ok := lookup(l, statuses, s); ok {
		return word
	}
	return clean(string(s), 20)
}

// Steps lists steps by name, or says that there are none.
func (l Lang) Steps(steps []incident.Step) string {
	if len(steps) == 0 {
		return pick(l, "nothing", "tidak ada")
	}
	var names []string
	for _, s := range steps {
		names = append(names, l.Step(s))
	}
	return l.list(names)
}

// Phase is one of the six words under which the twelve steps stand.
type Phase string

const (
	PhaseCheck  Phase = "check"
	PhaseStop   Phase = "stop"
	PhaseReview Phase = "review"
	PhaseRotate Phase = "rotate"
	PhaseTrace  Phase = "trace"
	PhaseReport Phase = "report"
)

// PhaseOf says under which word a step stands.
func PhaseOf(s incident.Step) Phase {
	switch s {
	case incident.StepIdentify, incident.StepValidate, incident.StepLocate, incident.StepForecast:
		return PhaseCheck
	case incident.StepReview:
		return PhaseReview
	case incident.StepRotate, incident.StepRelated:
		return PhaseRotate
	case incident.StepInvestigate:
		return PhaseTrace
	case incident.StepReport, incident.StepClose:
		return PhaseReport
	}
	return PhaseStop
}

// Phase is the word itself.
func (l Lang) Phase(p Phase) string {
	switch p {
	case PhaseCheck:
		return pick(l, "check", "periksa")
	case PhaseStop:
		return pick(l, "stop", "hentikan")
	case PhaseReview:
		return pick(l, "review", "tinjau")
	case PhaseRotate:
		return pick(l, "rotate", "ganti")
	case PhaseTrace:
		return pick(l, "trace", "telusuri")
	}
	return pick(l, "report", "laporan")
}
