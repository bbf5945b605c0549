package words

import (
	"strings"

	"firebreak/runbook/incident"
)

// Taking a written place back, while the old key lives.

// RollBackTitle asks whether a place goes back, and says beside it what stays as it is.
func (l Lang) RollBackTitle() (title, right string) {
	return pick(l, "Put the old key back?", "Kembalikan kunci lama?"), pick(l, "the new key stays sealed", "kunci baru tetap tersegel")
}

// RollBackParts are the place that goes back and what that leads to.
func (l Lang) RollBackParts(p incident.Place) []Labelled {
	parts := []Labelled{{Label: pick(l, "back into", "kembali ke"), Text: l.wholePlace(p), Path: true}}
	if p.Kept != "" {
		parts = append(parts, Labelled{Text: l.asKept(p)})
	}
	return append(parts,
		Labelled{Text: pick(l, "Only if our new key still stands there; it is read back.", "Hanya jika kunci baru kita masih di sana; lalu dibaca ulang.")},
		Labelled{Text: pick(l, "What reads it uses the leaked key again.", "Pemakainya memakai kunci bocor lagi."), Caution: true})
}

// asKept names the version that a place goes back to.
func (l Lang) asKept(p incident.Place) string {
	if strings.HasPrefix(p.Store, "awssecrets:") {
		return pick(l, "By its label AWSCURRENT, which moves back to the version before.", "Dengan label AWSCURRENT, yang kembali ke versi sebelumnya.")
	}
	return pick(l, "As it stood in the version that Vault keeps: ", "Seperti dalam versi yang disimpan Vault: ") + clean(p.Kept, 20)
}

// AboutToRollBack is RollBackParts in lines.
func (l Lang) AboutToRollBack(p incident.Place) []string {
	var lines []string
	for _, part := range l.RollBackParts(p) {
		lines = append(lines, labelLine(part.Label, part.Text))
	}
	return lines
}

// VerbPutBack lets a place go back.
func (l Lang) VerbPutBack() string { return pick(l, "put it back", "kembalikan") }
