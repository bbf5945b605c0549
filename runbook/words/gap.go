package words

import (
	"fmt"
	"slices"
	"strings"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

var gapNames = map[string]both{
	"usage":           {"usage", "pemakaian"},
	"cost":            {"cost", "biaya"},
	"whole cost":      {"the cost of all beside it", "biaya keseluruhan"},
	"audit":           {"the audit log", "log audit"},
	"controls":        {"the protective settings", "pengaturan pelindung"},
	"record":          {"the key's record", "catatan kunci"},
	"related":         {"related credentials", "kredensial terkait"},
	"usage by hour":   {"usage by the hour", "pemakaian per jam"},
	"usage by minute": {"usage by the minute", "pemakaian per menit"},
	"usage minutes":   {"usage by the minute", "pemakaian per menit"},
	"usage hours":     {"usage by the hour", "pemakaian per jam"},
	"usage days":      {"usage by the day", "pemakaian per hari"},
}

// Gap says which data is missing or not settled, since when and why. It never reads as zero.
func (l Lang) Gap(g incident.Gap, vendor string) string {
	return l.gapName(g.What) + ": " + l.gapState(g) + l.gapSpan(g) + "; " + l.WhyWithin(g.Why, vendor)
}

func (l Lang) gapState(g incident.Gap) string {
	switch g.Why {
	case incident.WhyUnsettled:
		return pick(l, "not settled", "belum final")
	case incident.WhyShared:
		return pick(l, "an estimate", "perkiraan")
	}
	return l.Unknown()
}

func (l Lang) gapName(what string) string {
	if name, ok := lookup(l, gapNames, what); ok {
		return name
	}
	if family, ok := strings.CutPrefix(what, "usage "); ok {
		return gapNames["usage"].in(l) + " " + clean(family, 30)
	}
	return clean(what, 40)
}

func (l Lang) gapSpan(g incident.Gap) string {
	switch {
	case g.From.IsZero() && g.To.IsZero():
		return ""
	case g.To.IsZero():
		return pick(l, " since ", " sejak ") + l.Time(g.From)
	case g.From.IsZero():
		return pick(l, " until ", " sampai ") + l.Time(g.To)
	}
	return pick(l, " from ", " dari ") + l.Time(g.From) + pick(l, " to ", " sampai ") + l.Time(g.To)
}

var hidden = map[string]both{
	"address": {"address", "alamat"},
	"client":  {"client", "klien"},
	"country": {"country", "negara"},
	"tokens":  {"tokens", "token"},
	"money":   {"cost by key", "biaya per kunci"},
	"region":  {"region", "wilayah"},
	"prompt":  {"prompts", "prompt"},
	"prompts": {"prompts", "prompt"},
	"user":    {"end user", "pengguna akhir"},
}

// Hidden says which dimensions the vendor does not tell anybody, or "" for none.
func (l Lang) Hidden(dimensions []string, vendor string) string {
	if len(dimensions) == 0 {
		return ""
	}
	var names []string
	for _, d := range dimensions {
		name, ok := lookup(l, hidden, d)
		if !ok {
			name = clean(d, 24)
		}
		names = append(names, name)
	}
	return fill(pick(l, "not exposed by {vendor}: ", "tidak dibuka oleh {vendor}: "), "vendor", clean(vendor, 24)) + strings.Join(names, ", ")
}

var lookedFor = map[providers.Trace]both{
	providers.TraceKeys:       {"new keys", "kunci baru"},
	providers.TraceKeyEdits:   {"changed keys", "kunci yang diubah"},
	providers.TraceAccounts:   {"new service accounts", "akun layanan baru"},
	providers.TraceProjects:   {"new or changed projects", "proyek baru atau diubah"},
	providers.TraceWorkspaces: {"new or changed workspaces", "ruang kerja baru atau diubah"},
	providers.TraceLimits:     {"changed limits", "batas yang diubah"},
	providers.TraceUsers:      {"new or changed users", "pengguna baru atau diubah"},
	providers.TraceInvites:    {"invitations", "undangan"},
	providers.TraceRoles:      {"changed roles", "peran yang diubah"},
	providers.TraceAddress:    {"changed lists of allowed addresses", "daftar alamat yang diubah"},
	providers.TraceSettings:   {"changed settings of the organisation", "pengaturan organisasi yang diubah"},
	providers.TraceLogins:     {"logins", "login"},
	providers.TraceDeployKeys: {"new deploy or SSH keys", "kunci deploy atau SSH baru"},
	providers.TraceHooks:      {"new or changed webhooks", "webhook baru atau berubah"},
	providers.TraceSessions:   {"temporary credentials", "kredensial sementara"},
	providers.TraceMachines:   {"new machines and functions", "mesin dan fungsi baru"},
	providers.TraceRuns:       {"workflow runs", "jalannya workflow"},
	providers.TraceLogging:    {"logging turned off", "pencatatan yang dimatikan"},
	providers.TraceGuards:     {"guardrails and detectors removed", "pagar pengaman dan pendeteksi yang dihapus"},
	providers.TraceShares:     {"data shared outside", "data yang dibagikan ke luar"},
}

// LookedFor is the outcome of one search for something left behind.
func (l Lang) LookedFor(k incident.Looked, vendor string) string {
	name, ok := lookup(l, lookedFor, providers.Trace(k.For))
	if !ok {
		name = clean(k.For, 40)
	}
	switch {
	case len(k.Found) > 0:
		return name + ": " + pick(l, "found, ", "ditemukan, ") + l.of(int64(len(k.Found)), nEntry)
	case k.Why != "":
		return name + ": " + l.Unknown() + "; " + l.WhyWithin(k.Why, vendor)
	}
	return name + ": " + pick(l, "looked for, not found", "dicari, tidak ditemukan")
}

// LookedInLog is the outcome of one search in a log that was brought, without a provider to ask:
// acts says whether it has any acts.
func (l Lang) LookedInLog(k incident.Looked, acts bool) string {
	if acts || k.Why != "" && k.Why != incident.WhyNotOffered {
		return l.LookedFor(k, pick(l, "the provider", "penyedia"))
	}
	name, ok := lookup(l, lookedFor, providers.Trace(k.For))
	if !ok {
		name = clean(k.For, 40)
	}
	return name + pick(l, ": unknown; the log has no acts", ": tidak diketahui; log ini tidak memuat tindakan")
}

// LeftBehind is one act that left something behind, and what it concerns.
func (l Lang) LeftBehind(kind string, act, target providers.Untrusted) string {
	name, ok := lookup(l, lookedFor, providers.Trace(kind))
	if !ok {
		name = clean(kind, 40)
	}
	text := name + ": " + l.Name(act, 60)
	if !target.IsEmpty() {
		text += ", " + target.Line(60)
	}
	return text
}

// mostActs is how many acts of a kind are told one by one.
const mostActs = 3

// actsOf tells when each act of a kind was, and what it concerns: the newest first, as many as fit.
func (l Lang) actsOf(u incident.FetchedData, k incident.Looked) string {
	var told []string
	for _, a := range slices.Backward(u.Audit) {
		if !slices.Contains(k.Found, a.ID) {
			continue
		}
		if len(told) == mostActs {
			told = append(told, fmt.Sprintf(pick(l, "%d more", "%d lagi"), len(k.Found)-mostActs))
			break
		}
		on := a.Target
		if on == "" {
			on = a.Type
		}
		told = append(told, l.at(a.At, u.AsOf)+" "+clean(on, 60))
	}
	if len(told) == 0 {
		return ""
	}
	return ": " + strings.Join(told, ", ")
}

var costMethods = map[string]both{
	"no_cost":       {"no cost was readable: money is unknown", "biaya tidak terbaca: nilainya tidak diketahui"},
	"by_line":       {"cost lines shared by the use of the model they name", "baris biaya dibagi menurut pemakaian modelnya"},
	"by_tokens":     {"the vendor's cost shared by tokens", "biaya vendor dibagi menurut token"},
	"with_own_rate": {"days without cost yet, at the prices billed before for this key's use", "hari tanpa biaya, dihitung dari harga tagihan kunci ini sebelumnya"},
}

// CostMethod says how the money was found.
func (l Lang) CostMethod(name string) string {
	if text, ok := lookup(l, costMethods, name); ok {
		return text
	}
	return clean(name, 40)
}
