package postmortem

import (
	"fmt"
	"strconv"
	"time"

	"firebreak/runbook/incident"
)

// actSlack is how far an audit entry may lie from our own call that caused it.
const actSlack = 2 * time.Minute

func itoa(n int) string { return strconv.Itoa(n) }

// impact is what the incident cost: money, service, data, people.
func (w *writer) impact() section {
	s := section{id: "impact", title: w.say("Impact", "Dampak")}
	f := w.fields("impact")
	w.costRows(f)
	f.add("refund", w.say("Refund requested?", "Pengembalian dana diminta?"), w.unknown(neverAsked), asked)
	f.add("outage_minutes", w.say("Service: outage caused (minutes)", "Layanan: gangguan akibat tindakan (menit)"), w.outage(), asked)
	f.add("customers", w.say("Customers affected", "Pelanggan terdampak"), w.unknown(neverAsked), asked)
	f.add("personal_data", w.say("Personal data within reach", "Data pribadi terjangkau"), w.replyCell(w.personalData()), asked)
	f.add("personal_data_told", w.say("What was told of it", "Keterangan tentang itu"), w.answer(incident.AskPersonalData), asked)
	f.add("data_read", w.say("Data that was read", "Data yang dibaca"), w.unknown(notReported), auto)
	f.add("integrity", w.say("Models, data or code changed", "Model, data, atau kode diubah"), w.unknown(notLookedFor), auto)
	f.add("account", w.say("Suspension or strikes by the provider", "Pembekuan atau teguran penyedia"), w.unknown(notReported), auto)
	f.add("people_hours", w.say("People-hours", "Jam kerja orang"), w.unknown(neverAsked), asked)
	s.add(f)
	return s
}

// costRows state the money with all that is needed to judge it.
func (w *writer) costRows(f *fields) {
	m := w.figures.Money
	u := w.key.Usage
	if u != nil {
		f.add("cost_period", w.say("Period of the figures", "Periode angka"), own(fmt.Sprintf(w.say("the whole review: %s / %s", "seluruh tinjauan: %s / %s"), stamp(m.From), stamp(m.To))), derived)
	}
	f.add("cost_total", w.say("Cost, total", "Biaya, total"), w.figure(m.Total, w.money), derived)
	f.add("cost_ours", w.say("Cost, ours", "Biaya, milik kita"), w.figure(m.Ours, w.money), derived)
	f.add("cost_attacker", w.say("Cost, attacker", "Biaya, penyerang"), w.figure(m.Attacker, w.money), derived)
	f.add("cost_undetermined", w.say("Cost, undetermined", "Biaya, belum ditentukan"), w.figure(m.Open, w.money), derived)
	f.add("cost_avoidable", w.say("Cost, avoidable after detection", "Biaya, terhindarkan setelah terdeteksi"), w.figure(m.Avoidable, w.money), derived)
	if u == nil {
		f.add("cost_method", w.say("Method", "Cara"), w.because(undone(w.key, incident.StepReview)), derived)
		return
	}
	f.add("cost_method", w.say("Method", "Cara"), w.method(), derived)
	f.add("cost_currency", w.say("Currency", "Mata uang"), or(term(m.Currency), w.unknown(noFigures)), auto)
	f.add("cost_lag", w.say("Lag of the data", "Keterlambatan data"), or(term(u.Lag), w.unknown(notReported)), auto)
	f.add("cost_settled", w.say("Settled until", "Final sampai"), w.at(u.Settled, unsettledAmount), auto)
}

// replyCell keeps the words yes, no and unknown.
func (w *writer) replyCell(r reply) text {
	if r == unclear {
		return w.unclearData()
	}
	return own(string(r))
}
