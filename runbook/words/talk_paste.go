package words

import (
	"fmt"

	"firebreak/runbook/incident"
)

// What is said while a key is taken in.

// KeyLine is one found credential as a choice.
func (l Lang) KeyLine(d incident.IdentifiedData) string {
	where := l.FirstPlace(d.Told)
	if where == "" {
		where = l.Found(d.Line, d.Name)
	}
	return l.Kind(d.Kind) + ", " + l.Ending(d.Last4) + "; " + where
}

// ThisIs says what was recognised, why and where it stood.
func (l Lang) ThisIs(d incident.IdentifiedData, others int) []string {
	lines := []string{l.Kind(d.Kind) + ", " + l.Ending(d.Last4) + "; " + l.Confidence(d.Confidence)}
	for _, p := range l.FoundParts(d) {
		if p.Label == "" {
			lines = append(lines, "  "+p.Text)
			continue
		}
		lines = append(lines, p.Label+": "+p.Text)
	}
	if more := l.Others(others); more != "" {
		lines = append(lines, more)
	}
	return lines
}

// FoundParts says why a text was taken for a key, and where it stood.
func (l Lang) FoundParts(d incident.IdentifiedData) []Labelled {
	parts := []Labelled{{Label: pick(l, "why", "alasan"), Text: l.Recognised(d.Why)}}
	if d.Told != nil {
		return append(parts, l.ToldParts(d.Told.Places)...)
	}
	return append(parts, Labelled{Label: pick(l, "found in", "letak"), Text: l.Found(d.Line, d.Name)})
}

// AskFirst says what an agreement allows: the number of reads where it is known.
func (l Lang) AskFirst(n int, vendor string) string {
	if n > 0 {
		return l.ReadsFirst(n, vendor)
	}
	return fmt.Sprintf(pick(l, "Next %s is asked, read-only: is it alive, whose is it, what does it do.",
		"Kini %s ditanya, hanya membaca: aktifkah, milik siapa, dipakai apa."), clean(vendor, 16))
}

// EnterAsks is the one question before anything leaves.
func (l Lang) EnterAsks(vendor string) string {
	return fmt.Sprintf(pick(l, "press enter to ask %s, or q to leave: ", "tekan enter untuk bertanya ke %s, atau q untuk keluar: "), clean(vendor, 24))
}

// GoOnWith is the choice to take up an open incident.
func (l Lang) GoOnWith(id string) string { return pick(l, "Go on with ", "Lanjutkan ") + clean(id, 30) }

// NewIncident is the choice to begin another.
func (l Lang) NewIncident() string { return pick(l, "Begin a new incident", "Mulai insiden baru") }

// PasteSame asks for the incident's own key again.
func (l Lang) PasteSame(last4 string) []string {
	if last4 == "" {
		return []string{
			pick(l, "This needs the leaked key, which is never stored.", "Ini perlu kunci yang bocor, yang tidak pernah disimpan."),
			pick(l, "Paste it; nothing is shown. Enter alone goes on without it.", "Tempel di sini; tidak ditampilkan. Enter saja: lanjut tanpanya."),
		}
	}
	return []string{
		pick(l, "This needs the leaked key, which is never stored: the one ", "Ini perlu kunci yang bocor, yang tidak pernah disimpan: yang ") + l.Ending(last4) + ".",
		pick(l, "Paste it; nothing is shown. Enter alone goes on without it.", "Tempel di sini; tidak ditampilkan. Enter saja: lanjut tanpanya."),
	}
}

// SameKey says that the pasted key is the incident's; last4 is "" where nothing of that was known.
func (l Lang) SameKey(last4 string) string {
	if last4 == "" {
		return pick(l, "It is taken for the incident's key, of which nothing was known.", "Diambil sebagai kunci insiden, yang belum diketahui apa pun.")
	}
	return pick(l, "It is the same key, ", "Ini kunci yang sama, ") + l.Ending(last4) + "."
}

// Because gives the reason for the order that is suggested, with the figures it rests on.
func (l Lang) Because(why incident.Reason, vendor string, f *incident.ForecastData) string {
	return pick(l, "why: ", "alasan: ") + lower(l.WhyOrder(why, vendor, f))
}

// StrategyLine is one order as a choice, with its consequence.
func (l Lang) StrategyLine(s incident.Strategy, suggested bool, f Figures) string {
	text := l.Strategy(s)
	if suggested {
		text += " (" + l.Suggested() + ")"
	}
	return text + ": " + l.Consequence(s, f)
}

// WhoDecided asks for a note on why nothing is done now.
func (l Lang) WhoDecided() string {
	return pick(l, "who decided that, and why (b goes back): ", "siapa yang memutuskan, dan mengapa (b kembali): ")
}

// RefusedTitle is the question about a key that was refused at the first probe.
func (l Lang) RefusedTitle() string {
	return pick(l, "Refused. Dead, or not the whole key?", "Ditolak. Mati, atau kuncinya tidak utuh?")
}

// RefusedFacts says what speaks for and against its death.
func (l Lang) RefusedFacts(k incident.Key, vendor string) []string {
	var lines []string
	for _, p := range l.RefusedParts(k, vendor) {
		lines = append(lines, labelLine(p.Label, p.Text))
	}
	return lines
}

// RefusedParts is RefusedFacts for whoever lays it out.
func (l Lang) RefusedParts(k incident.Key, vendor string) []Labelled {
	var parts []Labelled
	if k.First != nil {
		parts = append(parts, Labelled{Label: l.Clock(k.First.At), Text: l.Verdict(k.First.Verdict, vendor)})
		if k.First.Control != nil {
			parts = append(parts, Labelled{Label: pick(l, "control", "kontrol"), Text: l.ControlProbe(*k.First.Control)})
		}
	}
	parts = append(parts, Labelled{Label: pick(l, "shape", "bentuk"), Text: l.Recognised(k.Identity.Why)},
		Labelled{Label: pick(l, "record", "catatan"), Text: l.recordFact(k, vendor)})
	if r := k.Record(); r != nil && !r.LastUsed.IsZero() {
		parts = append(parts, Labelled{Text: pick(l, "last used ", "terakhir dipakai ") + l.Time(r.LastUsed)})
	}
	return parts
}

// PasteAgain, RevokeAnyway, TakeAsDead and FalseAlarm are its choices.
func (l Lang) PasteAgain() string {
	return pick(l, "Paste it again: alerts often cut or wrap keys", "Tempel lagi: peringatan sering memotong kunci")
}

// RevokeAnyway kills the record that fits, or sends the value where that is all there is.
func (l Lang) RevokeAnyway(byValue bool) string {
	if byValue {
		return pick(l, "Send its revocation anyway: an answer proves nothing", "Tetap kirim pencabutannya: jawabannya bukan bukti")
	}
	return pick(l, "Revoke that record anyway; its full id is shown first", "Tetap cabut catatan itu; id lengkapnya ditampilkan dulu")
}

// TakeAsDead proves the refusal over the window.
func (l Lang) TakeAsDead() string {
	return pick(l, "Take it as dead: probed over the window first", "Anggap mati: uji selama jendela, lalu lanjut")
}

// FalseAlarm closes the incident.
func (l Lang) FalseAlarm() string {
	return pick(l, "Close it as a false alarm", "Tutup sebagai alarm palsu")
}

// FalseAlarmSure asks for it.
func (l Lang) FalseAlarmSure() string {
	return pick(l, "type y to close it as a false alarm, or press enter to stay: ", "ketik y untuk menutup sebagai alarm palsu, atau enter untuk tetap: ")
}

// Compare says how to choose among several records.
func (l Lang) Compare() string {
	return pick(l, "Compare them. Nothing is revoked before one is named.", "Bandingkan. Tidak ada yang dicabut sebelum satu dipilih.")
}

// NoneOfThem is the choice that no record is it.
func (l Lang) NoneOfThem() string {
	return pick(l, "None of them, or not certain", "Bukan salah satunya, atau belum pasti")
}

// WhoTitle is the question where nothing here can revoke the key.
func (l Lang) WhoTitle() string { return pick(l, "Who can kill it?", "Siapa yang bisa mematikannya?") }

// IDeleteIt, AskForHelp, IHaveAdmin, LookAgain and NobodyNow are its choices.
func (l Lang) IDeleteIt() string {
	return pick(l, "I delete it in the console; it is watched here", "Saya hapus di konsol; dipantau dari sini")
}

// AskForHelp shows a text for the chat.
func (l Lang) AskForHelp() string {
	return pick(l, "Ask someone who can: text for the chat, no key", "Minta yang bisa: teks untuk obrolan, tanpa kuncinya")
}

// IHaveAdmin takes an admin credential.
func (l Lang) IHaveAdmin() string {
	return pick(l, "I have an admin key: typed unseen, for this run", "Saya punya kunci admin: diketik tak terlihat, untuk kali ini")
}

// LookAgain makes the reads once more.
func (l Lang) LookAgain() string {
	return pick(l, "Ask again: an admin key was added, or the network is back", "Tanya lagi: kunci admin sudah ada, atau jaringan pulih")
}

// NobodyNow puts it off.
func (l Lang) NobodyNow() string {
	return pick(l, "Nobody can now; it stays alive and open", "Belum ada yang bisa; tetap aktif dan terbuka")
}

// WhoElse leads to the question who can.
func (l Lang) WhoElse() string {
	return pick(l, "See who can kill it", "Lihat siapa yang bisa mematikannya")
}

// CopyThis stands above a text for the chat.
func (l Lang) CopyThis() string {
	return pick(l, "Copy these lines; they hold no key:", "Salin baris ini; tidak memuat kunci:")
}

// DeletedHow asks what was deleted, once it was.
func (l Lang) DeletedHow() string {
	return pick(l, "once it is deleted, note what was done (b goes back): ", "setelah dihapus, catat yang dilakukan (b kembali): ")
}

// TypeAdmin asks for an admin credential, unseen.
func (l Lang) TypeAdmin(vendor string) []string {
	return []string{
		fill(pick(l, "Type or paste an admin key of {vendor}; nothing is shown.", "Ketik atau tempel kunci admin {vendor}; tidak ditampilkan."), "vendor", clean(vendor, 24)),
		pick(l, "It stays in memory for this run. Enter alone goes back.", "Hanya di memori untuk kali ini. Enter saja: kembali."),
	}
}

// KeepAdminToo asks whether to seal it for later.
func (l Lang) KeepAdminToo() string {
	return pick(l, "type y to keep it sealed for later, or press enter not to: ", "ketik y untuk menyimpannya tersegel, atau enter untuk tidak: ")
}
