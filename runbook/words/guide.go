package words

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// Guide gives the manual steps at the vendor's console, one numbered step after another, with
// the address bare on a line of its own. do is revoke, create, usage or admin.
func (l Lang) Guide(do string, kind providers.Kind, g providers.Guide, last4 string) []string {
	vendor := l.Vendor(kind.Provider())
	lines := []string{l.guideWho(do, kind, vendor)}
	lines = append(lines, "1  "+pick(l, "Open this page and sign in:", "Buka halaman ini dan masuk:"), "   "+clean(g.URL, 200))
	row := l.row(g, last4)
	for _, step := range l.guideSteps(do, kind) {
		lines = append(lines, fill(step, "row", row, "place", l.place(kind)))
	}
	return lines
}

// row says how the key's row is found: by the ending where one may be shown.
func (l Lang) row(g providers.Guide, last4 string) string {
	switch {
	case last4 != "":
		return l.Ending(last4)
	case g.Row != "":
		return clean(g.Row, 40)
	}
	return pick(l, "of the leaked key", "kunci yang bocor")
}

func (l Lang) guideWho(do string, kind providers.Kind, vendor string) string {
	switch {
	case do == "admin" || kinds[kind].parent == account:
		return pick(l, "Who can: an owner of the organisation at ", "Yang bisa: pemilik organisasi di ") + vendor + "."
	case do == "usage":
		return pick(l, "Who can: whoever may see usage of the organisation.", "Yang bisa: siapa pun yang boleh melihat pemakaian organisasi.")
	case do == "create":
		return fill(pick(l, "Who can: a member of the {place} that the key belongs to.", "Yang bisa: anggota {place} pemilik kunci."), "place", l.place(kind))
	}
	return fill(pick(l, "Who can: an owner of the organisation or {place}, or the key's user.",
		"Yang bisa: pemilik organisasi atau {place}, atau pengguna kunci."), "place", l.place(kind))
}

func (l Lang) guideSteps(do string, kind providers.Kind) []string {
	switch do {
	case "create":
		begin := pick(l, "2  Choose the {place} of the old key, then create a new key.", "2  Pilih {place} kunci lama, lalu buat kunci baru.")
		if other, ok := lookup(l, begun, kind); ok {
			begin = other
		}
		return []string{
			begin,
			pick(l, "3  Give it no more rights than the old one, and an expiry.", "3  Jangan beri hak lebih dari yang lama; beri masa berlaku."),
			pick(l, "4  Copy the value: it is shown once. Type it in here, unseen.", "4  Salin nilainya: hanya tampil sekali. Ketik di sini, tak terlihat."),
		}
	case "usage":
		return []string{
			pick(l, "2  Choose the time since the exposure, and group by key.", "2  Pilih waktu sejak kebocoran, kelompokkan per kunci."),
			pick(l, "3  Note requests, tokens, models and cost of the key {row}.", "3  Catat permintaan, token, model, dan biaya kunci {row}."),
			pick(l, "4  Come back and note what you saw.", "4  Kembali ke sini dan catat yang Anda lihat."),
		}
	case "admin":
		return []string{
			pick(l, "2  Create an admin key with an expiry, for this incident.", "2  Buat kunci admin dengan masa berlaku, untuk insiden ini."),
			pick(l, "3  Copy it: it is shown once. Type it in here, unseen.", "3  Salin: hanya tampil sekali. Ketik di sini, tak terlihat."),
			pick(l, "4  Delete it in the same place when the incident is closed.", "4  Hapus di tempat yang sama setelah insiden ditutup."),
		}
	}
	if own, ok := revokeSteps[kind]; ok {
		var lines []string
		for _, step := range own {
			lines = append(lines, step.in(l))
		}
		return lines
	}
	return []string{
		pick(l, "2  Choose the right organisation, if there are several.", "2  Pilih organisasi yang benar, bila ada beberapa."),
		pick(l, "3  Find the row {row}; compare its last use as well.", "3  Cari baris {row}; bandingkan juga waktu pakainya."),
		pick(l, "4  Delete that key and confirm. This cannot be undone.", "4  Hapus kunci itu dan konfirmasi. Ini tidak bisa dibatalkan."),
		pick(l, "5  Come back: the key is probed here until it is proven dead.", "5  Kembali ke sini: kunci diuji sampai terbukti mati."),
	}
}

// WhoCanKill says why nothing here can revoke a key, and who can. Why stands in where no search
// was made. Looked lists where an admin credential was looked for; contact is the configured
// one, "" for none.
func (l Lang) WhoCanKill(k incident.Key, why incident.Reason, looked []LookedIn, contact providers.Untrusted) []string {
	const column = 11
	var lines []string
	for _, p := range l.WhoParts(k, why, looked, contact) {
		if p.Label != "" {
			p.Label += strings.Repeat(" ", max(2, column-len(p.Label)))
		}
		lines = append(lines, p.Label+p.Text)
	}
	return lines
}

// WhoParts is WhoCanKill for whoever lays it out.
func (l Lang) WhoParts(k incident.Key, why incident.Reason, looked []LookedIn, contact providers.Untrusted) []Labelled {
	kind, vendor := k.Identity.Kind, l.Vendor(k.Identity.Kind.Provider())
	record, f := k.Record(), k.Marks[incident.StepLocate].Failed
	if f == nil && record != nil {
		f = k.Stopped(incident.StepRevoke)
	}
	if f != nil {
		why = f.Reason
	}
	blind := why == incident.WhyNoAdmin || why == incident.WhyAdminSealed
	var parts []Labelled
	if lack, known := lacks[detail(f)]; known && blind {
		parts = append(parts, Labelled{Text: lack.what.in(l), Caution: true}, Labelled{Text: lack.do.in(l)})
	} else if said := l.notFromHere(why, vendor, looked); said != "" {
		parts = append(parts, Labelled{Text: said, Caution: true})
	}
	add := func(label, text string) {
		if text != "" {
			parts = append(parts, Labelled{Label: label, Text: text})
		}
	}
	switch {
	case blind && len(looked) > 0:
		add(pick(l, "looked in", "dicari di"), l.lookedIn(looked))
	case !blind:
		if f != nil {
			add("", l.Answered(f.Fail))
		}
		if k.Located != nil && record == nil {
			add("", l.Located(*k.Located))
		}
	}
	if record != nil {
		add(pick(l, "record", "catatan"), l.Record(*record))
		if why == incident.WhyNotOffered && !record.Expires.IsZero() {
			add(pick(l, "ends", "berakhir"), l.Time(record.Expires)+pick(l, ", by itself", ", dengan sendirinya"))
		}
	}
	if !contact.IsEmpty() {
		add(pick(l, "call", "hubungi"), contact.Line(60))
	}
	add("", l.guideWho("revoke", kind, vendor))
	if blind && record == nil {
		add("", fill(pick(l, "Unknown without it: {place}, owner, what breaks, cost.", "Tidak diketahui tanpanya: {place}, pemilik, dampak, biaya."), "place", l.place(kind)))
	}
	return parts
}

// notFromHere says why a key is not revoked from here, "" where nothing is known to be in the way.
func (l Lang) notFromHere(why incident.Reason, vendor string, looked []LookedIn) string {
	found := slices.ContainsFunc(looked, func(p LookedIn) bool { return p.Found }) // since the read
	switch {
	case why == "":
		return ""
	case why == incident.WhyNotOffered:
		return fill(pick(l, "{vendor} ends no key of this kind through its API.", "{vendor} tidak mengakhiri kunci jenis ini lewat API-nya."), "vendor", clean(vendor, 24))
	case why == incident.WhyNoAdmin && found:
		return fmt.Sprintf(pick(l, "The %s admin key that is here now was not used yet: look again.", "Kunci admin %s yang kini ada belum dipakai: baca ulang."), clean(vendor, 24))
	}
	return l.Why(why, vendor)
}

// LookedIn is a place where an admin credential is looked for, and whether one is there now.
type LookedIn struct {
	Place string // the name of a variable, or our own command
	Found bool
}

// lookedIn says what was found where.
func (l Lang) lookedIn(all []LookedIn) string {
	var said []string
	for _, p := range all {
		state := pick(l, ": none", ": tidak ada")
		if p.Found {
			state = pick(l, ": found", ": ada")
		}
		said = append(said, clean(p.Place, 50)+state)
	}
	return strings.Join(said, "; ")
}

// AskSomeone is a text for the chat that asks for help without the key. It holds the key's
// kind, ending and console page, and asks for no secret in return.
func (l Lang) AskSomeone(id string, kind providers.Kind, g providers.Guide, last4 string, alive time.Time) []string {
	vendor := l.Vendor(kind.Provider())
	state := pick(l, "It is not checked yet.", "Belum diperiksa.")
	if !alive.IsZero() {
		state = pick(l, "It was alive at ", "Masih aktif pada ") + l.Time(alive) + "."
	}
	return []string{
		ShortID(id) + pick(l, ": a key leaked and must be deleted now.", ": sebuah kunci bocor dan harus segera dihapus."),
		pick(l, "Kind: ", "Jenis: ") + l.Kind(kind) + ", " + l.Ending(last4) + ". " + state,
		fill(pick(l, "Please delete the row {row} at {vendor}:", "Mohon hapus baris {row} di {vendor}:"), "row", l.row(g, last4), "vendor", vendor),
		clean(g.URL, 200),
		pick(l, "We watch it from here and see when it dies. Send no key by chat.", "Kami pantau dari sini. Jangan kirim kunci lewat obrolan."),
	}
}

// Way is how a capability is had for a kind.
func (l Lang) Way(w providers.Way) string {
	switch w {
	case providers.Auto:
		return pick(l, "auto", "otomatis")
	case providers.Guided:
		return pick(l, "guided", "dipandu")
	case providers.OfWhole:
		return pick(l, "whole", "keseluruhan")
	}
	return pick(l, "by hand", "manual")
}

var capabilities = map[providers.Capability]both{
	providers.CanValidate: {"tell whether it works", "memeriksa apakah berfungsi"},
	providers.CanLocate:   {"find its record", "menemukan catatannya"},
	providers.CanContain:  {"limit it", "membatasinya"},
	providers.CanRevoke:   {"revoke it", "mencabutnya"},
	providers.CanProve:    {"prove it dead", "membuktikan kematiannya"},
	providers.CanUsage:    {"read its usage", "membaca pemakaiannya"},
	providers.CanCost:     {"read its cost", "membaca biayanya"},
	providers.CanAudit:    {"read the audit log", "membaca log audit"},
	providers.CanReplace:  {"create a replacement", "membuat penggantinya"},
	providers.CanRelate:   {"list what else is at risk", "mendaftar yang ikut berisiko"},
	providers.CanControls: {"read the protective settings", "membaca pengaturan pelindung"},
}

// Capability says what can be done.
func (l Lang) Capability(c providers.Capability) string {
	if text, ok := lookup(l, capabilities, c); ok {
		return text
	}
	return clean(string(c), 30)
}

// Rights says what an admin credential may do and lacks.
func (l Lang) Rights(r providers.Rights) []string {
	name := func(all []providers.Capability) string {
		var names []string
		for _, c := range all {
			names = append(names, l.Capability(c))
		}
		return l.list(names)
	}
	var lines []string
	add := func(label string, all []providers.Capability) {
		if len(all) > 0 {
			lines = append(lines, Wrap(label+name(all)+".", Width)...)
		}
	}
	if !r.Org.IsEmpty() {
		lines = append(lines, pick(l, "Organisation: ", "Organisasi: ")+r.Org.Line(50)+".")
	}
	acts := []providers.Capability{providers.CanContain, providers.CanRevoke, providers.CanReplace}
	unclear, untested := []providers.Capability{}, []providers.Capability{}
	for _, c := range r.Unclear {
		if slices.Contains(acts, c) {
			untested = append(untested, c)
		} else {
			unclear = append(unclear, c)
		}
	}
	add(pick(l, "For a leaked key it may: ", "Untuk kunci bocor boleh: "), r.Can)
	add(pick(l, "It may not: ", "Tidak boleh: "), r.Lacks)
	add(pick(l, "No clear answer to: ", "Tidak ada jawaban jelas: "), unclear)
	add(pick(l, "Not tested, for a test would change something: ", "Tidak diuji, sebab ujinya akan mengubah sesuatu: "), untested)
	return lines
}

// Manual says what happens with a step that a person does.
func (l Lang) Manual(s incident.Step) string {
	if s == incident.StepRevoke || s == incident.StepRotate {
		return pick(l, "Do it, then say so here; a probe checks it.", "Kerjakan, lalu beri tahu di sini; akan diuji.")
	}
	return pick(l, "Do it, then note here what you did.", "Kerjakan, lalu catat di sini apa yang dilakukan.")
}
