package words

import (
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// What is said around the acts that limit or kill a key.

// ReadingLimits says that the vendor is asked which limits there are.
func (l Lang) ReadingLimits() string {
	return pick(l, "reading which limits can be set, and their present values", "membaca batas yang bisa dipasang, dan nilai sekarang")
}

// NoLimit goes back without one.
func (l Lang) NoLimit() string { return pick(l, "Set none", "Tidak memasang batas") }

// FinalTitle asks before a kill, which the vendor takes back within the time given; 0: never.
func (l Lang) FinalTitle(action string, within time.Duration) string {
	if action == "revoke-owner" {
		return pick(l, "Delete the owner with all its keys? This cannot be undone.", "Hapus pemilik beserta semua kuncinya? Ini tidak bisa dibatalkan.")
	}
	if within > 0 {
		return pick(l, "Revoke this key? It ", "Cabut kunci ini? Ini ") + l.ComesBack(within) + "."
	}
	return pick(l, "Revoke this key? This cannot be undone.", "Cabut kunci ini? Ini tidak bisa dibatalkan.")
}

// AboutToKill shows the record in full, how sure it is, and what breaks.
func (l Lang) AboutToKill(k incident.Key, f Figures) []string {
	var lines []string
	for _, p := range l.KillParts(k, f) {
		lines = append(lines, labelLine(p.Label, p.Text))
	}
	return lines
}

// KillParts is AboutToKill for whoever lays it out.
func (l Lang) KillParts(k incident.Key, f Figures) []Labelled {
	r := k.Record()
	if r == nil {
		return []Labelled{{Text: l.ByValue()}}
	}
	parts := []Labelled{{Label: pick(l, "record", "catatan"), Text: l.Record(*r)}}
	if k.Located.Chosen != "" {
		parts = append(parts, Labelled{Text: pick(l, "Chosen by a person among several that fit.", "Dipilih orang di antara beberapa yang cocok.")})
	} else {
		sure := Labelled{Text: l.matched(k)}
		if k.Located.Strength == providers.MaskOnly {
			sure.Short, sure.Caution = pick(l, "likely, not certain", "mungkin, belum pasti"), true
		}
		parts = append(parts, sure)
	}
	if k.Forecast == nil {
		parts = append(parts, Labelled{Text: pick(l, "Its usage is not saved: it may be lost with the key.", "Pemakaiannya belum tersimpan: bisa hilang bersama kunci."), Caution: true})
	}
	return append(parts, Labelled{Label: pick(l, "breaks", "dampak"), Text: l.breaks(f)})
}

// AlsoDies heads the list of keys that die with their owner, and says what that means.
func (l Lang) AlsoDies(n int) string {
	return pick(l, "dies with it, and what runs on it fails: ", "ikut mati, dan pemakainya gagal: ") + l.of(int64(n), nKey)
}

// NotRevoked is the question after a revocation that did not take place.
func (l Lang) NotRevoked() string {
	return pick(l, "It was not revoked. How do we go on?", "Belum dicabut. Bagaimana kita lanjut?")
}

// RevokeOnceMore sends a new request for the same record.
func (l Lang) RevokeOnceMore() string {
	return pick(l, "Revoke again: a new request, the phrase typed again", "Cabut lagi: permintaan baru, frasa diketik lagi")
}

// StopTheKey is the choice that leads to the kill.
func (l Lang) StopTheKey(undecided bool) string {
	if undecided {
		return pick(l, "Stop the key: choose what comes first", "Hentikan kunci: pilih yang didahulukan")
	}
	return pick(l, "Stop the key: revoke it", "Hentikan kunci: cabut")
}

// StopAnotherWay leads there after a claim that no probe bore out.
func (l Lang) StopAnotherWay() string {
	return pick(l, "Kill it in another way", "Matikan dengan cara lain")
}

// WaitForProof waits until the watch has ended.
func (l Lang) WaitForProof() string {
	return pick(l, "Wait for it; changes are told here", "Tunggu; perubahan disampaikan di sini")
}

// SettleTitle asks how a request of unknown end went.
func (l Lang) SettleTitle(act incident.Act) string {
	if act == incident.ActRevoke || act == incident.ActRevokeOwner {
		return pick(l, "Was it revoked?", "Apakah sudah tercabut?")
	}
	return pick(l, "Did it take place?", "Apakah itu terjadi?")
}

// Unsettled says what is known of it.
func (l Lang) Unsettled(op incident.Op) []string {
	p := l.UnsettledParts(op)
	return []string{p[0].Label + "  " + p[0].Text + ", " + p[1].Text, p[2].Text}
}

// UnsettledParts is Unsettled for whoever lays it out: the time and what, the target, what it
// means.
func (l Lang) UnsettledParts(op incident.Op) []Labelled {
	return []Labelled{
		{Label: l.Clock(op.At), Text: pick(l, "sent, and no answer is known: ", "terkirim, dan jawabannya tidak diketahui: ") + l.Act(op.Intent.Act)},
		{Text: l.StatementLine(op.Intent.Statement), Path: true},
		{Text: pick(l, "We do not know: it is read now, and not sent again before.", "Belum diketahui: dibaca sekarang, tidak dikirim lagi sebelumnya."), Caution: true},
	}
}

// ReadAgain reads it once more.
func (l Lang) ReadAgain() string {
	return pick(l, "Read record and key again", "Baca lagi catatan dan kuncinya")
}
