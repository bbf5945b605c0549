package words

import (
	"cmp"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// What the screens of the rotation and of the related credentials say, beyond the conversation
// in lines.

// planWidth is the room for the text of a plan's row on a terminal of 80 columns.
const planWidth = 48

// PlanRow is one line of a rotation: what is done to what, how, and whether and since when it is
// done.
type PlanRow struct {
	Verb, Text, How string
	Whole           string // Text in full, where that is longer
	Short           string // Text where room is short; "" for the same
	Done            bool
	At              time.Time // zero where it is not known
	Aside           bool      // nobody does it here: it is only told
}

// PlanRows are the lines of a rotation in their order. ByHand tells that the vendor's API does
// not make the new key.
func (l Lang) PlanRows(k incident.Key, byHand bool) []PlanRow {
	n := k.Successor
	made := PlanRow{Verb: pick(l, "create", "buat"), Text: l.newKey(k), Short: l.newKeyMay(k), How: "API"}
	if byHand {
		made.How = pick(l, "by you", "oleh Anda")
	}
	kept := PlanRow{Verb: pick(l, "keep", "simpan"), Text: pick(l, "its value, sealed in our folder", "nilainya, tersegel di folder kita"),
		Short: pick(l, "its value, sealed", "nilainya, tersegel"), How: pick(l, "here", "di sini")}
	if n.Record != nil {
		made.Text, made.Short, made.Done = clean(n.Record.ID, 60)+", "+l.Name(n.Record.Name, 40), "", true
	}
	if n.Parked != nil {
		made.Done, kept.Done = true, true
		kept.Text += ", " + l.Ending(n.Parked.Last4)
		kept.Short += ", " + l.Ending(n.Parked.Last4)
		if op, ok := k.LastOp(incident.ActCreate); ok && !n.Parked.ByHand {
			made.At, kept.At = op.DoneAt, op.DoneAt
		}
	}
	rows := []PlanRow{made, kept}
	for _, p := range n.Places {
		rows = append(rows, PlanRow{Verb: pick(l, "write", "tulis"), Text: l.placeIn(p.Place, planWidth), Whole: l.wholePlace(p.Place), How: l.guardShort(p.Guard), Done: !p.Written.IsZero(), At: p.Written})
	}
	check := PlanRow{Verb: pick(l, "check", "periksa"), Text: pick(l, "each place read back, the new key probed", "tiap tempat dibaca ulang, kunci baru diuji"),
		Short: pick(l, "read back, new key probed", "dibaca ulang, kunci baru diuji"), How: pick(l, "reads", "membaca")}
	if n.Done() {
		check.Done, check.At = true, n.ProbeAt
	}
	rows = append(rows, check, PlanRow{Verb: pick(l, "restart", "mulai"), Text: pick(l, "what reads it; it is not seen from here", "ulang pemakainya; tidak terlihat dari sini"),
		Short: pick(l, "what reads it; unseen here", "ulang pemakainya"), How: pick(l, "by you", "oleh Anda")})
	if !n.Done() && len(n.Places) > 0 {
		rows = append(rows, PlanRow{Verb: pick(l, "undo", "batal"), Text: l.planUndo(k), Aside: true})
	}
	for _, p := range n.Holders {
		rows = append(rows, PlanRow{Verb: pick(l, "skips", "lewati"), Text: l.Place(p) + pick(l, ", not written: ", ", tidak ditulis: ") + l.Reason(p.Off), Aside: true})
	}
	return rows
}

// planUndo says which of a plan's writes can be taken back.
func (l Lang) planUndo(k incident.Key) string {
	if k.Ended() {
		return pick(l, "none: the old value would not work any more", "tidak ada: nilai lama tidak akan berfungsi lagi")
	}
	return pick(l, "each write can be put back while the old key lives", "tiap tulisan bisa dikembalikan selama kunci lama hidup")
}

// WriteParts are where a write goes and how it is protected. with are the places that it changes besides.
func (l Lang) WriteParts(p incident.Place, with []incident.Place) []Labelled {
	parts := []Labelled{{Label: pick(l, "writes", "menulis"), Text: l.wholePlace(p), Path: true}}
	for _, o := range with {
		parts = append(parts, Labelled{Label: pick(l, "and", "dan"), Text: l.wholePlace(o), Path: true})
	}
	if len(with) > 0 {
		parts = append(parts, Labelled{Text: pick(l, "both in one write: nobody reads half of it", "sekaligus dalam satu tulisan: tak terbaca separuh")})
	}
	parts = append(parts, Labelled{Text: l.Guard(p.Guard)})
	if kept := l.keptBy(p); kept != "" {
		parts = append(parts, Labelled{Text: kept})
	}
	if !p.Warning.IsEmpty() {
		parts = append(parts, Labelled{Text: l.placeWarning(p, 120), Caution: true})
	}
	if doubt := l.placeDoubt(p); doubt != "" {
		parts = append(parts, Labelled{Text: doubt, Caution: true})
	}
	return parts
}

// guardShort is Guard in one word or two.
func (l Lang) guardShort(g providers.Guard) string {
	switch g {
	case providers.Guarded:
		return pick(l, "guarded", "terjaga")
	case providers.OtherOwner:
		return pick(l, "shared", "berbagi")
	}
	return pick(l, "unguarded", "tak dijaga")
}

// PlanHead is the title over a plan, and what is true beside it.
func (l Lang) PlanHead() (title, right string) {
	return pick(l, "Rotation plan", "Rencana penggantian"), pick(l, "nothing is written yet", "belum ada yang ditulis")
}

// Rotating is the title while a plan is carried out, and how many of its places are written.
func (l Lang) Rotating(k incident.Key) (title, right string) {
	written := 0
	for _, p := range k.Successor.Places {
		if !p.Written.IsZero() {
			written++
		}
	}
	return pick(l, "Rotation under way", "Penggantian berjalan"),
		pick(l, "written: ", "ditulis: ") + l.Count(int64(written)) + pick(l, " of ", " dari ") + l.of(int64(len(k.Successor.Places)), nHit)
}

// InPlace heads a rotation that is done.
func (l Lang) InPlace() string {
	return pick(l, "The new key is in place", "Kunci baru sudah terpasang")
}

// RotationEnded heads one that a person did or left out.
func (l Lang) RotationEnded(s incident.Status) string {
	return pick(l, "Rotation: ", "Penggantian: ") + l.StepStatus(s)
}

// Planning says what is waited for before a plan stands.
func (l Lang) Planning() string {
	return pick(l, "reading where the key stands; nothing is written", "membaca letak kunci; tidak ada yang ditulis")
}

// AlsoRelated leads to the related credentials; open is how many are undecided, below zero when
// nobody looked yet.
func (l Lang) AlsoRelated(open int) string {
	head := pick(l, "Other credentials at risk: ", "Kredensial lain yang berisiko: ")
	switch {
	case open < 0:
		return head + pick(l, "not looked for yet", "belum dicari")
	case open == 0:
		return head + pick(l, "none is undecided", "semua sudah diputuskan")
	}
	return head + l.Undecided(open)
}

// RevokeOld leads to the old key after its replacement.
func (l Lang) RevokeOld() string {
	return pick(l, "Go on to revoke the old key", "Lanjut mencabut kunci lama")
}

// WhyWhileUsed asks for the reason to revoke a key that may still be used.
func (l Lang) WhyWhileUsed() string {
	return pick(l, "Why may it die while it may be used?", "Mengapa boleh mati saat mungkin dipakai?")
}

// NothingToTakeBack says that there is no write yet.
func (l Lang) NothingToTakeBack() string {
	return pick(l, "nothing is written yet", "belum ada yang ditulis")
}

// VerbWriteKey writes the new key into a place, VerbCreateIt makes it.
func (l Lang) VerbWriteKey() string { return pick(l, "write it", "tulis") }

// VerbCreateIt makes the new key.
func (l Lang) VerbCreateIt() string { return pick(l, "create it", "buat kunci") }

// VerbLater leaves what is half done for later.
func (l Lang) VerbLater() string { return pick(l, "later", "nanti") }

// VerbKeepSealed takes a typed value in.
func (l Lang) VerbKeepSealed() string { return pick(l, "keep it sealed", "simpan tersegel") }

// ExpiryLeads says what a lifetime leads to.
func (l Lang) ExpiryLeads() string {
	return pick(l, "bounds the next leak; put the date in a calendar", "membatasi kebocoran berikutnya; catat tanggalnya")
}

// AlsoWritesTo is AlsoWrites for a screen: how many places, then each of them, short and whole.
func (l Lang) AlsoWritesTo(places []incident.PlaceState) (head string, each []Labelled) {
	for _, p := range places {
		each = append(each, Labelled{Short: l.placeIn(p.Place, planWidth), Text: l.wholePlace(p.Place)})
	}
	return pick(l, "The same yes also writes it to ", "Persetujuan yang sama juga menulisnya ke ") + l.of(int64(len(places)), nHit) + ":", each
}

// AsOldOne says that a new key has no expiry.
func (l Lang) AsOldOne() string { return pick(l, "as long as the old one", "selama kunci lama") }

// WhereKept asks where the key is kept.
func (l Lang) WhereKept() string {
	return pick(l, "Where is the key kept?", "Di mana kunci disimpan?")
}

// StoreExample says how a store is named.
func (l Lang) StoreExample() string {
	return pick(l, "A store is named like dotenv:.env; nothing is written by naming it.", "Penyimpanan ditulis seperti dotenv:.env; belum ada yang ditulis.")
}

// VerbNamesIt takes the name of a store.
func (l Lang) VerbNamesIt() string { return pick(l, "name it", "sebutkan") }

// NewKeyTitle asks for the key that was made in the console.
func (l Lang) NewKeyTitle() string {
	return pick(l, "Make the new key in the console", "Buat kunci baru di konsol")
}

// NewKeyIsOld says that the leaked key was given for the new one.
func (l Lang) NewKeyIsOld() string {
	return pick(l, "That is the leaked key itself; the new one is wanted.", "Itu kunci yang bocor; yang diminta kunci baru.")
}

// PassphraseTitle heads the question for a passphrase.
func (l Lang) PassphraseTitle() string {
	return pick(l, "Keep new keys under a passphrase", "Simpan kunci baru dengan frasa sandi")
}

// OpenTitle heads the question for the passphrase that a new key is kept under.
func (l Lang) OpenTitle() string {
	return pick(l, "Open what is kept sealed", "Buka yang tersimpan tersegel")
}

// ListingRelated says what is waited for before the list.
func (l Lang) ListingRelated() string {
	return pick(l, "listing what the same leak reaches; nothing is changed", "mendaftar apa yang terjangkau kebocoran; tidak mengubah apa pun")
}

// NoRelated says that nothing else is known to be at risk.
func (l Lang) NoRelated() string {
	return pick(l, "Nothing else was found at risk.", "Tidak ditemukan hal lain yang berisiko.")
}

// CouldNotList is one kind of credential that the vendor does not list.
func (l Lang) CouldNotList(what string) (label, text string) {
	return pick(l, "not listed", "tak terdaftar"), l.Unlisted(what)
}

// RelatedName is a related credential in a column.
func (l Lang) RelatedName(r incident.RelatedRow) string {
	if r.Record == nil {
		return cmp.Or(clean(r.ID, 60), l.Unknown())
	}
	name := l.Name(r.Record.Name, 40)
	if r.Relation == providers.MintedByIt && r.Record.Kind != "" { // its name is the log's word for the making
		name = l.KindShort(r.Record.Kind)
	}
	return name + ", " + clean(r.Record.ID, 60)
}

// GoneByRecord is why a related credential needs nothing more.
func (l Lang) GoneByRecord() string {
	return pick(l, "the vendor has no record of it any more", "penyedia tidak lagi punya catatannya")
}

// RelatedParts is all that is known of a related credential.
func (l Lang) RelatedParts(r incident.RelatedRow) []Labelled {
	parts := []Labelled{{Label: pick(l, "record", "catatan"), Text: l.RelatedName(r)}}
	if r.Record != nil && r.Record.Kind != "" {
		parts = append(parts, Labelled{Label: pick(l, "type", "jenis"), Text: l.Kind(r.Record.Kind)})
	}
	if r.Record != nil && !r.Record.ParentName.IsEmpty() && !strings.HasPrefix(r.Record.ID, r.Record.Parent+"/") { // else its id says it
		parts = append(parts, Labelled{Label: l.place(r.Record.Kind), Text: l.Name(r.Record.ParentName, 40)})
	}
	parts = append(parts, Labelled{Label: pick(l, "at risk", "berisiko"), Text: l.Relation(r.Relation)})
	if r.Record != nil {
		parts = append(parts, Labelled{Label: pick(l, "used", "dipakai"), Text: pick(l, "created ", "dibuat ") + l.Time(r.Record.Created) +
			pick(l, ", last used ", ", terakhir dipakai ") + l.Time(r.Record.LastUsed)})
	}
	if said := l.unseenValue(r); said != "" {
		parts = append(parts, Labelled{Label: pick(l, "value", "nilai"), Text: said})
	}
	if r.Decision != incident.Undecided && r.Decision != incident.WorkedD {
		text := l.Decision(r.Decision) + ": " + r.Reason.Line(120)
		if !r.Approver.IsEmpty() {
			text += pick(l, "; approved by ", "; disetujui ") + r.Approver.Line(40)
		}
		parts = append(parts, Labelled{Label: pick(l, "decided", "diputuskan"), Text: text})
	}
	return parts
}

// WhatWasDoneTitle, WhyKeptTitle and WhoApprovedTitle ask for what a decision is recorded with.
func (l Lang) WhatWasDoneTitle() string {
	return pick(l, "What was done, and by whom?", "Apa yang dikerjakan, dan oleh siapa?")
}

// WhyKeptTitle asks why a credential stays as it is.
func (l Lang) WhyKeptTitle() string { return pick(l, "Why does it stay?", "Mengapa dipertahankan?") }

// WhoApprovedTitle asks for the role that approves it.
func (l Lang) WhoApprovedTitle() string {
	return pick(l, "Who approves that, as a role?", "Siapa yang menyetujui, sebagai peran?")
}
