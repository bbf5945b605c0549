package words

import (
	"cmp"
	"strings"

	"firebreak/runbook/incident"
)

// What the screen between the steps says beyond the conversation in lines.

// leads say what a step gives, beside its name.
var leads = map[incident.Step]both{
	incident.StepProve:       {"whether the key is really dead", "apakah kunci benar-benar mati"},
	incident.StepReview:      {"what was not ours, its cost", "mana yang bukan dari kita, dan biayanya"},
	incident.StepRelated:     {"what the same leak reaches", "apa lagi yang terjangkau kebocoran ini"},
	incident.StepLift:        {"it holds back ours too", "batas itu menahan layanan kita juga"},
	incident.StepInvestigate: {"since when, read by whom", "sejak kapan, dan siapa yang bisa membaca"},
	incident.StepReport:      {"a postmortem, as known now", "catatan atas yang diketahui sekarang"},
	incident.StepClose:       {"a last look, then it is over", "periksa terakhir, lalu tidak ada tambahan"},
}

// NextStep is one step as a choice on the screen between the steps: its name, and what it
// leads to or where it stands. More is what it leaves undecided, "" for nothing.
func (l Lang) NextStep(step incident.Step, status incident.Status, more string) (title, lead string) {
	title = l.hubTitle(step)
	if step == incident.StepRelated {
		title = pick(l, "Other credentials at risk", "Kredensial lain yang berisiko")
	}
	title, lead, _ = strings.Cut(title, ": ")
	if own, ok := lookup(l, leads, step); ok {
		lead = own
	}
	if status != incident.StatusOpen {
		lead = l.StepStatus(status)
	}
	switch {
	case more != "" && (status == incident.StatusDone || status == incident.StatusOpen): // that it is open, or not done with
		lead = clean(more, 100)
	case more != "":
		lead += ", " + clean(more, 100)
	}
	return cmp.Or(title, l.Unknown()), cmp.Or(lead, l.Unknown())
}

// SuggestNext names the step that we would take next.
func (l Lang) SuggestNext(step incident.Step) string {
	return pick(l, "we suggest: ", "saran: ") + l.Step(step)
}

// RunsByItself says that a step goes on beside the others.
func (l Lang) RunsByItself() string { return pick(l, "runs by itself", "berjalan sendiri") }

// AnotherKeyLives leads to a key of the incident that needs somebody more.
func (l Lang) AnotherKeyLives(alive, all int) (title, lead string) {
	return pick(l, "Work on another key", "Tangani kunci lain"), l.AliveOf(alive, all)
}

// OtherKeys labels what is said of the incident's other keys.
func (l Lang) OtherKeys() string { return pick(l, "other keys", "kunci lain") }
