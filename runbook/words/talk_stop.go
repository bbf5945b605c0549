package words

import (
	"firebreak/runbook/incident"
)

// What is said around the acts that limit or kill a key.

// ReadingLimits says that the vendor is asked which limits there are.
func (l Lang) ReadingLimits() string {
	return pick(l, "reading which limits can be set, and their present values", "membaca batas yang bisa dipasang, dan nilai sekarang")
}

// NoLimit goes back without one.
func (l Lang) NoLimit() string { return pick(l, "Set none", "Tidak memasang batas") }

// FinalTitle asks before an act that cannot be undone.
func (l Lang) FinalTitle(action string) string {
	if action == "revoke-owner" {
		return pick(l, "Delete the owner with all its keys? This cannot be undone.", "Hapus pemilik beserta semua kuncinya? Ini tidak bisa dibatalkan.")
	}
	return pick(l, "Revoke this key? This cannot be undone.", "Cabut kunci ini? Ini tidak bisa dibatalkan.")
}

// AboutToKill shows the record in full, how sure it is, and what breaks.
func (l Lang) AboutToKill(k incident.Key, f Figures) []string {
	r := k.Record()
	if r == nil {
		return []string{l.Strength("")}
	}
	lines := []string{labelLine(pick(l, "record", "catatan"), l.Record(*r))}
	if k.Located.Chosen != "" {
		lines = append(lines, labelLine("", pick(l, "Chosen by a person among several that fit.", "Dipilih orang di antara beberapa yang cocok.")))
	} else {
		lines = append(lines, labelLine("", l.Strength(k.Located.Strength)))
	}
	if k.Forecast == nil {
		lines = append(lines, labelLine("", pick(l, "Its usage is not saved: it may be lost with the key.", "Pemakaiannya belum tersimpan: bisa hilang bersama kunci.")))
	}
	return append(lines, labelLine(pick(l, "breaks", "dampak"), l.breaks(l.consumer(f.Consumer), f)))
}

// AlsoDies heads the list of keys that die with their owner.
func (l Lang) AlsoDies(n int) string {
	return pick(l, "dies with it: ", "ikut mati: ") + l.of(int64(n), nKey)
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
	return []string{
		l.Clock(op.At) + pick(l, "  sent, and no answer is known: ", "  terkirim, dan jawabannya tidak diketahui: ") + l.Act(op.Intent.Act) + ", " + l.StatementLine(op.Intent.Statement),
		pick(l, "We do not know: it is read now, and not sent again before.", "Belum diketahui: dibaca sekarang, tidak dikirim lagi sebelumnya."),
	}
}

// ReadAgain reads it once more.
func (l Lang) ReadAgain() string {
	return pick(l, "Read record and key again", "Baca lagi catatan dan kuncinya")
}
