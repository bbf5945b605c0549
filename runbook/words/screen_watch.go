package words

import (
	"fmt"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// What the lower line of a screen says of a running watch: what is awaited, and when the key is
// asked again.

// unasked reports whether the watch has no answer of its own yet. That the key worked before it began
// tells nothing of what the revocation did.
func unasked(p incident.Proof) bool {
	h := p.Heard
	return p.Refusals == 0 && h.Silent.IsZero() && (p.Run == 0 || h.Life == "" || h.At.Before(p.Started))
}

// WatchSoFar is Watch on a screen that stands open before the first answer.
func (l Lang) WatchSoFar(p incident.Proof, now time.Time) string {
	if unasked(p) {
		return l.Watch(incident.Proof{}, now)
	}
	return l.Watch(p, now)
}

// WatchLine is that line, and its form for a narrow screen. A next look whose time has come is under
// way, and not named.
func (l Lang) WatchLine(p incident.Proof, now time.Time) (text, short string) {
	short = l.awaited(p, now)
	if next := p.Next(); next.After(now) {
		short += pick(l, "; next look ", "; cek lagi ") + l.Clock(next)
	}
	switch {
	case p.Proven():
	case !p.Heard.Silent.IsZero():
		return l.Silent(p.Heard), short
	case p.Refusals > 0 && !p.Full() && !unanswered(p, now):
		return short + pick(l, ", full at ", ", penuh pada ") + l.Clock(p.FirstRefused.Add(p.Window)), short
	}
	return short, short
}

func (l Lang) awaited(p incident.Proof, now time.Time) string {
	h := p.Heard
	switch {
	case p.Proven():
		return pick(l, "proven dead at ", "terbukti mati pada ") + l.Clock(p.ProvenAt)
	case !h.Silent.IsZero() && h.Noise:
		return pick(l, "answer unclear since ", "tak jelas sejak ") + l.Clock(h.Silent)
	case !h.Silent.IsZero():
		return pick(l, "no answer since ", "tanpa jawaban sejak ") + l.Clock(h.Silent)
	case p.Refusals == 0 && h.Life == providers.Dead:
		return pick(l, "refused, but not in this run yet", "ditolak, tetapi belum di putaran ini")
	case unasked(p):
		return pick(l, "waits for the first answer", "menunggu jawaban pertama")
	case p.Refusals == 0 && !p.SetBack.IsZero():
		return pick(l, "set back; waits for a refusal", "terulang; menunggu penolakan")
	case p.Refusals == 0:
		return pick(l, "accepted; waits for a refusal", "diterima; menunggu penolakan")
	case p.Full() && !p.ControlOK:
		return pick(l, "window full; waits for a made-up key's refusal", "jendela penuh; kunci karangan masih diuji")
	case unanswered(p, now):
		return pick(l, "window not full; waits for a clear answer", "jendela belum penuh; menunggu jawaban jelas")
	}
	return fmt.Sprintf(pick(l, "refused %s of %s", "ditolak %s dari %s"), l.Short(p.Span()), l.Short(p.Window))
}

// LookChoice says since when a later look is due, and when the next ones are.
func (l Lang) LookChoice(looks []time.Time, now time.Time) string {
	if len(looks) == 0 || looks[0].After(now) {
		return l.Due(looks)
	}
	text := pick(l, "due since ", "jatuh tempo sejak ") + l.ShortClock(looks[0])
	var later []string
	for _, at := range looks[1:] {
		if at.After(now) {
			later = append(later, l.ShortClock(at))
		}
	}
	if len(later) > 0 {
		text += pick(l, "; then at ", "; lalu ") + l.list(later)
	}
	return text
}

// LookFound says what the newest later look found, "" where none was made, or more is known since.
func (l Lang) LookFound(k incident.Key) string {
	for i := len(k.Looks) - 1; i >= 0; i-- {
		done := k.Looks[i].Done
		if done.IsZero() {
			continue
		}
		if k.Latest == nil || !k.Latest.At.Equal(done) {
			return ""
		}
		return pick(l, "looked at again ", "diperiksa lagi ") + l.Clock(done) + ": " + l.Life(k.Latest.Life)
	}
	return ""
}
