package words

import (
	"fmt"
	"time"

	"firebreak/runbook/incident"
)

// ComesBack says for how long a revocation can be taken back, or that it cannot.
func (l Lang) ComesBack(within time.Duration) string {
	if within == 0 {
		return pick(l, "this cannot be undone", "ini tidak bisa dibatalkan")
	}
	return fmt.Sprintf(pick(l, "can be taken back for %s", "bisa dibatalkan selama %s"), l.of(int64(within/(24*time.Hour)), nDay))
}

// RestoreTitle asks before a revoked key is brought back.
func (l Lang) RestoreTitle() string {
	return pick(l, "Bring the revoked key back?", "Hidupkan lagi kunci yang dicabut?")
}

// RestoreWarns stands beside that question.
func (l Lang) RestoreWarns() string {
	return pick(l, "the thief's copy works again too", "salinan si pencuri ikut berfungsi lagi")
}

// RestoreParts is what comes back, and what that means.
func (l Lang) RestoreParts(k incident.Key) []Labelled {
	var parts []Labelled
	if r := k.Record(); r != nil {
		parts = append(parts, Labelled{Label: pick(l, "record", "catatan"), Text: l.Record(*r)})
	}
	return append(parts,
		Labelled{Text: pick(l, "The same value works again, for us and for whoever has it.", "Nilai yang sama berfungsi lagi, untuk kita dan siapa pun pemegangnya."), Caution: true},
		Labelled{Text: pick(l, "Its death is proven no more. Revoke it again once nothing needs it.", "Bukti kematiannya gugur. Cabut lagi begitu tidak ada yang memerlukannya.")})
}

// AboutToRestore is RestoreParts in lines.
func (l Lang) AboutToRestore(k incident.Key) []string {
	var lines []string
	for _, p := range l.RestoreParts(k) {
		if p.Label != "" {
			p.Text = labelLine(p.Label, p.Text)
		}
		lines = append(lines, p.Text)
	}
	return lines
}

// VerbRestoreOnceFits is what enter does once the phrase stands there.
func (l Lang) VerbRestoreOnceFits() string {
	return pick(l, "brings it back once it fits", "menghidupkan bila cocok")
}
