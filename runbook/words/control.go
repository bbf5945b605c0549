package words

import "firebreak/providers"

// control is one protective setting: its title, and the action that switches it on.
type control struct{ title, action both }

var controls = map[string]control{
	"spend-limit": {
		both{"a hard spend limit of the project", "batas belanja mutlak proyek"},
		both{"Set a hard spend limit on the key's project.", "Pasang batas belanja mutlak pada proyek kunci."}},
	"org-spend-limit": {
		both{"a hard spend limit of the organisation", "batas belanja mutlak organisasi"},
		both{"Set a hard spend limit on the organisation.", "Pasang batas belanja mutlak pada organisasi."}},
	"rate-limit": {
		both{"rate limits below the vendor's default", "batas laju di bawah bawaan vendor"},
		both{"Lower the project's rate limits to what its services need.", "Turunkan batas laju proyek sesuai kebutuhan layanannya."}},
	"ip-allowlist": {
		both{"an IP allow-list", "daftar izin alamat IP"},
		both{"Restrict the organisation's keys to our own addresses.", "Batasi kunci organisasi ke alamat kita sendiri."}},
	"key-expiry": {
		both{"an expiry of the key", "masa berlaku kunci"},
		both{"Give each key an expiry date.", "Beri setiap kunci tanggal kedaluwarsa."}},
	"key-scopes": {
		both{"narrow scopes of the key", "cakupan kunci yang sempit"},
		both{"Give each key only the scopes that its service needs.", "Beri setiap kunci hanya cakupan yang diperlukan layanannya."}},
	"secret-scanning": {
		both{"secret scanning of the repositories", "pemindaian rahasia pada repositori"},
		both{"Switch on secret scanning for every repository.", "Nyalakan pemindaian rahasia untuk setiap repositori."}},
	"push-protection": {
		both{"push protection against secrets", "perlindungan push dari rahasia"},
		both{"Switch on push protection for every repository.", "Nyalakan perlindungan push untuk setiap repositori."}},
	"api-restriction": {
		both{"the key restricted to some APIs", "kunci dibatasi ke beberapa API"},
		both{"Restrict each key to the APIs that its service calls.", "Batasi tiap kunci ke API yang dipanggil layanannya."}},
	"caller-restriction": {
		both{"the key restricted by address, site or app", "kunci dibatasi menurut alamat, situs, atau aplikasi"},
		both{"Restrict each key to the addresses, sites or apps that use it.", "Batasi tiap kunci ke alamat, situs, atau aplikasi pemakainya."}},
	"quota": {
		both{"a quota on the project's calls", "kuota atas panggilan proyek"},
		both{"Set a quota on the APIs that cost money.", "Pasang kuota pada API yang berbiaya."}},
	"budget": {
		both{"a budget that warns", "anggaran yang memberi peringatan"},
		both{"Set a budget that warns of spending above the usual.", "Pasang anggaran yang memperingatkan belanja di atas biasa."}},
	"key-creation": {
		both{"a policy against making such keys", "kebijakan yang melarang pembuatan kunci begini"},
		both{"Forbid such keys by organisation policy where none is needed.", "Larang kunci begini lewat kebijakan organisasi bila tak perlu."}},
	"data-access-log": {
		both{"the log of data access", "log akses data"},
		both{"Switch on the log of data access for the APIs in use.", "Nyalakan log akses data bagi API yang dipakai."}},
	"audit-log": {
		both{"the audit log", "log audit"},
		both{"Switch on the audit log of the organisation.", "Nyalakan log audit organisasi."}},
	"rotation": {
		both{"regular rotation of the key", "penggantian kunci berkala"},
		both{"Rotate keys of this kind on a schedule.", "Ganti kunci jenis ini secara terjadwal."}},
}

// Control says whether a protective setting is on: "present: a hard spend limit, USD 50".
func (l Lang) Control(id string, state providers.ControlState, detail providers.Untrusted) string {
	text := l.ControlState(state) + ": " + l.ControlTitle(id)
	if !detail.IsEmpty() {
		text += ", " + detail.Line(30)
	}
	return text
}

// ControlTitle names a protective setting.
func (l Lang) ControlTitle(id string) string {
	if c, ok := controls[id]; ok {
		return c.title.in(l)
	}
	return clean(id, 30)
}

// ControlState is whether a setting is on, in a word or two.
func (l Lang) ControlState(s providers.ControlState) string {
	switch s {
	case providers.ControlPresent:
		return pick(l, "present", "ada")
	case providers.ControlAbsent:
		return pick(l, "absent", "tidak ada")
	}
	return pick(l, "not readable", "tidak terbaca")
}

// ControlAction is the action that an absent setting asks for, as a report proposes it.
func (l Lang) ControlAction(id string) string {
	if c, ok := controls[id]; ok {
		return c.action.in(l)
	}
	return pick(l, "Switch on the setting ", "Nyalakan pengaturan ") + clean(id, 30) + "."
}

var relations = map[providers.Relation]both{
	providers.SameOwner:     {"same owner", "pemilik yang sama"},
	providers.SameProject:   {"same project", "proyek yang sama"},
	providers.SameWorkspace: {"same workspace", "ruang kerja yang sama"},
	providers.SameFile:      {"same file", "berkas yang sama"},
	providers.SameStore:     {"same store", "penyimpanan yang sama"},
	providers.MintedByIt:    {"minted by it", "dibuat olehnya"},
	providers.WithinReach:   {"within its reach", "dalam jangkauannya"},
}

// Relation says why a credential is at risk too.
func (l Lang) Relation(r providers.Relation) string {
	if word, ok := lookup(l, relations, r); ok {
		return word
	}
	return clean(string(r), 30)
}

var unlisted = map[string]both{
	"keys made with it":              {"keys that it made", "kunci yang dibuat olehnya"},
	"what its stores hold beside it": {"what its stores hold beside it", "isi lain di penyimpanannya"},
	"provider":                       {"everything at the provider", "semuanya di penyedia"},
	"organisation secrets":           {"secrets of organisations that it may not list", "rahasia organisasi yang tidak boleh didaftarnya"},
	"repository secrets":             {"secrets of repositories that it may not list", "rahasia repositori yang tidak boleh didaftarnya"},
	"secrets of more repositories":   {"secrets of the other repositories: only the latest are asked", "rahasia repositori lain: hanya yang terbaru ditanyai"},
	"organisation access":            {"what else of its owner reaches organizations (SAML)", "akses lain milik pemiliknya ke organisasi (SAML)"},
	"repositories":                   {"the repositories that it reaches", "repositori yang dijangkaunya"},
	"the API keys of the project":    {"the API keys of the project", "kunci API proyek itu"},
	"keys of other projects":         {"keys of other projects", "kunci proyek lain"},
	"keys of projects not readable":  {"keys of projects that may not be read", "kunci proyek yang tidak boleh dibaca"},
}

// Unlisted says what could not be listed among the credentials at risk.
func (l Lang) Unlisted(what string) string {
	if text, ok := lookup(l, unlisted, what); ok {
		return text
	}
	return clean(what, 60)
}
