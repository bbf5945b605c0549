package words

import (
	"fmt"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// What a conversation says of a watch that does not go on by itself.

// Unwatched says how the proof stands where nothing probes the key: the last answer with its
// time, and what a watch needs. held: the leaked key is in memory.
func (l Lang) Unwatched(k incident.Key, held bool) string {
	text := pick(l, "not watched now", "sedang tidak dipantau")
	if !held {
		text = pick(l, "not looked at in this run: it needs the key", "belum dilihat kali ini: perlu kuncinya")
	}
	if h := k.Proof.Heard; !h.Silent.IsZero() {
		h.Again = time.Time{} // nobody asks
		return text + "; " + l.Silent(h)
	}
	if v := k.Latest; v != nil {
		text += pick(l, "; last answer ", "; jawaban terakhir ") + l.Clock(v.At) + ": " + l.Life(v.Life)
	}
	return text
}

// Silent says since when no answer tells how the key is, what was last known, and when it is
// asked again.
func (l Lang) Silent(h incident.Heard) string {
	text := pick(l, "no answer since ", "tanpa jawaban sejak ")
	if h.Noise {
		text = pick(l, "no clear answer since ", "tanpa jawaban jelas sejak ")
	}
	text += l.Clock(h.Silent)
	switch h.Life {
	case providers.Alive, providers.AliveLimited:
		text += pick(l, ", last accepted ", ", terakhir diterima ") + l.Clock(h.At)
	case providers.Dead:
		text += pick(l, ", last refused ", ", terakhir ditolak ") + l.Clock(h.At)
	}
	if !h.Again.IsZero() {
		text += pick(l, "; next try ", "; dicoba lagi ") + l.Clock(h.Again)
	}
	return text
}

// LooksDue lists later looks that are not done; those whose time has come are said to be due.
func (l Lang) LooksDue(looks []time.Time, now time.Time) []string {
	var due int
	var later []time.Time
	for _, at := range looks {
		if at.After(now) {
			later = append(later, at)
		} else {
			due++
		}
	}
	var lines []string
	if due > 0 {
		lines = append(lines, fmt.Sprintf(pick(l, "a later look is due since %s", "pemeriksaan ulang jatuh tempo sejak %s"), l.Clock(looks[0])))
	}
	if text := l.Due(later); text != "" {
		lines = append(lines, text)
	}
	return lines
}

// EachRequest says how long one request may take.
func (l Lang) EachRequest(limit time.Duration) string {
	return pick(l, "each request waits at most ", "tiap permintaan menunggu paling lama ") + l.Short(limit)
}

// ReadsAhead says what an agreement to reads allows: which requests, and how many.
func (l Lang) ReadsAhead(k providers.Kind) []string {
	if text, ok := lookup(l, unaskable, k); ok {
		return []string{text}
	}
	lines := []string{fill(pick(l, "Asks {vendor}, read-only: 2 probes, of this key and of a made-up one,", "Bertanya ke {vendor}, hanya membaca: uji kunci ini dan kunci karangan,"),
		"vendor", clean(l.Vendor(k.Provider()), 16))}
	for _, line := range dialectOf(k).reads {
		lines = append(lines, line.in(l))
	}
	return lines
}
