package words

import (
	"fmt"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// What is said around the replacement and the credentials related to the key.

// RotateIntro says what a rotation is about to do, and where to.
func (l Lang) RotateIntro(stores []string) []string {
	lines := []string{pick(l, "First a plan: it reads where the key stands and writes nothing.", "Mulai dengan rencana: membaca letak kunci, tidak menulis apa pun.")}
	for _, p := range l.StoreParts(stores) {
		if p.Path {
			p.Text = labelLine(p.Label, keepEnd(p.Text, 60))
		}
		lines = append(lines, p.Text)
	}
	return lines
}

// NameAStore is the choice to name one.
func (l Lang) NameAStore() string {
	return pick(l, "Name a store that holds the key", "Sebut penyimpanan yang memuat kunci")
}

// WhichStore asks where the key is kept.
func (l Lang) WhichStore() string {
	return pick(l, "where is the key kept, such as dotenv:.env (b goes back): ", "di mana kunci disimpan, misalnya dotenv:.env (b kembali): ")
}

// StoreName says why a name is not taken.
func (l Lang) StoreName(why string) []string {
	return []string{clean(why, 200), pick(l, "A store is named like dotenv:.env", "Penyimpanan ditulis seperti dotenv:.env")}
}

// PlanTitle and PlanFailed stand above a plan.
func (l Lang) PlanTitle() string {
	return pick(l, "Rotation plan. Nothing is written yet. How do we do it?", "Rencana penggantian. Belum ada yang ditulis. Bagaimana caranya?")
}

// PlanFailed asks how to go on where a plan does not stand.
func (l Lang) PlanFailed() string {
	return pick(l, "The plan does not stand yet. How do we go on?", "Rencananya belum bisa jalan. Bagaimana kita lanjut?")
}

// PlanLines are the rows of a rotation: what is created, kept, written and checked, with what
// became of each.
func (l Lang) PlanLines(k incident.Key) []string {
	n := k.Successor
	var lines []string
	add := func(verb, text string) { lines = append(lines, labelLine(verb, text)) }
	made := l.newKey(k)
	if n.Record != nil {
		made = pick(l, "done: ", "selesai: ") + l.Record(*n.Record)
	}
	add(pick(l, "create", "buat"), made)
	kept := pick(l, "its value, sealed in the incident's folder", "nilainya, tersegel di folder insiden")
	if n.Parked != nil {
		kept = pick(l, "done: ", "selesai: ") + l.Ending(n.Parked.Last4)
	}
	add(pick(l, "keep", "simpan"), kept)
	for _, p := range n.Places {
		text := l.wholePlace(p.Place) + "; " + l.Guard(p.Guard)
		if kept := l.keptBy(p.Place); kept != "" {
			text += "; " + kept
		}
		if !p.Written.IsZero() {
			text = l.wholePlace(p.Place) + "; " + l.PlaceState(p)
		}
		if !p.Warning.IsEmpty() {
			text += "; " + l.placeWarning(p.Place, 80)
		}
		if doubt := l.placeDoubt(p.Place); doubt != "" && p.Written.IsZero() {
			text += "; " + doubt
		}
		add(pick(l, "write", "tulis"), text)
	}
	check := pick(l, "every place is read back, and the new key is probed", "setiap tempat dibaca ulang, dan kunci baru diuji")
	if n.Probe != nil {
		check = l.Verdict(*n.Probe, "")
	}
	add(pick(l, "check", "periksa"), check)
	if !n.Done() && len(n.Places) > 0 {
		add(pick(l, "undo", "batal"), l.planUndo(k))
	}
	for _, p := range n.Holders {
		add(pick(l, "skips", "lewati"), l.Place(p)+pick(l, ", not written: ", ", tidak ditulis: ")+l.Reason(p.Off))
	}
	return lines
}

// UnderPassphrase is the choice to keep the new key's value under a passphrase.
func (l Lang) UnderPassphrase() string {
	return pick(l, "Keep its value under a passphrase instead", "Simpan nilainya di bawah frasa sandi saja")
}

// OpenWithPassphrase is the choice to open what is kept under a passphrase, and to go on.
func (l Lang) OpenWithPassphrase() string {
	return pick(l, "Type the passphrase that it is kept under, and go on", "Ketik frasa sandi penyimpannya, lalu lanjut")
}

// NoPassphraseKept says that nothing is kept under a passphrase here.
func (l Lang) NoPassphraseKept() string {
	return pick(l, "No passphrase was chosen here: unlock the keyring, or --unseal FILE.", "Belum ada frasa sandi di sini: buka keyring, atau --unseal FILE.")
}

// AskPassphrase asks for the passphrase, unseen; chosen: it is a new one.
func (l Lang) AskPassphrase(chosen bool) []string {
	if chosen {
		return []string{
			pick(l, "Choose a passphrase for what is kept sealed; nothing is shown.", "Pilih frasa sandi untuk yang disimpan tersegel; tidak ditampilkan."),
			fmt.Sprintf(pick(l, "It has at least %d characters.", "Sedikitnya %d karakter."), providers.LeastPassphrase),
			pick(l, "Without it the value is lost. Enter alone goes back.", "Tanpanya nilai itu hilang. Enter saja: kembali."),
		}
	}
	return []string{pick(l, "Type the passphrase chosen before; nothing is shown.", "Ketik frasa sandi yang dipilih dulu; tidak ditampilkan.")}
}

// PassphraseAgain asks for it once more.
func (l Lang) PassphraseAgain() string {
	return pick(l, "Type it once more.", "Ketik sekali lagi.")
}

// PassphrasesDiffer says that the two were not the same.
func (l Lang) PassphrasesDiffer() string {
	return pick(l, "The two differ: choose it again.", "Keduanya berbeda: pilih lagi.")
}

// DoAll and OneByOne are how a plan is carried out.
func (l Lang) DoAll() string {
	return pick(l, "Do it all, stop where something is not as planned", "Kerjakan semua, berhenti bila ada yang tidak sesuai")
}

// OneByOne asks before each write.
func (l Lang) OneByOne() string {
	return pick(l, "Do it one by one, asked before each write", "Satu per satu, ditanya sebelum tiap penulisan")
}

// NarrowTitle asks for the new key's lifetime.
func (l Lang) NarrowTitle() string {
	return pick(l, "How long shall the new key live?", "Berapa lama kunci baru berlaku?")
}

// NarrowWhy says why an expiry is offered.
func (l Lang) NarrowWhy() []string {
	return []string{pick(l, "A key that expires bounds the next leak; put the date in a calendar.", "Masa berlaku membatasi kebocoran berikutnya; catat tanggalnya.")}
}

// Expires is one lifetime as a choice.
func (l Lang) Expires(d time.Duration) string { return l.Short(d) }

// NoExpiry is the choice of none.
func (l Lang) NoExpiry() string { return pick(l, "No expiry", "Tanpa masa berlaku") }

// AlsoWrites says what follows the creation under the same agreement.
func (l Lang) AlsoWrites(places []incident.PlaceState) []string {
	lines := []string{pick(l, "The same yes also writes the new key to:", "Persetujuan yang sama juga menulis kunci baru ke:")}
	for _, p := range places {
		lines = append(lines, "  "+l.wholePlace(p.Place))
	}
	return lines
}

// TypeNewKey asks for a key that was made in the console, unseen.
func (l Lang) TypeNewKey() []string {
	return []string{
		pick(l, "Type or paste the new key; nothing is shown.", "Ketik atau tempel kunci baru; tidak ditampilkan."),
		pick(l, "Enter alone goes back.", "Enter saja: kembali."),
	}
}

// WritePlace asks about one place.
func (l Lang) WritePlace() string {
	return pick(l, "The new key is kept sealed. Write it now?", "Kunci baru tersimpan tersegel. Tulis sekarang?")
}

// AboutToWrite says where a write goes and how it is protected.
func (l Lang) AboutToWrite(p incident.Place, with []incident.Place) []string {
	var lines []string
	for _, part := range l.WriteParts(p, with) {
		lines = append(lines, labelLine(part.Label, part.Text))
	}
	return lines
}

// NotReadBack asks how to go on where the check did not hold.
func (l Lang) NotReadBack() string {
	return pick(l, "The new key is not confirmed everywhere. How do we go on?", "Kunci baru belum pasti di semua tempat. Bagaimana kita lanjut?")
}

// RestartReaders says what only people can do.
func (l Lang) RestartReaders() []string {
	return []string{
		pick(l, "The new key is in place and works.", "Kunci baru terpasang dan berfungsi."),
		pick(l, "Restart what reads it: this program cannot see your services.", "Mulai ulang pemakainya: program ini tidak bisa melihat layanan Anda."),
	}
}

// WhatOfRelated asks about one of several credentials at risk.
func (l Lang) WhatOfRelated() string {
	return pick(l, "What becomes of this related credential?", "Bagaimana dengan kredensial terkait ini?")
}

// RelatedTitle is WhatOfRelated with how many are undecided.
func (l Lang) RelatedTitle(open int) string { return l.WhatOfRelated() + " " + l.Undecided(open) }

// RelatedLines says what it is and why it is at risk.
func (l Lang) RelatedLines(r incident.RelatedRow) []string {
	name := clean(r.ID, 60)
	if r.Record != nil {
		name = l.Record(*r.Record)
	}
	lines := []string{name, pick(l, "at risk: ", "berisiko: ") + l.Relation(r.Relation)}
	if r.Record != nil {
		lines = append(lines, pick(l, "created ", "dibuat ")+l.Time(r.Record.Created)+pick(l, ", last used ", ", terakhir dipakai ")+l.Time(r.Record.LastUsed))
	}
	if said := l.unseenValue(r); said != "" {
		lines = append(lines, said)
	}
	return lines
}

// DecideTo is one decision as a choice.
func (l Lang) DecideTo(d incident.Decision) string {
	switch d {
	case incident.RotatedD:
		return pick(l, "Already rotated by us: say how", "Sudah kita ganti: sebutkan caranya")
	case incident.RevokedD:
		return pick(l, "Already revoked by us: say how", "Sudah kita cabut: sebutkan caranya")
	}
	return pick(l, "Keep it, with a reason and who approves", "Pertahankan, dengan alasan dan yang menyetujui")
}

// KeepAll is one decision for all that are left.
func (l Lang) KeepAll(n int) string {
	return fmt.Sprintf(pick(l, "Keep all %d that are left, with one reason", "Pertahankan semua %d yang tersisa, dengan satu alasan"), n)
}
