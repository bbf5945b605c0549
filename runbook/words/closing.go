package words

import (
	"strings"

	"firebreak/runbook/incident"
)

var nRow = noun{"related credential", "related credentials", "kredensial terkait"}

// NotDecided counts what nobody has decided yet, "" where there is nothing.
func (l Lang) NotDecided(k incident.Key) string {
	rows := l.UndecidedRows(k)
	if rows == "" {
		return ""
	}
	return pick(l, "not decided: ", "belum diputuskan: ") + rows
}

// UndecidedRows counts it without a label.
func (l Lang) UndecidedRows(k incident.Key) string {
	related, usage := k.Undecided()
	var parts []string
	if related > 0 {
		parts = append(parts, l.of(int64(related), nRow))
	}
	if usage > 0 {
		parts = append(parts, l.of(int64(usage), nGroup)+pick(l, " of use", " pemakaian"))
	}
	return strings.Join(parts, ", ")
}

// ClosingOpen says what a close leaves open and undecided, and what happens to the key before
// it: have says that the key is in memory.
func (l Lang) ClosingOpen(s incident.State, k incident.Key, have bool) []string {
	lines := l.leftOpen(s, k)
	look, _, _ := l.CloseLabels()
	return append(lines, look+": "+l.LastLook(have, k.Proof.Proven()))
}

func (l Lang) leftOpen(s incident.State, k incident.Key) []string {
	var lines []string
	if open := s.OpenSteps(k.Cred); len(open) > 0 {
		lines = append(lines, pick(l, "open steps: ", "langkah terbuka: ")+l.Steps(open))
	}
	if others := l.OthersOpen(s, k.Cred); others != "" {
		lines = append(lines, others)
	}
	if undecided := l.NotDecided(k); undecided != "" {
		lines = append(lines, undecided)
	}
	return lines
}

// ClosingLines says what ends with the incident.
func (l Lang) ClosingLines(looks int) []string {
	var lines []string
	if looks > 0 {
		lines = append(lines, pick(l, "Later looks at the dead key end with it.", "Pemeriksaan ulang kunci yang mati berakhir dengannya."))
	}
	return append(lines, pick(l, "A closed incident takes no more events.", "Insiden yang ditutup tidak menerima peristiwa lagi."))
}

// WhyClosed asks why an incident ends with steps open.
func (l Lang) WhyClosed() string {
	return pick(l, "why is it closed with these open (b goes back): ", "mengapa ditutup sekarang (b kembali): ")
}

// CloseNeedsReason refuses a close with steps open and no reason.
func (l Lang) CloseNeedsReason(s incident.State) []string {
	id := s.Opening.ID
	open := l.Steps([]incident.Step{incident.StepIdentify})
	var parts []string
	for _, cred := range s.Unfinished() {
		said := l.Steps(s.OpenSteps(cred))
		if len(s.Order) > 1 {
			said = l.Ending(s.Keys[cred].Identity.Last4) + " " + said
		}
		parts = append(parts, said)
	}
	if len(parts) > 0 {
		open = strings.Join(parts[:min(len(parts), mostKeys)], "; ")
	}
	return []string{
		ShortID(id) + pick(l, " has open steps: ", " punya langkah terbuka: ") + open,
		pick(l, "To do them: firebreak resume ", "Untuk mengerjakannya: firebreak resume ") + clean(id, 30),
		pick(l, "To close it all the same: firebreak close ", "Untuk tetap menutup: firebreak close ") + clean(id, 30) + pick(l, ` --reason "WHY"`, ` --reason "ALASAN"`),
	}
}

// ClosedAlready says that an incident ended before, and that nothing was changed.
func (l Lang) ClosedAlready(s incident.State) []string {
	var end incident.ClosedData
	if s.Closing != nil {
		end = *s.Closing
	}
	return []string{
		ShortID(s.Opening.ID) + pick(l, " is closed already, since ", " sudah ditutup, sejak ") + l.Time(s.ClosedAt) + ": " + l.ClosedFor(end.Reason),
		pick(l, "The reason given now was not recorded.", "Alasan yang diberikan sekarang tidak dicatat."),
	}
}

// ClosedWith says what a close left behind beside what the summary names: a key that was not looked at, a journal that was not signed. It is empty where all was
// done. have says that the key was in memory.
func (l Lang) ClosedWith(s incident.State, have, looked, signed bool) []string {
	k, _ := s.Worst()
	var lines []string
	if !looked {
		why := l.LastLook(false, k.Proof.Proven())
		if have && k.Proof.Proven() {
			why = pick(l, "none: it could not be asked", "tidak ada: tidak bisa ditanyakan")
		}
		lines = append(lines, pick(l, "last look at the key: ", "pemeriksaan akhir kunci: ")+why)
	}
	if !signed {
		lines = append(lines, pick(l, "not signed: no signing key could be had; firebreak doctor says why", "tidak ditandatangani: tidak ada kunci; lihat firebreak doctor"))
	}
	return lines
}

// NotClosed says that a close left the incident open since a key came back after its proof, and
// what to run now.
func (l Lang) NotClosed(s incident.State) []string {
	why := pick(l, "the key worked again after its proof, and is not proven dead since.", "kuncinya sempat aktif lagi, dan belum terbukti mati sejak itu.")
	for _, cred := range s.Order {
		if s.Keys[cred].AliveAgain() {
			why = pick(l, "the key is alive again.", "kuncinya aktif lagi.")
		}
	}
	return []string{
		ShortID(s.Opening.ID) + pick(l, " was not closed: ", " tidak ditutup: ") + why,
		pick(l, "To end it, with the key on stdin: firebreak resume ", "Untuk mematikannya, kunci lewat stdin: firebreak resume ") + clean(s.Opening.ID, 30) + " -",
	}
}
