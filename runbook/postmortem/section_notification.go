package postmortem

import (
	"time"

	"firebreak/runbook/incident"
)

// regime is a duty to tell somebody. Its clock starts with awareness, unless a decision of a
// person starts it, which this program does not know.
type regime struct {
	key      string
	name     [2]string
	question [2]string
	personal bool            // asks for personal data
	after    []time.Duration // deadlines from awareness
	clock    [2]string       // where the clock is another than awareness
}

var regimes = []regime{
	{key: "gdpr", name: [2]string{"GDPR art. 33", "GDPR pasal 33"}, personal: true, after: []time.Duration{72 * time.Hour},
		question: [2]string{"Personal data of people in the EU within reach?", "Data pribadi orang di UE terjangkau?"}},
	{key: "uu_pdp", name: [2]string{"Indonesia UU PDP art. 46 (check the current addressee)", "UU PDP pasal 46 (periksa penerima yang berlaku)"}, personal: true,
		after: []time.Duration{3 * 24 * time.Hour}, question: [2]string{"Personal data under Indonesian law within reach?", "Data pribadi menurut hukum Indonesia terjangkau?"}},
	{key: "nis2", name: [2]string{"NIS2", "NIS2"}, after: []time.Duration{24 * time.Hour, 72 * time.Hour},
		question: [2]string{"Essential or important entity, significant incident?", "Entitas esensial atau penting, insiden signifikan?"}},
	{key: "dora", name: [2]string{"DORA", "DORA"}, question: [2]string{"Financial entity, major incident?", "Entitas keuangan, insiden besar?"},
		clock: [2]string{"classification as major", "klasifikasi sebagai insiden besar"}},
	{key: "sec_8k", name: [2]string{"SEC 8-K", "SEC 8-K"}, question: [2]string{"Listed in the US, material?", "Tercatat di bursa AS, material?"},
		clock: [2]string{"decision on materiality", "keputusan soal materialitas"}},
	{key: "pci_dss", name: [2]string{"PCI DSS 12.10", "PCI DSS 12.10"}, after: []time.Duration{0},
		question: [2]string{"Card environment touched?", "Lingkungan kartu tersentuh?"}},
	{key: "contracts", name: [2]string{"Contracts, insurer, provider's fraud desk", "Kontrak, asuransi, bagian penipuan penyedia"},
		question: [2]string{"Any clause on incidents?", "Ada klausul tentang insiden?"}, clock: [2]string{"as agreed", "sesuai perjanjian"}},
}

// notification is a table of clocks for a decision by people. It is no legal advice.
func (w *writer) notification() section {
	s := section{id: "notification", title: w.say("Notification", "Pemberitahuan")}
	t := &table{key: "notification", class: asked, title: w.say("Regimes", "Aturan"), cols: []column{
		{"regime", w.say("Regime", "Aturan")}, {"question", w.say("Trigger question", "Pertanyaan pemicu")}, {"answer", w.say("Answer", "Jawaban")},
		{"clock", w.say("Clock starts", "Hitungan mulai")}, {"deadline", w.say("Deadline (UTC)", "Tenggat (UTC)")},
		{"decision", w.say("Decision", "Keputusan")}, {"decided_by", w.say("Decided by", "Diputuskan oleh")},
	}}
	for _, r := range regimes {
		t.add(w.regimeRow(r)...)
	}
	s.add(paragraph{text: w.own("Not legal advice. The clock starts with awareness: as a person told it, else the opening of the incident.",
		"Bukan nasihat hukum. Hitungan mulai saat mengetahui: menurut keterangan orang, selain itu sejak insiden dibuka.")}, t)
	if w.State.Opening.Mode == incident.Drill {
		s.add(alert{kind: "NOTE", text: w.own("Drill: nobody is to be notified.", "Latihan: tidak ada yang perlu diberi tahu.")})
	}
	return s
}

// aware is when the clocks start: as somebody knew of it, else as the incident was opened. A time
// after the opening counts only with a reason.
func (w *writer) aware() (Moment, text) {
	opened := w.figures.Acknowledged
	a, ok := w.State.Answer(incident.AskAware, "")
	if !ok || a.Time.IsZero() || opened.Known() && a.Time.After(opened.To) && a.Value.IsEmpty() {
		return opened, w.moment(opened)
	}
	m := measured(a.Time)
	return m, join(" ", w.moment(m), quote(a.Value), w.trail.cite(w.trail.answer(incident.AskAware, "")))
}

func (w *writer) regimeRow(r regime) []text {
	answer, decision := w.unknown(neverAsked), w.own("open: no decision yet", "open: belum ada keputusan")
	if r.personal {
		answer = w.replyCell(w.personalData())
		if w.personalData() == no {
			decision = w.own("not triggered, by that answer", "tidak terpicu, menurut jawaban itu")
		}
	}
	aware, since := w.aware()
	clock, deadline := since, w.unknown(missingEnd)
	switch {
	case r.clock[0] != "":
		clock, deadline = w.own(r.clock[0], r.clock[1]), w.unknown(noClock)
	case aware.Known():
		var list []text
		for _, d := range r.after {
			list = append(list, own(stamp(aware.From.Add(d))))
		}
		deadline = join("; ", list...)
	}
	by := w.own("nobody yet", "belum ada")
	if r.personal && w.personalData() != unclear {
		by = join(" ", w.operator(), w.trail.cite(w.trail.answer(incident.AskPersonalData, "")))
	}
	return []text{w.own(r.name[0], r.name[1]), w.own(r.question[0], r.question[1]), answer, clock, deadline, decision, by}
}
