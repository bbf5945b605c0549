package words

import (
	"fmt"
	"math"
	"slices"

	"firebreak/runbook/incident"
)

// signal is one code of the usage review. {seen}, {usual} and {times} are filled with its
// figures as amount renders them.
type signal struct {
	text   both
	amount func(Lang, float64) string
}

// signals by their codes, which are those of package usage.
var signals = map[string]signal{
	"before_exposure": {text: both{"used before the key could be out", "dipakai sebelum kunci bisa bocor"}},
	"in_baseline":     {text: both{"part of the past that the rest is compared with", "bagian masa lalu yang menjadi pembanding"}},
	"own_probe": {both{"our own probes: {seen}", "pengujian kami sendiri: {seen}"},
		func(l Lang, v float64) string { return l.Requests(whole(v)) }},
	"recurring": {both{"a daily batch at its usual hour: {seen} requests, before {usual}",
		"proses harian pada jam biasa: {seen} permintaan, sebelumnya {usual}"}, figure},
	"usual":      {text: both{"nothing exceeds the key's own past", "tidak ada yang melebihi masa lalu kunci ini"}},
	"no_history": {text: both{"no past to compare it with", "tidak ada masa lalu untuk dibandingkan"}},
	"first_seen": {both{"first seen, with little history: {usual} requests before",
		"pertama kali terlihat, riwayat sedikit: {usual} permintaan"}, figure},
	"new_model": {both{"a model that this key never used in {usual} requests",
		"model yang belum pernah dipakai dalam {usual} permintaan"}, figure},
	"new_endpoint": {both{"an endpoint that this key never used in {usual} requests",
		"endpoint yang belum pernah dipakai dalam {usual} permintaan"}, figure},
	"over_peak": {both{"{times} times the busiest comparable hour: {seen}, usual up to {usual}",
		"{times} kali jam tersibuk: {seen}, biasanya paling banyak {usual}"}, figure},
	"tokens_per_request": {both{"{seen} tokens a request, usual is up to {usual}",
		"{seen} token per permintaan, biasanya paling banyak {usual}"}, Lang.amount},
	"small_probe": {both{"a few requests with tiny answers: {seen} tokens, usual {usual}",
		"sedikit permintaan berjawaban pendek: {seen} token, biasanya {usual}"}, figure},
	"odd_hour": {both{"at an hour with {seen} of the key's past requests",
		"pada jam dengan {seen} dari permintaan sebelumnya"}, percent},
	"after_revoke": {both{"used after the revocation was accepted: {seen} requests",
		"dipakai setelah pencabutan diterima: {seen} permintaan"}, figure},
	"after_gone": {both{"used after others had ended the key: {seen} requests",
		"dipakai setelah kunci diakhiri pihak lain: {seen} permintaan"}, figure},
	"cost_without_usage": {text: both{"money was charged on a day without any reported use",
		"ada tagihan pada hari tanpa laporan pemakaian"}},
	"no_price": {text: both{"not all of it has a price yet: its money is the least it can be", "belum semua ada harganya: biayanya paling sedikit sebesar itu"}},
}

// Signal says why a group of usage stands out, or why it does not, with its figures. It is
// half a sentence; an unknown code is named with its figures.
func (l Lang) Signal(s incident.Signal) string {
	known, ok := signalOf(s)
	if !ok {
		return fmt.Sprintf(pick(l, "%s: seen %s, expected %s", "%s: terlihat %s, perkiraan %s"),
			clean(s.Code, 30), figure(l, s.Observed), figure(l, s.Expected))
	}
	text := known.text.in(l)
	if known.amount == nil {
		return text
	}
	times := "?"
	if s.Expected > 0 {
		times = figure(l, s.Observed/s.Expected)
	}
	return l.toldOf(fill(text, "seen", known.amount(l, s.Observed), "usual", known.amount(l, s.Expected), "times", times), s)
}

// Expected is what a signal's figure is held against, with its unit, or "" where it has none.
func (l Lang) Expected(s incident.Signal) string {
	form, ok := lookup(l, expectedOf(s), s.Code)
	if !ok {
		return ""
	}
	known, _ := signalOf(s)
	return fill(form, "usual", known.amount(l, s.Expected))
}

// expected by codes; {usual} is filled with the signal's own figure.
var expected = map[string]both{
	"recurring":          {"up to {usual} requests an hour", "paling banyak {usual} permintaan per jam"},
	"first_seen":         {"not in {usual} requests before", "tidak ada dalam {usual} permintaan sebelumnya"},
	"new_model":          {"not in {usual} requests before", "tidak ada dalam {usual} permintaan sebelumnya"},
	"new_endpoint":       {"not in {usual} requests before", "tidak ada dalam {usual} permintaan sebelumnya"},
	"over_peak":          {"up to {usual} requests an hour", "paling banyak {usual} permintaan per jam"},
	"tokens_per_request": {"up to {usual} tokens a request", "paling banyak {usual} token per permintaan"},
	"small_probe":        {"{usual} tokens out a request or more", "{usual} token keluar per permintaan atau lebih"},
	"odd_hour":           {"{usual} of the requests or more", "{usual} permintaan atau lebih"},
}

// whole rounds a figure; what is no number counts as none.
func whole(v float64) int64 {
	if math.IsNaN(v) || math.Abs(v) > 1<<62 {
		return 0
	}
	return int64(math.Round(v))
}

// figure writes a number for reading: one decimal below ten where there is one.
func figure(l Lang, v float64) string {
	if math.Abs(v) < 10 && math.Abs(v-math.Round(v)) >= 0.05 {
		return l.Decimal(v, 1)
	}
	return l.Count(whole(v))
}

func (l Lang) amount(v float64) string { return l.Tokens(whole(v)) }

func percent(l Lang, v float64) string { return l.Decimal(v*100, 1) + " %" }

// innocent lists what explains a signal without a stranger, in the order worth asking.
var innocent = map[string]both{
	"new_model":          {"a new release, a changed default model", "rilis baru, model bawaan yang berubah"},
	"new_endpoint":       {"a new release or feature", "rilis atau fitur baru"},
	"over_peak":          {"a batch job, a load test, a retry loop", "pekerjaan batch, uji beban, perulangan coba lagi"},
	"tokens_per_request": {"longer documents, a changed prompt, an agent loop", "dokumen lebih panjang, prompt berubah, agen berulang"},
	"small_probe":        {"a health check, a deployment test", "pemeriksaan kesehatan, uji penerapan"},
	"odd_hour":           {"a scheduled job, a colleague in another time zone", "pekerjaan terjadwal, rekan di zona waktu lain"},
	"after_revoke":       {"the vendor's delay in applying the revocation", "jeda vendor dalam menerapkan pencabutan"},
	"after_gone":         {"the vendor's delay in applying the end", "jeda vendor dalam menerapkan pengakhiran"},
	"first_seen":         {"a new release, or simply a young key", "rilis baru, atau kuncinya memang masih baru"},
	"cost_without_usage": {"usage that the vendor reports later", "pemakaian yang dilaporkan vendor belakangan"},
}

// RuleOut says what to rule out first before a group is called foreign, or "" where nothing
// stands out.
func (l Lang) RuleOut(signals []incident.Signal) string {
	var causes []string
	for _, s := range signals {
		text, ok := lookup(l, innocent, s.Code)
		if !ok {
			text, ok = lookup(l, callInnocent, s.Code)
		}
		if ok && len(causes) < 2 && !slices.Contains(causes, text) {
			causes = append(causes, text)
		}
	}
	if len(causes) == 0 {
		return ""
	}
	text := pick(l, "rule out first: ", "pastikan dulu bukan: ") + causes[0]
	for _, c := range causes[1:] {
		text += "; " + c
	}
	return text
}

// GroupVerdict says whose a group is.
func (l Lang) GroupVerdict(v incident.GroupVerdict) string {
	switch v {
	case incident.Ours:
		return pick(l, "ours", "milik kita")
	case incident.NotOurs:
		return pick(l, "not ours", "bukan milik kita")
	}
	return pick(l, "cannot tell", "tidak bisa dipastikan")
}

// Group is one line of the review: model, time, figures.
func (l Lang) Group(g incident.Group, currency string) string {
	return fmt.Sprintf("%s, %s %s %s: %s, %s %s, %s", l.GroupName(g, 28), l.Time(g.From), pick(l, "to", "sampai"), l.Time(g.To),
		l.RequestsOf(g.Amount), l.Tokens(g.In+g.Out), pick(l, "tokens", "token"), l.GroupMoney(g, currency))
}

// unpriced reports whether part of a group has no price, so that its money is a lower bound.
func unpriced(g incident.Group) bool {
	return slices.ContainsFunc(g.Reasons, func(r incident.Signal) bool { return r.Code == "no_price" })
}

// GroupMoney is the money of a group; where no price is known that is said.
func (l Lang) GroupMoney(g incident.Group, currency string) string {
	switch {
	case unpriced(g) && g.Micros < hundredth:
		return pick(l, "cost unknown", "biaya tidak diketahui")
	case unpriced(g):
		return l.atLeast(l.Money(g.Micros, currency))
	}
	return l.Money(g.Micros, currency)
}
