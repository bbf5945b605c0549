package words

import (
	"time"

	"firebreak/runbook/incident"
)

// What the screens say from the paste to the choice of what comes first, beyond the
// conversation in lines.

// PasteTitle asks for the key.
func (l Lang) PasteTitle() string {
	return pick(l, "Paste the key, or any text that holds it", "Tempel kuncinya, atau teks apa pun yang memuatnya")
}

// NothingYetSent says what a paste does by itself.
func (l Lang) NothingYetSent() string {
	return pick(l, "it is recognised here, offline; nothing is sent", "dikenali di sini, tanpa jaringan; tidak ada yang dikirim")
}

// FileTitle asks which file holds the key.
func (l Lang) FileTitle() string {
	return pick(l, "Which file holds it?", "Berkas mana yang memuatnya?")
}

// OpeningIncident says what is waited for after the agreement to reads.
func (l Lang) OpeningIncident() string {
	return pick(l, "opening the incident", "membuka insiden")
}

// NotOpened says that no incident could be opened.
func (l Lang) NotOpened() []string {
	return []string{
		pick(l, "No incident could be opened, and nothing was sent.", "Insiden tidak bisa dibuka, dan tidak ada yang terkirim."),
		pick(l, "What keeps it is told by: firebreak doctor", "Penyebabnya disebut oleh: firebreak doctor"),
	}
}

// VerbAsks is what enter does once a key is recognised.
func (l Lang) VerbAsks(vendor string) string {
	return pick(l, "ask ", "tanya ") + clean(vendor, 24)
}

// VerbPasteAnew forgets what came and takes another text.
func (l Lang) VerbPasteAnew() string { return pick(l, "paste another text", "tempel teks lain") }

// WeSuggest names the order that is recommended.
func (l Lang) WeSuggest(s incident.Strategy) string {
	return pick(l, "we suggest: ", "saran: ") + lower(l.Strategy(s))
}

// StillReading says that what is suggested is not known yet.
func (l Lang) StillReading() string { return pick(l, "still reading", "masih membaca") }

// Asking says how far a reading is that tells nothing itself.
func (l Lang) Asking(vendor string, took time.Duration) string {
	return pick(l, "asking ", "bertanya ke ") + clean(vendor, 24) + ", " + l.Short(took)
}

// RecordFirst says what an order waits for.
func (l Lang) RecordFirst() string {
	return pick(l, "its record comes first", "catatannya dulu")
}

// NothingToRead says why no read is made again.
func (l Lang) NothingToRead() string {
	return pick(l, "nothing is left to read again", "tidak ada lagi yang perlu dibaca ulang")
}

// WhoDecidedTitle asks who puts the kill off.
func (l Lang) WhoDecidedTitle() string {
	return pick(l, "Who decided that, and why?", "Siapa yang memutuskan, dan mengapa?")
}

// FalseAlarmTitle asks for the reason to close the incident.
func (l Lang) FalseAlarmTitle() string {
	return pick(l, "Why is it a false alarm?", "Mengapa ini alarm palsu?")
}

// NotThisTitle asks why a record is left out.
func (l Lang) NotThisTitle() string {
	return pick(l, "Why is it not this record?", "Mengapa bukan catatan ini?")
}

// NotThisNote is the journal's note of a record that a person left out.
func (l Lang) NotThisNote(id, why string) string {
	return pick(l, "record ", "catatan ") + clean(id, 60) + pick(l, " left out: ", " dilewati: ") + clean(why, 400)
}

// LeftOutHere marks a record that was left out.
func (l Lang) LeftOutHere() string { return pick(l, "left out by you", "Anda lewati") }

// LeaveOutFirst says how one of several records is come by.
func (l Lang) LeaveOutFirst() string {
	return pick(l, "leave out with - what it is not, until one is left", "lewati dengan - yang bukan, sampai tersisa satu")
}

// ChooseFirst answers an enter where nothing is selected.
func (l Lang) ChooseFirst() string {
	return pick(l, "choose one first: none is taken by itself", "pilih dulu: tidak ada yang terpilih sendiri")
}

// VerbIsIt keeps the one record that is left.
func (l Lang) VerbIsIt() string { return pick(l, "it is this record", "ini catatannya") }

// Differences are what tells one record from another: the heads of a comparison, and the values
// of each record in the same order.
func (l Lang) Differences(all []incident.Record) (heads []string, values [][]string) {
	at := func(t time.Time) string {
		if t.IsZero() {
			return l.Unknown()
		}
		return t.UTC().Format("2006-01-02 15:04Z")
	}
	place := ""
	for _, r := range all { // of one vendor
		place = l.place(r.Kind)
	}
	values = make([][]string, len(all))
	for _, row := range []struct {
		head string
		of   func(incident.Record) string
	}{
		{pick(l, "name", "nama"), func(r incident.Record) string { return l.Name(r.Name, 40) }},
		{place, func(r incident.Record) string { return l.Name(r.ParentName, 40) }},
		{pick(l, "owner", "pemilik"), func(r incident.Record) string { return l.Name(r.OwnerName, 40) }},
		{pick(l, "shown as", "tampil"), func(r incident.Record) string { return r.Masked.Line(24) }},
		{pick(l, "created", "dibuat"), func(r incident.Record) string { return at(r.Created) }},
		{pick(l, "last used", "dipakai"), func(r incident.Record) string { return at(r.LastUsed) }},
	} {
		same := true
		for _, r := range all {
			same = same && row.of(r) == row.of(all[0])
		}
		if same {
			continue
		}
		heads = append(heads, row.head)
		for i, r := range all {
			values[i] = append(values[i], row.of(r))
		}
	}
	return heads, values
}

// ConsoleTitle heads the deletion by hand.
func (l Lang) ConsoleTitle() string {
	return pick(l, "Delete it in the console", "Hapus di konsol")
}

// VerbIsDeleted says that a person deleted the key.
func (l Lang) VerbIsDeleted() string { return pick(l, "it is deleted", "sudah dihapus") }

// KeptAlive says what becomes of a key that nobody can kill now.
func (l Lang) KeptAlive() string {
	return pick(l, "It stays alive and open; move what uses it off it meanwhile.", "Tetap aktif dan terbuka; pindahkan pemakainya sementara itu.")
}

// AdminTitle asks for an admin credential.
func (l Lang) AdminTitle() string {
	return pick(l, "Which admin key?", "Kunci admin yang mana?")
}

// AdminTakenTitle asks how long a typed admin credential is kept.
func (l Lang) AdminTakenTitle() string {
	return pick(l, "Keep it for later runs too?", "Simpan juga untuk lain kali?")
}

// AdminForRun and AdminSealed are the answers.
func (l Lang) AdminForRun() string {
	return pick(l, "For this run only; it is forgotten at the end", "Hanya kali ini; dilupakan setelah selesai")
}

// AdminSealed keeps it in the keyring.
func (l Lang) AdminSealed() string {
	return pick(l, "Keep it sealed; firebreak auth remove forgets it", "Simpan tersegel; firebreak auth remove menghapusnya")
}

// KeyColumns head the list of keys: state, kind, ending, way.
func (l Lang) KeyColumns() [5]string {
	return [5]string{pick(l, "state", "keadaan"), pick(l, "vendor, kind", "vendor, jenis"), pick(l, "ends", "akhir"), pick(l, "way", "cara"), pick(l, "next", "lanjut")}
}
