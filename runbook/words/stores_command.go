package words

import (
	"strconv"
	"strings"

	"firebreak/runbook/incident"
)

// StoreReads announces what a search will cost before it starts.
func (l Lang) StoreReads(store string, reads int) string {
	text := clean(store, 200) + ": " + strconv.Itoa(reads) + pick(l, " to read, nothing is written", " dibaca, tidak ada yang ditulis")
	versioned := strings.HasPrefix(store, "vault:")
	if strings.HasPrefix(store, "awssecrets:") {
		versioned = true
		text += pick(l, "; each read is in CloudTrail", "; tiap pembacaan tercatat di CloudTrail") +
			pick(l, " and billed, 0.05 USD per 10,000 calls", " dan ditagih, 0,05 USD per 10.000 panggilan")
	}
	if versioned {
		text += pick(l, "; older versions too, where there are some", "; versi lama juga, bila ada")
	}
	return text
}

// StoreHolds is one place that a search found.
func (l Lang) StoreHolds(p incident.Place) []string {
	lines := []string{l.wholePlace(p), "  " + l.Guard(p.Guard)}
	if p.Off != "" {
		lines[1] = "  " + pick(l, "would not be written: ", "tidak akan ditulis: ") + l.Reason(p.Off)
	}
	if kept := l.keptBy(p); kept != "" && p.Off == "" {
		lines = append(lines, "  "+kept)
	}
	if !p.Warning.IsEmpty() {
		lines = append(lines, "  "+pick(l, "note: ", "catatan: ")+l.placeWarning(p, 60))
	}
	if doubt := l.placeDoubt(p); doubt != "" {
		lines = append(lines, "  "+pick(l, "note: ", "catatan: ")+doubt)
	}
	return lines
}

// StoresFound ends a search.
func (l Lang) StoresFound(n int, unread int) []string {
	lines := []string{pick(l, "Places that hold the value: ", "Tempat yang memuat nilai itu: ") + strconv.Itoa(n)}
	if unread > 0 {
		lines = append(lines, pick(l, "Not everything could be read: ", "Tidak semuanya terbaca: ")+strconv.Itoa(unread))
	}
	return lines
}

// StoreDone says that a place was written and read back.
func (l Lang) StoreDone(p incident.Place) string {
	return l.wholePlace(p) + ": " + pick(l, "written and read back", "ditulis dan dibaca ulang")
}

// StoreWould names a place that a dry run would have written, and how that is protected.
func (l Lang) StoreWould(p incident.Place) []string {
	lines := l.StoreHolds(p)
	lines[0] += ": " + pick(l, "would be written", "akan ditulis")
	return lines
}

// StoreKeeps names a place that holds the old value and is left as it is.
func (l Lang) StoreKeeps(p incident.Place) string {
	return l.wholePlace(p) + ": " + pick(l, "holds the old value, not written: ", "memuat nilai lama, tidak ditulis: ") + l.Reason(p.Off)
}

// StoresWithheld ends a dry run.
func (l Lang) StoresWithheld() string {
	return pick(l, "Dry run: nothing was written.", "Uji coba: tidak ada yang ditulis.")
}

// StoreUnknownEnd, StoreLost, StoreOld and StoreMissing are reasons of StoreStopped.
func (l Lang) StoreUnknownEnd() string {
	return pick(l, "the write was sent and it is not known whether it took place", "penulisan sudah dikirim dan tidak diketahui apakah terjadi")
}

// StoreLost: another writer came first.
func (l Lang) StoreLost() string {
	return pick(l, "someone else wrote there meanwhile; theirs was kept", "pihak lain menulis di sana; tulisannya dipertahankan")
}

// StoreOld: the write did not last.
func (l Lang) StoreOld() string {
	return pick(l, "it was written and reads as something else", "sudah ditulis tetapi terbaca lain")
}

// StoreMissing: nothing to replace.
func (l Lang) StoreMissing() string {
	return pick(l, "the old value does not stand there", "nilai lama tidak ada di sana")
}

// StoreFailed is any other trouble of a store.
func (l Lang) StoreFailed() string {
	return pick(l, "it does not answer, or refuses", "tidak menjawab, atau menolak")
}
