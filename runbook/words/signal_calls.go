package words

import (
	"fmt"
	"strings"
	"time"

	"firebreak/runbook/incident"
)

// callSignals are the codes of the usage review that single calls, acts and money give rise to.
// {value} is what was new or done.
var callSignals = map[string]signal{
	"surprising_hour": {both{"{seen} requests in an hour, usually {usual}: by chance 1 in 10^{score}",
		"{seen} permintaan sejam, biasanya {usual}: kebetulan 1 dari 10^{score}"}, figure},
	"surprising_day": {both{"{seen} requests in a day, usually {usual}: by chance 1 in 10^{score}",
		"{seen} permintaan sehari, biasanya {usual}: kebetulan 1 dari 10^{score}"}, figure},
	"surprising_minutes": {both{"{seen} requests in 10 minutes, usual {usual}: by chance 1 in 10^{score}",
		"{seen} permintaan 10 menit, biasa {usual}: kebetulan 1 dari 10^{score}"}, figure},
	"rising": {both{"{seen} requests in 24 hours; the usual day has {usual}", "{seen} permintaan dalam 24 jam; biasanya {usual} sehari"}, figure},
	"cost_hour": {both{"USD {seen} in an hour, {times} times the dearest usual one, USD {usual}",
		"USD {seen} sejam, {times} kali jam termahal yang biasa, USD {usual}"}, Lang.dollars},
	"cost_day": {both{"USD {seen} in a day, {times} times the dearest day before of USD {usual}",
		"USD {seen} sehari, {times} kali hari termahal sebelumnya, USD {usual}"}, Lang.dollars},
	"new_country": {both{"from a country that this key was never used from: {value}", "dari negara yang belum pernah memakai kunci ini: {value}"}, figure},
	"new_network": {both{"from a network that this key was never used from: {value}", "dari jaringan yang belum pernah memakai kunci ini: {value}"}, figure},
	"new_agent":   {both{"by a client that never used this key: {value}", "oleh klien yang belum pernah memakai kunci ini: {value}"}, figure},
	"new_client":  {both{"by an app that never used this key: {value}", "oleh aplikasi yang belum pernah memakai kunci ini: {value}"}, figure},
	"new_region":  {both{"in a region that this key was never used in: {value}", "di wilayah yang belum pernah dipakai kunci ini: {value}"}, figure},
	"new_error":   {both{"an error that this key never met: {value}", "galat yang belum pernah dialami kunci ini: {value}"}, figure},
	"new_with_deploy": {both{"new since a deploy that you named: {value}",
		"baru sejak penerapan yang kamu sebut: {value}"}, figure},
	"undeclared":   {both{"not among what you declared: {value}", "tidak ada dalam yang kamu sebutkan: {value}"}, figure},
	"new_together": {both{"{seen} things are new at once", "{seen} hal baru sekaligus"}, figure},
	"impossible_travel": {both{"{seen} km an hour since the call before: nobody travels so fast",
		"{seen} km per jam sejak panggilan sebelumnya: tak ada yang secepat itu"}, figure},
	"probing": {both{"a new client asked what the key can do and tried it within minutes",
		"klien baru menanyakan kemampuan kunci, lalu segera mencobanya"}, figure},
	"refused_around": {both{"{seen} models or regions refused it one after the other", "{seen} model atau wilayah menolaknya satu per satu"}, figure},
	"listed_then_used": {both{"listed the models and soon used one, with a key that does not end",
		"mendaftar model lalu segera memakainya, dengan kunci tanpa batas waktu"}, figure},
	"failing":         {both{"{seen} of the calls failed; usual are {usual}", "{seen} panggilan gagal; biasanya {usual}"}, percent},
	"round_the_clock": {both{"{seen} hours without a pause from a key with working hours", "{seen} jam tanpa jeda dari kunci yang punya jam kerja"}, figure},
	"many_models":     {both{"{seen} models in an hour; usual are {usual}", "{seen} model dalam sejam; biasanya {usual}"}, figure},
	"many_regions":    {both{"{seen} regions in an hour; usual are {usual}", "{seen} wilayah dalam sejam; biasanya {usual}"}, figure},
	"many_addresses":  {both{"{seen} networks in an hour; usual are {usual}", "{seen} jaringan dalam sejam; biasanya {usual}"}, figure},
	"act_enable":      {both{"opened a service or raised a limit: {value}", "membuka layanan atau menaikkan batas: {value}"}, figure},
	"act_persist":     {both{"made a way back in: {value}", "membuat jalan masuk kembali: {value}"}, figure},
	"act_evade":       {both{"turned off what would show it: {value}", "mematikan yang bisa menampakkannya: {value}"}, figure},
	"act_secrets":     {both{"read values that open more: {value}", "membaca nilai yang membuka lebih banyak: {value}"}, figure},
	"act_share":       {both{"handed data or access outside: {value}", "memberi data atau akses ke luar: {value}"}, figure},
	"act_run":         {both{"ran code or started machines: {value}", "menjalankan kode atau mesin: {value}"}, figure},
	"act_destroy":     {both{"destroyed data: {value}", "menghancurkan data: {value}"}, figure},
	"known_ours":      {text: both{"the log itself says that it is ours", "log sendiri menyebutnya milik kita"}},
	"declared_batch":  {both{"within a batch that you named: {value}", "dalam proses batch yang kamu sebut: {value}"}, figure},
}

func (l Lang) dollars(v float64) string { return l.Decimal(v, 2) }

// callExpected are those of them whose figure is held against another.
var callExpected = map[string]both{
	"surprising_hour":    {"{usual} requests an hour", "{usual} permintaan per jam"},
	"surprising_day":     {"{usual} requests a day", "{usual} permintaan per hari"},
	"surprising_minutes": {"{usual} requests in ten minutes", "{usual} permintaan per sepuluh menit"},
	"rising":             {"{usual} requests a day", "{usual} permintaan per hari"},
	"cost_hour":          {"up to USD {usual} an hour", "paling banyak USD {usual} per jam"},
	"cost_day":           {"up to USD {usual} a day", "paling banyak USD {usual} per hari"},
	"failing":            {"{usual} of the calls", "{usual} panggilan"},
	"many_models":        {"{usual} an hour", "{usual} per jam"},
	"many_regions":       {"{usual} an hour", "{usual} per jam"},
	"many_addresses":     {"{usual} an hour", "{usual} per jam"},
}

// callInnocent explains them without a stranger.
var callInnocent = map[string]both{
	"surprising_hour":    {"a batch job, a retry storm, a runaway agent of ours", "pekerjaan batch, badai coba ulang, agen kita yang lepas kendali"},
	"surprising_day":     {"a batch job, a retry storm, a runaway agent of ours", "pekerjaan batch, badai coba ulang, agen kita yang lepas kendali"},
	"surprising_minutes": {"a batch job, a retry storm, a runaway agent of ours", "pekerjaan batch, badai coba ulang, agen kita yang lepas kendali"},
	"rising":             {"a launch, more customers", "peluncuran, pelanggan bertambah"},
	"cost_hour":          {"a runaway agent of ours, a changed price", "agen kita yang lepas kendali, harga berubah"},
	"cost_day":           {"a runaway agent of ours, a changed price", "agen kita yang lepas kendali, harga berubah"},
	"new_country":        {"a teammate travelling, a VPN, a new region", "rekan yang bepergian, VPN, wilayah baru"},
	"new_network":        {"a changed NAT or VPN, a new region, a teammate travelling", "NAT atau VPN berubah, wilayah baru, rekan bepergian"},
	"new_agent":          {"a new release, an updated library", "rilis baru, pustaka yang diperbarui"},
	"new_client":         {"a new release or tool", "rilis atau alat baru"},
	"new_region":         {"a move to a new region", "pindah ke wilayah baru"},
	"new_error":          {"a changed limit, a faulty release", "batas berubah, rilis yang bermasalah"},
	"undeclared":         {"a service of ours that nobody declared", "layanan kita yang belum disebutkan"},
	"new_together":       {"a teammate on a new machine, a new deployment", "rekan di mesin baru, penerapan baru"},
	"impossible_travel":  {"a VPN, two machines of one teammate", "VPN, dua mesin milik satu rekan"},
	"probing":            {"a teammate trying a new tool", "rekan yang mencoba alat baru"},
	"refused_around":     {"our own test of which models are open", "uji kita sendiri atas model yang terbuka"},
	"listed_then_used":   {"a tool of ours that lists models first", "alat kita yang mendaftar model dulu"},
	"failing":            {"a faulty release, a limit that was reached", "rilis bermasalah, batas yang tercapai"},
	"round_the_clock":    {"a batch job over night", "pekerjaan batch semalaman"},
	"many_models":        {"a comparison of models by us", "perbandingan model oleh kita"},
	"many_regions":       {"a roll-out to new regions", "perluasan ke wilayah baru"},
	"many_addresses":     {"a move to machines that come and go", "pindah ke mesin yang datang dan pergi"},
	"act_enable":         {"a colleague who set it up", "rekan yang menyiapkannya"},
	"act_persist":        {"a colleague or our automation", "rekan atau otomasi kita"},
	"act_evade":          {"a colleague or our automation", "rekan atau otomasi kita"},
	"act_secrets":        {"a service of ours that starts", "layanan kita yang mulai berjalan"},
	"act_share":          {"a colleague or our automation", "rekan atau otomasi kita"},
	"act_run":            {"our automation", "otomasi kita"},
	"act_destroy":        {"a clean-up of ours", "pembersihan oleh kita"},
}

// ExcessOf says how much above normal use there is, or how much could hide where none is
// measurable.
func (l Lang) ExcessOf(mid, low, high float64, measurable bool) string {
	if !measurable {
		return fmt.Sprintf(pick(l, "no measurable excess; at most %s requests could hide", "tak ada kelebihan terukur; paling banyak %s permintaan bisa tersembunyi"),
			l.Count(whole(max(high, 0))))
	}
	return fmt.Sprintf(pick(l, "about %s (%s to %s) requests above your normal use", "sekitar %s (%s sampai %s) permintaan di atas pemakaian biasa"),
		l.Count(whole(mid)), l.Count(whole(low)), l.Count(whole(high)))
}

// Compared says what use was held against: the way in which the past was chosen, and its span.
func (l Lang) Compared(how string, from, to time.Time, doubtful bool) string {
	span := l.Time(from) + pick(l, " to ", " sampai ") + l.Time(to)
	switch how {
	case "before_exposure":
		return pick(l, "compared with the key's own use, ", "dibandingkan dengan pemakaian kunci sendiri, ") + span
	case "older_half":
		text := pick(l, "compared with its older use, ", "dibandingkan dengan pemakaian lamanya, ") + span
		if doubtful {
			text += pick(l, "; strangers may be in it", "; orang asing mungkin ada di dalamnya")
		}
		return text
	case "siblings":
		return pick(l, "no past; compared with keys of the same project", "tanpa masa lalu; dibandingkan dengan kunci proyek yang sama")
	case "declared":
		return pick(l, "no past; compared with what you declared", "tanpa masa lalu; dibandingkan dengan yang kamu sebutkan")
	}
	return pick(l, "under a day of use before; nothing can be compared", "kurang dari sehari pemakaian sebelumnya; tak ada pembanding")
}

// Normal says what is usual of a key, and how that is known.
func (l Lang) Normal(p incident.Past, total incident.Amount) string {
	text := l.Compared(p.How, p.From, p.To, p.Doubtful)
	if p.To.Sub(p.From) < time.Hour {
		return text
	}
	per := pick(l, "requests an hour", "permintaan per jam")
	if total.Uncounted {
		per = pick(l, "thousand tokens an hour", "ribu token per jam")
	}
	return fmt.Sprintf(pick(l, "%s %s, seldom over %s; %s", "%s %s, jarang lebih dari %s; %s"), figure(l, p.Mean), per, figure(l, p.High), text)
}

// toldOf is a signal's sentence filled with its value and score; a value that has no place in it
// stands behind it.
func (l Lang) toldOf(text string, s incident.Signal) string {
	if !s.Value.IsEmpty() && !strings.Contains(text, "{value}") {
		text += ": {value}"
	}
	return fill(text, "value", s.Value.Line(60), "score", l.Decimal(s.Score, 1))
}
