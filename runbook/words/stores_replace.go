package words

import (
	"fmt"
	"strconv"
	"time"

	"firebreak/runbook/incident"
)

// Bringing a new value to the stores that hold an old one, after a rotation by hand.

// AskOldValue and AskNewValue ask for one value each, which is not shown.
func (l Lang) AskOldValue() string {
	return pick(l, "old value (not shown): ", "nilai lama (tidak ditampilkan): ")
}

// AskNewValue: see AskOldValue.
func (l Lang) AskNewValue() string {
	return pick(l, "new value (not shown): ", "nilai baru (tidak ditampilkan): ")
}

// OldAndNew says what a replacement wants to be told.
func (l Lang) OldAndNew() []string {
	return []string{
		pick(l, "Two lines are wanted on stdin: the old value, then the new one.", "Stdin harus dua baris: nilai lama, lalu nilai baru."),
		pick(l, "Nothing was read from any store.", "Belum ada penyimpanan yang dibaca."),
	}
}

// OtherValues refuses to go on with values that an incident did not begin with.
func (l Lang) OtherValues(id string) []string {
	return []string{
		pick(l, "These are not the two values that "+ShortID(id)+" began with, in that order.",
			"Ini bukan dua nilai yang dipakai saat "+ShortID(id)+" dimulai, atau urutannya lain."),
		pick(l, "Nothing was read from any store. Give the old value first, then the new.",
			"Belum ada penyimpanan yang dibaca. Beri nilai lama dulu, lalu yang baru."),
	}
}

// ReplaceKeepsStores refuses other stores than those of the beginning.
func (l Lang) ReplaceKeepsStores(id string) []string {
	return []string{
		pick(l, ShortID(id)+" goes on with the stores that it began with: leave out --store.",
			ShortID(id)+" dilanjutkan dengan penyimpanan semula: jangan pakai --store."),
		pick(l, "For another store, run firebreak stores replace with that one.",
			"Untuk penyimpanan lain, jalankan firebreak stores replace dengan itu."),
	}
}

// ReplaceInLines refuses to print events instead of lines.
func (l Lang) ReplaceInLines(id string) []string {
	return []string{
		pick(l, ShortID(id)+" only brings a value to stores, and asks nothing but both values.",
			ShortID(id)+" hanya menulis nilai ke penyimpanan, dan hanya meminta kedua nilai."),
		pick(l, "Leave out --headless and give them as two lines on stdin.", "Jangan pakai --headless; beri keduanya sebagai dua baris di stdin."),
	}
}

// ReplaceUnsealed says that what is written over cannot be kept.
func (l Lang) ReplaceUnsealed() []string {
	return []string{
		pick(l, "No identity to seal to: what is written over is not kept.",
			"Tidak ada identitas penyegel: yang ditimpa tidak disimpan."),
		pick(l, "The old value can still be put back, its quoting may then differ.",
			"Nilai lama tetap bisa dikembalikan, tetapi cara kutipnya bisa lain."),
	}
}

// ReplaceDone says how to go back.
func (l Lang) ReplaceDone(id string) []string {
	return []string{pick(l, "To go back while the old value works: firebreak stores rollback ", "Untuk kembali selama nilai lama berlaku: firebreak stores rollback ") + ShortID(id)}
}

// StoreStopped says at which store a replacement ended, and why.
func (l Lang) StoreStopped(store, why string) []string {
	return Wrap(clean(store, 200)+": "+clean(why, 160)+".", Width)
}

// ReplaceUntouched follows StoreStopped where nothing was sent at all.
func (l Lang) ReplaceUntouched() []string {
	return []string{pick(l, "Nothing was written anywhere.", "Tidak ada yang ditulis di mana pun."),
		pick(l, "Mend that, then run it again.", "Perbaiki itu, lalu jalankan lagi.")}
}

// ReplaceHalfDone follows StoreStopped where some places may hold the new value by now.
func (l Lang) ReplaceHalfDone(id string, done int) []string {
	return []string{
		pick(l, "Written and read back so far: ", "Sudah ditulis dan dibaca ulang: ") + strconv.Itoa(done) + ".",
		pick(l, "Mend that, then go on: firebreak resume ", "Perbaiki itu, lalu lanjutkan: firebreak resume ") + ShortID(id),
		pick(l, "Or go back: firebreak stores rollback ", "Atau kembali: firebreak stores rollback ") + ShortID(id),
	}
}

// StoreBack says that a place holds the old value again.
func (l Lang) StoreBack(p incident.Place) string {
	return l.wholePlace(p) + ": " + pick(l, "the old value is back, read back", "nilai lama kembali, sudah dibaca ulang")
}

// PutBackHalfDone follows StoreStopped where a roll back ended midway.
func (l Lang) PutBackHalfDone(id string) []string {
	return []string{pick(l, "The others stay as they are. Mend that, then run it again:", "Yang lain tetap. Perbaiki itu, lalu jalankan lagi:"),
		"firebreak stores rollback " + ShortID(id)}
}

// NothingToPutBack refuses to roll back what wrote nothing. Replaces tells that the incident does no
// more than bring a value to stores.
func (l Lang) NothingToPutBack(id string, replaces bool) []string {
	if replaces {
		return []string{pick(l, ShortID(id)+" wrote no value into a store: there is nothing to put back.",
			ShortID(id)+" tidak menulis nilai ke penyimpanan: tidak ada yang dikembalikan.")}
	}
	return []string{
		pick(l, ShortID(id)+" is the incident of a key, not of firebreak stores replace.",
			ShortID(id)+" adalah insiden sebuah kunci, bukan dari firebreak stores replace."),
		pick(l, "A rotation is taken back inside it: firebreak resume ", "Rotasi dikembalikan di dalamnya: firebreak resume ") + ShortID(id),
	}
}

// AlreadyPutBack refuses to roll back once more.
func (l Lang) AlreadyPutBack(id string, at time.Time) []string {
	return []string{
		fmt.Sprintf(pick(l, "%s was rolled back already, at %s: the old value was read back then.", "%s sudah dikembalikan pada %s: nilai lama dibaca ulang saat itu."), ShortID(id), l.Time(at)),
		pick(l, "Nothing was read or written now. The places: firebreak log ", "Kini tidak ada yang dibaca atau ditulis. Tempatnya: firebreak log ") + ShortID(id),
	}
}

// StoreUnsealed is a reason of StoreStopped: what is sealed cannot be opened, or sealed.
func (l Lang) StoreUnsealed() string {
	return pick(l, "its former content is sealed shut: unlock the keyring, or --unseal FILE",
		"isi semula tersegel rapat: buka keyring, atau --unseal FILE")
}

// Replaces names such an incident.
func (l Lang) Replaces(last4 string) string {
	return pick(l, "a new value for stores, in place of ", "nilai baru untuk penyimpanan, pengganti ") + l.Ending(last4)
}

func (l Lang) replaceState(r incident.Replacing) string {
	label := pick(l, "state: ", "keadaan: ")
	if r.Places == 0 {
		return label + pick(l, "no place found yet, nothing written", "belum ada tempat ditemukan, belum ada yang ditulis")
	}
	text := label + strconv.Itoa(r.Holding) + pick(l, " of ", " dari ") +
		Number(l, r.Places, "place holds the new value, read back", "places hold the new value, read back", "tempat memuat nilai baru, dibaca ulang")
	if more := r.Written - r.Holding; more > 0 {
		text += "; " + strconv.Itoa(more) + pick(l, " written, not read back", " ditulis, belum dibaca ulang")
	}
	return text
}

func (l Lang) replaceLeft(s incident.State, r incident.Replacing) string {
	putBack := s.Closing != nil && s.Closing.Reason == incident.ClosedPutBack
	if r.Left == nil || putBack {
		return pick(l, "left: none", "sisa: tidak ada")
	}
	return pick(l, "left: ", "sisa: ") + l.Place(*r.Left)
}

func (l Lang) replaceNext(s incident.State, r incident.Replacing) string {
	switch {
	case s.Closing != nil:
		return pick(l, "closed ", "ditutup ") + l.Time(s.ClosedAt) + ": " + l.ClosedFor(s.Closing.Reason)
	case r.Written == 0:
		return pick(l, "open: firebreak resume ", "terbuka: firebreak resume ") + ShortID(s.Opening.ID)
	}
	return pick(l, "open: firebreak resume ", "terbuka: firebreak resume ") + ShortID(s.Opening.ID) +
		pick(l, ", or firebreak stores rollback ", ", atau firebreak stores rollback ") + ShortID(s.Opening.ID)
}

// ReplaceShort is such an incident's outcome in a list; closed is the reason for closing, "" for
// an open one.
func (l Lang) ReplaceShort(r incident.Replacing, closed string) string {
	switch closed {
	case "", incident.ClosedDone:
	case incident.ClosedPutBack:
		return pick(l, "put back", "dikembalikan")
	default:
		return l.ClosedFor(closed)
	}
	return strconv.Itoa(r.Holding) + pick(l, " of ", " dari ") + Number(l, r.Places, "place written", "places written", "tempat ditulis")
}
