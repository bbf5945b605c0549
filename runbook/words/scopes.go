package words

import (
	"strings"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// ScopesTitle asks for the new key's rights.
func (l Lang) ScopesTitle() string {
	return pick(l, "What may the new key do?", "Apa saja hak kunci baru?")
}

// ScopesWhy says why fewer rights are offered, and what is known of the old key's.
func (l Lang) ScopesWhy(k incident.Key) []string {
	lines := []string{pick(l, "Fewer rights bound the next leak; a service that needs more will fail.",
		"Hak sempit membatasi kebocoran; layanan yang perlu lebih akan gagal.")}
	switch s := k.Successor.Scopes; {
	case s == nil || s.Known:
	case k.LacksRights():
		lines = append(lines, pick(l, "The old key has not all rights, and which it has cannot be read.", "Hak kunci lama terbatas, dan daftarnya tidak bisa dibaca."))
	default:
		lines = append(lines, pick(l, "Which rights the old key has cannot be read.", "Hak kunci lama tidak bisa dibaca."))
	}
	return lines
}

// Scopes is one choice of rights: what it is, and what it leads to.
func (l Lang) Scopes(k incident.Key, c incident.ScopeChoice) (title, leads string) {
	switch c.ID {
	case incident.ScopesSame:
		return pick(l, "The rights of the old key", "Hak kunci lama"), scopeList(c.Scopes)
	case incident.ScopesAll:
		title = pick(l, "All rights of its owner", "Semua hak pemiliknya")
		if s := k.Successor.Scopes; s == nil || !s.Known {
			return title, pick(l, "perhaps more than the old key has", "mungkin lebih dari hak kunci lama")
		}
		return title, pick(l, "as the old key has", "sama seperti kunci lama")
	case providers.ScopesModels:
		return pick(l, "Only list models and call them", "Hanya mendaftar dan memanggil model"), pick(l, "no files, no settings", "tanpa berkas dan pengaturan")
	}
	return pick(l, "Scopes ", "Scope ") + clean(c.ID, 40), scopeList(c.Scopes)
}

// NameScopes is the choice to name them, NameScopesHint how.
func (l Lang) NameScopes() string {
	return pick(l, "Name the rights", "Sebutkan haknya")
}

// NameScopesHint says how scopes are typed.
func (l Lang) NameScopesHint() string {
	return pick(l, "By the provider's names, such as api.model.read, api.model.request",
		"Menurut nama penyedia, misalnya api.model.read, api.model.request")
}

// NewRights says on one line what a new key gets where nothing is chosen, or was chosen.
func (l Lang) NewRights(k incident.Key, chosen []string) string {
	s := k.Successor.Scopes
	switch {
	case s == nil:
		return pick(l, "no more rights than the old one", "hak tidak melebihi yang lama")
	case len(chosen) > 0:
		return pick(l, "scopes: ", "scope: ") + scopeList(chosen)
	case s.Known && len(s.Own) > 0:
		return pick(l, "scopes of the old one: ", "scope yang lama: ") + scopeList(s.Own)
	case s.Known:
		return pick(l, "all rights of its owner, as the old one", "semua hak pemiliknya, seperti yang lama")
	}
	return pick(l, "all rights of its owner; the old one's cannot be read", "semua hak pemiliknya; hak yang lama tak terbaca")
}

// scopeList names scopes; vendors' names are outside text.
func scopeList(scopes []string) string { return clean(strings.Join(scopes, ", "), 120) }

// newKey is the new key of a plan, before it is made.
func (l Lang) newKey(k incident.Key) string {
	return pick(l, "a key of the same kind, ", "kunci sejenis, ") + l.newKeyMay(k)
}

// newKeyMay is how far the rights of the new key go.
func (l Lang) newKeyMay(k incident.Key) string {
	switch s := k.Successor.Scopes; {
	case s == nil, s.Known:
		return pick(l, "no wider than the old one", "tidak lebih luas dari yang lama")
	case k.LacksRights():
		return pick(l, "with rights that you choose", "dengan hak yang Anda pilih")
	}
	return pick(l, "the old rights are unread", "hak lama tak terbaca")
}
